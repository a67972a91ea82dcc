"use strict";
// Bringing images: one after the other, each with its progress, and the reason where one is refused.
(() => {
  const drop = document.querySelector("#drop");
  if (!drop) return;
  const list = document.querySelector("#bringing");
  const field = document.querySelector("#image-files");
  let waiting = Promise.resolve();
  let refused = 0;

  function line(file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Progress of ${file.name}`);
    row.append(name, bar);
    list.append(row);
    return { row, bar, say: (words) => { const told = document.createElement("span"); told.textContent = words; bar.replaceWith(told); return told; } };
  }

  const send = (file, bar) => new Promise((done) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    request.upload.addEventListener("progress", (event) => {
      // The rest of the way the app decodes and cleans it, and nobody knows for how long.
      if (event.lengthComputable && event.loaded < event.total) bar.value = event.loaded / event.total; else bar.removeAttribute("value");
    });
    request.addEventListener("loadend", () => {
      let said = null;
      try { said = JSON.parse(request.responseText); } catch { /* said below */ }
      done({ ok: request.status === 200, said });
    });
    request.open("POST", "/api/images");
    request.send(form);
  });

  async function bring(file, { row, bar, say }) {
    const { ok, said } = await send(file, bar);
    if (ok) { say("taken in"); return said.info.id; }
    refused += 1;
    row.className = "refused";
    say(said?.error ? `${said.error.what} ${said.error.next_step}` : "The app does not answer. Try again.");
    return null;
  }

  function take(files) {
    const many = [...files].map((file) => [file, line(file)]);
    waiting = waiting.then(async () => {
      const taken = [];
      for (const [file, row] of many) { const id = await bring(file, row); if (id) taken.push(id); }
      // What was refused stays to be read.
      if (refused === 0 && taken.length === 1 && many.length === 1) location.assign(`/image/${taken[0]}`);
      else if (refused === 0) location.reload();
      else if (taken.length) { const again = document.createElement("li"); const way = document.createElement("a"); way.href = "/images"; way.textContent = "Show what was taken in"; again.append(way); list.append(again); }
    });
  }

  field.addEventListener("change", () => { take(field.files); field.value = ""; });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("over"); });
  drop.addEventListener("drop", (event) => take(event.dataTransfer.files));
})();
