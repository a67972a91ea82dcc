"""Clinical abbreviations in questions: "NSTEMI" also asks for "non-ST elevation myocardial infarction"."""

import re
from functools import cache
from pathlib import Path

import yaml

from retrieval.text import plain

TABLE = Path(__file__).with_name("abbreviations.yaml")
_TOKEN = re.compile(r"[^\s,;:?!()\[\]\"]+")

Senses = dict[str, tuple[str, ...]]


@cache
def _table() -> tuple[Senses, Senses]:
    """Senses by lower-case key, and by exact key for those that are also ordinary words."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    any_case = {key.casefold(): tuple(senses) for key, senses in table["any_case"].items()}
    return any_case, {key: tuple(senses) for key, senses in table["capitals_only"].items()}


def senses_of(token: str) -> tuple[str, ...]:
    """All common meanings of an abbreviation; empty if it is none."""
    any_case, capitals_only = _table()
    bare = token.rstrip(".'’")
    return any_case.get(bare.casefold()) or capitals_only.get(bare) or ()


def expand(text: str) -> str:
    """The text followed by what its abbreviations stand for, ambiguous ones by every sense."""
    asked = plain(text)
    added = dict.fromkeys(
        sense
        for match in _TOKEN.finditer(text)
        for part in (match.group(), *match.group().split("/"))
        for sense in senses_of(part)
        if plain(sense) not in asked
    )
    return f"{text} ({'; '.join(added)})" if added else text
