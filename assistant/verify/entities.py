"""Does a statement name only what its passages name: drugs, organs, genes, diseases, groups of people?"""

import re
from collections.abc import Iterator

from assistant.verify.contrasts import Met
from assistant.verify.evidence import Evidence
from assistant.verify.finding import Finding
from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import meaningful_stems, stems

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
    return [
        finding
        for met in evidence.statement.met
        if met.side.kind in ("population", "entity") and (finding := _group(met, evidence))
    ]


def check_names(evidence: Evidence) -> list[Finding]:
    """A finding for each proper or technical name in the statement that no passage holds."""
    return [
        Finding("unsupported", f"The passages do not speak of {name}.")
        for name in dict.fromkeys(_names(evidence.statement.text))
        if not _is_held(name, evidence.reading.held)
    ]


def _group(met: Met, evidence: Evidence) -> Finding | None:
    alike = [
        other
        for unit in evidence.reading.sentences
        for other in unit.met
        if (other.side.kind, other.side.contrast) == (met.side.kind, met.side.contrast)
    ]
    if any(other.side == met.side for other in alike):
        return None
    kind = 1.0 if met.side.kind == "population" else 0.9
    if alike:
        return Finding(
            "contradicted",
            f"The passage speaks of {_plain(alike[0].word)}, the sentence of {_plain(met.word)}.",
            kind,
        )
    return Finding("unsupported", f"The passages do not speak of {_plain(met.word)}.", kind / 2)


def _plain(word: str) -> str:
    """A word from the beginning of a sentence as it stands inside one."""
    return word if word[1:] != word[1:].casefold() else word.casefold()


def _names(text: str) -> Iterator[str]:
    for place, match in enumerate(_TOKEN.finditer(text)):
        word = match.group()
        is_proper = (place > 0 and word[0].isupper() and len(word) > 1) or word[1:].casefold() != word[1:]
        has_code = any(c.isdigit() for c in word) and any(c.isalpha() for c in word) and not word[0].isdigit()
        if is_proper or has_code or (len(word) > 5 and _NAMING.match(word.casefold())):
            yield word


def _is_held(name: str, held: frozenset[str]) -> bool:
    parts = stems(name.removesuffix("'s").removesuffix("’s"))
    if all(part in held or _is_begun(part, held) for part in parts):
        return True
    return any(set(meaningful_stems(sense)) <= held for sense in senses_of(name))


def _is_begun(part: str, held: frozenset[str]) -> bool:
    """Whether another form of the word is held: "myocardium" for "myocardial"."""
    return len(part) > 5 and any(stem[:5] == part[:5] for stem in held)
