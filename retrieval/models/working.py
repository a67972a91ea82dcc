"""Doing without a served model that does not answer, and saying so."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from retrieval.errors import ModelDown, ModelPart
from retrieval.ports import Encoder, Ranker

T = TypeVar("T")
OFF: dict[ModelPart, str] = {"encoder": "Meaning search is off", "ranker": "Reranking is off"}


class Models(NamedTuple):
    """The models to work with; None: without."""

    encoder: Encoder | None
    ranker: Ranker | None


def with_what_works(work: Callable[[Models], T], models: Models) -> tuple[T, tuple[str, ...]]:
    """What the work gives with those models that answer, and a sentence for each that does not."""
    notes: list[str] = []
    while True:
        try:
            return work(models), tuple(notes)
        except ModelDown as down:
            if getattr(models, down.part) is None:
                raise
            models = models._replace(**{down.part: None})
            notes.append(f"{OFF[down.part]}: {down}")
