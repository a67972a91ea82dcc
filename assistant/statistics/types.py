"""What is told about items and exams."""

from typing import Literal

from assistant.statistics.formulas import Change, Figure
from curricula.items.types import ItemType
from curricula.types import Status
from retrieval.types import Value

Flag = Literal[
    "too_easy",
    "too_hard",
    "negative_discrimination",
    "weak_discrimination",
    "key_suspected",
    "unused_option",
    "changed",
]
FLAG_WORDS: dict[Flag, str] = {
    "too_easy": "too easy",
    "too_hard": "too hard",
    "negative_discrimination": "better learners miss it",
    "weak_discrimination": "tells little",
    "key_suspected": "is the key right?",
    "unused_option": "an option nobody chooses",
    "changed": "changed with its last edit",
}


class Times(Value):
    """Seconds taken: half of those timed took at most `median`, a tenth at most `low`, nine tenths `high`."""

    n: int
    low: float
    median: float
    high: float


class ItemStatistics(Value):
    """What first answers tell about an item, in the newest version that has any.

    `expected` is the share right that the author's difficulty predicts for a learner in the middle; the
    `difficulty` from answers replaces it once it has a value.
    """

    id: str
    version: int
    title: str
    type: ItemType
    status: Status
    objectives: tuple[str, ...]
    expected: float | None
    difficulty: Figure
    discrimination: Figure
    times: Times | None
    flags: tuple[Flag, ...]


class OptionRow(Value):
    """An option: who chose it. `share` is of all counted attempts, `ability` the mean rest score of choosers.

    `tells` is the correlation of choosing it with the rest score: above 0 better learners choose it more.
    """

    id: str
    text: str
    correct: bool
    chosen: int
    share: float
    ability: float | None
    tells: Figure
    note: str = ""


class VersionRow(Value):
    """A version with its difficulty, and how that changed from the version before."""

    version: int
    difficulty: Figure
    change: Change | None


class ItemDetail(Value):
    """Everything about one item. `options` is empty, with the reason, where attempts are too few."""

    item: ItemStatistics
    upper_lower: float | None
    options: tuple[OptionRow, ...]
    options_reason: str
    versions: tuple[VersionRow, ...]


class ExamStatistics(Value):
    """The same items sat by several people, each for the first time. `error` is in points."""

    title: str
    items: int
    sitters: int
    mean: float
    reliability: Figure
    error: float | None
