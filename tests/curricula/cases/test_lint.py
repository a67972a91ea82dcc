"""Every rule of the lint finds what it is for, at its place, and leaves a good case alone."""

from collections.abc import Sequence
from typing import Any

import pytest

from curricula.cases.lint import lint
from curricula.cases.types import (
    Candidate,
    Case,
    Change,
    Diagnosis,
    Fact,
    Finding,
    Image,
    Investigation,
    Line,
    Person,
    Reading,
    Series,
    Setting,
    Step,
)
from curricula.tree import Remark
from curricula.types import Reference
from tests.assistant.case.encounter import small_case


def good_case(**changed: Any) -> Case:
    """A draft in which nothing is wrong but what it lacks."""
    return small_case(**{"findings": (finding(),), "tests": (troponin(),), "timeline": ()} | changed)


def finding(**changed: Any) -> Finding:
    fields: dict[str, Any] = {"id": "rub", "name": "Heart sounds", "finding": "A scratching sound."}
    return Finding(**fields | {"intents": ("exam.heart_sounds",)} | changed)


def troponin(**changed: Any) -> Investigation:
    reading = Reading(name="Troponin", value=4, unit="ng/L", high=14)
    fields: dict[str, Any] = {"id": "troponin", "name": "Troponin", "readings": (reading,)}
    return Investigation(**fields | {"intents": ("test.troponin",)} | changed)


def line(**changed: Any) -> Line:
    return Line(**{"id": "one", "domain": "history", "text": "Asks.", "any_of": ("onset",)} | changed)


def fact(**changed: Any) -> Fact:
    return Fact(**{"id": "x", "intents": ("onset",), "says": "Two days ago, at night."} | changed)


def at(remarks: Sequence[Remark], *spot: str | int) -> list[str]:
    return [remark.what for remark in remarks if remark.spot == spot]


def faults(case: Case) -> list[Remark]:
    return [remark for remark in lint(case) if not remark.warning]


def reading(**changed: Any) -> Case:
    made = Reading(**{"name": "Creatinine", "value": 90, "unit": "µmol/L", "low": 60, "high": 110} | changed)
    return good_case(tests=(troponin(readings=(made,)),))


def test_a_good_draft_has_no_faults() -> None:
    assert faults(good_case()) == []


@pytest.mark.parametrize(
    ("changed", "spot", "what"),
    [
        ({"checklist": (line(any_of=("onse",)),)}, ("checklist", 0, "any_of", 0), "names onse, which"),
        ({"checklist": (line(avoid=("gone",)),)}, ("checklist", 0, "avoid", 0), "names gone, which"),
        ({"checklist": (line(any_of=()),)}, ("checklist", 0), "can be fulfilled by nothing"),
        ({"checklist": (line(), line())}, ("checklist", 1, "id"), "is one, the id of another line"),
        (
            {"checklist": (line(any_of=(), candidates=("measles",)),)},
            ("checklist", 0, "candidates", 0),
            "names measles",
        ),
        (
            {"differential": (Candidate(diagnosis=Diagnosis(name="x"), speaks_for=("gone",)),)},
            ("differential", 0, "speaks_for", 0),
            "names gone",
        ),
        (
            {
                "differential": (
                    Candidate(
                        diagnosis=Diagnosis(name="x"), speaks_for=("onset",), speaks_against=("onset",)
                    ),
                )
            },
            ("differential", 0, "speaks_against", 0),
            "speaks for it as well",
        ),
        (
            {"timeline": (Change(id="c", minutes=1, when=("gone",), says="x"),)},
            ("timeline", 0, "when", 0),
            "names gone",
        ),
        (
            {"timeline": (Change(id="c", minutes=1, unless=("gone",), says="x"),)},
            ("timeline", 0, "unless", 0),
            "names gone",
        ),
        ({"steps": (Step(id="s", text="S", after=("gone",)),)}, ("steps", 0, "after", 0), "names gone"),
        ({"steps": (Step(id="onset", text="S"),)}, ("steps", 0, "id"), "the id of another fact"),
        (
            {
                "steps": (
                    Step(id="a", text="A", after=("b",)),
                    Step(id="b", text="B", after=("c",)),
                    Step(id="c", text="C", after=("a",)),
                )
            },
            ("steps", 0, "after"),
            "goes round in a circle: a → b → c → a",
        ),
        (
            {
                "timeline": (
                    Change(id="a", when=("b",), says="x"),
                    Change(id="b", when=("a",), says="x"),
                )
            },
            ("timeline", 0, "when"),
            "goes round in a circle: a → b → a",
        ),
        (
            {"timeline": (Change(id="a", when=("onset",), unless=("onset",), says="x"),)},
            ("timeline", 0, "unless", 0),
            "waits for onset and for its absence",
        ),
        (
            {
                "steps": (Step(id="bad", text="B", contraindicated=True, why="It harms."),),
                "checklist": (line(any_of=("bad",), domain="management"),),
            },
            ("checklist", 0, "any_of", 0),
            "gives points for bad",
        ),
        (
            {"facts": (fact(intents=("onsett",)),), "checklist": (), "differential": ()},
            ("facts", 0, "intents", 0),
            "names onsett",
        ),
        (
            {"facts": (fact(intents=()),), "checklist": (), "differential": ()},
            ("facts", 0, "intents"),
            "nobody can ask for it",
        ),
        (
            {"tests": (troponin(intents=(), name="Zorblax level"),)},
            ("tests", 0, "intents"),
            "Zorblax level is a test that the shared table does not know",
        ),
        (
            {"facts": (fact(id="a", asks=("And then?",)), fact(id="b", asks=("and then",), says="No."))}
            | {"checklist": (), "differential": ()},
            ("facts", 1, "asks", 0),
            "is a phrasing of a as well",
        ),
        ({"title": "A student with pericarditis"}, ("title",), "names the diagnosis (pericarditis)"),
        ({"opening": "I have Pericarditis again."}, ("opening",), "names the diagnosis"),
        ({"setting": Setting(task="Treat the pericarditis.")}, ("setting", "task"), "names the diagnosis"),
        ({"findings": (finding(finding="A rub of pericarditis."),)}, ("findings", 0, "finding"), "names the"),
        (
            {"findings": (finding(image=Image(file="x.png", alt="Pericarditis.")),)},
            ("findings", 0, "image", "alt"),
            "names the diagnosis",
        ),
        ({"patient": Person(age=3, age_unit="months")}, ("patient", "age"), "speaks for itself"),
        ({"patient": Person(age=130)}, ("patient", "age"), "is 130 years"),
        (
            {"tests": (troponin(series=Series(name="s", x=(1, 2), y=(1,), x_label="h", y_label="°C")),)},
            ("tests", 0, "series"),
            "has 2 places on x and 1 on y",
        ),
    ],
)
def test_a_fault_is_found_at_its_place(
    changed: dict[str, Any], spot: tuple[str | int, ...], what: str
) -> None:
    found = at(faults(good_case(**changed)), *spot)
    assert [what in one for one in found] == [True]


def test_the_nearest_name_is_offered() -> None:
    (remark,) = faults(good_case(checklist=(line(any_of=("onse",)),)))
    assert remark.expected == "onset"


@pytest.mark.parametrize(
    ("changed", "field", "what"),
    [
        ({"unit": "mg"}, "unit", "gives Creatinine in mg"),
        ({"unit": ""}, "unit", "without a unit"),
        ({"low": 0.6, "high": 1.2}, "low", "gives the limit 0.6 µmol/L"),
        ({"low": 110, "high": 60}, "low", "has a range from 110 to 60"),
    ],
)
def test_a_unit_that_does_not_fit_is_a_fault(changed: dict[str, Any], field: str, what: str) -> None:
    found = at(faults(reading(**changed)), "tests", 0, "readings", 0, field)
    assert any(what in one for one in found)


@pytest.mark.parametrize("unit", ["µmol/L", "umol/l", "μmol / L", "micromol/L"])
def test_a_unit_may_be_spelt_in_any_usual_way(unit: str) -> None:
    assert faults(reading(unit=unit)) == []


def test_a_value_that_no_patient_has_is_a_warning() -> None:
    assert at(lint(reading(value=9000)), "tests", 0, "readings", 0, "value") == [
        "gives Creatinine as 9000 µmol/L"
    ]


def test_other_fluids_have_other_limits() -> None:
    glucose = Reading(name="Glucose", value=0.1, unit="g/L")
    assert faults(good_case(tests=(troponin(name="CSF analysis", readings=(glucose,)),))) == []


def test_a_result_that_names_the_diagnosis_is_a_warning_unless_it_is_held() -> None:
    told = good_case(tests=(troponin(text="Fits pericarditis."),))
    held = good_case(tests=(troponin(text="Fits pericarditis.", held=True),))
    assert faults(told) == []
    assert "in a result that is not held" in at(lint(told), "tests", 0, "text")[0]
    assert at(lint(held), "tests", 0, "text") == []


def test_what_the_timeline_brings_is_checked_as_well() -> None:
    worse = Change(id="c", minutes=5, says="Now it is pericarditis.", facts=(fact(id="new", intents=()),))
    found = faults(good_case(timeline=(worse,)))
    assert {remark.spot for remark in found} == {
        ("timeline", 0, "says"),
        ("timeline", 0, "facts", 0, "intents"),
    }


def test_what_the_timeline_brings_may_replace_a_part_of_its_sort_only() -> None:
    same = Change(id="c", minutes=5, says="Worse.", tests=(troponin(text="Raised."),))
    other = Change(id="d", minutes=5, says="Worse.", findings=(finding(id="troponin"),))
    assert faults(good_case(timeline=(same,))) == []
    assert at(faults(good_case(timeline=(other,))), "timeline", 0, "findings", 0, "id")


def test_a_denial_that_affirms_and_an_affirmation_that_denies_are_warned_of() -> None:
    facts = (fact(id="onset", says="Yes, every day.", absent=True), fact(id="position", says="No, never."))
    found = lint(good_case(facts=(*facts, good_case().facts[2])))
    assert at(found, "facts", 0, "says") == ["is marked absent, but denies nothing"]
    assert at(found, "facts", 1, "absent") == ["begins with a denial, but is not marked absent"]


def test_what_a_draft_lacks_is_a_warning_and_what_a_published_case_lacks_a_fault() -> None:
    draft, out = good_case(), good_case(status="published")
    lacking = {remark.what for remark in lint(draft) if remark.warning}
    assert lacking <= {remark.what for remark in faults(out)}
    assert {
        "are 3",
        "has no diagnosis that must not be missed",
        "has no line on stewardship",
        "is missing",
    } <= lacking


def test_a_differential_without_the_diagnosis_is_told() -> None:
    other = Candidate(diagnosis=Diagnosis(name="gastritis"), must_not_miss=True)
    found = at(lint(good_case(differential=(other,))), "differential")
    assert "does not hold the diagnosis (acute pericarditis)" in found


def test_citations_are_looked_up_where_there_is_a_library() -> None:
    cited = good_case(checklist=(line(references=(Reference(document="D", quote="q"),)),))
    found = lint(cited, resolve=lambda reference: f"its words are not in {reference.document}")
    assert at(found, "checklist", 0, "references", 0) == ["cites “D”: its words are not in D"]
    assert [remark for remark in lint(cited, resolve=lambda _: None) if "cites" in remark.what] == []
