"""Whether a text names a disease: by any of its names, spelt either way, in singular or plural."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from curricula.cases.types import Diagnosis

QUALIFIER = re.compile(
    r"acute|chronic|subacute|active|severe|mild|moderate|early|late|primary|secondary|recurrent|idiopathic"
    r"|suspected|probable|infection|syndrome|disease|disorder|essential|simple|uncomplicated",
    re.IGNORECASE,
)
# A single word may stand for a disease without its qualifiers only if it looks like the name of one.
DISEASE = re.compile(r"(?:itis|osis|oma|emia|pathy|lysis|rrhage|plegia|eptic|psy|iasis|cele|rrhoea|rrhea)s?$")
# What may stand before "disease" or "syndrome" and still says little by itself.
PLAIN = re.compile(
    r"heart|kidney|liver|lung|bowel|thyroid|bone|brain|skin|eye|joint|muscle|nerve|valve|valvular|vascular"
    r"|coronary|renal|hepatic|pulmonary|cardiac|cerebral|gastric|metabolic|compartment|sick|dumping|withdrawal"
    r"|pain|overlap|respiratory|arterial|venous|foot|back|radiation|decompression|serum|motion"
)
ABBREVIATION = re.compile(r"[A-Z][A-Za-z0-9-]{0,3}[A-Z0-9]")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")


class Prepared(NamedTuple):
    """The names of a disease made ready to be looked for in many texts.

    Each stands with its forms in plain letters; an abbreviation has none, and is looked for as it is.
    """

    names: tuple[tuple[str, tuple[str, ...]], ...]


def prepared(diagnosis: Diagnosis) -> Prepared:
    """The names of the diagnosis, longest first."""
    return Prepared(
        tuple(
            (name, () if ABBREVIATION.fullmatch(name) else _forms(flat(name))) for name in names_of(diagnosis)
        )
    )


def named_in(text: str, diagnosis: Diagnosis) -> str | None:
    """The name of the disease that stands in the text as whole words, None if none does."""
    return first_named(text, [prepared(diagnosis)])


def first_named(text: str, diseases: Iterable[Prepared]) -> str | None:
    """The first name of any of the diseases that stands in the text as whole words, None if none does."""
    plain = f" {flat(text)} "
    words = set(re.findall(r"[\w-]+", text))
    for disease in diseases:
        for name, forms in disease.names:
            found = any(f" {form} " in plain for form in forms) if forms else {name, f"{name}s"} & words
            if found:
                return name
    return None


def names_of(diagnosis: Diagnosis) -> list[str]:
    """Its names as written, and what is left of each without brackets and qualifiers, longest first."""
    found = dict.fromkeys(
        form for name in (diagnosis.name, *diagnosis.also) for form in _written(name) if flat(form)
    )
    return sorted(found, key=len, reverse=True)


def flat(text: str) -> str:
    """Small letters without accents, marks and possessives, British and American spelling alike."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub(r"'s\b|s'(?=\W)", "", bare)
    bare = re.sub(r"[^a-z0-9]+", " ", bare.replace("æ", "ae").replace("œ", "oe"))
    return re.sub(r"(?<=[a-z])?[ao]e(?=[mdrstpf])", "e", bare).strip()


def _written(name: str) -> Iterator[str]:
    yield name
    without = BRACKETS.sub(" ", name).strip()
    yield without
    yield from (inner for inner in BRACKETS.findall(name) if ABBREVIATION.fullmatch(inner.strip()))
    core = _core(without.split())
    if core:
        yield core


def _core(words: Iterable[str]) -> str | None:
    """The name without its qualifiers, if that still is a name and not just a word."""
    every = list(words)
    kept = [word for word in every if not QUALIFIER.fullmatch(word)]
    if len(kept) == len(every) or not kept:
        return None
    is_own = every[-1].casefold() in ("syndrome", "disease") and not PLAIN.fullmatch(flat(kept[0]))
    return " ".join(kept) if len(kept) > 1 or is_own or DISEASE.search(flat(kept[0])) else None


def _forms(name: str) -> tuple[str, ...]:
    return (
        (name, f"{name}s", f"{name}es", name[:-1]) if name.endswith("s") else (name, f"{name}s", f"{name}es")
    )
