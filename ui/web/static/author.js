/* A form of the page Author: reads it into the shape of its schema, shows what lint says beside the field, saves. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-part]");
  if (!form) return;
  const { part, at, page } = form.dataset;
  const told = document.getElementById("told");
  const summary = document.getElementById("remarks");
  const merge = document.getElementById("merge");
  const pictures = {};
  let changed = false;
  let timer = 0;
  let asked = 0;
  let seeking = 0;

  const kind = (node) => node.dataset.kind;
  const own = (node) => [...node.querySelectorAll("[data-kind]")].filter(
    (inner) => inner.parentElement.closest("[data-kind]") === node);
  const typed = (node) => node.querySelector("input:not([data-finder]):not([type=file]), textarea, select");
  const split = (text, at) => text.split(at).map((part) => part.trim()).filter(Boolean);
  const number = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

  function read(node) {
    const input = typed(node);
    switch (kind(node)) {
      case "object": return Object.fromEntries(own(node).map((inner) => [inner.dataset.name, read(inner)]));
      case "list": return own(node).map(read);
      case "maybe": return own(node).map(read)[0] ?? null;
      case "set": return [...node.querySelectorAll("input:checked")].map((box) => box.value);
      case "flag": return input.checked;
      case "lines": return split(input.value, "\n");
      case "names": return split(input.value, /[,\s]+/);
      case "numbers": return split(input.value, /[,\s]+/).map(number);
      case "number": case "grade": return input.value.trim() === "" ? null : number(input.value);
      case "amount": return number(input.value);
      case "choice":
        if (input.value === "") return null;
        return { true: true, false: false }[input.value] ?? input.value;
      default: return node.dataset.optional !== undefined && input.value.trim() === "" ? null : input.value.trim();
    }
  }

  /* A field that was never filled in says nothing: what the schema does without is left to it. */
  function bare(value) {
    if (Array.isArray(value)) return value.map(bare);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== "").map(([name, inner]) => [name, bare(inner)]));
  }

  const basedOn = () => (form.dataset.basedOn === "" ? null : Number(form.dataset.basedOn));
  const copied = () => (form.dataset.copied ? { copied: form.dataset.copied } : {});
  const whole = () => ({ [part]: bare(read(form)), based_on: basedOn(), ...copied() });

  async function send(address, body) {
    const reply = await fetch(address, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    const text = await reply.text();
    try { return { status: reply.status, body: JSON.parse(text) }; } catch { return { status: reply.status, body: {} }; }
  }

  /* Remarks: each beside its field, and all of them above the form. */
  function place(spot) {
    let node = form;
    for (const part of spot) {
      const next = typeof part === "number" ? own(node)[part] : own(node).find((inner) => inner.dataset.name === part);
      if (!next) break;
      node = next;
      if (kind(node) === "maybe" && own(node)[0]) node = own(node)[0];
    }
    return node;
  }

  function make(name, text, className) {
    const node = document.createElement(name);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  function called(spot) {
    return spot.map((part) => (typeof part === "number" ? part + 1 : part.replaceAll("_", " "))).join(" › ");
  }

  function show(remarks) {
    form.querySelectorAll(".remark").forEach((old) => old.remove());
    form.querySelectorAll(".has-fault, .has-warning").forEach((old) => old.classList.remove("has-fault", "has-warning"));
    const items = remarks.map((remark) => {
      const node = place(remark.spot);
      const tone = remark.warning ? "warning" : "fault";
      const beside = make("p", `${remark.warning ? "Look at this" : "Fault"}: ${remark.what}; expected: ${remark.expected}`, `remark ${tone}`);
      if (node === form) form.prepend(beside); else if (node.tagName === "DETAILS") node.querySelector(".grid").before(beside); else node.append(beside);
      for (let around = node; around && around !== form; around = around.parentElement) {
        if (around.tagName === "DETAILS") around.classList.add(`has-${tone}`);
      }
      const link = make("button", `${called(remark.spot) || `The ${part}`}: ${remark.what}`, "link");
      link.type = "button";
      link.addEventListener("click", () => reveal(node));
      const item = make("li", "", tone);
      item.append(link);
      return item;
    });
    draw(remarks, items);
    count();
  }

  function draw(remarks, items) {
    const faults = remarks.filter((remark) => !remark.warning).length;
    const warnings = remarks.length - faults;
    const words = remarks.length
      ? [faults && `${faults} ${faults === 1 ? "fault" : "faults"}`, warnings && `${warnings} to look at`].filter(Boolean).join(", ")
      : `Nothing is wrong with this ${part}.`;
    const open = summary.querySelector("details")?.open ?? false;
    const fold = document.createElement("details");
    fold.open = open;
    fold.append(make("summary", words, faults ? "fault" : warnings ? "warning" : "fine"));
    const list = document.createElement("ul");
    list.append(...items);
    fold.append(list);
    summary.replaceChildren(fold);
  }

  function reveal(node) {
    for (let around = node; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
    const target = node.querySelector("input, textarea, select, button, summary") ?? node;
    node.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  function count() {
    document.querySelectorAll(".index a").forEach((link) => {
      const section = document.querySelector(link.getAttribute("href"));
      const faults = section.querySelectorAll(".remark.fault").length;
      const rows = section.querySelectorAll(":scope > [data-kind=list] > .rows > .row").length;
      const badge = link.querySelector(".count");
      badge.textContent = faults ? `${faults} ${faults === 1 ? "fault" : "faults"}` : rows || "";
      badge.classList.toggle("fault", faults > 0);
    });
  }

  async function check() {
    const turn = ++asked;
    try {
      const reply = await send(`${at}/check`, whole());
      if (turn === asked && reply.body.remarks) show(reply.body.remarks);
    } catch { told.textContent = "The app does not answer; nothing was saved."; }
  }

  function touch() {
    changed = true;
    told.textContent = "Not saved.";
    told.className = "";
    clearTimeout(timer);
    timer = setTimeout(check, 700);
  }

  function tell(text, tone) {
    told.textContent = text;
    told.className = tone;
  }

  async function save() {
    const button = document.getElementById("save");
    button.disabled = true;
    clearTimeout(timer);
    try {
      const reply = await send(`${at}/save`, { ...whole(), pictures });
      if (reply.status === 200) saved(reply.body);
      else {
        asked += 1;
        if (reply.body.remarks) show(reply.body.remarks);
        tell(reply.body.error ?? reply.body.detail ?? "It could not be saved.", "fault");
        if (reply.body.merge) compare(reply.body.merge);
        else summary.querySelector("details")?.setAttribute("open", "");
      }
    } catch { tell("The app does not answer; nothing was saved. What you wrote stays in this page.", "fault"); }
    button.disabled = false;
  }

  function saved(kept) {
    changed = false;
    form.dataset.basedOn = kept.version;
    delete form.dataset.copied;
    for (const name of Object.keys(pictures)) delete pictures[name];
    document.getElementById("version").textContent = `version ${kept.version}, ${kept.status.replace("_", " ")}`;
    document.querySelectorAll(".doing :disabled").forEach((button) => { button.disabled = false; });
    document.querySelectorAll(`#play [name=${part}]`).forEach((hidden) => { hidden.value = kept.id; });
    history.replaceState(null, "", `${page}/${encodeURIComponent(kept.id)}`);
    tell(`Saved as version ${kept.version}.`, "fine");
    form.dispatchEvent(new CustomEvent("author:saved", { detail: kept, bubbles: true }));
    check();
  }

  /* Somebody else saved meanwhile: what both changed is chosen here, and then stands in the form, not saved yet. */
  function compare(html) {
    merge.innerHTML = html;
    merge.parentElement.classList.add("is-merging");
    merge.scrollIntoView({ block: "start" });
    merge.focus({ preventScroll: true });
  }

  function back() {
    merge.replaceChildren();
    merge.parentElement.classList.remove("is-merging");
    tell("Not saved.", "");
  }

  function choices() {
    return Object.fromEntries([...merge.querySelectorAll("[data-change]")].map((clash) => [clash.dataset.change, {
      take: clash.querySelector("input:checked").value, text: clash.querySelector("textarea")?.value ?? "",
    }]));
  }

  async function putTogether() {
    try {
      const reply = await send(`${at}/merge`, { ...whole(), chosen: choices() });
      if (reply.status !== 200) { tell(reply.body.error ?? "Both could not be put together.", "fault"); return; }
      form.innerHTML = reply.body.parts;
      form.dataset.basedOn = reply.body.based_on;
      document.getElementById("version").textContent = `from version ${reply.body.based_on}`;
      back();
      prepare(form);
      touch();
      tell(`Both are in the form now, on version ${reply.body.based_on}. Look at it, and save.`, "");
    } catch { tell("The app does not answer; nothing was changed.", "fault"); }
  }

  /* Rows: added, moved, removed; a folded one shows its id and its words. */
  function add(button) {
    const list = button.closest("[data-kind]");
    if (kind(list) === "maybe" && own(list).length) return;
    const template = [...list.children].find((child) => child.tagName === "TEMPLATE");
    const row = template.content.firstElementChild.cloneNode(true);
    [...list.children].find((child) => child.classList.contains("rows")).append(row);
    prepare(row);
    name(list, row);
    (row.querySelector("input:not([type=hidden], [type=file]), textarea, select"))?.focus();
    touch();
  }

  /* Where entries are named by single letters, a new one gets the next. */
  function name(list, row) {
    const field = own(row).find((one) => one.dataset.name === "id");
    const names = own(list).filter((one) => one !== row).map((one) => read(one).id);
    if (!field || !(names.length ? names.every((one) => /^[a-z]$/.test(one)) : form.dataset.letters !== undefined)) return;
    typed(field).value = [..."abcdefghijklmnopqrstuvwxyz"].find((letter) => !names.includes(letter)) ?? "";
    rename(row);
  }

  function remove(button) {
    const row = button.closest(".row, .single");
    const list = row.parentElement.closest("[data-kind]");
    row.remove();
    [...list.children].find((child) => child.matches("[data-add]"))?.focus();
    touch();
  }

  function move(button) {
    const row = button.closest(".row");
    const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(row); else other.after(row);
    button.focus();
    touch();
  }

  function rename(row) {
    const value = read(row);
    row.querySelector(":scope > summary code").textContent = value.id ?? "";
    row.querySelector(":scope > summary .gist").textContent =
      value.diagnosis?.name || value.name || value.says || value.text || value.label || value.document || value.alt || "";
  }

  /* Objectives and topics to choose from are fetched once, when one first looks into them. */
  let fetched = null;
  async function listChoices() {
    fetched ??= fetch("/author/choices").then((reply) => (reply.ok ? reply.json() : {}), () => ({}));
    for (const [name, known] of Object.entries(await fetched)) {
      if (document.getElementById(`choices-${name}`)) continue;
      const list = make("datalist", "");
      list.id = `choices-${name}`;
      list.append(...known.map(([value, words]) => Object.assign(make("option", words), { value })));
      document.body.append(list);
    }
  }

  /* Sentences of the library: what is chosen becomes the words of the citation around. */
  async function seek(input) {
    const list = input.parentElement.querySelector(".sought");
    const words = input.value.trim();
    if (words.length < 3) { list.replaceChildren(); return; }
    const reply = await fetch(`/author/sentences?q=${encodeURIComponent(words.slice(0, 300))}`).catch(() => null);
    if (input.value.trim() !== words) return;
    const found = reply?.ok ? (await reply.json()).sentences : null;
    if (!found?.length) { list.replaceChildren(make("p", found ? "No sentence of the library has these words." : "The search does not answer.", "note")); return; }
    list.replaceChildren(...found.map((one) => {
      const button = make("button", one.quote, "sentence");
      button.type = "button";
      const page = one.page ? `, page ${one.page}` : "";
      button.append(make("small", `${one.document}${page}${one.superseded ? " (superseded)" : ""}`));
      button.addEventListener("click", () => { list.replaceChildren(); input.value = ""; cite(input.closest(".row"), one); });
      return button;
    }));
  }

  function cite(row, one) {
    for (const name of ["document", "quote"]) typed(own(row).find((field) => field.dataset.name === name)).value = one[name];
    rename(row);
    touch();
  }

  function find(input) {
    const field = typed(input.closest("[data-kind]"));
    const known = [...(document.getElementById(input.getAttribute("list"))?.options ?? [])].map((option) => option.value);
    if (!known.includes(input.value)) return;
    const lines = kind(input.closest("[data-kind]")) === "lines";
    const there = split(field.value, lines ? "\n" : /[,\s]+/);
    if (!there.includes(input.value)) field.value = [...there, input.value].join(lines ? "\n" : ", ");
    input.value = "";
    touch();
  }

  function listParts() {
    const rows = ["facts", "findings", "tests", "steps", "timeline"].flatMap((name) => own(form)
      .filter((list) => list.dataset.name === name).flatMap(own));
    const options = rows.map(read).filter((row) => row.id).map((row) => {
      const option = make("option", row.says || row.name || row.text || "");
      option.value = row.id;
      return option;
    });
    document.getElementById("parts")?.replaceChildren(...options);
  }

  function prepare(around) {
    around.querySelectorAll("[data-name=file]").forEach((node) => {
      if (node.querySelector("[type=file]")) return;
      const chooser = document.createElement("input");
      chooser.type = "file";
      chooser.accept = "image/png,image/jpeg,image/webp";
      chooser.setAttribute("aria-label", "Choose the picture");
      chooser.addEventListener("change", () => (window.preceptorAuthor.choose ?? choose)(node, chooser.files[0]));
      node.append(chooser);
    });
  }

  function choose(node, file) {
    if (!file) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      pictures[file.name] = reader.result.split(",")[1];
      typed(node).value = file.name;
      touch();
    });
    reader.readAsDataURL(file);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-seek]")) { clearTimeout(seeking); seeking = setTimeout(seek, 350, event.target); return; }
    if (event.target.matches("[data-finder]")) { find(event.target); return; }
    const row = event.target.closest(".row");
    if (row) rename(row);
    touch();
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[list=parts]")) listParts();
    else if (event.target.matches("[list^=choices-]")) listChoices();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-add]")) add(button);
    else if (button?.matches("[data-drop]")) remove(button);
    else if (button?.matches("[data-move]")) move(button);
  });
  document.getElementById("save").addEventListener("click", save);
  merge.addEventListener("click", (event) => {
    if (event.target.closest("[data-merge]")) putTogether();
    else if (event.target.closest("[data-back]")) back();
  });
  merge.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) event.target.closest(".version-side").querySelector("input").checked = true;
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
  });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  window.preceptorAuthor = { form, merge, pictures, read, own, typed, whole, send, show, tell, touch, make, prepare, rename };
  prepare(form);
  check();
})();
