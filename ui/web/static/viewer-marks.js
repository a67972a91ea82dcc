"use strict";
// Marks on a picture in a viewer: layers, tools, undo, saving with versions, and comparing with the expert.
(() => {
  const { make, between } = window.preceptorViewer;
  const SVG = "http://www.w3.org/2000/svg";
  const WHO = { learner: "My marks", educator: "Expert's marks", model: "Model's marks" };
  const SHAPES = { box: "Box", arrow: "Arrow", freehand: "Line" };
  const KEYS = [
    ["V, B, A, D", "tools: choose and move, box, arrow, draw by hand"], ["Tab, then Enter in the list", "choose a mark; arrows move it, Shift further, Alt resizes a box"],
    ["Delete", "remove the chosen mark"], ["Ctrl Z, Ctrl Y", "undo, redo"], ["Esc", "put the tool down"],
  ];
  const SAVE_MS = 600, NUDGE = 0.005, FAR = 0.02, SMALLEST = 0.004, APART = 0.003, MOST_POINTS = 2000;
  const near = (value) => Math.round(between(0, value, 1) * 1e4) / 1e4;
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (one) => one.toString(16).padStart(2, "0")).join("");
  const draw = (name, given) => {
    const one = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(given)) one.setAttribute(key, value);
    return one;
  };

  class Marks {
    constructor(viewer) {
      Object.assign(this, { viewer, figure: viewer.figure, address: viewer.figure.dataset.marks, tool: "select", layers: [], hidden: new Set(), missed: new Set(), undone: [], done: [], chosenId: null, held: null });
      this.build();
      viewer.drawing = this;
      viewer.listKeys(KEYS);
      this.figure.addEventListener("viewer:drawn", () => this.paint());
      this.figure.addEventListener("viewer:shown", () => this.list());
      window.addEventListener("pagehide", () => { if (this.dirty) this.put(true); });
      this.load();
    }

    // -- what stands around the picture
    build() {
      const { viewer } = this;
      this.paper = draw("svg", { class: "viewer-paper", "aria-hidden": "true" });
      viewer.stage.append(this.paper);
      this.tools = make("div", { className: "viewer-tools viewer-drawing", role: "toolbar", "aria-label": "Marks" });
      this.choices = Object.fromEntries([["select", "Move"], ["box", "Box"], ["arrow", "Arrow"], ["freehand", "Draw"]].map(([tool, words]) => [tool, viewer.button(words, () => this.take(tool))]));
      this.closes = make("input", { type: "checkbox", checked: true });
      this.area = make("label", { className: "viewer-closes", hidden: true }, this.closes, " close the line to an area");
      this.undoes = viewer.button("Undo", () => this.undo());
      this.redoes = viewer.button("Redo", () => this.redo());
      this.shows = make("span", { className: "viewer-layers" });
      this.tools.append(...Object.values(this.choices), this.area, this.undoes, this.redoes, this.shows);
      this.panel = make("div", { className: "viewer-marks" });
      this.rows = make("ol", { className: "viewer-list" });
      this.saved = make("span", { className: "note", role: "status" });
      this.clash = make("div", { className: "viewer-clash", hidden: true });
      this.told = make("div", { className: "viewer-told", tabIndex: -1 });
      this.compares = viewer.button("Compare with the expert", () => this.compare());
      this.compares.hidden = true;
      this.panel.append(this.rows, this.clash, make("p", { className: "viewer-row" }, this.compares, this.saved), this.told, this.byNumbers(), this.files());
      viewer.tools.after(this.tools);
      viewer.said.after(this.panel);
      if ("folded" in this.figure.dataset) {
        this.folds = viewer.button("Mark", () => this.fold(!this.tools.hidden));
        viewer.tools.append(this.folds);
        this.fold(true);
      }
      this.take("select");
    }

    fold(on) {
      this.tools.hidden = this.panel.hidden = on;
      this.folds?.setAttribute("aria-pressed", String(!on));
      if (on) this.take("select");
    }

    byNumbers() {
      const shape = make("select", { name: "shape" }, ...Object.entries(SHAPES).map(([value, textContent]) => make("option", { value, textContent })));
      const field = (name, words, value) => make("label", {}, `${words} `, make("input", { name, type: "number", min: 0, max: 100, step: 0.1, value, required: true }));
      const four = make("span", {}, field("a", "left", 40), field("b", "top", 40), field("c", "right", 60), field("d", "bottom", 60));
      const places = make("label", { hidden: true }, "places as left and top, a comma between ", make("input", { name: "places", placeholder: "10 20, 30 25, 35 40" }));
      const words = { box: ["left", "top", "right", "bottom"], arrow: ["tail from left", "tail from top", "tip from left", "tip from top"] };
      shape.addEventListener("change", () => {
        const line = shape.value === "freehand";
        Object.assign(four, { hidden: line });
        four.querySelectorAll("input").forEach((one) => { one.disabled = line; });
        places.hidden = !line;
        if (!line) four.querySelectorAll("label").forEach((one, at) => { one.firstChild.textContent = `${words[shape.value][at]} `; });
      });
      const label = make("label", {}, "label ", make("input", { name: "label", maxLength: 200 }));
      const form = make("form", { className: "viewer-numbers" }, make("label", {}, "Add ", shape), four, places, label, make("button", { type: "submit", className: "action", textContent: "Add" }), make("span", { className: "note", textContent: " in percent of the picture, from its upper left corner" }));
      form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); this.numbered(form); });
      return make("details", {}, make("summary", { textContent: "Add a mark by numbers" }), form);
    }

    numbered(form) {
      const at = (name) => near(Number(form.elements[name].value) / 100);
      const [a, b, c, d] = ["a", "b", "c", "d"].map(at);
      const given = { id: newId(), frame: this.viewer.state.frame, label: form.elements.label.value };
      const shape = form.elements.shape.value;
      if (shape === "box") {
        if (a >= c || b >= d) { this.viewer.tell("Left is less than right, and top less than bottom."); return; }
        this.add({ ...given, shape, left: a, top: b, right: c, bottom: d });
      } else if (shape === "arrow") this.add({ ...given, shape, tail: { x: a, y: b }, tip: { x: c, y: d } });
      else {
        const points = form.elements.places.value.split(",").map((one) => one.trim().split(/\s+/).map(Number)).filter((one) => one.length === 2 && one.every(Number.isFinite)).map(([x, y]) => ({ x: near(x / 100), y: near(y / 100) }));
        if (points.length < 2) { this.viewer.tell("A line has at least two places, such as 10 20, 30 25."); return; }
        this.add({ ...given, shape, points, closed: this.closes.checked && points.length > 2 });
      }
      form.elements.label.value = "";
    }

    files() {
      const choose = make("input", { type: "file", accept: ".json,application/json", hidden: true });
      choose.addEventListener("change", async () => { if (choose.files[0]) this.imported(await choose.files[0].text()); choose.value = ""; });
      this.chooses = this.viewer.button("Load marks from a file", () => choose.click());
      return make("p", { className: "viewer-row" }, this.viewer.button("Download marks", () => this.download()), this.chooses, choose);
    }

    // -- layers
    get layer() { return this.layers.find((one) => one.layer.author === this.author); }
    get marks() { return this.layer?.layer.marks ?? []; }
    chosen() { return this.marks.find((one) => one.id === this.chosenId) ?? null; }
    busy() { return this.tool !== "select"; }

    async load() {
      const reply = await fetch(this.address).catch(() => null);
      if (!reply?.ok) { this.viewer.tell("The marks of this picture cannot be loaded. Reload the page to try again."); this.tools.hidden = this.panel.hidden = true; return; }
      const { layers, writable, comparable, wait } = await reply.json();
      this.layers = layers;
      for (const author of writable) if (!this.layers.some((one) => one.layer.author === author)) this.layers.push({ layer: { author, name: "", marks: [] }, version: 0 });
      this.writable = writable;
      this.author = writable[0];
      this.compares.hidden = !comparable;
      this.compares.disabled = Boolean(wait);
      this.compares.title = wait ?? "";
      if (wait) this.saved.textContent = wait;
      this.toggles();
      this.changed();
    }

    toggles() {
      this.shows.replaceChildren();
      if (this.writable.length > 1) {
        const choose = make("select", { "aria-label": "Draw on" }, ...this.writable.map((value) => make("option", { value, textContent: WHO[value] })));
        choose.value = this.author;
        choose.addEventListener("change", () => { this.flush(); Object.assign(this, { author: choose.value, undone: [], done: [], chosenId: null }); this.changed(); });
        this.shows.append(make("label", {}, "Draw on ", choose));
      }
      for (const { layer } of this.layers) {
        const box = make("input", { type: "checkbox", checked: !this.hidden.has(layer.author) });
        box.addEventListener("change", () => { this.hidden[box.checked ? "delete" : "add"](layer.author); this.changed(); });
        this.shows.append(make("label", { className: `viewer-who viewer-who-${layer.author}` }, box, ` ${WHO[layer.author]}`));
      }
    }

    set(marks) { this.layer.layer = { ...this.layer.layer, marks }; this.changed(); this.save(); }

    change(marks) {
      this.done.push(this.marks);
      this.undone = [];
      this.set(marks);
    }

    add(mark) {
      this.hidden.delete(this.author);
      this.chosenId = mark.id;
      this.change([...this.marks, mark]);
      this.toggles();
      this.viewer.tell(`${SHAPES[mark.shape]} added.`);
    }

    replace(mark) { this.change(this.marks.map((one) => (one.id === mark.id ? mark : one))); }

    remove(id) {
      this.change(this.marks.filter((one) => one.id !== id));
      this.chosenId = null;
      this.viewer.stage.focus({ preventScroll: true });
    }

    undo() { if (this.done.length) { this.undone.push(this.marks); this.set(this.done.pop()); } }
    redo() { if (this.undone.length) { this.done.push(this.marks); this.set(this.undone.pop()); } }

    changed() {
      this.undoes.disabled = !this.done.length;
      this.redoes.disabled = !this.undone.length;
      this.list();
      this.paint();
    }

    take(tool) {
      this.tool = tool;
      this.cancel();
      for (const [name, button] of Object.entries(this.choices)) button.setAttribute("aria-pressed", String(name === tool));
      this.area.hidden = tool !== "freehand";
      this.viewer.stage.dataset.tool = tool;
      this.viewer.draw();
    }

    // -- the list of marks
    list() {
      if (!this.layer) return;
      const open = document.activeElement?.closest?.(".viewer-list") ? document.activeElement : null;
      const [row, part] = [open?.closest("li")?.dataset.id, open?.className];
      this.rows.replaceChildren(...this.marks.map((mark, at) => this.row(mark, at)));
      if (row) this.rows.querySelector(`[data-id="${row}"] .${part.split(" ")[0]}`)?.focus({ preventScroll: true });
    }

    row(mark, at) {
      const where = this.viewer.info.frames > 1 ? `, frame ${mark.frame + 1}` : "";
      const choose = make("button", { type: "button", className: "choose action", textContent: `${at + 1} ${SHAPES[mark.shape]}${where}` });
      choose.setAttribute("aria-pressed", String(mark.id === this.chosenId));
      choose.addEventListener("click", () => { this.choose(mark.id); this.viewer.goTo(mark.frame); this.viewer.stage.focus({ preventScroll: true }); });
      const label = make("input", { className: "label", value: mark.label, maxLength: 200, placeholder: "label", "aria-label": `Label of mark ${at + 1}` });
      label.addEventListener("change", () => { if (label.value !== mark.label) this.replace({ ...mark, label: label.value }); });
      label.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); label.blur(); this.viewer.stage.focus({ preventScroll: true }); } });
      const away = make("button", { type: "button", className: "away action", textContent: "Delete", "aria-label": `Delete mark ${at + 1}` });
      away.addEventListener("click", () => this.remove(mark.id));
      return make("li", { "data-id": mark.id }, choose, label, away);
    }

    choose(id) { this.chosenId = id; this.list(); this.paint(); }

    // -- drawing them; labels are text, whatever they hold
    paint() {
      const shown = this.layers.filter(({ layer }) => !this.hidden.has(layer.author));
      const parts = shown.flatMap(({ layer }) => layer.marks.map((mark) => ({ mark, author: layer.author })));
      if (this.held?.mark) parts.push({ mark: this.held.mark, author: this.author });
      const here = parts.filter(({ mark }) => mark.frame === this.viewer.state.frame);
      const moved = this.held?.moving?.id;
      this.paper.replaceChildren(...here.filter(({ mark }) => mark.id !== moved || mark === this.held.mark).map((one) => this.sketch(one)));
    }

    outline(mark) {
      const at = (x, y) => { const place = this.viewer.toStage({ x, y }); return `${place.x.toFixed(1)} ${place.y.toFixed(1)}`; };
      if (mark.shape === "box") return `M${at(mark.left, mark.top)}L${at(mark.right, mark.top)}L${at(mark.right, mark.bottom)}L${at(mark.left, mark.bottom)}Z`;
      if (mark.shape === "freehand") return `M${mark.points.map(({ x, y }) => at(x, y)).join("L")}${mark.closed ? "Z" : ""}`;
      const [tail, tip] = [this.viewer.toStage(mark.tail), this.viewer.toStage(mark.tip)];
      const turn = Math.atan2(tip.y - tail.y, tip.x - tail.x);
      const barb = (by) => `${(tip.x - 14 * Math.cos(turn + by)).toFixed(1)} ${(tip.y - 14 * Math.sin(turn + by)).toFixed(1)}`;
      return `M${at(mark.tail.x, mark.tail.y)}L${at(mark.tip.x, mark.tip.y)}M${barb(0.45)}L${at(mark.tip.x, mark.tip.y)}L${barb(-0.45)}`;
    }

    sketch({ mark, author }) {
      const own = author === this.author;
      const chosen = own && mark.id === this.chosenId;
      const group = draw("g", { class: `mark mark-${author}${chosen ? " mark-chosen" : ""}${author === "educator" && this.missed.has(mark.id) ? " mark-missed" : ""}` });
      const path = this.outline(mark);
      group.append(draw("path", { class: "halo", d: path }), draw("path", { class: "line", d: path }));
      if (own) group.append(draw("path", { class: "hit", d: path, "data-mark": mark.id }));
      if (chosen) for (const [name, place] of Object.entries(corners(mark))) {
        const { x, y } = this.viewer.toStage(place);
        group.append(draw("rect", { class: "grip", x: x - 5, y: y - 5, width: 10, height: 10, "data-mark": mark.id, "data-grip": name }));
      }
      const number = own ? `${this.marks.indexOf(mark) + 1}` : "";
      const words = [number === "0" ? "" : number, mark.label].filter(Boolean).join(" ");
      if (words) {
        const { x, y } = this.viewer.toStage(topmost(mark));
        const text = draw("text", { x: between(2, x, Math.max(2, this.viewer.stage.clientWidth - 20)), y: Math.max(13, y - 6) });
        text.textContent = words;
        group.append(text);
      }
      return group;
    }

    // -- by hand
    down(event, place) {
      const inside = place.x >= 0 && place.x <= 1 && place.y >= 0 && place.y <= 1;
      const { mark: id, grip } = event.target.dataset ?? {};
      if (this.tool === "select") {
        if (!id) { if (this.chosenId) this.choose(null); return false; }
        const mark = this.marks.find((one) => one.id === id);
        this.choose(id);
        this.held = { from: place, moving: mark, mark, grip };
        return true;
      }
      if (!inside || !this.layer) return false;
      this.held = { from: place, mark: null, points: [round(place)] };
      return true;
    }

    move(event, place) {
      const { held } = this;
      if (!held) return;
      const to = round(place);
      if (held.moving) held.mark = held.grip ? pulled(held.moving, held.grip, to) : shifted(held.moving, place.x - held.from.x, place.y - held.from.y);
      else {
        const last = held.points.at(-1);
        if (this.tool === "freehand" && held.points.length < MOST_POINTS && Math.hypot(to.x - last.x, to.y - last.y) >= APART / Math.max(1, this.viewer.state.zoom)) held.points.push(to);
        held.mark = this.begun(round(held.from), to);
      }
      this.paint();
    }

    begun(from, to) {
      const given = { id: "drawing", frame: this.viewer.state.frame, label: "" };
      if (this.tool === "box") return { ...given, shape: "box", left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), right: Math.max(from.x, to.x), bottom: Math.max(from.y, to.y) };
      // Drawn as one points at things: from where there is room to what is meant.
      if (this.tool === "arrow") return { ...given, shape: "arrow", tail: from, tip: to };
      return { ...given, shape: "freehand", points: this.held.points, closed: this.closes.checked && this.held.points.length > 2 };
    }

    up(event) {
      const { held } = this;
      this.held = null;
      if (!held?.mark || (held.moving && held.mark === held.moving)) { this.paint(); return; }
      if (held.moving) { this.replace(held.mark); return; }
      if (tiny(held.mark)) { this.viewer.tell("That was too small to be a mark. Press, drag and let go."); this.paint(); return; }
      this.add({ ...held.mark, id: newId() });
      if (event.pointerType === "mouse") this.rows.querySelector(`[data-id="${this.chosenId}"] .label`)?.focus({ preventScroll: true });
    }

    cancel() { if (this.held) { this.held = null; this.paint(); } }

    // -- by keys
    keyed(event) {
      if (!this.layer) return false;
      const { key } = event;
      if (event.ctrlKey || event.metaKey) {
        if (key.toLowerCase() === "z") { if (event.shiftKey) this.redo(); else this.undo(); return true; }
        if (key.toLowerCase() === "y") { this.redo(); return true; }
        return false;
      }
      if (this.tools.hidden) return false;
      const tool = { v: "select", b: "box", a: "arrow", d: "freehand" }[key.toLowerCase()];
      if (tool) { this.take(tool); return true; }
      if (key === "Escape" && this.busy()) { this.take("select"); return true; }
      const mark = this.chosen();
      if (!mark) return false;
      if (key === "Delete" || key === "Backspace") { this.remove(mark.id); return true; }
      if (key === "Escape") { this.choose(null); return true; }
      const by = event.shiftKey ? FAR : NUDGE;
      const [x, y] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[key] ?? [0, 0];
      if (!x && !y) return false;
      if (event.altKey && mark.shape === "box") this.replace(pulled(mark, "bottomRight", { x: mark.right + x, y: mark.bottom + y }));
      else this.replace(shifted(mark, x, y));
      return true;
    }

    // -- keeping
    save() {
      this.dirty = true;
      this.saved.textContent = "Saving…";
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.put(), SAVE_MS);
    }

    flush() { if (this.dirty) { clearTimeout(this.timer); this.put(); } }

    async put(keepalive = false) {
      if (this.sending) { this.again = true; return; }
      const sheet = this.layer;
      const { layer, version } = sheet;
      this.sending = true;
      this.dirty = false;
      const reply = await fetch(this.address, { method: "PUT", keepalive, headers: { "content-type": "application/json" }, body: JSON.stringify({ layer, version }) }).catch(() => null);
      this.sending = false;
      const said = await reply?.json().catch(() => null);
      if (reply?.ok) {
        sheet.version = said.version;
        this.saved.textContent = this.dirty ? "Saving…" : "Everything is saved.";
        this.forgetComparison();
      } else if (reply?.status === 409) { this.dirty = true; this.conflict(sheet); return; }
      else if (reply && reply.status < 500) { this.saved.textContent = said?.error ? `${said.error.what} ${said.error.next_step}` : "This was not saved. Reload the page."; return; }
      else {
        this.dirty = true;
        this.saved.textContent = "Not saved yet: the app does not answer. It is tried again.";
        this.timer = setTimeout(() => this.put(), 4000);
        return;
      }
      if (this.again || this.dirty) { this.again = false; clearTimeout(this.timer); this.put(); }
    }

    // Another tab was first. Nothing is written over before somebody has said what should be.
    async conflict(sheet) {
      const reply = await fetch(this.address).catch(() => null);
      const known = reply?.ok ? (await reply.json()).layers.find((one) => one.layer.author === sheet.layer.author) : null;
      if (!known) { this.saved.textContent = "Not saved: these marks were changed elsewhere. Reload the page."; return; }
      this.saved.textContent = "Not saved yet.";
      const mine = sheet.layer.marks;
      const keep = (marks) => { sheet.version = known.version; this.clash.hidden = true; this.change(marks); this.viewer.stage.focus({ preventScroll: true }); };
      const both = [...known.layer.marks.filter((one) => !mine.some((other) => other.id === one.id)), ...mine];
      const say = `These marks were changed in another tab or by somebody else (${known.layer.marks.length} there, ${mine.length} here). What should be kept?`;
      this.clash.replaceChildren(
        make("p", { role: "alert", textContent: say }),
        this.viewer.button("Both", () => keep(both)), this.viewer.button("Mine", () => keep(mine)), this.viewer.button("Those saved there", () => keep(known.layer.marks)),
      );
      this.clash.hidden = false;
      this.clash.querySelector("button").focus();
    }

    // -- the expert
    forgetComparison() {
      this.told.replaceChildren();
      this.missed.clear();
      if (this.writable.includes("educator") || !this.layers.some((one) => one.layer.author === "educator")) return;
      this.layers = this.layers.filter((one) => one.layer.author !== "educator");
      this.toggles();
      this.paint();
    }

    async compare() {
      this.flush();
      while (this.sending) await new Promise((done) => { setTimeout(done, 50); });
      const reply = await fetch(`${this.address}/comparison`).catch(() => null);
      const said = await reply?.json().catch(() => null);
      if (!reply?.ok) { this.told.replaceChildren(make("p", { className: "problem", role: "alert", textContent: said?.error ? `${said.error.what} ${said.error.next_step}` : "The app does not answer. Try again." })); return; }
      const { expert, comparison: { held, extra } } = said;
      this.missed = new Set(held.filter((one) => one.outcome === "missed").map((one) => one.mark));
      if (!this.writable.includes("educator")) this.layers = [...this.layers.filter((one) => one.layer.author !== "educator"), { layer: expert, version: 0 }];
      this.hidden.delete("educator");
      this.toggles();
      this.tellComparison(held, extra);
      this.changed();
    }

    tellComparison(held, extra) {
      const learner = this.layers.find((one) => one.layer.author === "learner").layer.marks;
      const number = (id) => learner.findIndex((one) => one.id === id) + 1;
      const found = held.filter((one) => one.outcome !== "missed").length;
      const head = `You found ${found} of ${held.length} ${held.length === 1 ? "place" : "places"} that the expert marked.`;
      const signs = { found: "✓", other_label: "≠", not_graded: "✓", missed: "✗" };
      const lines = held.map((one) => make("li", { className: `held held-${one.outcome}` }, make("span", { className: "sign", "aria-hidden": "true", textContent: `${signs[one.outcome]} ` }),
        `${one.why}${one.by ? ` Your mark ${number(one.by)}, overlap ${Math.round(100 * one.overlap)}%.` : ""}`));
      const beyond = extra.length ? [make("p", { textContent: `Your ${extra.length === 1 ? "mark" : "marks"} ${extra.map(number).join(", ")} ${extra.length === 1 ? "means" : "mean"} none of them.` })] : [];
      this.told.replaceChildren(make("h3", { textContent: head }), make("ul", {}, ...lines), ...beyond);
      this.told.focus({ preventScroll: true });
      this.told.scrollIntoView({ block: "nearest" });
    }

    // -- files
    download() {
      const { author, name, marks } = this.layer.layer;
      const address = URL.createObjectURL(new Blob([JSON.stringify({ author, name, marks }, null, 1)], { type: "application/json" }));
      make("a", { href: address, download: `${this.figure.dataset.name || "picture"}.marks.json` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    }

    imported(text) {
      let given = null;
      try { given = JSON.parse(text); } catch { /* said below */ }
      if (!Array.isArray(given?.marks)) { this.viewer.tell("This file holds no marks."); return; }
      const fits = given.marks.filter((one) => one && one.shape in SHAPES && corners(one) && typeof one.id === "string").map((one) => ({ frame: 0, label: "", ...one }));
      if (fits.length < given.marks.length) { this.viewer.tell(`${given.marks.length - fits.length} marks of this file cannot be read; nothing was loaded.`); return; }
      this.change(fits);
      this.viewer.tell(`${fits.length} marks loaded. Undo takes it back.`);
    }
  }

  // -- what can be done to a mark
  const round = ({ x, y }) => ({ x: near(x), y: near(y) });
  const inFrame = (low, high, by) => between(-low, by, 1 - high);

  function spots(mark) {
    if (mark.shape === "box") return [{ x: mark.left, y: mark.top }, { x: mark.right, y: mark.bottom }];
    return mark.shape === "arrow" ? [mark.tail, mark.tip] : mark.points;
  }

  function topmost(mark) { return mark.shape === "box" ? { x: mark.left, y: mark.top } : mark.shape === "arrow" ? mark.tail : mark.points.reduce((a, b) => (b.y < a.y ? b : a)); }

  function corners(mark) {
    if (mark.shape === "box") return { topLeft: { x: mark.left, y: mark.top }, topRight: { x: mark.right, y: mark.top }, bottomLeft: { x: mark.left, y: mark.bottom }, bottomRight: { x: mark.right, y: mark.bottom } };
    if (mark.shape === "arrow") return mark.tail && mark.tip ? { tail: mark.tail, tip: mark.tip } : null;
    return Array.isArray(mark.points) ? {} : null;
  }

  function tiny(mark) {
    const all = spots(mark);
    const span = (axis) => Math.max(...all.map((one) => one[axis])) - Math.min(...all.map((one) => one[axis]));
    return mark.shape === "box" ? Math.min(span("x"), span("y")) < SMALLEST : Math.max(span("x"), span("y")) < SMALLEST;
  }

  function shifted(mark, right, down) {
    const all = spots(mark);
    const by = (axis, wished) => inFrame(Math.min(...all.map((one) => one[axis])), Math.max(...all.map((one) => one[axis])), wished);
    const [x, y] = [by("x", right), by("y", down)];
    const move = (one) => round({ x: one.x + x, y: one.y + y });
    if (mark.shape === "box") return { ...mark, left: near(mark.left + x), right: near(mark.right + x), top: near(mark.top + y), bottom: near(mark.bottom + y) };
    return mark.shape === "arrow" ? { ...mark, tail: move(mark.tail), tip: move(mark.tip) } : { ...mark, points: mark.points.map(move) };
  }

  function pulled(mark, grip, to) {
    const place = round(to);
    if (mark.shape === "arrow") return { ...mark, [grip]: place };
    const other = corners(mark)[{ topLeft: "bottomRight", bottomRight: "topLeft", topRight: "bottomLeft", bottomLeft: "topRight" }[grip]];
    const [left, right] = [Math.min(other.x, place.x), Math.max(other.x, place.x)];
    const [top, bottom] = [Math.min(other.y, place.y), Math.max(other.y, place.y)];
    return right - left < SMALLEST || bottom - top < SMALLEST ? mark : { ...mark, left, right, top, bottom };
  }

  document.addEventListener("viewer:made", ({ detail: viewer }) => { if (viewer.figure.dataset.marks) new Marks(viewer); });
})();
