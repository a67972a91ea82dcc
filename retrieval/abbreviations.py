"""Clinical abbreviations in questions: "NSTEMI" also asks for "non-ST elevation myocardial infarction"."""

import re
from functools import cache
from pathlib import Path

import yaml

from retrieval.text import plain

TABLE = Path(__file__).with_name("abbreviations.yaml")
_TOKEN = re.compile(r"[^\s,;:?!()\[\]\"]+")

_JOINED = re.compile(r"[/+-]")
_BRACKETED = re.compile(r"\(\s*[^\s()]{1,10}\s*\)")

Senses = dict[str, tuple[str, ...]]


@cache
def _table() -> tuple[Senses, Senses]:
    """Senses by lower-case key, and by exact key for those that are also ordinary words."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    any_case = {key.casefold(): tuple(senses) for key, senses in table["any_case"].items()}
    return any_case, {key: tuple(senses) for key, senses in table["capitals_only"].items()}


def senses_of(token: str, *, is_shouted: bool = False) -> tuple[str, ...]:
    """All common meanings of an abbreviation or its plural; empty if it is none.

    In a question typed all in capitals, those that are also ordinary words are left alone.
    """
    any_case, capitals_only = _table()
    bare = token.rstrip(".'’")
    singular = bare.removesuffix("s")
    for form in dict.fromkeys([bare, singular if singular.isupper() else bare]):
        senses = any_case.get(form.casefold()) or (() if is_shouted else capitals_only.get(form, ()))
        if senses:
            return senses
    return ()


def senses_in(text: str) -> Senses:
    """The abbreviations of the text, each with all it may stand for that the text does not say itself.

    One in brackets is left alone: "normal pressure hydrocephalus (NPH)" has said what it means.
    """
    asked, is_shouted = plain(text), text.isupper() and " " in text
    parts = dict.fromkeys(
        part
        for match in _TOKEN.finditer(_BRACKETED.sub(" ", text))
        for part in (match.group(), *_JOINED.split(match.group()))
    )
    unsaid = {
        part: tuple(sense for sense in senses_of(part, is_shouted=is_shouted) if plain(sense) not in asked)
        for part in parts
    }
    return {part: senses for part, senses in unsaid.items() if senses}


def expand(text: str) -> str:
    """The text followed by what its abbreviations stand for, ambiguous ones by every sense."""
    added = dict.fromkeys(sense for senses in senses_in(text).values() for sense in senses)
    return f"{text} ({'; '.join(added)})" if added else text
