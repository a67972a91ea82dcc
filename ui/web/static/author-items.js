/* The form of an item: its pictures, places drawn on them, trying it, its YAML, and an id made of its title. */
(() => {
  "use strict";
  const author = window.preceptorAuthor;
  if (!author || author.form.dataset.part !== "item") return;
  const { form, merge, pictures, own, typed, read, make } = author;
  const at = form.dataset.at;
  const HARDLY = 6;
  const field = (node, name) => own(node).find((one) => one.dataset.name === name);
  const rows = (name) => { const list = field(form, name); return list ? own(list) : []; };

  /* Pictures: taken in by the app, which keeps of the file what is seen and nothing else. */
  const under = (id, version, file) => `${form.dataset.page}/${encodeURIComponent(id)}/picture/${version}/${encodeURIComponent(file)}`;
  function address(file) {
    if (pictures[file]) return `data:image/png;base64,${pictures[file]}`;
    if (form.dataset.copied) return under(form.dataset.copied, "newest", file);
    return form.dataset.basedOn === "" ? "" : under(read(field(form, "id")), form.dataset.basedOn, file);
  }

  author.choose = async (node, file) => {
    if (!file) return;
    author.tell("The picture is taken in.", "");
    const sent = new FormData();
    sent.append("file", file);
    const reply = await fetch(`${at}/picture`, { method: "POST", body: sent }).catch(() => null);
    if (!reply?.ok) {
      const body = reply ? await reply.json().catch(() => ({})) : {};
      author.tell(body.error ?? "The picture could not be taken in.", "fault");
      return;
    }
    const name = reply.headers.get("x-name");
    pictures[name] = await inBase64(await reply.blob());
    typed(node).value = name;
    author.rename(node.closest(".row"));
    author.touch();
    draw();
  };

  const inBase64 = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.split(",")[1]));
    reader.readAsDataURL(blob);
  });

  /* Every picture stands in its row; on the first one places are drawn, where the item has places. */
  function draw() {
    rows("pictures").forEach((row, index) => {
      const file = read(field(row, "file"));
      const source = file && address(file);
      let frame = row.querySelector(".chosen-picture");
      if (!source) { frame?.remove(); return; }
      if (!frame) {
        frame = make("div", "", "chosen-picture");
        frame.append(make("img", ""));
        row.querySelector(".grid").append(frame);
      }
      const image = frame.querySelector("img");
      if (image.getAttribute("src") !== source) image.src = source;
      image.alt = read(field(row, "alt"));
      image.draggable = false;
      frame.classList.toggle("is-drawn", index === 0 && Boolean(field(form, "regions")));
      frame.querySelectorAll(".drawn-place").forEach((one) => one.remove());
      if (index === 0) frame.append(...rows("regions").map(read).filter(whole).map(box));
    });
  }

  const edges = ["left", "top", "right", "bottom"];
  const whole = (region) => edges.every((edge) => typeof region[edge] === "number" && region[edge] >= 0 && region[edge] <= 1) && region.left < region.right && region.top < region.bottom;

  function box(region) {
    const mark = make("div", "", region.correct ? "drawn-place right" : "drawn-place");
    const share = (value) => `${100 * value}%`;
    Object.assign(mark.style, { left: share(region.left), top: share(region.top), width: share(region.right - region.left), height: share(region.bottom - region.top) });
    mark.append(make("span", `${region.correct ? "✓ " : ""}${region.id ?? ""}`));
    return mark;
  }

  let drag = null;
  const share = (frame, event) => {
    const area = frame.querySelector("img").getBoundingClientRect();
    const part = (value, from, size) => Math.round(1e4 * Math.min(1, Math.max(0, (value - from) / size))) / 1e4;
    return [part(event.clientX, area.left, area.width), part(event.clientY, area.top, area.height)];
  };

  form.addEventListener("pointerdown", (event) => {
    const frame = event.target.closest(".is-drawn");
    if (!frame || event.button !== 0) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    drag = { frame, from: share(frame, event), x: event.clientX, y: event.clientY, row: null };
  });
  form.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.row && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < HARDLY)) return;
    drag.row ??= newPlace();
    const to = share(drag.frame, event);
    edges.forEach((edge, number) => {
      const axis = number % 2;
      typed(field(drag.row, edge)).value = (number < 2 ? Math.min : Math.max)(drag.from[axis], to[axis]);
    });
    draw();
  });
  for (const kind of ["pointerup", "pointercancel"]) form.addEventListener(kind, () => {
    if (drag?.row) { author.touch(); typed(field(drag.row, "label")).focus({ preventScroll: true }); }
    drag = null;
  });

  /* A place that has no edges yet is drawn first; else a new one. */
  function newPlace() {
    const open = rows("regions").find((row) => edges.every((edge) => typed(field(row, edge)).value === ""));
    if (!open) field(form, "regions").querySelector(":scope > [data-add]").click();
    const row = open ?? rows("regions").at(-1);
    row.open = true;
    return row;
  }

  /* Trying it: what stands in the form, as a learner answers it. */
  async function attempt(more) {
    const reply = await author.send(`${at}/try`, { ...author.whole(), ...more }).catch(() => ({ body: {} }));
    if (reply.body.remarks) { author.show(reply.body.remarks); author.tell("It can be tried once these faults are gone.", "fault"); return; }
    if (!reply.body.html) { author.tell(reply.body.error ?? "It cannot be tried now.", "fault"); return; }
    const held = document.createElement("template");
    held.innerHTML = reply.body.html;
    held.content.querySelectorAll("img").forEach((image) => {
      const file = decodeURIComponent(image.getAttribute("src").split("/").at(-1));
      image.removeAttribute("loading");
      image.src = address(file);
    });
    merge.replaceChildren(held.content);
    merge.parentElement.classList.add("is-merging");
    merge.scrollIntoView({ block: "start" });
    (merge.querySelector("#verdict, #card-back") ?? merge).focus({ preventScroll: true });
  }

  function close() {
    merge.replaceChildren();
    merge.parentElement.classList.remove("is-merging");
    document.getElementById("try").focus();
  }

  function response(given) {
    const value = (name) => given.elements[name]?.value ?? "";
    if (given.querySelector("[name=option]")) return { kind: "chosen", options: [...given.querySelectorAll("[name=option]:checked")].map((one) => one.value) };
    if (given.elements.text) return { kind: "typed", text: value("text") };
    if (given.elements.read) return { kind: "written", text: value("read") };
    const numbers = edges.map((edge) => Number(value(edge)) / 100);
    if (edges.some((edge) => value(edge) !== "")) return { kind: "boxed", ...Object.fromEntries(edges.map((edge, number) => [edge, numbers[number]])) };
    return { kind: "pointed", x: Number(value("x")) / 100, y: Number(value("y")) / 100 };
  }

  merge.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-try]")) return;
    event.preventDefault();
    attempt(event.target.querySelector("input, textarea") ? { response: response(event.target) } : { turned: true });
  });
  merge.addEventListener("click", (event) => {
    if (event.target.closest("[data-again]")) attempt({});
    else if (event.target.closest("[data-close]")) close();
    else point(event);
  });
  merge.addEventListener("input", (event) => { if (event.target.type === "range") cross(event.target.form); });

  function point(event) {
    const target = event.target.closest("[data-target]");
    const given = target?.closest("form");
    if (!given) return;
    const area = target.getBoundingClientRect();
    given.elements.x.value = (100 * (event.clientX - area.left)) / area.width;
    given.elements.y.value = (100 * (event.clientY - area.top)) / area.height;
    cross(given);
  }

  function cross(given) {
    const mark = given.querySelector(".cross");
    mark.hidden = false;
    Object.assign(mark.style, { left: `${given.elements.x.value}%`, top: `${given.elements.y.value}%` });
  }

  /* The YAML of what stands in the form, and back. */
  const yaml = document.getElementById("yaml");
  const told = document.getElementById("yaml-told");
  const wrong = (remarks) => remarks.map((one) => `${one.spot.join(".") || "the text"} ${one.what}; expected: ${one.expected}`).join("\n");

  document.getElementById("as-yaml").addEventListener("toggle", async (event) => {
    if (!event.target.open) return;
    const reply = await author.send(`${at}/yaml`, author.whole()).catch(() => ({ body: {} }));
    if (reply.body.text) yaml.value = reply.body.text;
    told.textContent = reply.body.text ? "" : "The item does not fit its schema yet, so it has no YAML: see the faults above.";
  });
  document.getElementById("take-yaml").addEventListener("click", async () => {
    const reply = await author.send(`${at}/read`, { text: yaml.value }).catch(() => ({ body: {} }));
    if (!reply.body.parts) { told.textContent = reply.body.remarks ? wrong(reply.body.remarks) : "It cannot be read now."; return; }
    if (reply.body.type !== read(field(form, "type"))) { told.textContent = "This is an item of another type: begin with a new one of that type."; return; }
    form.innerHTML = reply.body.parts;
    author.prepare(form);
    author.touch();
    draw();
    told.textContent = "It is in the form now, not saved yet.";
  });

  /* The id of a new item follows its title until somebody writes another. */
  const slug = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "");
  let before = "";
  form.addEventListener("input", (event) => {
    const name = event.target.closest("[data-kind]")?.dataset.name;
    const id = typed(field(form, "id"));
    if (name === "title" && form.dataset.basedOn === "" && id.value === before) { before = slug(event.target.value); id.value = before; }
    draw();
  });
  form.addEventListener("click", () => setTimeout(draw));
  form.addEventListener("author:saved", draw);
  const opened = rows("pictures");
  if (opened.length === 1) opened[0].open = true;
  document.getElementById("try").addEventListener("click", () => attempt({}));
  draw();
})();
