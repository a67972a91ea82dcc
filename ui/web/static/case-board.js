"use strict";
// The differential board: each change puts up the whole list as it then stands.
(() => {
  const lines = () => [...document.querySelectorAll("#part-board [data-rank]")];

  function read() {
    return lines().map((line) => {
      const share = line.querySelector("[data-share]").value;
      return {
        text: line.querySelector("[data-text]").textContent,
        tier: line.querySelector("[data-tier]").value,
        probability: share === "" ? null : Math.min(100, Math.max(0, Number(share))) / 100,
      };
    });
  }

  // One change at a time: the next one starts from the list that the one before has left.
  let last = Promise.resolve();
  const inTurn = (change) => { last = last.then(change, change); };

  const rank = (board) => ({ kind: "rank", board, seen: window.preceptorCase.seen() });

  function focusOn(name) { document.querySelector(`[data-focus="${name}"]`)?.focus(); }

  async function move(from, to, focus) {
    const board = read();
    if (to < 0 || to >= board.length) return;
    const [line] = board.splice(from, 1);
    board.splice(to, 0, line);
    if (await window.preceptorCase.act(rank(board))) {
      window.preceptorCase.announce(`${line.text}: ${to + 1} of ${board.length}.`);
      focusOn(`${focus}-${to}`);
      if (document.activeElement.disabled || !document.activeElement.dataset.focus) focusOn(`line-${to}`);
    }
  }

  async function remove(at) {
    const board = read();
    const [line] = board.splice(at, 1);
    if (!(await window.preceptorCase.act(rank(board)))) return;
    window.preceptorCase.announce(`${line.text} removed.`);
    if (board.length) focusOn(`line-${Math.min(at, board.length - 1)}`); else document.querySelector("#candidate").focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const at = Number(button.closest("[data-rank]").dataset.rank);
    const by = button.dataset.move === "up" ? -1 : 1;
    inTurn(() => (button.dataset.move === "remove" ? remove(at) : move(at, at + by, button.dataset.move)));
  });

  document.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-rank]");
    if (!line || line.closest("fieldset").disabled) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const here = () => Number(document.activeElement.closest("[data-rank]")?.dataset.rank ?? -1);
    if (event.altKey && by) { event.preventDefault(); inTurn(() => here() >= 0 && move(here(), here() + by, "line")); }
    if (event.key === "Delete" && event.target === line) { event.preventDefault(); inTurn(() => here() >= 0 && remove(here())); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.closest("#part-board [data-rank]")) inTurn(() => window.preceptorCase.act(rank(read())));
  });

  window.preceptorCase.ranked = (text) => rank([...read(), { text, tier: "possible", probability: null }]);
})();
