"use strict";
// An encounter: sends what the student does, each action once by its id, and puts the answer into its places.
(() => {
  const root = document.querySelector("#case");
  if (!root) return;
  const find = (selector) => document.querySelector(selector);
  const address = `/encounter/${encodeURIComponent(root.dataset.encounter)}`;
  const keep = `preceptor-case-${root.dataset.encounter}-`;
  const phone = window.matchMedia("(max-width: 960px)");
  const LOOK_MS = root.dataset.shared === undefined ? 15000 : 2500;
  const ECHO_MS = 120;
  const GONE = "The app does not answer. What you did is kept here and sent again as soon as it does.";
  let ordinal = Number(root.dataset.ordinal);
  let left = root.dataset.left === undefined ? null : Number(root.dataset.left);
  let runs = root.dataset.runs !== undefined;
  let leftAt = performance.now();
  let sending = Promise.resolve();
  // Since which event all that came was done here: what was begun after it rests on nothing out of date.
  let ownSince = ordinal;

  // What is typed and not sent yet outlives a reload and a crash.
  const store = {
    get: (name) => { try { return localStorage.getItem(keep + name); } catch { return null; } },
    set: (name, value) => { try { if (value) localStorage.setItem(keep + name, value); else localStorage.removeItem(keep + name); } catch { /* private window */ } },
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

  function announce(words) { find("#announcer").textContent = words; }

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

  const drawn = new WeakMap();
  // Viewers change what stands in a line: what was sent is remembered before they begin.
  document.querySelectorAll("[data-keyed] > *").forEach((line) => drawn.set(line, line.innerHTML));
  // A list is carried over line by line, so that what is unfolded, looked at or selected in it stays.
  function renew(place, html) {
    if (drawn.get(place) === html) return;
    drawn.set(place, html);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    if (fresh.innerHTML === place.innerHTML) return;
    const [was, now] = [place.firstElementChild, fresh.content.firstElementChild];
    const keyed = was?.dataset.keyed !== undefined && now?.dataset.keyed !== undefined;
    if (!keyed || place.children.length !== 1) { place.replaceChildren(fresh.content); return; }
    const known = new Map([...was.children].map((one) => [one.id, one]));
    const lines = [...now.children].map((line) => {
      const old = known.get(line.id);
      drawn.set(line, line.innerHTML);
      return old && (drawn.get(old) ?? old.innerHTML) === drawn.get(line) ? old : line;
    });
    if (lines.length !== was.children.length || lines.some((line, n) => line !== was.children[n])) was.replaceChildren(...lines);
  }

  function show(state, { own = false } = {}) {
    if (state.ordinal < ordinal) return;
    const grew = state.ordinal > ordinal;
    if (grew && !(own && state.ordinal === ordinal + 1)) ownSince = state.ordinal;
    ordinal = state.ordinal;
    const focus = document.activeElement?.dataset?.focus;
    for (const [name, html] of Object.entries(state.parts)) {
      const place = find(`#part-${name}`);
      if (place) renew(place, html);
    }
    if (focus && !document.activeElement?.dataset?.focus) find(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
    root.dataset.ordinal = state.ordinal;
    root.dataset.phase = state.phase;
    left = state.left_s;
    runs = state.runs;
    leftAt = performance.now();
    counts(state.counts);
    close();
    recall();
    takeFrame();
    if (grew) toEnd();
  }

  // The sentence as somebody else has put it, unless one is at it oneself.
  function takeFrame() {
    const field = find("#frame");
    const kept = find("#part-problem .kept-problem")?.textContent;
    if (kept !== undefined && document.activeElement !== field && store.get("draft-frame") === null) field.value = kept;
  }

  function close() {
    const open = root.dataset.phase === "open";
    document.querySelectorAll("[data-open-only]").forEach((one) => { one.disabled = !open; });
  }

  function counts(given) {
    for (const [name, count] of Object.entries(given)) {
      const mark = find(`[data-count="${name}"]`);
      if (mark) mark.textContent = count || "";
    }
  }

  function toEnd() {
    const log = find("#log");
    log.scrollTop = log.scrollHeight;
  }

  // Each action waits for the one before it, and is kept until the app has told that it has it.
  function act(action) {
    const whole = { id: newId(), ...action };
    const waiting = outbox();
    store.set("outbox", JSON.stringify([...waiting, whole]));
    const done = sending.then(() => deliver(whole));
    sending = done.catch(() => {});
    return done;
  }

  // One's own words stand in the conversation at once; the answer takes their place.
  function line(voice, words) {
    const item = document.createElement("li");
    item.className = `voice voice-${voice} pending`;
    const text = document.createElement("p");
    text.textContent = words;
    item.append(text);
    return item;
  }

  function echo(action) {
    if (action.kind !== "say" && !(action.kind === "order" && action.text)) return;
    const answer = line("patient", "…");
    answer.setAttribute("aria-hidden", "true");
    find(".transcript").append(line("student", action.text), answer);
    toEnd();
  }

  const unecho = () => document.querySelectorAll(".transcript .pending").forEach((one) => one.remove());

  function outbox() {
    try { return JSON.parse(store.get("outbox") ?? "[]"); } catch { return []; }
  }

  function delivered(action) {
    const rest = outbox().filter((one) => one.id !== action.id);
    store.set("outbox", rest.length ? JSON.stringify(rest) : null);
  }

  async function deliver(action) {
    root.setAttribute("aria-busy", "true");
    const soon = setTimeout(echo, ECHO_MS, action);
    if (action.seen !== undefined && action.seen >= ownSince) action.seen = ordinal;
    for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
      let reply;
      try {
        reply = await fetch(`${address}/act`, {
          method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(action),
        });
      } catch {
        problem(GONE);
        await new Promise((resolve) => setTimeout(resolve, pause));
        continue;
      }
      root.removeAttribute("aria-busy");
      clearTimeout(soon);
      unecho();
      if (reply.status === 401) { location.assign(`/login?next=${encodeURIComponent(location.pathname)}`); return false; }
      delivered(action);
      const said = await reply.json().catch(() => null);
      if (reply.ok) { problem(null); show(said, { own: true }); tell(); return true; }
      problem(said?.error ? `${said.error.what} ${said.error.next_step}` : "This could not be done. Reload the page and try again.");
      if (said?.state) show(said.state);
      return false;
    }
  }

  function tell() { channel?.postMessage(ordinal); }

  async function look() {
    if (document.hidden) return;
    try {
      const reply = await fetch(`${address}/state?seen=${ordinal}`);
      if (reply.status === 200) show(await reply.json());
      if (reply.status === 404) problem("This encounter is no longer in your history.");
    } catch { /* the next action says that the app is gone */ }
  }

  // Tabs of this browser tell one another; other people's doings are looked for.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`preceptor-case-${root.dataset.encounter}`) : null;
  channel?.addEventListener("message", (event) => { if (event.data > ordinal) look(); });
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", look);

  // The station's clock runs on between two answers of the app, which knows when the time is up.
  setInterval(() => {
    const place = find("#station-left");
    if (!place || left === null || !runs) return;
    const now = Math.max(0, left - Math.floor((performance.now() - leftAt) / 1000));
    place.textContent = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
    place.parentElement.classList.toggle("nearly", now <= 60);
    if (now === 60) announce("One minute left.");
    if (now === 0) { runs = false; setTimeout(look, 700); }
  }, 1000);

  const recalled = new WeakSet();
  function recall() {
    document.querySelectorAll("[data-draft]").forEach((field) => {
      if (recalled.has(field)) return;
      recalled.add(field);
      const kept = store.get(`draft-${field.dataset.draft}`);
      if (kept !== null) field.value = kept;
      grow(field);
    });
  }

  function grow(field) {
    if (field.id !== "say") return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 160)}px`;
  }

  function empty(form) {
    form.querySelectorAll("[data-draft]").forEach((field) => {
      if (field.id !== "frame") field.value = "";
      store.set(`draft-${field.dataset.draft}`, null);
      grow(field);
    });
  }

  const typed = (form, name = "text") => form.elements[name]?.value.trim() ?? "";
  const ordered = (of) => (form) => {
    const text = typed(form);
    const field = form.elements.text;
    const entry = field.dataset.entry;
    delete field.dataset.entry;
    return text && (entry ? { kind: "order", of, entries: [entry] } : { kind: "order", of, text });
  };
  const forms = {
    say: (form) => typed(form) && { kind: "say", text: typed(form) },
    wait: (form) => ({ kind: "wait", minutes: Number(typed(form, "minutes")) || null }),
    hint: (form) => ({ kind: "hint", about: typed(form, "about") }),
    answer: (form, button) => ({ kind: "answer", prompt: form.elements.prompt.value, text: button?.value === "pass" ? "" : typed(form) }),
    "order-examination": ordered("examination"),
    "order-test": ordered("test"),
    "order-treatment": ordered("treatment"),
    frame: (form) => typed(form) && { kind: "frame", text: typed(form), seen: ordinal },
    candidate: (form) => typed(form) && window.preceptorCase.ranked(typed(form)),
    commit: (form) => typed(form, "diagnosis") && {
      kind: "commit", diagnosis: typed(form, "diagnosis"), seen: ordinal,
      plan: form.elements.plan.value.split("\n").map((line) => line.trim()).filter(Boolean),
    },
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-form]");
    if (!form) return;
    event.preventDefault();
    const action = forms[form.dataset.form](form, event.submitter);
    if (!action) { form.querySelector("textarea, input")?.focus(); return; }
    const before = new Map([...form.querySelectorAll("[data-draft]")].map((field) => [field, field.value]));
    empty(form);
    if (await act(action)) {
      if (form.dataset.form === "frame") announce("The sentence is kept.");
      if (form.dataset.form === "commit") location.assign(`${address}/debrief`);
      return;
    }
    // What was refused is given back, unless something else has been typed meanwhile.
    for (const [field, value] of before) {
      if (!field.isConnected || field.value) continue;
      field.value = value;
      store.set(`draft-${field.dataset.draft}`, value);
    }
  });

  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-draft]");
    if (!field) return;
    store.set(`draft-${field.dataset.draft}`, field.value);
    grow(field);
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const field = event.target.closest("textarea");
    const sends = field?.dataset.enter === "submit" ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (field?.form?.dataset.form && event.key === "Enter" && sends) { event.preventDefault(); field.form.requestSubmit(); return; }
    if (event.key === "/" && !event.ctrlKey && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      choose("talk");
      find("#say").focus();
    }
    const tab = event.target.closest("[role=tab]");
    if (tab) step(tab, event);
  });

  // The problem's sentence is kept when one leaves it, so that nobody has to think of it.
  document.addEventListener("focusout", (event) => {
    if (event.target.id !== "frame" || root.dataset.phase !== "open") return;
    const kept = find("#part-problem .kept-problem")?.textContent ?? "";
    const text = event.target.value.trim();
    if (text && text !== kept && !event.relatedTarget?.closest("form[data-form=frame]")) event.target.form.requestSubmit();
  });

  const clicks = [
    ["[data-act]", (button) => act({ kind: button.dataset.act })],
    ["[data-print]", () => window.print()],
    ["[data-sure]", (button) => { button.hidden = true; button.nextElementSibling.hidden = false; button.nextElementSibling.querySelector("[data-keep-on]").focus(); }],
    ["[data-keep-on]", (button) => { const sure = button.closest(".confirm"); sure.hidden = true; sure.previousElementSibling.hidden = false; sure.previousElementSibling.focus(); }],
    ["[role=tab]", (button) => choose(button.dataset.tab)],
  ];
  document.addEventListener("click", (event) => {
    for (const [selector, does] of clicks) {
      const hit = event.target.closest(selector);
      if (hit && root.contains(hit)) { does(hit); return; }
    }
  });

  const tabs = () => [...document.querySelectorAll("[role=tab]")].filter((one) => one.offsetParent !== null);
  function step(tab, event) {
    const shown = tabs();
    const at = shown.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = shown[(to + shown.length) % shown.length];
    choose(next.dataset.tab);
    next.focus();
  }

  // Beside the conversation one of the other parts is open; on a phone one of all.
  function choose(name) {
    if (name === "talk" && !phone.matches) return;
    document.querySelectorAll("[role=tab]").forEach((tab) => {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    document.querySelectorAll("[role=tabpanel]").forEach((pane) => { pane.hidden = pane.id !== `pane-${name}`; });
    root.dataset.tab = name;
    store.set("tab", name);
    if (name === "commit") suggest();
    if (name === "talk") toEnd();
  }

  function suggest() {
    const field = find("#diagnosis");
    const first = find("#part-board .candidate")?.textContent;
    if (first && !field.value) field.value = first;
  }

  function layOut() {
    const wanted = store.get("tab") ?? "";
    choose(wanted && (wanted !== "talk" || phone.matches) ? wanted : phone.matches ? "talk" : "examination");
  }
  phone.addEventListener("change", layOut);

  window.preceptorCase = { act, announce, seen: () => ordinal };
  recall();
  close();
  layOut();
  toEnd();
  for (const action of outbox()) sending = sending.then(() => deliver(action)).catch(() => {});
})();
