"""What a calculator is made of, and what it gives back: all of it is shown to the reader."""

from collections.abc import Callable, Mapping
from typing import Literal

from pydantic import Field

from retrieval.types import Value

Kind = Literal["number", "choice", "yesno"]
REVIEW = "not clinician-reviewed"


class Unit(Value):
    """A unit of a number: base = given * factor + offset. `also` are other ways of writing it."""

    name: str
    factor: float = 1.0
    offset: float = 0.0
    also: tuple[str, ...] = ()

    def to_base(self, given: float) -> float:
        """The number in the input's first unit."""
        # Twelve digits: 35 g/L must be 3.5 g/dL, not 3.5000000000000004, which would cross a mark.
        return float(f"{given * self.factor + self.offset:.12g}")

    def from_base(self, base: float) -> float:
        """The number in this unit, of one in the input's first unit."""
        return (base - self.offset) / self.factor


class Choice(Value):
    """One of the answers to choose from."""

    key: str
    label: str


class Input(Value):
    """One thing a calculator asks for.

    A number has units (the first is the one the formula uses), the range [low, high] in that unit beyond
    which it is refused, and `grain`, the fineness in which the source's table reads it (None: any).
    An optional one is needed after all `needed_with` another answer (its key, the choice). `words` are how
    a question may name it, `bare` that the unit alone is enough to know it by; `why` says what stands
    behind the range or the criterion.
    """

    key: str
    label: str
    kind: Kind
    units: tuple[Unit, ...] = ()
    low: float = 0.0
    high: float = 0.0
    grain: float | None = None
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    needed_with: tuple[str, str] | None = None
    bare: bool = False
    why: str = ""
    words: tuple[str, ...] = ()


class Band(Value):
    """What the source calls values from `at_least` on, up to the next band."""

    at_least: float
    text: str


class Figure(Value):
    """One computed value: `value` is already rounded to the decimals that `text` shows."""

    label: str
    value: float
    unit: str
    text: str
    band: str | None = None


class Worked(Value):
    """What a formula made of the inputs: the figures, and each step with its numbers."""

    figures: tuple[Figure, ...]
    steps: tuple[str, ...]


class Given:
    """The inputs of one calculation, numbers in each input's first unit."""

    def __init__(self, values: Mapping[str, float | str | bool]) -> None:
        self._values = values

    def has(self, key: str) -> bool:
        """Whether an optional input was given."""
        return key in self._values

    def number(self, key: str) -> float:
        """A number, in the input's first unit."""
        return float(self._values[key])

    def choice(self, key: str) -> str:
        """The key of the answer that was chosen."""
        return str(self._values[key])

    def yes(self, key: str) -> bool:
        """Whether the answer is yes."""
        return self._values[key] is True


class Source(Value):
    """Where a formula comes from: `origin` was not consulted, `read` are the pages that were."""

    origin: str
    read: tuple[str, ...] = ()


class Calculator(Value):
    """A formula with its inputs, limits and source. `names` are how people call it, in lower case."""

    name: str
    title: str
    purpose: str
    not_for: str
    inputs: tuple[Input, ...]
    formula: str
    source: Source
    names: tuple[str, ...]
    bands: tuple[Band, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    review: str = REVIEW
    work: Callable[[Given], Worked] = Field(exclude=True, repr=False)

    def input(self, key: str) -> Input | None:
        """The input of that key, None if there is none."""
        return next((one for one in self.inputs if one.key == key), None)


class Entered(Value):
    """An input as it was understood, such as Creatinine, 90 µmol/L = 1.018 mg/dL."""

    key: str
    label: str
    text: str


class Result(Value):
    """The outcome: figures, or none and then what is missing (labels) or refused (sentences)."""

    calculator: str
    title: str
    figures: tuple[Figure, ...] = ()
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    entered: tuple[Entered, ...] = ()
    formula: str
    steps: tuple[str, ...] = ()
    not_for: str
    notes: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    source: Source
    review: str = REVIEW
