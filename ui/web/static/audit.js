"use strict";
// The page of an answer: digits lead to a sentence's mark, and the button says what would be handed in.
(() => {
  const form = document.querySelector("[data-marks]");
  if (!form) { document.querySelector("#verdict")?.focus({ preventScroll: true }); return; }
  const fields = [...form.querySelectorAll("select[data-place]")];
  const button = form.querySelector("[data-hand-in]");

  function tell() {
    const marked = fields.filter((one) => one.value).length;
    fields.forEach((one) => one.classList.toggle("marked", Boolean(one.value)));
    button.textContent = marked ? `Hand in: ${marked} marked` : "Hand in: nothing is wrong";
  }
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
    if (event.target.closest("input, textarea, select")) return;
    const field = fields.find((one) => one.dataset.place === event.key);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
})();
