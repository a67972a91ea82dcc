"""The check of each sentence against the passages it cites, beside the reading of the stream."""

import re
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter
from typing import Self

from assistant.answer.cite import Sources, cite
from assistant.answer.drafts import Draft
from assistant.answer.subject import Subject
from assistant.types import CHECKING, Citation, Statement
from assistant.verify.evidence import Reading
from assistant.verify.verdict import Judgement, verify
from retrieval.indexes.lexical import meaningful_stems
from retrieval.nearest import nearest
from retrieval.passages import indexed_text
from retrieval.ports import Ranker, Verifier
from retrieval.text import sentences
from retrieval.types import Hit, Passage

UNCITED = "It cites no passage."
INVENTED = "It cites a passage that the model was not given."
OFF = "Checking is switched off."
FAILED = "It could not be checked."
# What the study prompt puts before a fact says nothing of the fact.
_REMARK = re.compile(r"(?:Supported|Corrected|Missing):\s*")


class Checker:
    """Makes statements of drafts and checks them, one after another, in a thread of its own.

    What does not speak to the subject fails. `spent_ms` is how long the checks have taken so far.
    """

    def __init__(
        self, sources: Sources, subject: Subject, verifier: Verifier | None, *, is_on: bool = True
    ) -> None:
        self._sources = sources
        self._subject = subject
        self._is_on = is_on
        self._verifier = verifier
        self._pool = ThreadPoolExecutor(1, "check")
        self.spent_ms = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def statement(self, draft: Draft, given: Sequence[Hit]) -> Statement:
        """The sentence with its citations, being checked; unsupported at once if it has none."""
        cited = _cited(draft, given)
        if not cited:
            reason = INVENTED if draft.cited else UNCITED
            return Statement(text=draft.text, citations=(), verdict="unsupported", reason=reason)
        citations = tuple(self._citation(draft, hit.passage) for hit in cited)
        return Statement(text=draft.text, citations=citations, verdict="unchecked", reason=CHECKING)

    def check(self, draft: Draft, given: Sequence[Hit]) -> Future[Judgement]:
        """The verdict, when it is there."""
        cited = _cited(draft, given)
        # The subject of a passage's sentences often stands in its title and headings only.
        texts = [indexed_text(hit.title, hit.passage.headings, hit.passage.text) for hit in cited]
        if not self._is_on:
            return self._pool.submit(Judgement, "unchecked", OFF)
        return self._pool.submit(self._timed, _REMARK.sub("", draft.text, count=1), texts)

    def _timed(self, text: str, passages: Sequence[str]) -> Judgement:
        started = perf_counter()
        try:
            return _judged(text, self._subject, passages, self._verifier)
        finally:
            self.spent_ms += (perf_counter() - started) * 1000

    def _citation(self, draft: Draft, passage: Passage) -> Citation:
        return cite(self._sources, passage, *nearest_span(draft.text, passage.text))


def nearest_span(text: str, passage: str) -> tuple[int, int]:
    """Where in the passage the sentences nearest to the text stand together; all of it if none is near."""
    spans = sentences(passage)
    held = [frozenset(meaningful_stems(passage[start:end])) for start, end in spans]
    near = nearest(frozenset(meaningful_stems(text)), held)
    if not near:
        return 0, len(passage)
    first = last = near[0]
    while first - 1 in near:
        first -= 1
    while last + 1 in near:
        last += 1
    return spans[first][0], spans[last][1]


def verifier_of(ranker: Ranker | None) -> Verifier | None:
    """The library's ranker, where it can also tell whether a passage supports a sentence."""
    return ranker if isinstance(ranker, Verifier) else None


def _cited(draft: Draft, given: Sequence[Hit]) -> list[Hit]:
    return [given[number - 1] for number in draft.cited if 1 <= number <= len(given)]


def _judged(text: str, subject: Subject, passages: Sequence[str], verifier: Verifier | None) -> Judgement:
    try:
        aside = subject.missed_by(text)
        return Judgement("unsupported", aside) if aside else verify(text, Reading(passages), verifier)
    except Exception:
        # Whatever a check stumbles over, its sentence must neither pass nor take the others with it.
        return Judgement("unchecked", FAILED)
