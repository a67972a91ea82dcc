"""Ids, names and titles for what comes without them."""

import re
from collections.abc import Sequence

from curricula.cases.names import named_in
from curricula.cases.types import Diagnosis

LONGEST_ID, LONGEST_SYMPTOM = 80, 90
# Names that only hold others together, or say that what follows is what was found.
HOLDERS = re.compile(
    r"imaging|images|radiology|(?:laboratory|lab|blood|basic|additional|other|special|further)? ?"
    r"(?:tests?|labs?|studies|investigations|results?|laborator(?:y|ies))|vital signs",
    re.IGNORECASE,
)
FOUND = re.compile(r"findings?|results?|values?|level|impression|interpretation|report", re.IGNORECASE)


class Ids:
    """New ids of one case, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def new(self, *names: str) -> str:
        """An id made of the names, with a number where it has been given before."""
        parts = (re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") for name in names)
        base = ".".join(part for part in parts if part)[: LONGEST_ID - 5].strip(".-") or "part"
        made, count = base, 1
        while made in self._used:
            count += 1
            made = f"{base}.{count}"
        self._used.add(made)
        return made


def named(headings: Sequence[str]) -> str:
    """What is found at the end of these headings: "Complete blood count: WBC", "Chest X-ray"."""
    kept = [heading for heading in headings if heading and not HOLDERS.fullmatch(heading)]
    kept = kept or [headings[-1] or "Not named"]
    if len(kept) > 1 and FOUND.fullmatch(kept[-1]):
        kept = kept[:-1]
    return ": ".join(map(_sentence_case, kept))


def short_title(who: str, symptom: str, diagnosis: Diagnosis) -> str:
    """The patient and what he comes for, as long as that is short and does not name the diagnosis."""
    title = f"{who}: {lowered(symptom)}"
    is_short = symptom and len(symptom) <= LONGEST_SYMPTOM
    return title if is_short and not named_in(title, diagnosis) else who


def lowered(text: str) -> str:
    """The text as it goes on in a sentence, without its full stop."""
    words = text.strip().rstrip(".")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _sentence_case(heading: str) -> str:
    """Small letters but for the first, and for words that are no plain capitalised ones."""
    first, *rest = heading.split() or [heading]
    plain = [word.lower() if re.fullmatch(r"[A-Z][a-z]+", word) else word for word in rest]
    return " ".join([first[:1].upper() + first[1:], *plain])
