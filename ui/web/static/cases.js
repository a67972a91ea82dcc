"use strict";
// The list of cases: filters at once, an id for what is begun, and asking before an encounter is deleted.
(() => {
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

  // Coming back to the page and starting again is another encounter; clicking twice is not.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-fresh-id]").forEach((field) => { field.value = newId(); });
  });

  // Between two stations: the door opens when the time is up.
  const left = document.querySelector("[data-countdown]");
  const until = left && performance.now() + 1000 * Number(left.dataset.countdown);
  const ticking = left && setInterval(() => {
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds) return;
    clearInterval(ticking);
    left.closest("form").querySelector("button").disabled = false;
    left.parentElement.hidden = true;
  }, 500);

  document.querySelectorAll("time").forEach((one) => {
    one.textContent = new Date(one.dateTime).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form) form.requestSubmit();
  });

  function ask(cell, asking) {
    cell.querySelector("[data-sure]").hidden = asking;
    cell.querySelector(".confirm").hidden = !asking;
    cell.querySelector(asking ? "[data-keep-on]" : "[data-sure]").focus();
  }

  async function forget(button) {
    button.disabled = true;
    const row = button.closest("tr");
    const reply = await fetch(`${button.dataset.forget}/forget`, { method: "POST" }).catch(() => null);
    const cell = document.createElement("td");
    cell.colSpan = row.children.length;
    cell.className = reply?.ok ? "note" : "problem";
    cell.setAttribute("role", "status");
    cell.textContent = reply?.ok ? "Deleted." : "It could not be deleted. Reload the page and try again.";
    row.replaceChildren(cell);
  }

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-sure], [data-keep-on], [data-forget]");
    if (!hit) return;
    if (hit.matches("[data-forget]")) forget(hit);
    else ask(hit.closest("td"), hit.matches("[data-sure]"));
  });
})();
