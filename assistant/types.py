"""What a learner gets: an answer made of cited statements, or a plain abstention."""

from datetime import date
from typing import Literal

from pydantic import Field

from assistant.image.types import Gate, Layer, Window
from retrieval.types import Value

Mode = Literal["quote", "write"]
Style = Literal["clinician", "study"]
Stage = Literal["writing", "done"]
NoticeKind = Literal["emergency", "self_harm", "personal_advice", "off_topic", "privacy"]
Verdict = Literal["supported", "contradicted", "unsupported", "unchecked"]

CHECKING = "being checked"
"""The reason of a sentence whose check is not done yet."""


class Citation(Value):
    """Characters [start, end) of a passage, `quote` being exactly those, and where they stand.

    Everything from `title` on is looked up in the library, never written by a model. `page` is the printed
    label where the source has one, else the file page; `file_page` counts from 1; both are None for
    sources without pages, which have a `section` only.
    """

    passage: str
    start: int
    end: int
    quote: str
    document: str
    title: str
    publisher: str | None = None
    edition: str | None = None
    published: date | None = None
    page: str | None = None
    file_page: int | None = None
    section: str = ""
    superseded: bool = False
    review: str | None = None


class Statement(Value):
    """One sentence or table row of an answer. `cells` are the (header, value) pairs of a table row."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reason: str
    cells: tuple[tuple[str, str], ...] = ()


class Conflict(Value):
    """Statements of different sources that give different numbers for the same thing, and which those are."""

    about: str
    statements: tuple[Statement, ...]


class Abstention(Value):
    """Why there is no answer, the passages that came nearest, and what the library does cover."""

    reason: str
    nearest: tuple[Citation, ...] = ()
    covers: tuple[str, ...] = ()


class Fingerprint(Value):
    """What made an answer: enough to explain it months later."""

    settings: str
    encoder: str
    model: str | None
    library: str
    ranker: str | None = None
    tone: str | None = None


class Notice(Value):
    """What a person is told above an answer; `instead` is the question without what tells who somebody is."""

    kind: NoticeKind
    text: str
    instead: str | None = None


class Written(Value):
    """A served model's part in an answer: which, told what, and at what cost; None where nobody says.

    `prompt` is the version of its instructions, `dropped` counts its sentences that failed their check,
    `invented` the citations it named that it was never given, `left_out` its sentences that are not shown:
    without a claim, said before, or unfinished. `first_token_ms` counts from the question.
    """

    model: str
    prompt: str
    dropped: int = 0
    invented: int = 0
    left_out: int = 0
    first_token_ms: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    energy_j: float | None = None


class Look(Value):
    """What became of a picture that came with a question. What a model says of it is no evidence.

    `image` is its id on the asker's shelf, None where it came for this question only; `frame` (from 0) of
    `frames` was looked at, in that `window`, None for the usual one of its tags. `sentences` are the
    model's own words, unchecked; `layer` its boxes, and `dropped` how many of those lay outside the picture.
    `fault` says why there is no description, `unplaced` why there are no boxes.
    """

    image: str | None = None
    frame: int = 0
    frames: int = 1
    window: Window | None = None
    gate: Gate
    model: str | None = None
    prompt: str | None = None
    sentences: tuple[str, ...] = ()
    layer: Layer | None = None
    dropped: int = 0
    fault: str | None = None
    unplaced: str | None = None


class Answer(Value):
    """The reply to a question: statements, or `abstained` and no statements.

    In an emergency there are neither, and `notices` are the whole reply. Nor are there in study style before
    the learner has made an attempt: `asks` is what they are asked, and no evidence gives the answer away;
    `must_try` where their class shows nothing without an attempt.

    `standalone` is the question as it was searched (its subject restored, its spelling mended); `evidence`
    are the ranked passages, whole; `confidence` is the calibrated probability that they answer it;
    `notes` say which part of searching was off, and why. `stage` is "done" but while a model writes; where
    it could not, `fallback` says what happened and the statements are quotes.
    """

    id: str
    question: str
    standalone: str
    mode: Mode
    stage: Stage = "done"
    statements: tuple[Statement, ...] = ()
    abstained: Abstention | None = None
    notices: tuple[Notice, ...] = ()
    asks: str | None = None
    must_try: bool = False
    conflicts: tuple[Conflict, ...] = ()
    evidence: tuple[Citation, ...] = ()
    confidence: float | None = None
    written: Written | None = None
    look: Look | None = None
    fallback: str | None = None
    notes: tuple[str, ...] = ()
    timings_ms: dict[str, float] = Field(default_factory=dict)
    fingerprint: Fingerprint
