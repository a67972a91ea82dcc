"""What is handed to Ask about an item."""

from assistant.quiz.sitting.feedback import question_after, question_before
from curricula.items.types import Option, SingleBestAnswer


def item(topic: str, key: str) -> SingleBestAnswer:
    return SingleBestAnswer(
        id="asked",
        title="Asked",
        author="Preceptor project",
        topics=(topic,),
        lead_in="Which drug comes first?",
        options=(Option(id="a", text=key, correct=True), Option(id="b", text="Furosemide")),
    )


def test_the_topic_is_told_with_the_question_and_the_key_only_after_the_answer() -> None:
    asked = item("hypertension", "Amlodipine")
    assert question_before(asked) == "hypertension: Which drug comes first?"
    assert question_after(asked) == "hypertension: Which drug comes first? Amlodipine"


def test_a_topic_that_can_be_chosen_is_not_told_before_the_answer() -> None:
    assert question_before(item("amlodipine poisoning", "Amlodipine")) == "Which drug comes first?"
