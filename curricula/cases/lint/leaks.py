"""Words that would tell the diagnosis before a student has committed to one."""

from collections.abc import Iterator

from curricula.cases.names import flat, named_in
from curricula.cases.parts import parts_of
from curricula.cases.types import Case, Change, Diagnosis, Fact, Finding, Investigation
from curricula.tree import Remark, Spot

EXPECTED = "words that do not name it"


def leak_remarks(case: Case) -> Iterator[Remark]:
    """Texts that name the diagnosis: a fault, in a result a warning, since it may be what is found."""
    diagnosis = _by_all_names(case)
    for spot, text in (*_beginning(case), *_parts(case)):
        yield from _named(diagnosis, spot, text, "names the diagnosis", EXPECTED)
    for part in parts_of(case):
        test = part.value
        if isinstance(test, Investigation) and not test.held:
            for inner, text in _result(test):
                what = "names the diagnosis in a result that is not held"
                remarks = _named(diagnosis, (*part.spot, *inner), text, what, "held: true, or other words")
                yield from (remark._replace(warning=True) for remark in remarks)


def _beginning(case: Case) -> Iterator[tuple[Spot, str]]:
    yield ("title",), case.title
    yield ("opening",), case.opening
    yield ("patient", "persona"), case.patient.persona
    yield ("setting", "place"), case.setting.place
    yield ("setting", "task"), case.setting.task


def _parts(case: Case) -> Iterator[tuple[Spot, str]]:
    for part in parts_of(case):
        match part.value:
            case Fact() as fact:
                yield (*part.spot, "about"), fact.about
                yield (*part.spot, "says"), fact.says
            case Finding() as finding:
                yield (*part.spot, "name"), finding.name
                yield (*part.spot, "finding"), finding.finding
            case Change() as change:
                yield (*part.spot, "says"), change.says
                continue
            case _:
                continue
        image = getattr(part.value, "image", None)
        if image is not None and not getattr(part.value, "held", False):
            yield (*part.spot, "image", "alt"), image.alt
            yield (*part.spot, "image", "caption"), image.caption


def _result(test: Investigation) -> Iterator[tuple[Spot, str]]:
    yield ("name",), test.name
    yield ("text",), test.text
    for at, reading in enumerate(test.readings):
        yield ("readings", at), f"{reading.name} {reading.value}"


def _named(diagnosis: Diagnosis, spot: Spot, text: str, what: str, expected: str) -> Iterator[Remark]:
    name = named_in(text, diagnosis)
    if name is not None:
        yield Remark(spot, f"{what} ({name})", expected)


def _by_all_names(case: Case) -> Diagnosis:
    """The diagnosis, also by the names under which it stands in the differential."""
    own = {flat(name) for name in (case.diagnosis.name, *case.diagnosis.also)}
    listed = (one.diagnosis for one in case.differential)
    same = [one for one in listed if own & {flat(name) for name in (one.name, *one.also)}]
    names = [name for one in (case.diagnosis, *same) for name in (one.name, *one.also)]
    return Diagnosis(name=names[0], also=tuple(dict.fromkeys(names[1:])))
