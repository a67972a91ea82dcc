"""What a case needs before students play it; as long as it is a draft, what is missing is a warning."""

from collections.abc import Iterator

from curricula.cases.names import flat
from curricula.cases.types import DOMAINS, Case
from curricula.tree import Remark

FEWEST_FACTS = 25


def complete_remarks(case: Case) -> Iterator[Remark]:
    """What is missing from the case as a whole."""
    is_draft = case.status not in ("published", "retired")
    for remark in _missing(case):
        yield remark._replace(warning=is_draft)
    for at, step in enumerate(case.steps):
        if step.contraindicated and not step.why:
            what = "does not say what the step does to this patient"
            yield Remark(("steps", at, "why"), what, "a sentence", warning=is_draft)


def _missing(case: Case) -> Iterator[Remark]:
    if len(case.facts) < FEWEST_FACTS:
        yield Remark(("facts",), f"are {len(case.facts)}", f"at least {FEWEST_FACTS}")
    for field in ("findings", "tests", "steps"):
        if not getattr(case, field):
            yield Remark((field,), "are missing", "at least one")
    if not any(candidate.must_not_miss for candidate in case.differential):
        yield Remark(("differential",), "has no diagnosis that must not be missed", "must_not_miss: true")
    if not _holds_the_diagnosis(case):
        yield Remark(("differential",), f"does not hold the diagnosis ({case.diagnosis.name})", "all of them")
    marked = {line.domain for line in case.checklist}
    for domain in DOMAINS:
        if domain not in marked:
            yield Remark(("checklist",), f"has no line on {domain}", "one or more a domain")
    if case.reviewer is None and case.review is None:
        yield Remark(("review",), "is missing", "who has read it, or that nobody has")


def _holds_the_diagnosis(case: Case) -> bool:
    names = {flat(name) for name in (case.diagnosis.name, *case.diagnosis.also)}
    listed = (one.diagnosis for one in case.differential)
    return any(names & {flat(name) for name in (one.name, *one.also)} for one in listed)
