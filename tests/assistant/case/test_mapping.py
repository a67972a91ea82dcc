from assistant.case.patient.mapping import intents_of, mapped
from assistant.case.patient.understanding import Understanding
from curricula.cases.types import Fact, Finding, Investigation
from tests.assistant.case.encounter import small_case

WORDS = Understanding()


def test_statements_are_mapped_to_the_intents_they_answer() -> None:
    found = intents_of(["Review of Systems: No fever", "Smokes 20 cigarettes a day"], ("history",), WORDS)
    assert "fever" in found[0]
    assert found[1][0] == "social.smoking"


def test_illness_of_the_patient_is_not_mapped_to_the_family() -> None:
    own, relatives = intents_of(
        ["Past Medical History: diabetes", "Family History: diabetes"], ("history",), WORDS
    )
    assert not any(name.startswith("family_history") for name in own)
    assert "family_history" in relatives


def test_a_part_that_has_intents_keeps_them_and_others_get_some() -> None:
    case = small_case(
        facts=(Fact(id="a", says="No fever.", intents=("cough",)), Fact(id="b", says="No fever.")),
        findings=(Finding(id="c", name="Temperature", finding="38 C"),),
        tests=(Investigation(id="d", name="Full blood count", text="Normal"),),
    )
    done = mapped(case, WORDS)
    assert done.facts[0].intents == ("cough",)
    assert "fever" in done.facts[1].intents
    assert "exam.temperature" in done.findings[0].intents
    assert "test.fbc" in done.tests[0].intents
