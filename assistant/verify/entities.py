"""Does a statement name only what its passages name: drugs, organs, genes, diseases, groups of people?"""

import re
from collections import Counter
from collections.abc import Iterator

from assistant.verify.contrasts import Met, learned_forms
from assistant.verify.evidence import Evidence
from assistant.verify.finding import Finding
from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import meaningful_stems, stems

_GENERIC = frozenset(stems("patient people person human sick ill affected his her he hand healthy"))
"""So many sentences speak of them that one more who does says nothing new."""
_COMMON_WORDS = """
disease diseases case cases release increase decrease database purchase phase phases phrase base bases examine
mechanism vitamine begin origin genesis
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Word endings of drugs, diseases, procedures and proteins: a word with one of them names something.
_NAMING = re.compile(
    r"(?:[a-z]{3,}(?:mab|nib|pril|sartan|olol|statin|azole|mycin|cillin|cycline|floxacin|oxacin|dipine|prazole|tidine|gliptin|"
    r"gliflozin|vir|vudine|azepam|barbital|caine|phylline|thiazide|semide|parin|grel|xaban|gatran|setron|triptan|lukast|"
    r"itis|osis|oma|emia|aemia|uria|pathy|algia|ectomy|ostomy|otomy|plasty|plegia|paresis|penia|philia|trophy|megaly|"
    r"plasia|rrhea|rrhoea|rrhage|stenosis|ase|globulin|kinase|oxin|coccus|bacter|bacillus|virus|steroid|amine|gen|phage|cyte)s?)$"
)


def check_groups(evidence: Evidence) -> list[Finding]:
    """A finding for each population or organ that the statement names and the passages do not."""
    said = {met.side: met for met in evidence.statement.met if met.side.kind in ("population", "entity")}
    sides = Counter((side.kind, side.contrast) for side in said)
    found = ((sides[side.kind, side.contrast], _group(met, evidence)) for side, met in said.items())
    return [_compared(finding) if named > 1 else finding for named, finding in found if finding]


def check_names(evidence: Evidence) -> list[Finding]:
    """A finding for each proper or technical name in the statement that no passage holds."""
    return [
        Finding("unsupported", f"The passages do not speak of {name}.")
        for name in dict.fromkeys(_names(evidence.statement.text))
        if not _is_held(name, evidence.reading.held)
    ]


def _compared(finding: Finding) -> Finding:
    """The finding where the statement names both sides, "more girls than boys": one of them is enough."""
    return finding._replace(outcome="unsupported", weight=finding.weight / 2)


def _group(met: Met, evidence: Evidence) -> Finding | None:
    alike = [
        other
        for unit in evidence.reading.sentences
        for other in unit.met
        if (other.side.kind, other.side.contrast) == (met.side.kind, met.side.contrast)
    ]
    if any(other.side == met.side for other in alike) or _is_meant(met, evidence.reading.held):
        return None
    kind = 1.0 if met.side.kind == "population" else 0.9
    if alike:
        return Finding(
            "contradicted",
            f"The passage speaks of {_plain(alike[0].word)}, the sentence of {_plain(met.word)}.",
            kind,
        )
    if _GENERIC.issuperset(stems(met.word)):
        return None
    return Finding("unsupported", f"The passages do not speak of {_plain(met.word)}.", kind / 2)


def _is_meant(met: Met, held: frozenset[str]) -> bool:
    """Whether the passages have a learned word for it: "nephritis" for the kidneys."""
    forms = tuple(form for stem in stems(met.word) for form in learned_forms().get(stem, ()))
    return bool(forms) and any(stem.startswith(forms) for stem in held)


def _plain(word: str) -> str:
    """A word from the beginning of a sentence as it stands inside one."""
    return word if word[1:] != word[1:].casefold() else word.casefold()


def _names(text: str) -> Iterator[str]:
    for place, match in enumerate(_TOKEN.finditer(text)):
        word = match.group()
        is_proper = (place > 0 and word[0].isupper() and len(word) > 1) or word[1:].casefold() != word[1:]
        has_code = any(c.isdigit() for c in word) and any(c.isalpha() for c in word) and not word[0].isdigit()
        if is_proper or has_code or _is_technical(word.casefold()):
            yield word


def _is_technical(word: str) -> bool:
    return len(word) > 5 and word not in _COMMON and bool(_NAMING.match(word))


def _is_held(name: str, held: frozenset[str]) -> bool:
    parts = stems(name.removesuffix("'s").removesuffix("’s"))
    if all(part in held or _is_begun(part, held) for part in parts):
        return True
    return any(set(meaningful_stems(sense)) <= held for sense in senses_of(name))


def _is_begun(part: str, held: frozenset[str]) -> bool:
    """Whether another form of the word is held: "myocardium" for "myocardial"."""
    return len(part) > 5 and any(stem[:5] == part[:5] for stem in held)
