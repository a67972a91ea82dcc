"""What models are told, as files: a change of one changes its version."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Prompt(NamedTuple):
    """Fixed instructions; `version` is their name and digest, such as "clinician@1f0c2a9b"."""

    text: str
    version: str


@cache
def prompt(name: str) -> Prompt:
    """The instructions of that name that ship with Preceptor."""
    return read_prompt(FOLDER / f"{name}.txt")


def read_prompt(path: Path) -> Prompt:
    """The instructions in a file."""
    text = path.read_text(encoding="utf-8").strip()
    return Prompt(text, f"{path.stem}@{sha256(text.encode()).hexdigest()[:8]}")
