import pytest

from assistant.case.patient.utterance import greeted


@pytest.mark.parametrize(
    ("text", "acts", "rest"),
    [
        ("hi, what brought you in?", ("act.greeting",), "what brought you in?"),
        ("Good morning Mrs Lee, any pain?", ("act.greeting",), "any pain?"),
        ("Hello, I'm the doctor. Any allergies?", ("act.greeting", "act.introduction"), "Any allergies?"),
        ("Hello", (), "Hello"),
        ("Morning stiffness?", (), "Morning stiffness?"),
        ("Is it worse in the morning, or later?", (), "Is it worse in the morning, or later?"),
    ],
)
def test_a_greeting_does_not_hide_the_question_after_it(text: str, acts: tuple[str, ...], rest: str) -> None:
    assert greeted(text) == (acts, rest)
