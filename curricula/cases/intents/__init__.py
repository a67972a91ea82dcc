"""Everything a student can mean at the bedside: a shared table that serves every case.

`history.yaml`, `examination.yaml`, `test.yaml` and `act.yaml` hold entries with the ways in which students
put each thing (`ask`) and the ways in which a record states it (`record`).
"""

from pathlib import Path
from typing import Literal

import yaml

from retrieval.types import Value

HERE = Path(__file__).parent
Kind = Literal["history", "examination", "test", "act"]
KINDS: tuple[Kind, ...] = ("history", "examination", "test", "act")


class Intent(Value):
    """One thing a student can mean. Asking for the intent that it stands `within` asks for this one too."""

    id: str
    kind: Kind
    about: str
    within: str | None = None
    ask: tuple[str, ...]
    record: tuple[str, ...] = ()


def shipped_intents() -> list[Intent]:
    """The whole table, in its order; reading it takes some tenths of a second."""
    return [intent for kind in KINDS for intent in _read(kind)]


def _read(kind: Kind) -> list[Intent]:
    text = HERE.joinpath(f"{kind}.yaml").read_text(encoding="utf-8")
    # The C parser reads this table in a tenth of the time of the Python one.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [Intent(kind=kind, **row) for row in yaml.load(text, Loader=loader)]  # noqa: S506 - both are safe
