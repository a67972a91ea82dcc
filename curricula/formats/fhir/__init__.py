"""A FHIR R4 bundle of one patient as the draft of a case, without what tells who the patient is."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from curricula.formats.fhir.draft import case_of_bundle
from curricula.formats.records import Draft, Refusal, drafts_of


def read_fhir(path: Path, *, clean: Callable[[str], str] = str) -> Iterator[Draft | Refusal]:
    """A draft or a refusal for each bundle of the file; `clean` takes personal details out of free text."""
    return drafts_of(path, partial(case_of_bundle, clean=clean))
