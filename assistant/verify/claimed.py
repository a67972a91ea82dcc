"""Does a statement say when, how often or how much, where its passages say nothing of it?"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.verify.evidence import Evidence
from assistant.verify.finding import Finding
from retrieval.indexes.lexical import stems

TABLE = Path(__file__).with_name("claimed.yaml")


class Claim(NamedTuple):
    """The stems that claim something, and those of a passage that make it nothing new."""

    claiming: frozenset[str]
    enough: frozenset[str]


def check_claimed(evidence: Evidence, kind: str) -> list[Finding]:
    """A finding for each claim of the kind (a key of the table) that the nearest sentences do not make."""
    said = frozenset(evidence.statement.stems)
    near = frozenset(stem for unit in evidence.near for stem in unit.stems)
    return [
        Finding("unsupported", f'The passage does not say "{_word(evidence, claim)}".', 0.5)
        for claim in _claims()[kind]
        if said & claim.claiming and not near & claim.enough
    ]


def _word(evidence: Evidence, claim: Claim) -> str:
    said = evidence.statement
    return next(word for stem, word in zip(said.stems, said.words, strict=True) if stem in claim.claiming)


@cache
def _claims() -> Mapping[str, tuple[Claim, ...]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    return {
        kind: tuple(
            Claim(frozenset(stems(" ".join(claiming))), frozenset(stems(" ".join((*claiming, *enough)))))
            for claiming, enough in rows
        )
        for kind, rows in table.items()
    }
