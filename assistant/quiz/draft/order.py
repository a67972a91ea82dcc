"""What is to be drafted, and the passages for it."""

from collections.abc import Iterator

from pydantic import Field

from assistant.quiz.draft.excerpts import Excerpt
from retrieval.errors import WrongUse
from retrieval.library import Library
from retrieval.types import Passage, Query, Value

MOST, LONGEST_MINUTES = 50, 60
FOUND_PASSAGES = 40
PRIVATE_LEFT_OUT = (
    "{} of sources that may tell who patients are were not sent, as the model is on another machine."
)


class Order(Value):
    """What is wanted: drafts about a topic, or from these passages, by rule or by the served model.

    `objectives` are those that the drafts are to serve; the same `seed` gives the same drafts by rule; after
    `minutes` no further one is begun.
    """

    about: str = Field(default="", max_length=300)
    passages: tuple[str, ...] = Field(default=(), max_length=100)
    objectives: tuple[str, ...] = ()
    count: int = Field(default=10, ge=1, le=MOST)
    with_model: bool = False
    seed: int = 0
    minutes: float = Field(default=10, gt=0, le=LONGEST_MINUTES)


def excerpts_for(order: Order, library: Library) -> list[Excerpt]:
    """The passages to draft from, the nearest to the topic first; WrongUse where there are none."""
    passages = [library.passage(one) for one in order.passages]
    about = order.about or " ".join(one.replace("-", " ") for one in order.objectives)
    if not passages and not about.strip():
        raise WrongUse("Nothing says what to draft from.", "Give --topic, --objective or --passage.")
    if not passages:
        found = library.search(Query(text=about), k=FOUND_PASSAGES)
        passages = [hit.passage for hit in found.hits]
    if not passages:
        raise WrongUse(f"The library has no passage on “{about[:80]}”.", "Add a source, or try other words.")
    return [Excerpt(library.document(one.document), one) for one in passages]


def with_whole_tables(excerpts: list[Excerpt], library: Library) -> list[Excerpt]:
    """The same, and the other parts of the tables that are among them: the distractors stand there."""
    places = {(one.document.id, one.passage.headings) for one in excerpts if one.passage.rows}
    more = (one for document in {place[0] for place in places} for one in library.store.passages_of(document))
    beside = [one for one in more if (one.document, one.headings) in places]
    known = {one.passage.id for one in excerpts}
    return [*excerpts, *_of(library, (one for one in beside if one.id not in known))]


def sendable(excerpts: list[Excerpt], *, redacts: bool) -> tuple[list[Excerpt], list[str]]:
    """The passages that may be sent to the model, and what was left out and why."""
    if not redacts:
        return excerpts, []
    kept = [one for one in excerpts if all(mark.kind != "private" for mark in one.document.cautions)]
    left = len(excerpts) - len(kept)
    words = "1 passage" if left == 1 else f"{left} passages"
    return kept, [PRIVATE_LEFT_OUT.format(words)] if left else []


def _of(library: Library, passages: Iterator[Passage]) -> Iterator[Excerpt]:
    for passage in passages:
        yield Excerpt(library.document(passage.document), passage)
