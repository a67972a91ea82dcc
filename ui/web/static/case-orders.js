"use strict";
// Suggestions while one types what to examine or order: from the table that serves every case.
(() => {
  const WAIT_MS = 120;
  let asked = 0;

  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));

  function close(field) {
    const list = listOf(field);
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function option(entry, field, number) {
    const line = document.createElement("li");
    line.id = `${field.id}-${number}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.entry = entry.id;
    line.textContent = entry.name;
    return line;
  }

  async function offer(field) {
    const mine = ++asked;
    const typed = field.value.trim();
    if (!typed) { close(field); return; }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    if (mine !== asked) return;
    try {
      const reply = await fetch(`/cases/orders?of=${field.dataset.suggest}&typed=${encodeURIComponent(typed)}`);
      if (!reply.ok || mine !== asked) return;
      const { entries } = await reply.json();
      const list = listOf(field);
      list.replaceChildren(...entries.map((entry, number) => option(entry, field, number)));
      list.hidden = entries.length === 0;
      field.setAttribute("aria-expanded", String(entries.length > 0));
      field.removeAttribute("aria-activedescendant");
    } catch { /* free text needs no suggestions */ }
  }

  function mark(field, line) {
    listOf(field).querySelectorAll("[role=option]").forEach((one) => one.setAttribute("aria-selected", String(one === line)));
    if (line) { field.setAttribute("aria-activedescendant", line.id); line.scrollIntoView({ block: "nearest" }); }
    else field.removeAttribute("aria-activedescendant");
  }

  // Taking a suggestion orders it: what is ordered is then exactly that entry.
  function take(field, line) {
    field.value = line.textContent;
    field.dataset.entry = line.dataset.entry;
    asked += 1;
    close(field);
    field.form.requestSubmit();
  }

  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-suggest]");
    if (!field) return;
    delete field.dataset.entry;
    offer(field);
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-suggest]");
    if (!field) return;
    const lines = [...listOf(field).children];
    const at = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") { asked += 1; close(field); }
    else if (event.key === "ArrowDown" && lines.length) { event.preventDefault(); mark(field, lines[(at + 1) % lines.length]); }
    else if (event.key === "ArrowUp" && lines.length) { event.preventDefault(); mark(field, lines[at <= 0 ? lines.length - 1 : at - 1]); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(field, lines[at]); }
  });

  document.addEventListener("mousedown", (event) => {
    const line = event.target.closest("[role=option]");
    if (!line) return;
    event.preventDefault();
    take(document.querySelector(`[aria-controls="${line.parentElement.id}"]`), line);
  });

  // The table is read when it is first asked for: before the first word is typed.
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-suggest]");
    if (!field || field.dataset.ready) return;
    field.dataset.ready = "yes";
    fetch(`/cases/orders?of=${field.dataset.suggest}&typed=`).catch(() => {});
  });

  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector?.("[data-suggest]");
    if (field) { asked += 1; close(field); }
  });
  document.addEventListener("focusout", (event) => { if (event.target.dataset?.suggest) close(event.target); });
})();
