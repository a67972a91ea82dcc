"use strict";
// Pictures that can be looked at closely: zoom, pan, frames, windows. Without this script they are plain pictures.
(() => {
  const STEP = 1.25, MOST = 40, PAN = 40, CACHE_BYTES = 128e6;
  const remembered = new Map();
  const make = (name, given = {}, ...inside) => {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (key in one && key !== "list") one[key] = value; else one.setAttribute(key, value);
    }
    one.append(...inside);
    return one;
  };
  const between = (low, value, high) => Math.min(high, Math.max(low, value));
  const KEYS = [
    ["+ −", "zoom in and out; the wheel does so once the picture is clicked"], ["arrows", "move the picture, or a chosen mark"],
    ["0, 1", "fit the window; one pixel for one pixel"], ["I", "invert"], ["Page Up, Page Down", "frame before, frame after; Shift and the wheel too"],
    ["Home, End", "first and last frame"], ["Space", "play and stop the frames"], ["W", "fill the window; Esc leaves it"], ["R", "reset"], ["?", "these keys"],
  ];

  // Half to even, as the app rounds, so that both draw the same shades.
  function rounded(value) {
    const low = Math.floor(value), rest = value - low;
    if (rest < 0.5) return low;
    if (rest > 0.5) return low + 1;
    return low % 2 === 0 ? low : low + 1;
  }

  // Shades of grey from values (PS3.3 C.11.2.1.2 and C.11.2.1.3).
  function shade(value, { centre, width }, how) {
    let share;
    if (how === "SIGMOID") share = 1 / (1 + Math.exp(between(-700, (-4 * (value - centre)) / width, 700)));
    else if (how === "LINEAR_EXACT") share = (value - centre) / width + 0.5;
    else if (width <= 1) share = value > centre - 0.5 ? 1 : 0;
    else share = (value - (centre - 0.5)) / (width - 1) + 0.5;
    return Number.isNaN(share) ? 0 : rounded(between(0, share, 1) * 255);
  }

  function windowed(values, window) {
    const { data, slope, intercept, inverted, how } = values;
    const image = new ImageData(values.width, values.height);
    const pixels = new Uint32Array(image.data.buffer);
    const known = data instanceof Int16Array ? new Uint32Array(65536) : null;
    for (let at = 0; at < data.length; at += 1) {
      const stored = data[at];
      let found = known ? known[stored + 32768] : 0;
      if (!found) {
        const grey = shade(stored * slope + intercept, window, how);
        const seen = inverted ? 255 - grey : grey;
        found = (0xff000000 | (seen << 16) | (seen << 8) | seen) >>> 0;
        if (known) known[stored + 32768] = found;
      }
      pixels[at] = found;
    }
    return image;
  }

  async function fetched(address) {
    const reply = await fetch(address);
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    const said = (name, otherwise) => reply.headers.get(`x-values-${name}`) ?? otherwise;
    const buffer = await reply.arrayBuffer();
    return {
      data: said("type") === "int16" ? new Int16Array(buffer) : new Float32Array(buffer),
      width: Number(said("width")), height: Number(said("height")), slope: Number(said("slope", 1)), intercept: Number(said("intercept", 0)),
      inverted: said("inverted") === "1", how: said("function", "LINEAR"), usual: said("window", "").split(" ").filter(Boolean).map(Number),
    };
  }

  class Viewer {
    constructor(figure) {
      this.figure = figure;
      this.img = figure.querySelector("img");
      this.info = { frames: 1, colour: true, windows: [], geometry: {}, ...JSON.parse(figure.dataset.info ?? "{}") };
      this.key = `${figure.dataset.src ?? this.img.getAttribute("src")}`;
      this.state = remembered.get(this.key) ?? this.fresh();
      remembered.set(this.key, this.state);
      this.pictures = new Map([[this.opened, this.img]]);
      this.values = new Map();
      this.pointers = new Map();
      this.source = null;
      this.drawing = null;
      this.build();
      this.show();
      new ResizeObserver(() => this.resized()).observe(this.stage);
    }

    get opened() { return Number(this.figure.dataset.frame) || 0; }
    fresh() { return { zoom: 1, x: 0.5, y: 0.5, frame: this.opened, invert: false, bright: 100, contrast: 100, window: null }; }

    get width() { return this.info.width ?? this.img.naturalWidth; }
    get height() { return this.info.height ?? this.img.naturalHeight; }
    get aspect() { const [down, across] = this.info.geometry.spacing_mm ?? [1, 1]; return down / across || 1; }
    get fit() { return Math.min(this.stage.clientWidth / this.width, this.stage.clientHeight / (this.height * this.aspect), this.full ? Infinity : 3) || 1; }
    get scale() { return this.fit * this.state.zoom; }
    get full() { return this.figure.classList.contains("viewer-full"); }

    // -- what stands around the picture
    build() {
      this.canvas = make("canvas", { role: "img", "aria-label": this.img.alt });
      this.stage = make("div", { className: "viewer-stage", tabIndex: 0, role: "group", "aria-label": "Picture. Press ? for the keys." }, this.canvas);
      const { edges, spacing_mm: spacing } = this.info.geometry;
      (edges ?? []).forEach((letter, side) => this.stage.append(make("span", { className: `viewer-edge viewer-edge-${side}`, textContent: letter })));
      this.bar = make("span", { className: "viewer-scale" });
      if (!spacing) this.bar.textContent = "No scale known";
      this.stage.append(this.bar);
      this.tools = make("div", { className: "viewer-tools", role: "toolbar", "aria-label": "Picture" });
      this.said = make("p", { className: "viewer-said note", role: "status" });
      // What is out of sight is never loaded lazily.
      this.img.loading = "eager";
      this.img.hidden = true;
      this.img.before(this.tools, this.stage);
      this.stage.after(...this.further(), this.said);
      this.listen();
    }

    button(words, does, title = words) {
      const one = make("button", { type: "button", className: "action", textContent: words, title });
      if (title !== words) one.setAttribute("aria-label", title);
      one.addEventListener("click", does);
      return one;
    }

    further() {
      this.inverts = this.button("Invert", () => this.invert());
      this.fills = this.button("Full window", () => this.fill());
      this.tools.append(
        this.button("−", () => this.zoomed(1 / STEP), "Zoom out"), this.button("+", () => this.zoomed(STEP), "Zoom in"),
        this.button("Fit", () => this.fitted()), this.button("1:1", () => this.exactly(), "One pixel for one pixel"),
        this.inverts, this.fills, this.button("Reset", () => this.reset()), this.button("?", () => this.keys(), "Keys"),
      );
      this.help = make("table", { className: "viewer-keys", hidden: true });
      this.listKeys(KEYS);
      return [...this.framing(), ...this.shading(), this.help];
    }

    listKeys(keys) { keys.forEach(([key, does]) => this.help.append(make("tr", {}, make("th", { scope: "row", textContent: key }), make("td", { textContent: does })))); }

    slider(words, given, does) {
      const input = make("input", { type: "range", ...given });
      const told = make("output");
      input.addEventListener("input", () => { does(Number(input.value)); });
      return { input, told, label: make("label", {}, make("span", { textContent: `${words} ` }), input, told) };
    }

    framing() {
      if (this.info.frames < 2) return [];
      this.scroll = this.slider("Frame", { min: 1, max: this.info.frames, step: 1, value: 1 }, (to) => this.goTo(to - 1));
      this.plays = this.button("Play", () => this.play());
      return [make("div", { className: "viewer-row" }, this.button("‹", () => this.goTo(this.state.frame - 1), "Frame before"), this.scroll.label,
        this.button("›", () => this.goTo(this.state.frame + 1), "Frame after"), this.plays)];
    }

    shading() {
      const row = make("div", { className: "viewer-row" });
      if (this.figure.dataset.values) {
        const preset = make("select", { "aria-label": "Window" }, make("option", { value: "", textContent: "as stored" }));
        this.info.windows.forEach((one, at) => preset.append(make("option", { value: at, textContent: `${one.name} (${one.centre} / ${one.width})` })));
        preset.append(make("option", { value: "own", textContent: "own", hidden: true }));
        preset.addEventListener("change", () => this.windowTo(preset.value === "" ? null : this.info.windows[Number(preset.value)]));
        this.preset = preset;
        const [low, high] = this.info.range ?? [-1024, 3071];
        this.centre = this.slider("Centre", { min: low, max: high, step: "any" }, (centre) => this.windowTo({ ...this.nearWindow(), centre }));
        this.broad = this.slider("Width", { min: 1, max: Math.max(2, high - low), step: "any" }, (width) => this.windowTo({ ...this.nearWindow(), width }));
        row.append(make("label", {}, make("span", { textContent: "Window " }), preset), this.centre.label, this.broad.label);
      } else {
        this.bright = this.slider("Brightness", { min: 20, max: 300, step: 1, value: 100 }, (to) => { this.state.bright = to; this.draw(); });
        this.sharp = this.slider("Contrast", { min: 20, max: 300, step: 1, value: 100 }, (to) => { this.state.contrast = to; this.draw(); });
        row.append(this.bright.label, this.sharp.label);
      }
      return [make("details", { className: "viewer-more" }, make("summary", { textContent: this.figure.dataset.values ? "Window" : "Brightness and contrast" }), row)];
    }

    keys() { this.help.hidden = !this.help.hidden; }
    tell(words) { if (this.said.textContent !== words) this.said.textContent = words; }

    // -- frames and shades
    address(kind) { return this.figure.dataset[kind].replace("{frame}", this.state.frame); }

    async show() {
      const { frame } = this.state;
      const wanted = (this.wanted = {});
      try {
        const source = this.state.window ? await this.fromValues() : await this.fromPicture();
        if (this.wanted !== wanted || frame !== this.state.frame) return;
        this.source = source;
        this.tell("");
      } catch {
        this.tell("This picture cannot be loaded. Reload the page to try again.");
      }
      this.resized();
      this.figure.dispatchEvent(new CustomEvent("viewer:shown"));
    }

    async fromPicture() {
      const { frame } = this.state;
      let picture = this.pictures.get(frame);
      if (!picture) {
        picture = new Image();
        picture.src = this.address("src");
        this.remember(this.pictures, frame, picture);
      }
      await picture.decode();
      return picture;
    }

    async grey() {
      const { frame } = this.state;
      if (!this.values.has(frame)) this.remember(this.values, frame, fetched(this.address("values")));
      try { return await this.values.get(frame); } catch (fault) { this.values.delete(frame); throw fault; }
    }

    async fromValues() {
      const values = await this.grey();
      const canvas = make("canvas", { width: values.width, height: values.height });
      canvas.getContext("2d").putImageData(windowed(values, this.state.window), 0, 0);
      return canvas;
    }

    remember(cache, frame, what) {
      cache.set(frame, what);
      const most = Math.max(4, Math.floor(CACHE_BYTES / (this.width * this.height * 4 || 1)));
      for (const old of cache.keys()) { if (cache.size <= most) break; if (old !== frame && old !== this.opened) cache.delete(old); }
    }

    nearWindow() { return this.state.window ?? this.whole ?? { centre: Number(this.centre.input.value), width: Number(this.broad.input.value) }; }

    async windowTo(window) {
      this.state.window = window && { centre: window.centre, width: Math.max(1, window.width) };
      await this.show();
    }

    // How wide the sliders reach is known once the values are there.
    async reach() {
      if (this.whole || !this.centre) return;
      try {
        const { data, slope, intercept, usual } = await this.grey();
        let [low, high] = [Infinity, -Infinity];
        for (const value of data) { if (value < low) low = value; if (value > high) high = value; }
        [low, high] = [low * slope + intercept, high * slope + intercept].sort((a, b) => a - b);
        const range = high - low + 1;
        this.whole = usual.length ? { centre: usual[0], width: usual[1] } : { centre: (low + high) / 2 + 0.5, width: range };
        Object.assign(this.centre.input, { min: low, max: high });
        this.broad.input.max = Math.max(2, 2 * range, this.whole.width);
        this.controls();
      } catch { this.tell("The values of this picture cannot be loaded, so its window cannot be changed."); }
    }

    async goTo(frame, { told = true } = {}) {
      const to = between(0, frame, this.info.frames - 1);
      const by = to - this.state.frame;
      if (!by) return;
      this.state.frame = to;
      if (told) this.moved({ by });
      await this.show();
    }

    play() {
      const on = !this.playing;
      this.plays.textContent = on ? "Stop" : "Play";
      clearInterval(this.playing);
      this.playing = on ? setInterval(() => {
        if (!this.figure.isConnected) { clearInterval(this.playing); return; }
        this.goTo(this.state.frame + 1 < this.info.frames ? this.state.frame + 1 : 0);
      }, 1000 / (Number(this.figure.dataset.rate) || 8)) : null;
    }

    // -- looking
    resized() {
      const { stage } = this;
      const across = stage.clientWidth;
      if (!this.full && this.width) {
        const tall = Math.min(window.innerHeight * 0.75, this.height * this.aspect * Math.min(across / this.width, 3));
        stage.style.height = `${Math.max(160, tall)}px`;
      } else if (this.full) stage.style.height = "";
      const dense = window.devicePixelRatio || 1;
      const [wide, high] = [Math.round(across * dense), Math.round(stage.clientHeight * dense)];
      if (this.canvas.width !== wide || this.canvas.height !== high) Object.assign(this.canvas, { width: wide, height: high });
      this.draw();
    }

    corner() {
      return { left: this.stage.clientWidth / 2 - this.state.x * this.width * this.scale, top: this.stage.clientHeight / 2 - this.state.y * this.height * this.aspect * this.scale };
    }

    toStage({ x, y }) {
      const { left, top } = this.corner();
      return { x: left + x * this.width * this.scale, y: top + y * this.height * this.aspect * this.scale };
    }

    toPicture(event) {
      const box = this.stage.getBoundingClientRect();
      const { left, top } = this.corner();
      return {
        x: (event.clientX - box.left - this.stage.clientLeft - left) / (this.width * this.scale),
        y: (event.clientY - box.top - this.stage.clientTop - top) / (this.height * this.aspect * this.scale),
      };
    }

    draw() {
      if (!this.source || !this.width) return;
      const { state } = this;
      // A picture that is smaller than the window stays in its middle, a larger one leaves no gap that could be filled.
      const half = [this.stage.clientWidth / (2 * this.width * this.scale), this.stage.clientHeight / (2 * this.height * this.aspect * this.scale)];
      state.x = half[0] >= 0.5 ? 0.5 : between(half[0], state.x, 1 - half[0]);
      state.y = half[1] >= 0.5 ? 0.5 : between(half[1], state.y, 1 - half[1]);
      const dense = window.devicePixelRatio || 1;
      const pen = this.canvas.getContext("2d");
      pen.setTransform(dense, 0, 0, dense, 0, 0);
      pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      pen.imageSmoothingEnabled = this.scale * dense < 4;
      const { left, top } = this.corner();
      pen.drawImage(this.source, left, top, this.width * this.scale, this.height * this.aspect * this.scale);
      this.canvas.style.filter = `brightness(${state.bright}%) contrast(${state.contrast}%) invert(${state.invert ? 1 : 0})`;
      this.stage.style.touchAction = state.zoom > 1.001 || this.drawing?.busy() || this.full ? "none" : "pan-y";
      this.controls();
      this.figure.dispatchEvent(new CustomEvent("viewer:drawn"));
    }

    // Ask is asked about what is seen here, and figures are found that are like it.
    handOver() {
      this.figure.querySelectorAll("[data-ask-about], [data-similar-to]").forEach((link) => this.handTo(link));
    }

    handTo(link) {
      const { frame, window } = this.state;
      const given = new URLSearchParams({ image: link.dataset.askAbout ?? link.dataset.similarTo });
      if (this.info.frames > 1) given.set("frame", frame + 1);
      const name = window && this.info.windows.find((one) => one.centre === window.centre && one.width === window.width)?.name;
      if (window) given.set("window", [window.centre, window.width, name].filter((one) => one !== undefined).join(" "));
      link.href = `${link.pathname}?${given}`;
    }

    controls() {
      const { state } = this;
      this.handOver();
      this.inverts.setAttribute("aria-pressed", String(state.invert));
      this.measure();
      const set = (slider, value, words) => { if (!slider) return; if (document.activeElement !== slider.input || Number(slider.input.value) !== value) slider.input.value = value; slider.told.textContent = words; };
      set(this.scroll, state.frame + 1, ` ${state.frame + 1} of ${this.info.frames}`);
      set(this.bright, state.bright, ` ${state.bright}%`);
      set(this.sharp, state.contrast, ` ${state.contrast}%`);
      if (!this.centre) return;
      const unit = this.info.unit ? ` ${this.info.unit}` : "";
      const near = this.nearWindow();
      set(this.centre, near.centre, ` ${Math.round(near.centre * 10) / 10}${unit}`);
      set(this.broad, near.width, ` ${Math.round(near.width * 10) / 10}${unit}`);
      const at = state.window ? this.info.windows.findIndex((one) => one.centre === state.window.centre && one.width === state.window.width) : "";
      this.preset.value = at === -1 ? "own" : String(at);
    }

    // The bar of the scale is the longest of 1, 2, 5, 10, … mm that takes at most a quarter of the window.
    measure() {
      const spacing = this.info.geometry.spacing_mm;
      if (!spacing) return;
      const dot = this.scale / spacing[1];
      const most = Math.min(160, this.stage.clientWidth / 4) / dot;
      const ten = 10 ** Math.floor(Math.log10(most));
      const mm = [5, 2, 1].map((one) => one * ten).find((one) => one <= most) ?? ten;
      this.bar.style.width = `${mm * dot}px`;
      this.bar.textContent = `${Number(mm.toPrecision(1))} mm`;
    }

    zoomed(by, at = null) {
      const before = at && this.toPicture(at);
      this.state.zoom = between(Math.min(1, 1 / this.fit), this.state.zoom * by, Math.max(1, MOST / this.fit));
      if (before) {
        const after = this.toPicture(at);
        this.state.x += before.x - after.x;
        this.state.y += before.y - after.y;
      }
      this.moved();
    }

    panned(right, down) {
      this.state.x -= right / (this.width * this.scale);
      this.state.y -= down / (this.height * this.aspect * this.scale);
      this.moved();
    }

    fitted() { Object.assign(this.state, { zoom: 1, x: 0.5, y: 0.5 }); this.moved(); }
    exactly() { this.state.zoom = 1 / this.fit / (window.devicePixelRatio || 1); this.moved(); }
    invert() { this.state.invert = !this.state.invert; this.draw(); }

    reset() {
      const { frame } = this.state;
      Object.assign(this.state, this.fresh(), { frame });
      this.show();
      this.moved();
    }

    moved(further = {}) {
      this.draw();
      const { zoom, x, y } = this.state;
      this.figure.dispatchEvent(new CustomEvent("viewer:moved", { bubbles: true, detail: { viewer: this, zoom, x, y, ...further } }));
    }

    follow({ zoom, x, y, by }) {
      Object.assign(this.state, { zoom, x, y });
      if (by) this.goTo(this.state.frame + by, { told: false }); else this.draw();
    }

    // While it fills the window nothing behind it can be reached.
    fill(on = !this.full) {
      this.figure.classList.toggle("viewer-full", on);
      this.fills.textContent = on ? "Leave full window" : "Full window";
      document.documentElement.classList.toggle("viewer-open", on);
      for (const one of this.behind ?? []) one.inert = false;
      this.behind = [];
      for (let here = this.figure; on && here !== document.body; here = here.parentElement) {
        for (const one of here.parentElement.children) if (one !== here && !one.inert) { one.inert = true; this.behind.push(one); }
      }
      this.resized();
      this.stage.focus({ preventScroll: true });
    }

    // -- hands and keys
    listen() {
      const { stage } = this;
      stage.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
      stage.addEventListener("pointerdown", (event) => this.down(event));
      stage.addEventListener("pointermove", (event) => this.over(event));
      for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => this.up(event));
      stage.addEventListener("dblclick", (event) => { if (!this.drawing?.busy()) this.zoomed(2, event); });
      this.figure.addEventListener("keydown", (event) => this.keyed(event));
      this.figure.querySelector(".viewer-more")?.addEventListener("toggle", () => this.reach());
    }

    wheeled(event) {
      const turn = event.deltaY || event.deltaX;
      if (event.shiftKey && this.info.frames > 1) { event.preventDefault(); this.goTo(this.state.frame + Math.sign(turn)); return; }
      if (!(event.ctrlKey || this.full || "wheel" in this.figure.dataset || this.figure.contains(document.activeElement))) return;
      event.preventDefault();
      this.zoomed(Math.exp(-between(-100, turn, 100) / 300), event);
    }

    down(event) {
      if (event.button > 1) return;
      this.stage.focus({ preventScroll: true });
      this.stage.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, event);
      if (this.pointers.size === 2) { this.drawing?.cancel(); this.held = false; return; }
      this.held = event.button === 0 && this.drawing?.down(event, this.toPicture(event)) === true;
      // Otherwise the page could not be scrolled by a finger that comes across a picture.
      if (this.held || event.pointerType === "mouse") event.preventDefault();
    }

    over(event) {
      const last = this.pointers.get(event.pointerId);
      if (!last) return;
      if (this.pointers.size === 2) {
        const other = [...this.pointers.values()].find((one) => one.pointerId !== event.pointerId);
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
        const middle = { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 };
        this.zoomed(apart(event) / apart(last), middle);
      } else if (this.held) this.drawing.move(event, this.toPicture(event));
      else if (event.buttons) this.panned(event.clientX - last.clientX, event.clientY - last.clientY);
      this.pointers.set(event.pointerId, event);
    }

    up(event) {
      if (!this.pointers.delete(event.pointerId)) return;
      if (this.held) { if (event.type === "pointerup") this.drawing.up(event, this.toPicture(event)); else this.drawing.cancel(); }
      this.held = false;
    }

    keyed(event) {
      if (event.isComposing || event.altKey && !this.drawing?.chosen() || event.target.closest("input, select, textarea, summary")) return;
      if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a")) return;
      if (!this.drawing?.keyed(event) && !this.looked(event)) return;
      event.preventDefault();
      event.stopPropagation();
    }

    looked(event) {
      if (event.ctrlKey || event.metaKey) return false;
      const frame = this.state.frame;
      const does = {
        "+": () => this.zoomed(STEP), "=": () => this.zoomed(STEP), "-": () => this.zoomed(1 / STEP), 0: () => this.fitted(), 1: () => this.exactly(),
        ArrowLeft: () => this.panned(PAN, 0), ArrowRight: () => this.panned(-PAN, 0), ArrowUp: () => this.panned(0, PAN), ArrowDown: () => this.panned(0, -PAN),
        i: () => this.invert(), r: () => this.reset(), w: () => this.fill(), "?": () => this.keys(),
      };
      if (this.full) does.Escape = () => this.fill(false);
      if (this.info.frames > 1) Object.assign(does, {
        PageUp: () => this.goTo(frame - 1), PageDown: () => this.goTo(frame + 1), Home: () => this.goTo(0), End: () => this.goTo(this.info.frames - 1), " ": () => this.play(),
      });
      const found = does[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      found?.();
      return found !== undefined;
    }
  }

  function enhance(figure) {
    if (figure.viewer || !figure.querySelector("img")) return;
    figure.viewer = new Viewer(figure);
    figure.dataset.ready = "";
    document.dispatchEvent(new CustomEvent("viewer:made", { detail: figure.viewer }));
  }

  const all = (inside) => { if (inside.matches?.(".viewer")) enhance(inside); inside.querySelectorAll?.(".viewer").forEach(enhance); };
  // Several beside each other move together where that is wished.
  document.addEventListener("viewer:moved", (event) => {
    const group = event.target.closest(".viewers");
    if (!group?.querySelector("[data-link]")?.checked) return;
    group.querySelectorAll(".viewer").forEach((one) => { if (one !== event.target) one.viewer?.follow(event.detail); });
  });
  document.addEventListener("DOMContentLoaded", () => {
    all(document);
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(all))).observe(document.body, { childList: true, subtree: true });
  });
  window.preceptorViewer = { make, between };
})();
