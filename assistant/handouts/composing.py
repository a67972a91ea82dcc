"""Numbers for what a handout cites: one a page of a source, in the order in which they are first cited."""

from collections.abc import Iterable

from assistant.cited import reference, source_of
from assistant.handouts.types import Words
from assistant.references import Resolve
from assistant.types import Citation
from curricula.types import Reference

UNCITED = "[no source is cited]"


class Numbering:
    """Gives numbers to citations and keeps what each stands for; `resolve` looks references up."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._numbers: dict[object, int] = {}
        self._lines: list[str] = []
        self._cited: list[Citation] = []

    @property
    def references(self) -> tuple[str, ...]:
        """What the numbers stand for, from 1 on."""
        return tuple(self._lines)

    @property
    def superseded(self) -> int:
        """How many of the references are to superseded editions."""
        return sum(one.superseded for one in self._cited)

    def cited(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """The numbers of those citations, each once."""
        return tuple(sorted({self._of(one) for one in citations}))

    def referred(self, references: Iterable[Reference]) -> tuple[int, ...]:
        """The numbers of what an author cites; words that stand nowhere now are listed with the reason."""
        return tuple(sorted({self._looked_up(one) for one in references}))

    def words(self, text: str, references: Iterable[Reference] = (), *, label: str = "") -> Words:
        """The text with the numbers of its references."""
        return Words(text=text, marks=self.referred(references), label=label)

    def claim(self, text: str, references: Iterable[Reference], *, label: str = "") -> Words:
        """As `words`; what rests on no reference says so."""
        words = self.words(text.strip(), references, label=label)
        return words if words.marks else words.model_copy(update={"text": f"{words.text} {UNCITED}"})

    def _looked_up(self, one: Reference) -> int:
        found = self._resolve(one)
        if found.citation is not None:
            return self._of(found.citation)
        return self._number((one.document, one.quote), f"{one.document}. [not found now: {found.reason}]")

    def _of(self, citation: Citation) -> int:
        key = source_of(citation)
        if key not in self._numbers:
            self._cited.append(citation)
        badge = f" [{citation.review}]" if citation.review else ""
        return self._number(key, reference(citation) + badge)

    def _number(self, key: object, line: str) -> int:
        if key not in self._numbers:
            self._lines.append(line)
            self._numbers[key] = len(self._lines)
        return self._numbers[key]


def badges(review: str | None, status: str, numbering: Numbering) -> tuple[str, ...]:
    """What a reader must know of all of it: its review, its state, and older editions among its sources."""
    state = None if status == "published" else status.replace("_", " ")
    old = numbering.superseded
    sources = "1 source is" if old == 1 else f"{old} sources are"
    given = (review, state, f"{sources} superseded" if old else None)
    return tuple(one for one in given if one)
