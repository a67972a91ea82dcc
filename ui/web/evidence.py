"""Where a sentence comes from, as HTML: sources in one line, passages, and the address of a cited page."""

from collections.abc import Iterable

from assistant.cited import place, source_of
from assistant.types import Abstention, Answer, Citation
from ui.figures import ShownFigure
from ui.web.markup import badge, counted, escape, join, long_date, path, tag, text_tag
from ui.web.references import Numbers
from ui.web.section import OPENED

REVIEWED = "clinician-reviewed"
NOT_REVIEWED = "not clinician-reviewed"
EXCERPT_CHARS = 360


def citation_url(citation: Citation) -> str:
    """The address that opens the cited page with the quote marked; it can be shared."""
    return path("source", citation.document, passage=citation.passage, start=citation.start, end=citation.end)


def figure_url(figure: ShownFigure) -> str:
    """The address of the page that a figure is on, opened at the figure."""
    return path("source", figure.document, figure.file_page, figure=figure.id) + f"#{OPENED}"


def source_line(citation: Citation) -> str:
    """A source in one line: title, publisher, edition, date, place, and its warnings."""
    warnings = badges(superseded=citation.superseded, review=citation.review)
    return text_tag("cite", citation.title) + _facts([*_edition(citation), place(citation)]) + warnings


def short_line(citation: Citation) -> str:
    """The same with what matters first, as its end may be cut off; the title opens the source."""
    title = text_tag("a", citation.title, href=citation_url(citation), data_source=True)
    warnings = badges(superseded=citation.superseded, review=None)
    return tag("cite", title) + warnings + _facts([place(citation), *_edition(citation)])


def _edition(citation: Citation) -> list[str | None]:
    return [citation.publisher, citation.edition, long_date(citation.published) or "undated"]


def _facts(facts: Iterable[str | None]) -> str:
    return escape("".join(f" · {fact}" for fact in facts if fact).replace("p. ", "p.\u00a0"))


def badges(*, superseded: bool, review: str | None) -> str:
    """The warnings that go with a source."""
    shown = badge("superseded", "warning") if superseded else ""
    if review and NOT_REVIEWED in review.casefold():
        shown += badge(NOT_REVIEWED, "caution", review)
    elif review and review.strip().casefold() != REVIEWED:
        shown += badge(review)
    return f" {shown}" if shown else ""


def abstained(abstention: Abstention) -> str:
    """Why there is no answer, the passages that came nearest, and what the library covers."""
    line = tag(
        "p", text_tag("strong", "No answer found.") + " " + escape(abstention.reason), class_="abstained"
    )
    nearest = join(tag("li", _passage(citation, None)) for citation in abstention.nearest)
    if nearest:
        nearest = text_tag("h3", "Nearest passages") + tag("ul", nearest, class_="passages")
    covers = join(text_tag("li", topic) for topic in abstention.covers)
    if covers:
        covers = text_tag("h3", "This library covers") + tag("ul", covers, class_="topics")
    return line + nearest + covers


def evidence(answer: Answer, numbers: Numbers) -> str:
    """All passages that were found, whole, behind one line."""
    if not answer.evidence:
        return ""
    known = {source: number for source, (number, _) in numbers.items()}
    items = join(tag("li", _passage(one, known.get(source_of(one)))) for one in answer.evidence)
    summary = text_tag("summary", f"Evidence: {counted(len(answer.evidence), 'passage')}, best first")
    return tag("details", summary + tag("ol", items, class_="passages"), class_="evidence")


def _passage(citation: Citation, number: int | None) -> str:
    cited = badge(f"cited as {number}") if number is not None else ""
    open_link = text_tag(
        "a", "Open", href=citation_url(citation), data_source=True, aria_label=f"Open {citation.title} here"
    )
    head = tag("p", source_line(citation) + f" {cited} {open_link}", class_="source")
    if len(citation.quote) <= EXCERPT_CHARS:
        return head + text_tag("p", citation.quote, class_="excerpt")
    opening = citation.quote[:EXCERPT_CHARS].rsplit(" ", 1)[0]
    rest = tag("summary", text_tag("span", opening + " …", class_="opening"))
    return head + tag("details", rest + text_tag("p", citation.quote), class_="excerpt")
