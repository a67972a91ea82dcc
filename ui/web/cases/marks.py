"""The checklist as it was marked: a bar a domain, and behind it every line with the words that earned it."""

from collections.abc import Iterable

from assistant.case.debriefing.debriefed import DomainScore, LineMark, Link, Quote, Status
from assistant.cited import place
from ui.web.cases.debriefing import Debriefed
from ui.web.cases.further import card
from ui.web.cases.words import DOMAIN_WORDS, figure, minutes
from ui.web.evidence import citation_url
from ui.web.markup import badge, counted, escape, join, tag, text_tag

SIGNS: dict[Status, tuple[str, str]] = {
    "done": ("✓", "done"),
    "missed": ("–", "missed"),
    "avoided": ("✓", "rightly left out"),
    "harmed": ("!", "not needed or harmful, and done"),
    "ungraded": ("?", "not graded"),
}


def bars(scores: Iterable[DomainScore]) -> str:
    """A bar for each domain that has points, with its figures; it leads to the lines behind it."""
    return tag("ul", join(tag("li", _bar(one)) for one in scores), class_="bars")


def domains(shown: Debriefed) -> str:
    """Every domain with its lines."""
    return join(_domain(shown, one) for one in shown.debrief.domains if one.lines)


def links(found: Iterable[Link]) -> str:
    """The sources behind a line: each opens with its words marked, or says why it does not."""
    items = [tag("li", _link(one)) for one in found]
    return tag("ul", join(items), class_="sources") if items else ""


def quotes(said: Iterable[Quote]) -> str:
    """The student's own words, when they were said, and what they brought."""
    items = [tag("li", _quote(one)) for one in said]
    return tag("ul", join(items), class_="quotes") if items else ""


def points(got: float, of: float) -> str:
    """Points out of points, e.g. 5.5 of 8."""
    return f"{figure(got)} of {figure(of)}"


def _bar(one: DomainScore) -> str:
    name = text_tag("a", DOMAIN_WORDS[one.domain], href=f"#{one.domain}")
    share = 0.0 if not one.out_of else 100 * max(0.0, one.points) / one.out_of
    fill = tag("span", "", class_="fill", style=f"width:{share:.1f}%")
    words = points(one.points, one.out_of) if one.out_of else "nothing graded"
    left = text_tag("small", f", {one.ungraded} not graded") if one.ungraded else ""
    return (
        tag("span", name, class_="bar-name")
        + tag("span", fill, class_="bar")
        + tag("span", escape(words) + left)
    )


def _domain(shown: Debriefed, one: DomainScore) -> str:
    score = points(one.points, one.out_of) if one.out_of else "nothing graded"
    hints = shown.debrief.hints.get(one.domain, 0)
    helped = " " + badge(f"{counted(hints, 'hint')} used") if hints else ""
    head = tag(
        "h2", escape(f"{DOMAIN_WORDS[one.domain]} ") + text_tag("small", score) + helped, id=one.domain
    )
    lines = join(
        tag("li", _line(line) + card(shown, line), class_=f"mark mark-{line.status}", id=f"line-{line.line}")
        for line in shown.lines(one.domain)
    )
    return tag("section", head + tag("ul", lines, class_="marks-list"), aria_label=DOMAIN_WORDS[one.domain])


def _line(line: LineMark) -> str:
    sign, words = SIGNS[line.status]
    mark = tag("span", escape(sign), class_="sign", aria_hidden="true") + text_tag(
        "span", f"{words}: ", class_="hidden"
    )
    got = "not graded" if line.points is None else points(line.points, line.weight)
    head = tag("p", tag("span", mark + escape(line.text)) + text_tag("small", got, class_="points"))
    why = join(text_tag("p", words, class_="note") for words in (line.reason, _why(line)) if words)
    return head + quotes(line.quotes) + why + links(line.links)


def _why(line: LineMark) -> str:
    """Why it matters is told where it was missed."""
    return line.why if line.status in ("missed", "harmed") else ""


def _quote(one: Quote) -> str:
    when = f"{minutes(one.minute)}: " if one.minute is not None else ""
    brought = " " + tag("span", escape("→ ") + escape(one.brought), class_="brought") if one.brought else ""
    return text_tag("small", when) + text_tag("q", one.words) + brought


def _link(link: Link) -> str:
    if link.citation is None:
        return text_tag("span", f"{link.reference.document}: {link.reason}.", class_="note")
    citation = link.citation
    title = text_tag("a", citation.title, href=citation_url(citation), data_source=True)
    where = f", {place(citation)}" if place(citation) else ""
    old = " " + badge("superseded", "warning") if citation.superseded else ""
    return title + escape(where) + old + escape(": ") + text_tag("q", link.reference.quote)
