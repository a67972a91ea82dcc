"""An audit: a question, an answer as a machine might write it, and the errors that were planted in it.

Sentences are counted from 1, as the learner sees them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from curricula.types import Reference, Taught
from retrieval.types import Value

Kind = Literal[
    "wrong_dose",
    "wrong_number",
    "wrong_group",
    "over_certainty",
    "outdated_edition",
    "invented_citation",
    "citation_does_not_say_it",
    "omitted_warning",
]
Severity = Literal["harm", "misleading"]
KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        "wrong_dose": "A dose, unit, route, interval or length of a treatment is not the one in the source.",
        "wrong_number": "A threshold, score, time or frequency that is no dose is not the one in the source.",
        "wrong_group": "What is said holds for other patients than those it is said of.",
        "over_certainty": "It is said to be certain, or to hold for all, where the source limits it.",
        "outdated_edition": "It was advised once, and newer advice in the library has replaced it.",
        "invented_citation": "The library holds no such source, or the quoted words do not stand in it.",
        "citation_does_not_say_it": "The quoted words stand in the source, but do not say what is claimed.",
        "omitted_warning": "The answer as a whole leaves out a warning without which it can do harm.",
    }
)
"""Every kind of error with what it is, in one sentence."""


class Shown(Value):
    """A citation as the answer shows it: nothing says that there is such a source, or such words in it."""

    document: str = Field(min_length=1, max_length=200)
    edition: str = Field(min_length=1, max_length=60)
    quote: str = Field(min_length=1, max_length=600)


class Sentence(Value):
    """A sentence of the answer, and what it cites, None where it cites nothing."""

    text: str = Field(min_length=1, max_length=600)
    citation: Shown | None = None


class Planted(Value):
    """An error: in which sentence, None for the answer as a whole, of what kind, and what is true instead.

    `also` are kinds by which it may be called as well. `severity` is whether a patient could be harmed by it.
    """

    sentence: int | None = Field(default=None, ge=1)
    kind: Kind
    also: tuple[Kind, ...] = ()
    severity: Severity
    truth: str = Field(min_length=1, max_length=600)
    reference: Reference

    @property
    def kinds(self) -> frozenset[Kind]:
        """All names that are right for it."""
        return frozenset((self.kind, *self.also))


class Audit(Taught):
    """A question with an answer to be checked; one without `faults` is an answer that holds."""

    question: str = Field(min_length=1, max_length=400)
    answer: tuple[Sentence, ...] = Field(min_length=2, max_length=9)
    faults: tuple[Planted, ...] = ()

    @model_validator(mode="after")
    def _names_its_sentences(self) -> "Audit":
        for fault in self.faults:
            if fault.sentence is not None and fault.sentence > len(self.answer):
                raise ValueError(f"the answer has {len(self.answer)} sentences, none is {fault.sentence}")
        if len({fault.sentence for fault in self.faults}) < len(self.faults):
            raise ValueError("a sentence, and the answer as a whole, has at most one error")
        return self
