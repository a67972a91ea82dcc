"""A syllabus becomes a draft with the passages of the library that teach each objective."""

import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from assistant.answer.gather import gather
from assistant.answer.quote import rate
from assistant.answer.sufficiency import features, model_for, probability
from curricula.plans import Plans
from curricula.syllabus.drafting import File, drafted
from curricula.syllabus.keeping import known_in
from curricula.syllabus.types import Draft, Proposed
from curricula.types import Reference
from retrieval.library import Library
from retrieval.readers.sandbox import Sandbox
from retrieval.types import Query

MOST_PASSAGES = 3
HOPELESS = 0.2
"""Below this the ranker is not asked: on the samples it never said yes where the fast look gave less."""
LINKING_S = 210.0
"""So long are passages looked up for one syllabus; what is not reached says so."""
SUFFIXES = (".pdf", ".docx", ".md", ".markdown", ".html", ".htm", ".csv", ".tsv", ".txt")
OUT_OF_TIME = "Passages were looked up for {} of {} objectives; the time was up."
STOPPED = "Passages were looked up for {} of {} objectives, then it was stopped."


class Progress(NamedTuple):
    """How far an import has come: of so many objectives, passages were looked up for so many."""

    done: int
    of: int


def never() -> bool:
    """Nobody stops it."""
    return False


def read_syllabus(path: Path, plans: Plans) -> Draft:
    """The draft of that file, without passages. Refused or Skipped with the reason if it cannot be read."""
    with Sandbox() as reader:
        document = reader.read(path)
    file = File(path.stem, path.name, sha256(path.read_bytes()).hexdigest())
    return drafted(document, file, known_in(plans))


def linked(
    library: Library,
    draft: Draft,
    *,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = never,
    clock: Callable[[], float] = time.monotonic,
) -> Draft:
    """The draft with up to three exact quotes for each objective, none where the evidence is too weak.

    Ends when it is stopped or the time is up: what was not looked up is marked, and a note says how much.
    """
    ends = clock() + LINKING_S
    wanted = draft.objectives
    found: dict[str, Proposed] = {}
    note = ""
    for at, one in enumerate(wanted):
        if stop() or clock() >= ends:
            note = (STOPPED if stop() else OUT_OF_TIME).format(at, len(wanted))
            break
        quotes = tuple(teaching(library, one.sentence))
        found[one.id] = one.model_copy(update={"references": quotes, "searched": True})
        on_progress(Progress(at + 1, len(wanted)))
    notes = (*draft.notes, note) if note else draft.notes
    return draft.with_objectives(lambda one: found.get(one.id, one)).model_copy(update={"notes": notes})


def teaching(library: Library, sentence: str) -> Iterator[Reference]:
    """The best sentence of up to three passages each, where the calibrated judge says that they suffice."""
    query = Query(text=sentence)
    fast = library.search(query, configuration="fused")
    model = model_for(None)
    if probability(model, features(fast, rate(fast, library.encoder, None))) < HOPELESS:
        return
    gathered = gather(library, query, sentence, started=time.perf_counter())
    seen: set[str] = set()
    for chosen in gathered.chosen:
        passage = chosen.candidate.hit.passage
        if passage.id not in seen and len(seen) < MOST_PASSAGES:
            seen.add(passage.id)
            yield Reference(document=chosen.candidate.hit.title, quote=chosen.candidate.text)
