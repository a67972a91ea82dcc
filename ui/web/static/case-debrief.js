"use strict";
// The debrief: printing it, and saying that the model is at work while it is.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("[data-wait]");
  if (!button) return;
  button.disabled = true;
  button.textContent = button.dataset.wait;
  button.setAttribute("aria-busy", "true");
});
