"""What the student thinks: the problem in a sentence, the differential best first, and how it came about."""

from assistant.case.bedside.view import Board, View
from assistant.case.events import Ranked
from ui.web.cases.words import TIER_WORDS, minutes
from ui.web.markup import counted, escape, join, tag, text_tag, void

NONE_YET = (
    "Nothing on your list yet. Name what it could be, the most likely first; "
    "put beside it what must be excluded."
)


def problem(view: View) -> str:
    """The problem representation as it is kept."""
    if not view.problem:
        return text_tag("p", "Not written yet.", class_="note")
    return tag("p", escape(view.problem), class_="kept-problem")


def board(view: View) -> str:
    """The differential board, each line with what changes it; then how it stood before."""
    now = view.boards[-1].ranked if view.boards else ()
    lines = [_line(number, one, len(now)) for number, one in enumerate(now)]
    listed = tag("ol", join(lines), class_="board") if now else text_tag("p", NONE_YET, class_="empty")
    return listed + _earlier(view.boards[:-1])


def chance(one: Ranked) -> str:
    """How likely a line was held to be, in words."""
    share = f", {one.probability:.0%}" if one.probability is not None else ""
    return TIER_WORDS[one.tier] + share


def _line(number: int, one: Ranked, count: int) -> str:
    fields = (
        text_tag("span", one.text, class_="candidate", data_text=True)
        + _tier(number, one)
        + _share(number, one)
    )
    moves = (
        _move("up", f"Move {one.text} up", number, disabled=number == 0)
        + _move("down", f"Move {one.text} down", number, disabled=number == count - 1)
        + _move("remove", f"Remove {one.text}", number)
    )
    buttons = tag("span", moves, class_="moves")
    return tag(
        "li",
        tag("div", fields + buttons, class_="ranked"),
        tabindex=0,
        data_rank=number,
        data_focus=f"line-{number}",
    )


def _tier(number: int, one: Ranked) -> str:
    options = join(
        text_tag("option", words, value=tier, selected=tier == one.tier) for tier, words in TIER_WORDS.items()
    )
    label = f"How likely is {one.text}?"
    return tag("select", options, aria_label=label, data_tier=True, data_focus=f"tier-{number}")


def _share(number: int, one: Ranked) -> str:
    value = f"{one.probability * 100:g}" if one.probability is not None else None
    field = void(
        "input",
        type="number",
        min=0,
        max=100,
        inputmode="numeric",
        value=value,
        placeholder="–",
        aria_label=f"Probability of {one.text} in per cent, optional",
        data_share=True,
        data_focus=f"share-{number}",
    )
    return tag("span", field + " %", class_="share")


def _move(what: str, label: str, number: int, *, disabled: bool = False) -> str:
    sign = {"up": "↑", "down": "↓", "remove": "×"}[what]
    return text_tag(
        "button",
        sign,
        type="button",
        class_="action",
        data_move=what,
        aria_label=label,
        disabled=disabled,
        data_focus=f"{what}-{number}",
    )


def _earlier(boards: tuple[Board, ...]) -> str:
    if not boards:
        return ""
    items = join(tag("li", _stood(one)) for one in reversed(boards))
    summary = text_tag("summary", counted(len(boards), "earlier list"))
    return tag(
        "details",
        summary + tag("ol", items, class_="earlier-boards"),
        class_="earlier-list",
        id="earlier-boards",
    )


def _stood(one: Board) -> str:
    names = "; ".join(f"{line.text} ({chance(line).lower()})" for line in one.ranked) or "empty"
    return text_tag("strong", minutes(one.minute)) + " " + escape(names)
