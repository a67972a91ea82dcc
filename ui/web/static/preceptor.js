"use strict";
// Opens sources beside the answer, and does what needs no server round through Gradio.
(() => {
  const narrow = window.matchMedia("(max-width: 760px)");
  const find = (selector) => document.querySelector(selector);
  let chosen = null;
  let cameFrom = null;
  let asked = 0;
  let readerChose = false;

  function announce(words) {
    const live = find("#announcer");
    if (live) live.textContent = words;
  }

  function showMark(body) {
    const mark = body.querySelector(".box, .section mark, .section .opened");
    const pane = find("#source-pane");
    if (!mark || !pane) return;
    const offset = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    // A figure is seen whole, as far as the pane is high enough.
    const high = Math.min(mark.getBoundingClientRect().height, pane.clientHeight * 0.6);
    if (offset > 0 && offset + high < pane.clientHeight * 0.75) return;
    pane.scrollTop += offset - (pane.clientHeight - high) / 3;
  }

  function choose(link) {
    document.querySelectorAll("[data-source][aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    chosen = link && link.closest(".turn, .earlier") ? link.getAttribute("href") : chosen;
    document.querySelectorAll(".turn a.chip[data-source]").forEach((one) => {
      if (one.getAttribute("href") === chosen) one.setAttribute("aria-current", "true");
    });
  }

  async function fetchSource(address) {
    const url = new URL(address, location.href);
    url.searchParams.set("part", "1");
    try {
      const reply = await fetch(url, { headers: { accept: "text/html" } });
      if (reply.status === 401) location.assign("/login");
      return await reply.text();
    } catch {
      return '<p class="problem" role="alert">The app does not answer. Is it still running?</p>';
    }
  }

  async function openSource(address, { focus = true, link = null } = {}) {
    const body = find("#source-body");
    if (!body || !find("#source-pane")) { location.assign(address); return; }
    if (link) { cameFrom = link; choose(link); }
    const mine = ++asked;
    body.setAttribute("aria-busy", "true");
    const html = await fetchSource(address);
    if (mine !== asked) return;
    body.innerHTML = html;
    body.removeAttribute("aria-busy");
    find("#source-pane").scrollTop = 0;
    if (focus) document.body.classList.add("source-open");
    const image = body.querySelector(".sheet img, .opened img");
    if (image && !image.complete) image.addEventListener("load", () => showMark(body), { once: true });
    showMark(body);
    if (focus) body.querySelector("#source-title")?.focus({ preventScroll: true });
  }

  function emptySource() {
    const body = find("#source-body");
    if (!body?.dataset.empty) return;
    asked += 1;
    body.textContent = "";
    const words = document.createElement("p");
    words.className = "empty";
    words.textContent = body.dataset.empty;
    body.append(words);
  }

  function closeSource() {
    document.body.classList.remove("source-open");
    if (cameFrom?.isConnected) cameFrom.focus();
  }

  async function post(address, content) {
    return fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
    });
  }

  async function judge(turn, kind, note = "") {
    const reply = await post("/feedback", { turn_id: turn.dataset.turn, kind, note });
    announce(reply.ok ? "Kept. Thank you." : "It could not be kept.");
    return reply.ok;
  }

  async function copyText(button) {
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const area = document.createElement("textarea");
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    announce("Copied with citations.");
    setTimeout(() => { button.textContent = words; }, 1500);
  }

  async function vote(button) {
    const turn = button.closest(".turn");
    if (!(await judge(turn, button.dataset.feedback))) return;
    turn.querySelectorAll("[data-feedback]").forEach((one) => one.setAttribute("aria-pressed", one === button));
  }

  function toggleNote(button) {
    const form = button.closest(".turn").querySelector("form.disagree");
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("textarea").focus();
  }

  function confirmRemoval(button, asking) {
    const cell = button.closest("td");
    cell.querySelector("[data-ask-remove]").hidden = asking;
    cell.querySelector(".confirm").hidden = !asking;
    cell.querySelector(asking ? "[data-keep]" : "[data-ask-remove]").focus();
  }

  async function remove(button) {
    const row = button.closest("tr");
    button.disabled = true;
    button.textContent = "Removing…";
    const reply = await post("/api/library/remove", { document: button.dataset.remove });
    const cell = document.createElement("td");
    cell.colSpan = row.children.length;
    cell.className = reply.ok ? "note" : "problem";
    const title = row.querySelector("a")?.textContent ?? "";
    cell.textContent = reply.ok ? `Removed: ${title}` : "It could not be removed. Reload the page and try again.";
    cell.setAttribute("role", "status");
    row.replaceChildren(cell);
  }

  // Gradio hears of the new words by the event, and needs a turn to take them over.
  function askInstead(button) {
    const box = find("#question textarea");
    box.value = button.dataset.ask;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    button.disabled = true;
    setTimeout(() => find("#question .submit-button").click(), 50);
  }

  async function stop(button) {
    button.disabled = true;
    try {
      const reply = await post("/stop", { turn_id: button.dataset.stop });
      // Nobody writes it any more: what was kept of it says so.
      if (!(await reply.json()).stopped) location.reload();
    } catch {
      const gone = document.createElement("span");
      gone.setAttribute("role", "alert");
      gone.textContent = "The app does not answer. Is it still running?";
      button.replaceWith(gone);
    }
  }

  async function showModel() {
    const place = find("#model");
    if (!place) return;
    try {
      const reply = await fetch("/model");
      if (reply.ok) place.innerHTML = await reply.text();
    } catch { /* the next answer says that the app is gone */ }
  }

  const actions = [
    ["[data-ask]", askInstead],
    ["[data-copy]", copyText],
    ["[data-stop]", stop],
    ["[data-feedback]", vote],
    ["[data-disagree]", toggleNote],
    ["[data-ask-remove]", (button) => confirmRemoval(button, true)],
    ["[data-keep]", (button) => confirmRemoval(button, false)],
    ["[data-remove]", remove],
    ["#close-source", closeSource],
  ];

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-source]");
    if (link && plain && find("#source-pane")) {
      event.preventDefault();
      readerChose = true;
      openSource(link.getAttribute("href"), { link });
      return;
    }
    for (const [selector, act] of actions) {
      const hit = event.target.closest(selector);
      if (hit) { act(hit); return; }
    }
  });

  // Earlier answers are fetched when they are unfolded; "toggle" does not bubble, so it is caught on the way down.
  document.addEventListener("toggle", async (event) => {
    const fold = event.target;
    if (!(fold instanceof HTMLElement) || !fold.open || !fold.dataset.fold) return;
    const address = fold.dataset.fold;
    delete fold.dataset.fold;
    const body = fold.querySelector(".turn");
    try {
      const reply = await fetch(address);
      body.innerHTML = reply.ok ? await reply.text() : '<p class="note">This answer is no longer in your history.</p>';
    } catch {
      fold.dataset.fold = address;
      fold.open = false;
    }
  }, true);

  async function calculate(form) {
    const outcome = form.parentElement.querySelector(".outcome");
    try {
      const reply = await fetch(form.dataset.calculate, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (reply.status === 401) location.assign("/login");
      outcome.innerHTML = await reply.text();
    } catch {
      outcome.innerHTML = '<p class="problem">The app does not answer. Is it still running?</p>';
    }
  }

  document.addEventListener("submit", async (event) => {
    const calculator = event.target.closest("form[data-calculate]");
    if (calculator) { event.preventDefault(); calculate(calculator); return; }
    const form = event.target.closest("form.disagree");
    if (!form) return;
    event.preventDefault();
    const note = form.querySelector("textarea").value;
    if (await judge(form.closest(".turn"), "disagree", note)) {
      const thanks = document.createElement("p");
      thanks.className = "note";
      thanks.textContent = "Your note is kept with this answer.";
      form.replaceWith(thanks);
    }
  });

  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", (event) => {
    const attempt = event.target.closest("form.attempt");
    if (attempt && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { attempt.requestSubmit(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const running = event.target.closest("#source-pane") ? null : find("[data-stop]:enabled");
      if (running) stop(running); else closeSource();
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "/") {
      const box = find("#question textarea, #find-source textarea, #find-source input");
      if (box) { event.preventDefault(); closeSource(); box.focus(); }
    }
    const rel = { "[": "prev", "]": "next" }[event.key];
    const step = rel && find(`#source-body a[rel="${rel}"]`);
    if (step) openSource(step.getAttribute("href"));
  });

  function tellAnswer(turn) {
    const sentences = [...turn.querySelectorAll(".notice > p:first-child, .sentences > li, .abstained")].map((one) => one.textContent);
    const rows = turn.querySelectorAll(".statements tbody tr").length;
    announce([`Answer to: ${turn.querySelector(".question").textContent}`, ...sentences.slice(0, 3),
      rows ? `${rows} table rows.` : ""].join(" "));
  }

  // Gradio carries each new state of the answer over into the page, and closes what it does not know to be open.
  let unfolded = new WeakSet();
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("#conversation summary")?.parentElement;
    if (!fold) return;
    if (fold.open) unfolded.delete(fold); else unfolded.add(fold);
  }, true);

  function keepUnfolded(turn) {
    turn.querySelectorAll("details:not([open])").forEach((fold) => { if (unfolded.has(fold)) fold.open = true; });
    choose(null);
  }

  let newest = null;
  let told = null;
  let shownFor = null;
  function watchConversation() {
    const turn = find("#conversation article.turn");
    if (!turn) return;
    const { turn: id, state, say } = turn.dataset;
    const restored = newest === null && state !== "writing" && !document.activeElement?.closest("#question");
    if (id !== newest) { unfolded = new WeakSet(); readerChose = false; }
    newest = id;
    keepUnfolded(turn);
    showBest(turn, id);
    if (told === id + state) return;
    told = id + state;
    if (!restored) { if (say) announce(say); else if (state === "done") tellAnswer(turn); }
    if (state === "asking" && !restored) turn.querySelector(".attempt textarea").focus();
    if (state !== "writing") showModel();
  }

  // Beside the question stands the best passage, then the first sentence's: until the reader chooses.
  function showBest(turn, id) {
    // Nothing near enough to answer is put beside the question as if it did.
    const best = turn.querySelector(".abstained") ? null
      : turn.querySelector(".sentences > li:not(.checking, .struck) a.chip, .table a.chip") ?? turn.querySelector("a[data-source]");
    const wanted = best && id + (best.matches(".chip") ? " sentence" : " passage");
    if (wanted === shownFor) return;
    if (!best) emptySource();
    shownFor = wanted;
    if (best && !readerChose && !narrow.matches) openSource(best.getAttribute("href"), { focus: false, link: best });
  }

  // How to answer is remembered while the tab is open.
  const HOW = "preceptor-how";
  let recalled = false;
  function recall() {
    const inputs = [...document.querySelectorAll("#mode input, #study input")];
    // The bar comes with Gradio's first event: before it, nobody would hear a click.
    if (recalled || !inputs.length || !find("#top .brand")) return;
    recalled = true;
    const kept = JSON.parse(sessionStorage.getItem(HOW) ?? "{}");
    for (const input of inputs) {
      const wanted = input.type === "radio" ? kept.mode === input.value : kept.study ?? input.checked;
      if (wanted !== input.checked && (wanted || input.type === "checkbox")) input.click();
    }
  }
  document.addEventListener("change", (event) => {
    if (!event.target.closest("#mode, #study")) return;
    const how = { mode: find("#mode input:checked")?.value, study: find("#study input")?.checked };
    sessionStorage.setItem(HOW, JSON.stringify(how));
  });

  let header = null;
  function watchHeader() {
    const place = find("#model");
    if (place === header) return;
    header = place;
    showModel();
    // Where the names of the pages do not all fit, the one that one is on is seen.
    const here = find("#top nav a[aria-current]");
    if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 40;
  }

  // A question that another page hands over stands in the field; asking it stays with the reader.
  let handed = new URLSearchParams(location.search).get("ask");
  function takeOver() {
    const box = find("#question textarea");
    if (!handed || !box || !find("#top .brand")) return;
    box.value = handed;
    handed = null;
    history.replaceState(null, "", location.pathname);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function watch() {
    watchHeader();
    watchConversation();
    recall();
    takeOver();
  }
  watch();
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["open", "data-state"] });
})();
