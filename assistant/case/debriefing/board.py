"""The student's differential against the one that the case expects."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.case.debriefing.debriefed import BoardLine, Differential, Expected
from assistant.case.debriefing.marking import links
from assistant.case.events import Ranked
from assistant.case.grading.diagnosis import Grade, grade
from assistant.case.grading.evidence import Evidence
from assistant.case.grading.lexicon import Lexicon
from assistant.references import Resolve
from curricula.cases.types import Candidate, Case

_ORDER = ("correct", "partly", "wrong", None)


class Grader:
    """Grades lines of boards against the candidates of a case, each text once."""

    def __init__(self, case: Case, table: Lexicon, evidence: Evidence) -> None:
        self.case = case
        self._table = table
        self._evidence = evidence
        self._named: dict[str, _Named] = {}

    def named(self, text: str) -> "_Named":
        """The candidate that the text names best, the diagnosis of the case among them."""
        if text not in self._named:
            graded = [(name, self._grade(text, name)) for name in self._names()]
            best = min(graded, key=lambda pair: _ORDER.index(pair[1].verdict))
            is_named = best[1].verdict in ("correct", "partly")
            self._named[text] = _Named(best[0] if is_named else None, best[1])
        return self._named[text]

    def committed(self, text: str) -> Grade:
        """The grade of the text as the diagnosis of the case."""
        return self._grade(text, self.case.diagnosis.name)

    def is_key(self, text: str) -> bool:
        """Whether the text names the diagnosis of the case."""
        return self.committed(text).verdict == "correct"

    def _names(self) -> list[str]:
        return list(
            dict.fromkeys([self.case.diagnosis.name, *(one.diagnosis.name for one in self.case.differential)])
        )

    def _grade(self, text: str, name: str) -> Grade:
        known = {one.diagnosis.name: one.diagnosis for one in self.case.differential}
        known |= {self.case.diagnosis.name: self.case.diagnosis}
        others = [one for other, one in known.items() if other != name]
        return grade(text, known[name], self._table, self._evidence, others=others)


class _Named(NamedTuple):
    candidate: str | None
    grade: Grade


def differential(
    grader: Grader, boards: Sequence[Sequence[Ranked]], committed: str | None, resolve: Resolve | None
) -> Differential:
    """The last board with what was committed to, graded line by line, and what is missing on it."""
    texts = [ranked.text for ranked in boards[-1]] if boards else []
    if committed and not any(_is_there(committed, text, grader) for text in texts):
        texts = [*texts, committed]
    board = tuple(_line(rank, text, grader) for rank, text in enumerate(texts, 1))
    expected = tuple(_expected(candidate, board, resolve) for candidate in grader.case.differential)
    return Differential(
        board=board,
        expected=expected,
        missing_must_not_miss=tuple(
            one.candidate for one in expected if one.must_not_miss and one.rank is None
        ),
        ranks=tuple(_rank(grader, [ranked.text for ranked in one]) for one in boards),
    )


def _is_there(committed: str, text: str, grader: Grader) -> bool:
    """Whether what was committed to stands on the board, by this name or another."""
    candidate = grader.named(committed).candidate
    return text == committed or (candidate is not None and grader.named(text).candidate == candidate)


def _line(rank: int, text: str, grader: Grader) -> BoardLine:
    named = grader.named(text)
    return BoardLine(rank=rank, text=text, candidate=named.candidate, grade=named.grade)


def _expected(candidate: Candidate, board: Sequence[BoardLine], resolve: Resolve | None) -> Expected:
    own = [line for line in board if line.candidate == candidate.diagnosis.name]
    rank = next((line.rank for line in own if line.grade.verdict == "correct"), None)
    return Expected(
        candidate=candidate.diagnosis.name,
        must_not_miss=candidate.must_not_miss,
        rank=rank,
        nearly=rank is None and bool(own),
        why=candidate.why,
        speaks_for=candidate.speaks_for,
        speaks_against=candidate.speaks_against,
        links=links(candidate.references, resolve) if rank is None else (),
    )


def _rank(grader: Grader, texts: Sequence[str]) -> int | None:
    return next((rank for rank, text in enumerate(texts, 1) if grader.is_key(text)), None)
