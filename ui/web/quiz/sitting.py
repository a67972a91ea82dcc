"""The page of a sitting: one item at a time, in quiet."""

from assistant.accounts import Account
from assistant.quiz.view import View
from ui.web.markup import escape, join, tag, text_tag
from ui.web.quiz.assets import assets
from ui.web.quiz.parts import parts, runs
from ui.web.shell import header, source_pane, whole_page

SOURCE = (
    "The source opens here when an answer has been given and a numbered citation is chosen. "
    "Keys: [ and ] turn pages, Esc goes back."
)
KEYS = (
    ("A, B, C …", "choose an option"),
    ("1 to 5", "say how sure you are, from a guess to certain"),
    ("1 to 4", "rate a card: again, hard, good, easy"),
    ("Enter", "answer; then go on"),
    ("F", "flag, or take the flag away"),
    ("N, P", "next, previous"),
    ("U", "undo the last rating"),
    ("?", "show or hide these keys"),
)
LETTERS_FIRST = "Where F, N, P or U is the letter of an option, it chooses that; with Shift it does not."


def sitting_page(view: View, account: Account) -> str:
    """The whole page as it stands now; every form on it works without a script."""
    bar = tag("div", header("Review" if view.mode == "review" else "Quiz", account), id="top")
    main = tag(
        "main",
        _content(view),
        id="sitting",
        class_="sitting",
        data_sitting=view.sitting,
        data_mode=view.mode,
        data_phase=view.phase,
        data_events=view.events,
        data_at=view.at,
        data_left=None if view.seconds_left is None else f"{view.seconds_left:.1f}",
        data_runs=runs(view),
    )
    if view.mode == "exam":
        live = tag("div", "", id="announcer", class_="hidden", role="status", aria_live="polite")
        return whole_page(view.title, bar + main + live, extra=assets("quiz.js"))
    panes = main + tag("div", source_pane(SOURCE), id="source-column")
    return whole_page(view.title, bar + tag("div", panes, class_="quiz-panes"), extra=assets("quiz.js"))


def _content(view: View) -> str:
    shown = parts(view)
    head = tag(
        "div",
        text_tag("h1", view.title, class_="sitting-title") + _place("status", shown),
        class_="sitting-top",
    )
    notes = join(text_tag("p", note, class_="note") for note in view.notes)
    return join(
        (
            head,
            _place("progress", shown),
            notes,
            tag("div", "", id="problem", aria_live="assertive"),
            tag("article", shown["item"], id="part-item", aria_label="Question"),
            _place("moves", shown),
            tag("nav", shown["places"], id="part-places", aria_label="All questions"),
            tag(
                "div",
                tag("p", "", id="saved", role="status", class_="saved") + _keys(),
                class_="sitting-foot",
            ),
        )
    )


def _place(name: str, shown: dict[str, str]) -> str:
    """Where a part stands and is renewed."""
    return tag("div", shown[name], id=f"part-{name}")


def _keys() -> str:
    rows = join(tag("div", tag("dt", text_tag("kbd", name)) + text_tag("dd", does)) for name, does in KEYS)
    content = tag("summary", escape("Keys ") + text_tag("kbd", "?")) + tag("dl", rows)
    return tag("details", content + text_tag("p", LETTERS_FIRST, class_="note"), id="keys", class_="keys")
