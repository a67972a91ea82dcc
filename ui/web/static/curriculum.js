/* What a syllabus states: chosen, corrected in place, checked beside the field, and kept at once. */
(() => {
  "use strict";
  const verb = document.querySelector("form[data-part=objective] [data-name=verb] input");
  if (verb) verb.setAttribute("list", "verbs");
  const carried = document.getElementById("draft");
  if (!carried) return;
  const draft = JSON.parse(carried.textContent);
  const told = document.getElementById("kept-told");
  const count = document.getElementById("chosen");
  const keep = document.getElementById("keep");
  const rows = new Map([...document.querySelectorAll(".proposed > li")].map((row) => [row.dataset.id, row]));
  const at = window.location.pathname;
  let changed = false;

  function written(one) {
    const row = rows.get(one.id);
    const of = (name) => row.querySelector(`[data-field=${name}]`).value.trim();
    const tags = of("competencies").split(/[,;]/).map((part) => part.trim()).filter(Boolean);
    const quotes = one.references.filter((_, place) => row.querySelector(`[data-quote="${place}"]`)?.checked ?? true);
    return { ...one, verb: of("verb"), content: of("content"), level: of("level"), competencies: tags, references: quotes };
  }

  const used = (one) => rows.get(one.id).querySelector("[data-use]").checked;
  const objectives = draft.courses.flatMap((course) => course.modules.flatMap((module) => module.objectives));
  const byId = new Map(objectives.map((one) => [one.id, one]));

  function chosen() {
    const courses = draft.courses.map((course) => ({
      ...course,
      modules: course.modules
        .map((module) => ({ ...module, objectives: module.objectives.filter(used).map(written) }))
        .filter((module) => module.objectives.length),
    })).filter((course) => course.modules.length);
    return { ...draft, courses };
  }

  function tally() {
    const number = objectives.filter(used).length;
    count.textContent = `${number} of ${objectives.length} chosen`;
    document.querySelectorAll("details.module").forEach((module) => {
      const boxes = [...module.querySelectorAll("[data-use]")];
      const all = module.querySelector("[data-module]");
      all.checked = boxes.every((box) => box.checked);
      all.indeterminate = !all.checked && boxes.some((box) => box.checked);
    });
  }

  async function send(address, body) {
    const reply = await fetch(address, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    const text = await reply.text();
    try { return { status: reply.status, body: JSON.parse(text) }; } catch { return { status: reply.status, body: {} }; }
  }

  async function check(row) {
    const reply = await send(`${at}/check`, written(byId.get(row.dataset.id)));
    /* The parts are escaped where they are made. */
    if (reply.status === 200) row.querySelector(".remarks").innerHTML = reply.body.remarks;
    else tell(row, "Fault: a verb and what it is done to are both needed.");
  }

  function tell(row, words) {
    const line = document.createElement("p");
    line.className = "remark fault";
    line.textContent = words;
    row.querySelector(".remarks").replaceChildren(line);
    row.classList.add("has-fault");
  }

  async function keepAll() {
    keep.disabled = true;
    rows.forEach((row) => row.classList.remove("has-fault"));
    try {
      const reply = await send(`${at}/keep`, chosen());
      if (reply.status === 200) {
        changed = false;
        window.location.assign(reply.body.at);
        return;
      }
      told.textContent = reply.body.error ?? "Nothing was kept: a verb, a content or a level is missing.";
      for (const [id, words] of Object.entries(reply.body.faults ?? {})) if (rows.has(id)) tell(rows.get(id), words);
      document.querySelector(".has-fault")?.scrollIntoView({ block: "center" });
    } catch { told.textContent = "The app does not answer; nothing was kept. What you wrote stays in this page."; }
    keep.disabled = false;
  }

  document.addEventListener("change", (event) => {
    const row = event.target.closest(".proposed > li");
    if (event.target.matches("[data-module]")) {
      event.target.closest("details").querySelectorAll("[data-use]").forEach((box) => { box.checked = event.target.checked; });
    } else if (row && event.target.matches("[data-field]")) {
      changed = true;
      row.classList.remove("has-fault");
      check(row);
    }
    tally();
  });
  document.querySelectorAll("[data-choose]").forEach((button) => button.addEventListener("click", () => {
    rows.forEach((row) => { row.querySelector("[data-use]").checked = button.dataset.choose === "all"; });
    tally();
  }));
  keep.addEventListener("click", keepAll);
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  tally();
})();
