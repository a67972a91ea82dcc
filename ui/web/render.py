"""Answers as HTML. Plain functions of values: no Gradio, no library, no state."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from assistant.record import Asked, Turn
from assistant.types import Abstention, Answer, Citation, Conflict, Notice, Statement
from ui.web.calculators import offered
from ui.web.markup import badge, counted, escape, join, long_date, path, tag, text_tag
from ui.web.references import Source, numbered, place, plain_text, source_of

Numbers = dict[Source, tuple[int, Citation]]
INTENDED_USE = "For education and reference. Not a medical device; check the source before acting on it."
REVIEWED = "clinician-reviewed"
NOT_REVIEWED = "not clinician-reviewed"
EXCERPT_CHARS = 360
CLOSE_MATCH = 0.5


def citation_url(citation: Citation) -> str:
    """The address that opens the cited page with the quote marked; it can be shared."""
    return path("source", citation.document, passage=citation.passage, start=citation.start, end=citation.end)


def conversation(newest: Turn | None, earlier: Sequence[Asked] = ()) -> str:
    """The newest turn whole, earlier ones folded to their question, latest first."""
    if newest is None:
        return ""
    heading_id = f"q-{newest.turn_id}"
    head = text_tag("h2", newest.question, class_="question", id=heading_id)
    body = head + turn_body(newest)
    shown = tag("article", body, class_="turn", data_turn=newest.turn_id, aria_labelledby=heading_id)
    if earlier:
        shown += text_tag("h2", "Earlier in this session", class_="earlier-title")
    return shown + join(_folded(asked) for asked in reversed(earlier))


def _folded(asked: Asked) -> str:
    """A question whose answer the page fetches when it is unfolded."""
    summary = text_tag("summary", asked.question, class_="question")
    body = tag("div", "", class_="turn", data_turn=asked.turn_id)
    return tag("details", summary + body, class_="earlier", data_fold=path("turn", asked.turn_id))


def turn_body(turn: Turn) -> str:
    """The answer of a turn, or why it cannot be shown, and the calculators that its question needs."""
    calculators = offered(turn.question)
    answer = turn.answer
    if answer is None:
        return _unreadable() + calculators
    shown = answer_html(answer, turn.turn_id)
    if answer.notices and not (answer.statements or answer.abstained):
        return shown
    # Where the library is silent the calculator is the answer, so it does not wait below the passages.
    return calculators + shown if answer.abstained and not answer.notices else shown + calculators


def _unreadable() -> str:
    return text_tag("p", "This answer was made by another version. Ask again to see it.", class_="note")


def answer_html(answer: Answer, turn_id: str) -> str:
    """An answer: notices, statements or the abstention, conflicts, references, actions and the evidence."""
    numbers = numbered(answer)
    notices = join(_notice(notice) for notice in answer.notices)
    if answer.notices and not (answer.statements or answer.abstained):
        return notices
    return join(
        (
            notices,
            _searched_as(answer),
            join(text_tag("p", note, class_="note") for note in answer.notes),
            _abstained(answer.abstained) if answer.abstained else _statements(answer.statements, numbers),
            join(_conflict(conflict, numbers) for conflict in answer.conflicts),
            _references(numbers),
            _actions(answer, turn_id),
            _evidence(answer, numbers),
        )
    )


def _notice(notice: Notice) -> str:
    """Words for the person above the answer; one that has a better question offers to ask it."""
    words = text_tag("p", notice.text)
    if notice.instead:
        instead = text_tag("q", notice.instead)
        ask = _button("Remove and ask again", data_ask=notice.instead)
        words += tag("p", f"It would read: {instead}") + tag("p", ask)
    return tag("div", words, class_=f"notice notice-{notice.kind}", role="note")


def _searched_as(answer: Answer) -> str:
    if answer.standalone == answer.question:
        return ""
    return tag("p", "Understood as: " + text_tag("q", answer.standalone), class_="note")


def _statements(statements: Sequence[Statement], numbers: Numbers) -> str:
    parts = []
    for heads, group in groupby(statements, key=_heads):
        members = list(group)
        parts.append(_table(heads, members, numbers) if heads else _list(members, numbers))
    return tag("div", join(parts), class_="statements" if len(statements) > 1 else "statements single")


def _heads(statement: Statement) -> tuple[str, ...]:
    return tuple(head for head, _ in statement.cells)


def _list(statements: Iterable[Statement], numbers: Numbers) -> str:
    return tag("ol", join(tag("li", _sentence(one, numbers)) for one in statements), class_="sentences")


def _sentence(statement: Statement, numbers: Numbers) -> str:
    chips = _chips(statement, numbers)
    if statement.verdict == "supported":
        return f"{escape(statement.text)} {chips}"
    return text_tag("s", statement.text) + f" {chips}" + _doubt(statement)


def _doubt(statement: Statement) -> str:
    """Why a statement is struck through, behind a control that opens by key, click and tap."""
    summary = text_tag("summary", statement.verdict.capitalize())
    return tag("details", summary + text_tag("p", statement.reason), class_="doubt")


def _table(heads: tuple[str, ...], rows: Iterable[Statement], numbers: Numbers) -> str:
    titles = join(text_tag("th", head, scope="col") for head in heads)
    titles += tag("th", text_tag("span", "Source", class_="hidden"), scope="col")
    body = join(_row(row, numbers) for row in rows)
    table = tag("table", tag("thead", tag("tr", titles)) + tag("tbody", body))
    return tag("div", table, class_="table", tabindex=0, role="group", aria_label="Table from the source")


def _row(row: Statement, numbers: Numbers) -> str:
    element = "span" if row.verdict == "supported" else "s"
    cells = join(tag("td", text_tag(element, value)) for _, value in row.cells)
    doubt = "" if row.verdict == "supported" else _doubt(row)
    return tag("tr", cells + tag("td", _chips(row, numbers) + doubt, class_="cited"))


def _chips(statement: Statement, numbers: Numbers) -> str:
    return join(_chip(citation, numbers[source_of(citation)][0]) for citation in statement.citations)


def _chip(citation: Citation, number: int) -> str:
    label = f"Source {number}: {citation.title}, {place(citation)}"
    return text_tag(
        "a",
        str(number),
        class_="chip chip-warning" if citation.superseded else "chip",
        href=citation_url(citation),
        data_source=True,
        aria_label=label + (", superseded" if citation.superseded else ""),
        title=label,
    )


def _conflict(conflict: Conflict, numbers: Numbers) -> str:
    sides = join(_side(statement, numbers) for statement in conflict.statements)
    title = text_tag("h3", f"Sources disagree: {conflict.about}")
    return tag("section", title + tag("div", sides, class_="sides"), class_="conflict")


def _side(statement: Statement, numbers: Numbers) -> str:
    sources = join(tag("p", _source_line(citation), class_="source") for citation in statement.citations)
    return tag("div", tag("p", _sentence(statement, numbers)) + sources, class_="side")


def _source_line(citation: Citation) -> str:
    day = long_date(citation.published) or "undated"
    facts = [citation.publisher, citation.edition, day, place(citation)]
    words = (
        text_tag("cite", citation.title)
        + " · "
        + escape(" · ".join(fact for fact in facts if fact).replace("p. ", "p.\u00a0"))
    )
    return words + badges(superseded=citation.superseded, review=citation.review)


def badges(*, superseded: bool, review: str | None) -> str:
    """The warnings that go with a source."""
    shown = badge("superseded", "warning") if superseded else ""
    if review and NOT_REVIEWED in review.casefold():
        shown += badge(NOT_REVIEWED, "caution", review)
    elif review and review.strip().casefold() != REVIEWED:
        shown += badge(review)
    return f" {shown}" if shown else ""


def _references(numbers: Numbers) -> str:
    if not numbers:
        return ""
    lines = join(
        tag("li", _chip(citation, number) + tag("span", _source_line(citation)), value=number)
        for number, citation in numbers.values()
    )
    return tag("ol", lines, class_="references", aria_label="References")


def _abstained(abstention: Abstention) -> str:
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


def _passage(citation: Citation, number: int | None) -> str:
    cited = badge(f"cited as {number}") if number is not None else ""
    open_link = text_tag(
        "a", "Open", href=citation_url(citation), data_source=True, aria_label=f"Open {citation.title} here"
    )
    head = tag("p", _source_line(citation) + f" {cited} {open_link}", class_="source")
    if len(citation.quote) <= EXCERPT_CHARS:
        return head + text_tag("p", citation.quote, class_="excerpt")
    opening = citation.quote[:EXCERPT_CHARS].rsplit(" ", 1)[0]
    rest = tag("summary", text_tag("span", opening + " …", class_="opening"))
    return head + tag("details", rest + text_tag("p", citation.quote), class_="excerpt")


def _evidence(answer: Answer, numbers: Numbers) -> str:
    if not answer.evidence:
        return ""
    known = {source: number for source, (number, _) in numbers.items()}
    items = join(tag("li", _passage(one, known.get(source_of(one)))) for one in answer.evidence)
    summary = text_tag("summary", f"Evidence: {counted(len(answer.evidence), 'passage')}, best first")
    return tag("details", summary + tag("ol", items, class_="passages"), class_="evidence")


def _actions(answer: Answer, turn_id: str) -> str:
    copy = _button("Copy with citations", data_copy=plain_text(answer))
    exports = join(
        text_tag("a", name, href=path("export", f"{turn_id}.{ending}"), class_="action", download=True)
        for name, ending in (("BibTeX", "bib"), ("RIS", "ris"))
        if answer.evidence or answer.statements
    )
    votes = join(
        _button(words, data_feedback=kind, aria_pressed="false")
        for words, kind in (("Helpful", "up"), ("Not helpful", "down"))
    )
    disagree = _button("Disagree", data_disagree=True, aria_expanded="false")
    buttons = tag("div", copy + exports + votes + disagree, class_="actions")
    return buttons + _note_form() + tag("p", _about(answer), class_="about")


def _match(probability: float) -> str:
    """In words: the figure was calibrated on longer questions than people type, and is a floor for those."""
    if probability >= CLOSE_MATCH:
        return "the sources match the question closely"
    return "the sources match the question loosely: read around the quote"


def _button(words: str, **values: str | bool) -> str:
    return text_tag("button", words, type="button", class_="action", **values)


def _note_form() -> str:
    field = tag("textarea", "", rows=3, maxlength=4000, required=True)
    label = tag("label", "What is wrong, and where does it say so?" + field)
    send = text_tag("button", "Send note", class_="action", type="submit")
    return tag("form", label + send, class_="disagree", hidden=True)


def _about(answer: Answer) -> str:
    facts = []
    if "evidence" in answer.timings_ms:
        facts.append(f"Evidence in {answer.timings_ms['evidence']:,.0f} ms")
    facts.append(
        "verbatim quotes, no model" if answer.mode == "quote" else f"written by {answer.fingerprint.model}"
    )
    if answer.confidence is not None and answer.statements:
        facts.append(_match(answer.confidence))
    made = answer.fingerprint
    title = f"settings {made.settings}, encoder {made.encoder}, library {made.library}"
    return text_tag("span", " · ".join(facts), title=title)
