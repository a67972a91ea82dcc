"""A small library with what drafts are made from: sentences, a table, and a list of literature."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.quiz.draft.excerpts import Excerpt
from curricula.migrations import CURRICULA
from retrieval.library import Library
from retrieval.store import Migration
from tests.retrieval.shelf import WordEncoder

DOSE = "Adults with gout are given colchicine 500 micrograms twice daily."
MEANS = "Tophus means a lump of urate crystals under the skin."
SUGGESTS = "A hot swollen joint with fever suggests septic arthritis."
PAGE = f"""---
title: "Gout in adults"
topics: [gout, rheumatology]
licence: "CC BY 4.0"
---

# Gout in adults

Edition 2. Review due 2030-01-01. This chapter was written in 4 weeks.

## Treatment

{DOSE} It is stopped after 3 days. The dose is lowered to 1 g. {SUGGESTS}

## Definition

{MEANS}

## Doses

Table 1. Allopurinol by kidney function.

| Creatinine clearance | Starting dose | Cautions |
|---|---|---|
| above 60 mL/min | 100 mg | rash |
| 30 to 60 mL/min | 50 mg | rash |
| 15 to 29 mL/min | 25 mg | rash |
| below 15 mL/min | 12.5 mg | rash |

## Sources

- A guideline that gives colchicine 1 mg for 3 days in gout, which is listed here.
"""


@contextmanager
def gout(folder: Path, migrations: Sequence[Migration] = ()) -> Iterator[Library]:
    """The library, opened."""
    page = folder / "gout.md"
    page.write_text(PAGE, encoding="utf-8")
    with Library.open(
        folder / "library", migrations=migrations, encoder=WordEncoder(), ranker=None
    ) as library:
        list(library.add([page]))
        yield library


def everything(library: Library) -> list[Excerpt]:
    """Every passage of the library."""
    return [
        Excerpt(document, passage)
        for document in library.documents()
        for passage in library.store.passages_of(document.id)
    ]


def drafting_tables() -> Sequence[Migration]:
    """The tables that drafts and their bank need."""
    return CURRICULA
