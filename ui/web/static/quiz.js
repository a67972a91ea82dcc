"use strict";
// A sitting: sends what the learner does, each action once by its id, and puts the answer into its places.
(() => {
  const root = document.querySelector("#sitting");
  if (!root) return;
  const find = (selector) => document.querySelector(selector);
  const address = `/sitting/${encodeURIComponent(root.dataset.sitting)}`;
  const keep = `preceptor-sitting-${root.dataset.sitting}-`;
  const exam = root.dataset.mode === "exam";
  const LOOK_MS = 10000;
  const NOT_SAVED = "Not saved yet: the app does not answer. What you did is kept in this browser and sent again as soon as it does.";
  const TELL_AT = { 300: "Five minutes left.", 60: "One minute left." };
  let events = Number(root.dataset.events);
  let left = root.dataset.left === undefined ? null : Number(root.dataset.left);
  let runs = root.dataset.runs !== undefined;
  let leftAt = performance.now();
  let sending = Promise.resolve();
  let unsent = 0;

  const store = {
    get: (name) => { try { return localStorage.getItem(keep + name); } catch { return null; } },
    set: (name, value) => { try { if (value) localStorage.setItem(keep + name, value); else localStorage.removeItem(keep + name); } catch { /* private window */ } },
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  const answerForm = () => find("form[data-answer]");

  function announce(words) { if (words) find("#announcer").textContent = words; }

  function saved(words, waits = false) {
    const place = find("#saved");
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("waits", waits);
  }

  function problem(words) {
    const place = find("#problem");
    if (place.textContent === (words ?? "")) return;
    place.replaceChildren();
    if (!words) return;
    const line = document.createElement("p");
    line.className = "problem";
    line.setAttribute("role", "alert");
    line.textContent = words;
    place.append(line);
  }

  const drawn = new Map();
  // Viewers change what stands in a part: what was sent is remembered before they begin.
  const sent = new Map([...document.querySelectorAll("[id^=part-]")].map((place) => [place.id, place.innerHTML]));
  function renew(name, html) {
    const place = find(`#part-${name}`);
    if (!place || drawn.get(name) === html) return false;
    drawn.set(name, html);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    if (fresh.innerHTML === sent.get(place.id)) return false;
    sent.set(place.id, fresh.innerHTML);
    place.replaceChildren(fresh.content);
    return true;
  }

  function show(state, { own = false } = {}) {
    if (state.events < events) return;
    events = state.events;
    if (state.phase === "finished") { location.replace(address); return; }
    const moved = String(state.at) !== root.dataset.at;
    const key = document.activeElement?.dataset?.key;
    Object.assign(root.dataset, { events: state.events, phase: state.phase, at: state.at });
    // What is chosen and not sent yet stays, whatever else comes back from another tab.
    let changed = false;
    for (const [name, html] of Object.entries(state.parts)) {
      const fresh = renew(name, html);
      if (name === "item") changed = fresh;
    }
    left = state.left;
    runs = state.runs;
    leftAt = performance.now();
    if (moved || changed) recall();
    if (own && (moved || find("#verdict"))) {
      announce(state.told);
      const to = find("#verdict") ?? find("#card-back") ?? find("#lead-in");
      to?.focus({ preventScroll: true });
      if (moved) window.scrollTo({ top: 0 });
      else if (to && to.getBoundingClientRect().top > 0.6 * window.innerHeight) to.scrollIntoView({ block: "center" });
    } else if (key) find(`[data-key="${key}"]`)?.focus();
  }

  function outbox() { try { return JSON.parse(store.get("outbox") ?? "[]"); } catch { return []; } }

  // Each action waits for the one before it, and is kept until the app has told that it has it.
  function send(form, given = {}) {
    const fields = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(given)) fields.set(name, value);
    fields.set("id", newId());
    const action = fields.toString();
    store.set("outbox", JSON.stringify([...outbox(), action]));
    return queue(action);
  }

  function queue(action) {
    unsent += 1;
    saved("Saving…", true);
    const done = sending.then(() => deliver(action));
    sending = done.catch(() => {});
    return done;
  }

  function delivered(action) {
    unsent -= 1;
    const rest = outbox().filter((one) => one !== action);
    store.set("outbox", rest.length ? JSON.stringify(rest) : null);
    if (!unsent) saved("Everything is saved.");
  }

  async function deliver(action) {
    root.setAttribute("aria-busy", "true");
    for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
      let reply = null;
      try {
        reply = await fetch(`${address}/act`, {
          method: "POST", body: action,
          headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        });
      } catch { /* asked again below */ }
      if (reply === null || [502, 503, 504].includes(reply.status)) {
        saved(NOT_SAVED, true);
        await new Promise((resolve) => setTimeout(resolve, pause));
        continue;
      }
      root.removeAttribute("aria-busy");
      if (reply.status === 401) { location.assign(`/login?next=${encodeURIComponent(location.pathname)}`); return false; }
      const said = await reply.json().catch(() => null);
      delivered(action);
      if (reply.ok && said) { problem(null); show(said, { own: unsent === 0 }); channel?.postMessage(events); return true; }
      problem(said?.error ? `${said.error.what} ${said.error.next_step}` : "This was not saved. Reload the page and try again.");
      look(true);
      return false;
    }
  }

  async function look(anyway = false) {
    if (document.hidden || (unsent && anyway !== true)) return;
    try {
      const reply = await fetch(`${address}/state?seen=${anyway === true ? -1 : events}`);
      if (reply.status === 200) show(await reply.json());
      if (reply.status === 404) problem("This sitting is no longer yours to see.");
    } catch { /* the next action says that the app is gone */ }
  }

  // Tabs of this browser tell one another; other browsers are looked for.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(keep) : null;
  channel?.addEventListener("message", (event) => { if (event.data > events) look(); });
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => look());
  window.addEventListener("focus", () => look());

  // The clock runs on between two answers of the app, which knows when the time is up.
  const remaining = () => Math.max(0, left - (performance.now() - leftAt) / 1000);
  let lastSecond = null;
  setInterval(() => {
    const place = find("#time-left");
    if (!place || left === null || !runs) return;
    const now = Math.floor(remaining());
    const [hours, minutes, seconds] = [Math.floor(now / 3600), Math.floor(now / 60) % 60, now % 60];
    const two = (number) => String(number).padStart(2, "0");
    place.textContent = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
    place.parentElement.classList.toggle("nearly", now <= 60);
    for (const [at, words] of Object.entries(TELL_AT)) {
      if (lastSecond !== null && lastSecond > Number(at) && now <= Number(at)) announce(words);
    }
    lastSecond = now;
    if (now === 0) { runs = false; setTimeout(() => look(true), 900); }
  }, 500);

  // What is chosen and not sent yet outlives a reload and a crash.
  function draft(form) {
    const fields = new URLSearchParams(new FormData(form));
    ["id", "kind", "place"].forEach((name) => fields.delete(name));
    store.set("draft", JSON.stringify({ item: form.dataset.item, fields: fields.toString(), pointed: !form.querySelector(".cross[hidden]") }));
  }

  function recall() {
    const form = answerForm();
    let kept = null;
    try { kept = JSON.parse(store.get("draft") ?? "null"); } catch { /* not ours */ }
    if (!form || kept?.item !== form.dataset.item) return;
    const fields = new URLSearchParams(kept.fields);
    form.querySelectorAll("input[type=radio], input[type=checkbox]").forEach((one) => { one.checked = fields.getAll(one.name).includes(one.value); });
    form.querySelectorAll("input[name=text], textarea[name=read], input[type=range], [data-edge]").forEach((one) => { if (fields.has(one.name)) one.value = fields.get(one.name); });
    if (kept.pointed) cross(form);
    box(form);
  }

  const isEmpty = (form) => {
    if (form.querySelector(".cross")) return form.querySelector(".cross").hidden && edges(form).some((edge) => edge.value === "");
    if (form.elements.read) return !form.elements.read.value.trim();
    if (form.elements.text) return !form.elements.text.value.trim();
    return !form.querySelector("[name=option]:checked");
  };

  async function submitted(form) {
    if (!("answer" in form.dataset)) { await send(form); return; }
    if (isEmpty(form)) {
      if (exam) { press("n"); return; }
      announce("Nothing is chosen yet.");
      form.querySelector("input:not([type=hidden]), textarea").focus();
      return;
    }
    const waits = store.get("draft") !== null;
    store.set("draft", null);
    if (!exam) { await send(form, { stay: "true" }); return; }
    if (waits) send(form, { stay: "true" });
    press("n");
  }

  function press(key) {
    const button = find(`button[data-key="${key}"]`);
    if (button && !button.disabled) button.form.requestSubmit(button);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-doing]");
    if (!form || form.target === "_blank") return;
    event.preventDefault();
    // A second click before the first is answered is the same click.
    if (form.dataset.sent === "true" && form.isConnected) return;
    form.dataset.sent = "true";
    submitted(form).finally(() => { delete form.dataset.sent; });
  });

  // In an exam an answer is kept as soon as it is chosen, and may be changed until the end.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-answer]");
    if (!form) return;
    if (!exam) { draft(form); return; }
    if (!isEmpty(form)) { store.set("draft", null); send(form, { stay: "true" }); }
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-answer]");
    if (!form) return;
    if (event.target.type === "range") { clear(form); cross(form); }
    if (event.target.dataset.edge) box(form);
    draft(form);
  });

  function cross(form) {
    const mark = form.querySelector(".cross");
    if (!mark) return;
    mark.hidden = false;
    mark.style.left = `${form.elements.x.value}%`;
    mark.style.top = `${form.elements.y.value}%`;
  }

  const edges = (form) => [...form.querySelectorAll("[data-edge]")];
  const clear = (form) => { edges(form).forEach((edge) => { edge.value = ""; }); box(form); };

  // The box that the four edges give; without all of them there is none.
  function box(form) {
    const mark = form.querySelector(".drawn-box");
    if (!mark) return;
    const [left, top, right, bottom] = edges(form).map((edge) => (edge.value === "" ? NaN : Number(edge.value)));
    const whole = right > left && bottom > top && [left, top].every((edge) => edge >= 0) && [right, bottom].every((edge) => edge <= 100);
    mark.hidden = !whole;
    if (!whole) return;
    form.querySelector(".cross").hidden = true;
    Object.assign(mark.style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
  }

  // A press that hardly moves is a point, a longer one draws a box.
  const HARDLY = 6;
  let drag = null;
  const inside = (target, event) => {
    const area = target.getBoundingClientRect();
    const share = (at, from, size) => Math.min(100, Math.max(0, (100 * (at - from)) / size));
    return [share(event.clientX, area.left, area.width), share(event.clientY, area.top, area.height)];
  };
  const told = (field) => ["input", "change"].forEach((kind) => field.dispatchEvent(new Event(kind, { bubbles: true })));

  function drawBox(form, [x, y], [toX, toY]) {
    const [left, top, right, bottom] = edges(form);
    const set = (field, value) => { field.value = value.toFixed(2); };
    set(left, Math.min(x, toX)); set(right, Math.max(x, toX)); set(top, Math.min(y, toY)); set(bottom, Math.max(y, toY));
    box(form);
  }

  document.addEventListener("pointerdown", (event) => {
    const target = event.target.closest("[data-target]");
    if (!target || event.button !== 0) return;
    drag = { target, form: target.closest("form"), from: inside(target, event), x: event.clientX, y: event.clientY, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.moved ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > HARDLY;
    if (drag.moved) drawBox(drag.form, drag.from, inside(drag.target, event));
  });
  document.addEventListener("pointercancel", () => { if (drag?.moved) clear(drag.form); drag = null; });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { target, form, from, moved } = drag;
    drag = null;
    const to = inside(target, event);
    if (moved && from[0] !== to[0] && from[1] !== to[1]) {
      drawBox(form, from, to);
      form.querySelector("[data-edge]").closest("details").open = true;
      told(edges(form)[3]);
      return;
    }
    clear(form);
    [form.elements.x.value, form.elements.y.value] = to;
    told(form.elements.y);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Keys do nothing while one types; a letter that names an option chooses it, with Shift it never does.
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])") !== null;

  function choose(letter) {
    const box = answerForm()?.querySelector(`[data-letter="${letter}"]`);
    if (!box) return false;
    box.focus();
    box.click();
    return true;
  }

  function step(number) {
    const rating = find(`button[data-key="${number}"]`);
    if (rating) { rating.form.requestSubmit(rating); return true; }
    const box = answerForm()?.querySelectorAll("[name=confidence]")[number - 1];
    if (!box) return false;
    box.click();
    return true;
  }

  function enter(event) {
    if (event.target.closest("a, button, summary")) return false;
    const form = answerForm() ?? find("form[data-enter]");
    if (form) form.requestSubmit(); else press("n");
    return true;
  }

  function keyed(event) {
    const { key } = event;
    if (/^[a-z]$/i.test(key)) {
      if (!event.shiftKey && choose(key.toUpperCase())) return true;
      if (!"fnpu".includes(key.toLowerCase())) return false;
      press(key.toLowerCase());
      return true;
    }
    if (/^[1-9]$/.test(key)) return step(Number(key));
    if (key === "Enter") return enter(event);
    if (key === "?") { const keys = find("#keys"); keys.open = !keys.open; if (keys.open) keys.querySelector("summary").focus(); return true; }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.name === "read") { event.target.form.requestSubmit(); return; }
    if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (keyed(event)) event.preventDefault();
  });

  recall();
  outbox().forEach((action) => queue(action));
})();
