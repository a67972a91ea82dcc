"""The page of one item's statistics: who chose what, and how versions differ."""

from assistant.accounts import Account
from assistant.statistics.formulas import Change
from assistant.statistics.types import ItemDetail, OptionRow, VersionRow
from ui.web.author.laid import laid
from ui.web.author.statistics_groups import Chosen, groups_part
from ui.web.author.statistics_page import figure, flags
from ui.web.markup import badge, escape, join, tag, text_tag

NOTHING_CHOSEN = Chosen()
ABILITY = "Their other answers: the mean share right. Tells: above 0, better learners choose it more."
EXPECTED = "What the author's difficulty predicts for a learner in the middle"


def item_page(found: ItemDetail, who: Account, chosen: Chosen = NOTHING_CHOSEN) -> str:
    """Everything that attempts tell about the item, also of two classes compared."""
    item = found.item
    back = text_tag("a", "All statistics", href="/author/statistics")
    body = (
        text_tag("h1", item.title, class_="page-title"),
        tag("p", escape(f"{item.id}, version {item.version} ") + flags(item.flags)),
        _figures(found),
        _options(found),
        _versions(found.versions),
        groups_part(item.id, chosen),
        tag("p", back),
    )
    return laid("Statistics", join(body), who, title=item.title)


def _figures(found: ItemDetail) -> str:
    item, times = found.item, found.item.times
    seconds = f"{times.median:.0f} (a tenth {times.low:.0f}, nine tenths {times.high:.0f})" if times else ""
    standing = "stands" if item.difficulty.value is None else "replaced by the answers"
    guess = "" if item.expected is None else f"{item.expected:.0%}, {standing}"
    index = "" if found.upper_lower is None else f"{found.upper_lower:.2f}"
    rows = (
        ("First answers without help", escape(f"{item.difficulty.n:,}")),
        ("Right", figure(item.difficulty, percent=True)),
        (EXPECTED, escape(guess)),
        ("Tells (correlation with the rest)", figure(item.discrimination)),
        ("Best 27% less lowest 27%", escape(index)),
        ("Seconds, the median", escape(seconds)),
    )
    body = join(tag("tr", text_tag("th", name, scope="row") + tag("td", cell)) for name, cell in rows if cell)
    return tag("div", tag("table", tag("tbody", body)), class_="table-wrap")


def _options(found: ItemDetail) -> str:
    if found.options_reason:
        return tag("section", text_tag("h2", "Options") + text_tag("p", found.options_reason, class_="empty"))
    if not found.options:
        return ""
    heads = ("Option", "Chose it", "Others right", "Tells", "")
    return _section("Options", heads, join(map(_option, found.options)), ABILITY)


def _option(row: OptionRow) -> str:
    key = badge("key", "plain") if row.correct else ""
    ability = "" if row.ability is None else f"{row.ability:.0%}"
    cells = (
        tag("td", text_tag("strong", row.id.upper()) + " " + escape(row.text) + " " + key),
        text_tag("td", f"{row.chosen:,} ({row.share:.0%})"),
        text_tag("td", ability),
        tag("td", figure(row.tells)),
        tag("td", badge(row.note, "caution") if row.note else ""),
    )
    return tag("tr", join(cells))


def _versions(rows: tuple[VersionRow, ...]) -> str:
    if len(rows) < 2:
        return ""
    told = join(
        tag(
            "tr",
            text_tag("td", str(row.version))
            + text_tag("td", f"{row.difficulty.n:,}")
            + tag("td", figure(row.difficulty, percent=True))
            + text_tag("td", change_words(row.change)),
        )
        for row in rows
    )
    note = "Only learners who met the item for the first time in that version."
    return _section("Versions", ("Version", "Answers", "Right", "Changed"), told, note)


def change_words(change: Change | None) -> str:
    """How the share right changed, with its interval and what chance alone would do."""
    if change is None:
        return ""
    if change.value is None:
        return change.reason
    chance = "p < 0.001" if change.p is not None and change.p < 0.001 else f"p = {change.p:.3f}"
    return f"{change.value:+.0%} ({change.low:+.0%} to {change.high:+.0%}), {chance}"


def _section(title: str, heads: tuple[str, ...], rows: str, note: str) -> str:
    head = tag("thead", tag("tr", join(text_tag("th", one, scope="col") for one in heads)))
    table = tag("div", tag("table", head + tag("tbody", rows)), class_="table-wrap")
    return tag("section", text_tag("h2", title) + text_tag("p", note, class_="note") + table)
