"""An audit as an author writes it, changed where a test wants another."""

from pathlib import Path

from curricula.audits.load import load_audits
from curricula.audits.types import Audit
from curricula.types import Fault, Reference

BOOK = "Asthma in adults"
QUOTE = "Give salbutamol 5 mg by oxygen-driven nebuliser in a severe asthma attack."
TEXT = f"""id: asthma-attack
title: A severe attack
status: published
author: Preceptor project
question: What is given first in a severe asthma attack?
answer:
- text: Give salbutamol 10 mg by nebuliser.
  citation:
    document: {BOOK}
    edition: '2'
    quote: {QUOTE}
- text: Prednisolone follows by mouth.
- text: A chest radiograph belongs to every attack.
  citation:
    document: Handbook of attacks
    edition: '2023'
    quote: A radiograph is always taken.
faults:
- sentence: 1
  kind: wrong_dose
  severity: harm
  truth: The dose is 5 mg.
  reference:
    document: {BOOK}
    quote: {QUOTE}
- sentence: 3
  kind: invented_citation
  severity: misleading
  truth: There is no such handbook.
  reference:
    document: {BOOK}
    quote: {QUOTE}
"""


def written(folder: Path, text: str = TEXT) -> tuple[list[Audit], tuple[Fault, ...]]:
    """The audits of a file with that text, and its faults."""
    (folder / "audit.yaml").write_text(text, encoding="utf-8")
    loaded = load_audits([folder / "audit.yaml"])
    return [one.of(Audit) for one in loaded.written], loaded.faults


def resolve(reference: Reference) -> str | None:
    """The reason why words are not in a library that holds one sentence."""
    if reference.document != BOOK:
        return "no source of this title is in the library"
    return None if reference.quote in QUOTE else "these words stand in no passage of that source now"
