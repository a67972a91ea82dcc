"""Audits as files: YAML with one audit or a list of them."""

from collections.abc import Iterable
from pathlib import Path

from curricula.audits.types import Audit
from curricula.load import Kind, Loaded, load

AUDITS = Kind("an audit", Audit, ("answer", "faults", "question"))


def load_audits(paths: Iterable[Path]) -> Loaded:
    """The audits of the files and folders, and every fault."""
    return load(paths, [AUDITS])
