"""The tutor asks at commit points and hints in steps, and gives nothing away."""

import pytest

from assistant.case.bedside.tutor import Tutor
from assistant.case.bedside.tutor_words import GENERAL, QUESTIONS, STEPS
from assistant.case.events import CaseEvent, Framed, Hinted, Listed, Prompted, Ranked
from assistant.case.leak import is_safe, secrets_of
from assistant.case.state import fold
from curricula.cases.intents import Intent
from curricula.cases.types import DOMAINS, Case, Domain, Line
from tests.assistant.case.encounter import NOW, ordered, said, small_case, waited

INTENTS = (
    Intent(id="story", kind="history", about="the story", ask=("so?",)),
    Intent(id="onset", kind="history", about="how it began", within="story", ask=("when?",)),
    Intent(id="relieving", kind="history", about="what eases it", within="story", ask=("better?",)),
    Intent(id="fever", kind="history", about="fever or pericarditis", within="story", ask=("hot?",)),
)
TUTOR = Tutor(INTENTS)


def asks(*lines: Line) -> Case:
    return small_case(checklist=lines)


ONSET = Line(
    id="asks-onset", domain="history", text="Asks when pericarditis began", any_of=("onset",), weight=2
)
RELIEF = Line(id="asks-relief", domain="history", text="Asks for relief", any_of=("position",))
FEVER = Line(id="asks-fever", domain="history", text="Asks for fever", any_of=("fever",))


def hints(case: Case, about: Domain, *, most: int = 10) -> list[tuple[int, str]]:
    """The hints that a student gets who asks for one after the other and does nothing."""
    events: list[CaseEvent] = []
    for number in range(most):
        hint = TUTOR.hint(case, fold(case, events), about)
        if hint is None:
            break
        events.append(Hinted(id=str(number), at=NOW, by="me", about=about, step=hint.step, text=hint.text))
    return [(event.step, event.text) for event in events if isinstance(event, Hinted)]


def test_a_hint_comes_in_three_steps_from_the_area_to_the_thing_to_ask() -> None:
    steps = hints(asks(ONSET), "history")
    assert [step for step, _ in steps] == [1, 2, 3]
    area, narrower, thing = (text for _, text in steps)
    assert "the story" in area and "how it began" not in area
    assert "what eases it" in narrower and "how it began" in narrower
    assert thing == "Ask about: how it began."


def test_after_the_last_step_the_next_open_line_follows_the_heavier_first() -> None:
    steps = hints(asks(RELIEF, ONSET), "history")
    assert [step for step, _ in steps] == [1, 2, 3, 1, 2, 3]
    assert "how it began" in steps[2][1]
    assert "what eases it" in steps[5][1]


def test_what_has_been_asked_is_hinted_at_no_more() -> None:
    case = asks(ONSET)
    assert TUTOR.hint(case, fold(case, [said("when?", "onset")]), "history") is None


def test_a_line_done_between_two_hints_gives_way_to_the_next() -> None:
    case = asks(ONSET, RELIEF)
    first = TUTOR.hint(case, fold(case, []), "history")
    assert first is not None
    event = Hinted(id="h", at=NOW, by="me", about="history", step=1, text=first.text)
    steps = []
    events: list[CaseEvent] = [event, said("when?", "onset")]
    while (hint := TUTOR.hint(case, fold(case, events), "history")) is not None:
        steps.append(hint.text)
        number = str(len(events))
        events.append(Hinted(id=number, at=NOW, by="me", about="history", step=hint.step, text=hint.text))
    assert steps[-1] == "Ask about: what eases it."
    assert "Ask about: how it began." not in steps


def test_a_hint_whose_words_would_name_a_disease_is_replaced_by_a_general_one() -> None:
    steps = hints(asks(FEVER), "history")
    assert [text for _, text in steps] == list(GENERAL["history"])


@pytest.mark.parametrize("about", DOMAINS)
def test_no_hint_of_any_domain_names_a_disease_a_fact_or_a_result(about: Domain) -> None:
    case = small_case(
        checklist=(
            Line(
                id="a",
                domain=about,
                text="Finds pericarditis",
                any_of=("onset", "position", "rub", "echo", "nsaid"),
            ),
            Line(id="b", domain=about, text="Is kind", acts=("empathy",)),
        )
    )
    given = " ".join(text for _, text in hints(case, about))
    assert given
    assert is_safe(given, secrets_of(case))
    untold = [*(fact.says for fact in case.facts), *(one.finding for one in case.findings), "small effusion"]
    assert not [words for words in untold if words.casefold() in given.casefold()]


def test_every_general_text_and_question_is_the_same_for_all_cases() -> None:
    assert set(GENERAL) == set(DOMAINS)
    assert all(len(steps) == STEPS for steps in GENERAL.values())


def listed(*names: str) -> Listed:
    return Listed(id=f"l{len(names)}", at=NOW, by="me", board=tuple(Ranked(text=name) for name in names))


def prompted(prompt: str) -> Prompted:
    return Prompted(id=prompt, at=NOW, by="me", prompt=prompt, question=QUESTIONS[prompt])


def test_the_tutor_asks_in_turn_as_the_encounter_goes_on() -> None:
    case = small_case()
    events: list[CaseEvent] = []

    def now() -> str | None:
        question = TUTOR.question(case, fold(case, events))
        return question.prompt if question else None

    assert now() is None
    events += [said("tell me", "onset", "position", "fever"), ordered(findings=["rub"])]
    assert now() == "problem"
    events.append(Framed(id="f", at=NOW, by="me", text="A young man with chest pain."))
    assert now() == "what_else"
    events.append(prompted("what_else"))
    assert now() is None
    events += [ordered("troponin"), waited(90)]
    assert now() == "change_your_mind"
    events += [prompted("change_your_mind"), listed("a", "b")]
    assert now() == "must_not_miss"
    events.append(prompted("must_not_miss"))
    assert now() is None


def test_what_is_asked_before_tests_is_asked_before_the_first_or_not_at_all() -> None:
    case = small_case()
    talked = [
        said("tell me", "onset", "position", "fever"),
        ordered(findings=["rub"]),
        Framed(id="f", at=NOW, by="me", text="A young man with chest pain."),
    ]
    asked = TUTOR.question(case, fold(case, talked))
    assert asked is not None and asked.text.startswith("Before you order tests")
    assert TUTOR.question(case, fold(case, [*talked, ordered("troponin")])) is None


def test_the_shipped_table_gives_hints_without_a_case_of_its_own() -> None:
    case = asks(ONSET)
    assert Tutor().hint(case, fold(case, []), "history") is not None
