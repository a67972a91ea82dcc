"""From what a person typed to a query the library accepts, the same at every door."""

from collections.abc import Collection, Iterable, Sequence
from typing import get_args

from retrieval.errors import WrongUse
from retrieval.types import Document, DocumentKind, Filters, Query

# Far beyond a question, well below what would slow a search down.
LONGEST_QUESTION = 2000
LONGEST_ATTEMPT = 2000
MOST_HITS = 100
# A follow-up leans on the last few questions; older ones only blur it.
REMEMBERED_QUESTIONS = 5


def asked(text: str, *, filters: Filters | None = None, history: Sequence[str] = ()) -> Query:
    """The query of a question after the last few before it, which are cut where no question is so long.

    Refuses an empty question and one that is too long to be one.
    """
    question = _on_one_line(text)
    if not question:
        raise WrongUse("The question is empty.", "Ask in a few words, such as: first drug in hypertension")
    if len(question) > LONGEST_QUESTION:
        raise WrongUse(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} can be asked.",
            "Shorten it; to search a long text, add it to the library as a file.",
        )
    before = (_on_one_line(one)[:LONGEST_QUESTION] for one in history[-REMEMBERED_QUESTIONS:])
    return Query(text=question, filters=filters or Filters(), history=tuple(filter(None, before)))


def attempted(text: str) -> str:
    """What a learner tried, empty if nothing: then the answer is simply shown. Refuses what is too long."""
    attempt = text.replace("\x00", " ").strip()
    if len(attempt) > LONGEST_ATTEMPT:
        raise WrongUse(
            f"The attempt has {len(attempt):,} characters; at most {LONGEST_ATTEMPT:,} are kept.",
            "Say it shorter.",
        )
    return attempt


def checked_count(k: int) -> int:
    """How many hits are wanted, if that many may be asked for."""
    if not 1 <= k <= MOST_HITS:
        raise WrongUse(f"{k} results cannot be shown.", f"Ask for 1 to {MOST_HITS}.")
    return k


def asked_filters(
    kinds: Collection[str] = (),
    topics: Iterable[str] = (),
    *,
    jurisdictions: Iterable[str] = (),
    documents: Iterable[str] = (),
    superseded: bool = False,
) -> Filters:
    """The filters of these words. Refuses a kind of document that does not exist."""
    known = get_args(DocumentKind)
    _require("kind", kinds, known)
    return Filters(
        kinds=tuple(kind for kind in known if kind in kinds),
        topics=tuple(topics),
        jurisdictions=tuple(jurisdictions),
        documents=tuple(documents),
        superseded=superseded,
    )


def checked_filters(filters: Filters, documents: Sequence[Document]) -> Filters:
    """The filters, document ids in full. Refuses what no document of the library has."""
    _require("topic", filters.topics, {topic for document in documents for topic in document.topics})
    _require("jurisdiction", filters.jurisdictions, {d.jurisdiction for d in documents if d.jurisdiction})
    ids = tuple(find_document(documents, given).id for given in filters.documents)
    return filters.model_copy(update={"documents": ids})


def find_document(documents: Iterable[Document], given: str) -> Document:
    """The document of that id, or of the only id that begins so."""
    matching = [document for document in documents if given and document.id.startswith(given)]
    exact = [document for document in matching if document.id == given]
    if len(exact or matching) == 1:
        return (exact or matching)[0]
    if matching:
        raise WrongUse(f"{len(matching)} documents have an id that begins with {given}.", "Give more of it.")
    raise WrongUse(f"No document has the id {given!r}.", "List the ids with: preceptor library list")


def _on_one_line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def _require(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    choices = sorted(known)
    unknown = [value for value in given if value not in choices]
    if unknown:
        offer = f"Choose from: {', '.join(choices)}." if choices else f"No source here names a {what}."
        raise WrongUse(f"No source has the {what} {', '.join(unknown)}.", offer)
