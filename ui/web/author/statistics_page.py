"""The page on which educators see how items turned out to be."""

from collections.abc import Mapping, Sequence

from assistant.accounts import Account
from assistant.statistics.formulas import FEWEST_DIFFICULTY, FEWEST_DISCRIMINATION, Figure
from assistant.statistics.house import MOST_SHOWN, Asked, Listing, Order
from assistant.statistics.types import FLAG_WORDS, ExamStatistics, Flag, ItemStatistics
from ui.web.author.laid import laid
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.words import TYPE_WORDS

LEAD = (
    "From the first answer of each learner to an item, without help; nobody is named. Right is the share of "
    "right answers. Tells is how far better learners are right more often: the correlation of the item with "
    "the learner's other answers, from -1 to 1. Every figure has its 95% interval."
)
FEW = (
    f"A figure is told from {FEWEST_DIFFICULTY} answers on, what an item tells from {FEWEST_DISCRIMINATION}: "
    "with fewer its interval would hold nearly everything."
)
EMPTY = "Nobody has answered an item yet. Figures come with the first answers on the page Quiz."
BEHIND = "; those that came since are being counted, load the page again in a minute."
WARNING: frozenset[Flag] = frozenset(("negative_discrimination", "key_suspected"))
COLUMNS: Mapping[Order, str] = {
    "title": "Item",
    "attempts": "Answers",
    "difficulty": "Right",
    "discrimination": "Tells",
    "time": "Seconds",
    "flags": "Look at",
}


def statistics_page(
    found: Listing, asked: Asked, page: int, exams: Sequence[ExamStatistics], who: Account
) -> str:
    """The table, sortable and filtered, and the exams that several people sat."""
    told = f"{counted(found.found, 'item')} shown here, of {found.answered:,} with answers; "
    told += f"{found.published:,} are published."
    told += f" {found.counted:,} answers were counted{BEHIND if found.is_old else '.'}"
    download = text_tag("a", "Download as CSV", href=address(asked, "csv"))
    body = (
        text_tag("h1", "Statistics", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        text_tag("p", FEW, class_="note"),
        _filter(asked),
        tag("p", escape(told) + " " + download, class_="matrix-sum", role="status"),
        _table(found.items, asked) if found.items else text_tag("p", EMPTY, class_="empty"),
        _pages(asked, page, found.found),
        _exams(exams),
    )
    return laid("Statistics", join(body), who)


def address(asked: Asked, *steps: str, **changed: str | int | None) -> str:
    """The address of the page for what is asked for, with some of it changed."""
    given = asked.model_dump(mode="json", exclude_defaults=True) | changed
    query = {name: _plain(value) for name, value in given.items()}
    return path("author", "statistics", *steps, **query)


def figure(found: Figure, *, percent: bool = False) -> str:
    """A figure with its interval below it, or in words why there is none."""
    if found.value is None:
        return text_tag("span", found.reason, class_="note")
    low, high = _number(found.low, percent), _number(found.high, percent)
    interval = text_tag("div", f"{low} to {high}", class_="note")
    return text_tag("strong", _number(found.value, percent)) + interval


def flags(found: Sequence[Flag]) -> str:
    """The flags as badges."""
    return " ".join(badge(FLAG_WORDS[flag], "warning" if flag in WARNING else "caution") for flag in found)


def _number(value: float | None, percent: bool) -> str:
    if value is None:
        return ""
    return f"{value:.0%}" if percent else f"{value:.2f}"


def _plain(value: object) -> str | int | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str | int) else None


def _filter(asked: Asked) -> str:
    words = void("input", name="words", value=asked.words, maxlength=200, type="search")
    fields = (
        tag("label", "Words " + words),
        tag(
            "label",
            "Objective " + void("input", name="objective", value=asked.objective, maxlength=100, size=16),
        ),
        _select(
            "flag",
            "Look at",
            {"": "all", **{str(flag): words for flag, words in FLAG_WORDS.items()}},
            asked.flag or "",
        ),
        _box("flagged", "only what to look at", on=asked.flagged),
        _box("enough", "only with enough answers", on=asked.enough),
        void("input", type="hidden", name="order", value=asked.order),
        void("input", type="hidden", name="descending", value="true" if asked.descending else "false"),
        text_tag("button", "Show", type="submit", class_="action"),
    )
    return tag("form", join(fields), method="get", action="/author/statistics", class_="matrix-filter")


def _select(name: str, label: str, options: Mapping[str, str], value: str) -> str:
    inner = join(
        text_tag("option", words, value=key, selected=key == value) for key, words in options.items()
    )
    return tag("label", escape(f"{label} ") + tag("select", inner, name=name))


def _box(name: str, words: str, *, on: bool) -> str:
    box = void("input", type="checkbox", name=name, value="true", checked=on)
    return tag("label", box + escape(f" {words}"))


def _table(items: Sequence[ItemStatistics], asked: Asked) -> str:
    head = tag("thead", tag("tr", join(_head(order, words, asked) for order, words in COLUMNS.items())))
    return tag("div", tag("table", head + tag("tbody", join(map(_row, items)))), class_="table-wrap")


def _head(order: Order, words: str, asked: Asked) -> str:
    here = order == asked.order
    turned = not asked.descending if here else order != "title"
    sign = ("▼" if asked.descending else "▲") if here else ""
    link = text_tag(
        "a", f"{words} {sign}".strip(), href=address(asked, order=order, descending=_plain(turned))
    )
    state = ("descending" if asked.descending else "ascending") if here else None
    return tag("th", link, scope="col", aria_sort=state)


def _row(one: ItemStatistics) -> str:
    link = text_tag("a", one.title, href=path("author", "statistics", "item", one.id))
    note = f"{TYPE_WORDS[one.type]}, version {one.version}"
    expected = "" if one.expected is None else text_tag("div", f"author: {one.expected:.0%}", class_="note")
    cells = (
        text_tag("td", f"{one.difficulty.n:,}"),
        tag("td", figure(one.difficulty, percent=True) + expected),
        tag("td", figure(one.discrimination)),
        text_tag("td", f"{one.times.median:.0f}" if one.times else ""),
        tag("td", flags(one.flags)),
    )
    return tag("tr", tag("td", link + text_tag("div", note, class_="note")) + join(cells))


def _pages(asked: Asked, page: int, found: int) -> str:
    last = max(1, -(-found // MOST_SHOWN))
    if last == 1:
        return ""
    near = sorted({1, last, *range(max(1, page - 3), min(last, page + 3) + 1)})
    links = (
        text_tag("a", str(one), href=address(asked, page=one), aria_current="page" if one == page else None)
        for one in near
    )
    return tag("nav", join(links), class_="pages", aria_label="Pages of the table")


def _exams(exams: Sequence[ExamStatistics]) -> str:
    if not exams:
        return ""
    heads = ("Exam", "Sitters", "Mean", "Reliability", "Error")
    head = tag("thead", tag("tr", join(text_tag("th", one, scope="col") for one in heads)))
    rows = join(map(_exam, exams))
    note = (
        "Exams in which several people got the same items, each person's first. Reliability is KR-20; the "
        "error is that of one person's points."
    )
    table = tag("div", tag("table", head + tag("tbody", rows)), class_="table-wrap")
    return tag("section", text_tag("h2", "Exams") + text_tag("p", note, class_="note") + table)


def _exam(one: ExamStatistics) -> str:
    few = one.sitters < FEWEST_DIFFICULTY
    mean = (
        f"Not enough sitters: {one.sitters} of {FEWEST_DIFFICULTY}."
        if few
        else f"{one.mean:.1f} of {one.items}"
    )
    cells = (
        text_tag("td", f"{one.title} ({counted(one.items, 'item')})"),
        text_tag("td", str(one.sitters)),
        text_tag("td", mean, class_="note" if few else None),
        tag("td", figure(one.reliability)),
        text_tag("td", "" if one.error is None else f"±{one.error:.1f}"),
    )
    return tag("tr", join(cells))
