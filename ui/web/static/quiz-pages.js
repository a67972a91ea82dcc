"use strict";
// What the pages around a sitting do by themselves: ids for what is begun, times of this place, asking twice, print.
(() => {
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

  // Coming back to the page and starting again is another sitting; clicking twice is not.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-fresh-id]").forEach((field) => { field.value = newId(); });
  });

  document.querySelectorAll("time").forEach((one) => {
    one.textContent = new Date(one.dateTime).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  });

  // A link to an item of the result unfolds it.
  function unfold() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  const folds = new Map();
  window.addEventListener("beforeprint", () => document.querySelectorAll("#result details").forEach((one) => { folds.set(one, one.open); one.open = true; }));
  window.addEventListener("afterprint", () => folds.forEach((open, one) => { one.open = open; }));

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const unfolds = event.target.closest("[data-unfold]");
    if (!unfolds) return;
    const open = unfolds.textContent === "Show all";
    document.querySelectorAll(".result-item").forEach((one) => { one.open = open; });
    unfolds.textContent = open ? "Hide all" : "Show all";
  });
})();
