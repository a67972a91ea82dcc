"""What the forms of authors look up while one writes: objectives, topics, and sentences of the library."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query

from assistant.accounts import Account
from curricula.items.wanted import ALL, Wanted
from curricula.versions import values_of
from retrieval.errors import PreceptorError
from retrieval.indexes.lexical import meaningful_stems
from retrieval.text import sentences
from retrieval.types import Query as Asked
from retrieval.types import Value
from ui.desk import LocalDesk
from ui.results import SearchHit
from ui.web.people import account_of

NOT_ALLOWED = "Only educators and owners may write items and cases. Ask one of them."
FORBIDDEN, REFUSED = 403, 422
PASSAGES, FROM_EACH, SHORTEST = 8, 3, 12
MOST_TOPICS = 500


class Sentence(Value):
    """A sentence as it stands in a source, with the title of that and the page."""

    document: str
    quote: str
    page: str | None
    superseded: bool


def author_of(who: Annotated[Account, Depends(account_of)]) -> Account:
    """Who writes. Forbidden to learners."""
    if not who.may_edit_library:
        raise HTTPException(FORBIDDEN, NOT_ALLOWED)
    return who


Author = Annotated[Account, Depends(author_of)]


def finding_routes(desk: LocalDesk) -> APIRouter:
    """Objectives and topics to choose from, and sentences by a search."""
    router = APIRouter(include_in_schema=False)

    @router.get("/author/choices")
    def choices(_: Author) -> dict[str, Any]:
        objectives = values_of(desk.plans.objectives.listed())
        topics = desk.quizzes.house.bank.tallies("topic", Wanted(statuses=ALL))
        often = sorted(topics, key=lambda name: (-topics[name], name))[:MOST_TOPICS]
        return {
            "objectives": [[one.id, one.title] for one in objectives],
            "topics": [[one, ""] for one in often],
        }

    @router.get("/author/sentences")
    def found(_: Author, q: Annotated[str, Query(min_length=3, max_length=300)]) -> dict[str, Any]:
        return _told(lambda: sentences_for(desk, q))

    return router


def sentences_for(desk: LocalDesk, words: str) -> list[Sentence]:
    """Sentences of the best passages for these words, those with most of the words first in each."""
    stems = frozenset(meaningful_stems(words))
    hits = desk.search(Asked(text=words), PASSAGES).hits
    return [sentence for hit in hits for sentence in _of(hit, stems)]


def _of(hit: SearchHit, stems: frozenset[str]) -> list[Sentence]:
    texts = [hit.text[start:end] for start, end in sentences(hit.text)]
    shared = {text: len(stems & set(meaningful_stems(text))) for text in texts if len(text) >= SHORTEST}
    best = sorted(shared, key=lambda text: -shared[text])[:FROM_EACH]
    made = (hit.title, hit.page, hit.superseded)
    return [
        Sentence(document=made[0], quote=text, page=made[1], superseded=made[2])
        for text in best
        if shared[text]
    ]


def _told(find: Callable[[], list[Sentence]]) -> dict[str, Any]:
    try:
        return {"sentences": [one.model_dump() for one in find()]}
    except PreceptorError as fault:
        raise HTTPException(REFUSED, str(fault)) from fault
