"""Whether a question is about medicine at all."""

import json
import re
from functools import cache
from pathlib import Path

from assistant.guard.patterns import either
from retrieval.text import words

# Word endings of diseases, procedures, drugs and their sciences.
_ENDINGS = re.compile(
    either(
        r"""itis, osis, oses, emia, aemia, oma, omas, opathy, opathies, ectomy, otomy, ostomy, plasty,
    scopy, ology, ologist, algia, uria, plegia, paresis, phobia, trophy, genic, genesis, lysis,
    penia, philia, rrhoea, rrhea, rrhagia, cillin, mycin, cycline, floxacin, azole, pril, prils,
    sartan, sartans, olol, statin, statins, dipine, parin, xaban, gliptin, gliflozin, glutide,
    prazole, setron, triptan, mab, nib, ciclib, vir, caine, azepam, zepine, oxetine, thiazide,
    semide, terol, sone, solone, cef\w+, sulfa\w+, cardi\w+, neuro\w+, hepat\w+, nephr\w+, haem\w+,
    hemat\w+, derm\w+, immun\w+, psych\w+, thromb\w+, vaccin\w+, onco\w+, gastr\w+, pneumo\w+,
    arthr\w+, osteo\w+, enceph\w+, glyc\w+, hyper\w+, hypo\w+, path\w+"""
    )
    + "$"
)
# Abbreviations and gene names: CURB-65, SIADH, TP53.
_CAPITALS = re.compile(r"\b[A-Z]{2,}[A-Z\d-]*\b|\b[A-Z]+\d+\b")


def off_topic(text: str) -> bool:
    """Whether it has words of other subjects and none of medicine: unknown words are taken for medicine's."""
    said = {part for word in words(text) for part in (word, *word.split("-"))}
    medical, everyday = _subjects()
    if not said & everyday or said & medical or _CAPITALS.search(text):
        return False
    return not any(_ENDINGS.search(word) for word in said)


@cache
def _subjects() -> tuple[frozenset[str], frozenset[str]]:
    """Common words of medicine and its sciences, and of everything else."""
    listed = json.loads(Path(__file__).with_name("subjects.json").read_text(encoding="utf-8"))
    return frozenset(listed["medical"].split()), frozenset(listed["everyday"].split())
