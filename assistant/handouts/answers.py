"""Chosen answers on paper: each question with its statements, and nothing that failed its check."""

from collections.abc import Iterator, Sequence

from assistant.answer.cite import Once, cite
from assistant.cited import standing, unsaid
from assistant.handouts.composing import Numbering
from assistant.handouts.types import Heading, Lines, Paragraph, Part, Words
from assistant.types import Answer, Citation, Statement
from retrieval.errors import PreceptorError
from retrieval.store import Store
from retrieval.types import Passage

GONE = "is not in this library now"


def answer_parts(answers: Sequence[Answer], numbering: Numbering) -> tuple[Part, ...]:
    """The parts of the handout of those answers, in their order."""
    return tuple(part for answer in answers for part in _parts(answer, numbering))


def checked(answer: Answer, store: Store) -> Answer:
    """The answer as this library bears it out: labels looked up anew, and what it does not hold is dropped.

    A statement with a quote that stands in no passage here counts as unsupported, so it is left out.
    """
    sources = Once(store)

    def again(statement: Statement) -> Statement:
        found = [_found(one, store, sources) for one in statement.citations]
        citations = tuple(one for one in found if one is not None)
        if len(citations) == len(found) and citations:
            return statement.model_copy(update={"citations": citations})
        return statement.model_copy(update={"verdict": "unsupported", "reason": f"What it cites {GONE}."})

    conflicts = tuple(
        one.model_copy(update={"statements": tuple(map(again, one.statements))}) for one in answer.conflicts
    )
    update = {"statements": tuple(map(again, answer.statements)), "conflicts": conflicts}
    return answer.model_copy(update=update)


def _found(citation: Citation, store: Store, sources: Once) -> Citation | None:
    try:
        passage: Passage = store.passage(citation.passage)
    except PreceptorError:
        return None
    if passage.text[citation.start : citation.end] != citation.quote:
        return None
    return cite(sources, passage, citation.start, citation.end)


def _parts(answer: Answer, numbering: Numbering) -> Iterator[Part]:
    yield Heading(text=answer.question)
    if answer.abstained:
        yield Paragraph(words=Words(text=f"No answer: {answer.abstained.reason}"))
    sound = standing(answer)
    yield from _lines(sound.statements, numbering)
    for conflict in sound.conflicts:
        yield Heading(text=f"Sources disagree: {conflict.about}", level=2)
        yield from _lines(conflict.statements, numbering)
    by = answer.written.model if answer.written and not answer.fallback else None
    how = f"Written by {by}, each sentence checked." if by else "Quoted from the sources, to the letter."
    for words in (*unsaid(answer), *([how] if sound.statements else [])):
        yield Paragraph(words=Words(text=words), look="note")


def _lines(statements: Sequence[Statement], numbering: Numbering) -> Iterator[Part]:
    if statements:
        yield Lines(
            lines=tuple(Words(text=one.text, marks=numbering.cited(one.citations)) for one in statements)
        )
