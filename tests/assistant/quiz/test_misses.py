"""A missed item offers one card: words of the source to the letter, those hidden that answer it, or none."""

import pytest

from assistant.quiz.misses import offered
from assistant.references import Resolved
from assistant.types import Citation
from curricula.items.types import ClozeCard, Option, SingleBestAnswer
from curricula.types import Reference

SOURCE = "Sources of the test"


def found(reference: Reference) -> Resolved:
    quote = reference.quote
    cited = Citation(
        passage="p", start=0, end=len(quote), quote=quote, document="d", title=reference.document
    )
    return Resolved(cited)


def lost(_reference: Reference) -> Resolved:
    return Resolved(None, "these words stand in no passage of that source now")


def item(key: str, *quotes: str, lead_in: str = "Which is best?") -> SingleBestAnswer:
    references = tuple(Reference(document=SOURCE, quote=quote) for quote in quotes)
    options = (Option(id="a", text=key, correct=True, references=references), Option(id="b", text="Other"))
    return SingleBestAnswer(
        id="one", title="One", author="Test", lead_in=lead_in, options=options, topics=("T",), licence="CC0"
    )


def text_of(one: SingleBestAnswer) -> str | None:
    card = offered(one, "s:0", found).card
    return None if card is None else card.text


@pytest.mark.parametrize(
    ("key", "quote", "text"),
    [
        (
            "Magnesium sulfate 4 g",
            "Magnesium sulfate is the first drug for an eclamptic seizure, not diazepam.",
            "{{Magnesium sulfate}} is the first drug for an eclamptic seizure, not diazepam.",
        ),
        (
            "24 hours",
            "The guideline asks for kidney ultrasound within 24 hours when the cause is not known.",
            "The guideline asks for kidney ultrasound within {{24 hours}} when the cause is not known.",
        ),
        (
            "Stop the drug",
            "A rise in creatinine of up to 30% after starting an ACE inhibitor is acceptable.",
            "A rise in creatinine of up to {{30%}} after starting an ACE inhibitor is acceptable.",
        ),
    ],
    ids=["the words of the key", "a number with its unit", "else what tells most"],
)
def test_the_words_that_carry_the_answer_are_hidden(key: str, quote: str, text: str) -> None:
    assert text_of(item(key, quote)) == text


@pytest.mark.parametrize(
    ("key", "quote"),
    [
        ("204 micromol/L", "or AKI with 354 micromol/L of creatinine or more"),
        ("Bicarbonate 1 mmol/kg", "1 to 2 mmol/kg into a vein, repeated by effect"),
        ("1 mm", "The signs are elevation of at least 1 mm, or depression of at least 1 mm in V1"),
        ("Check a formulary and recalculate by weight", "check, then prescribe by the age of the child"),
        ("Enoxaparin", "A heparin of low molecular weight is given until the next day."),
    ],
    ids=[
        "a unit without its number",
        "one end of a range",
        "said twice",
        "a small part",
        "nothing of the answer",
    ],
)
def test_words_that_answer_nothing_are_not_hidden(key: str, quote: str) -> None:
    assert offered(item(key, quote), "s:0", found).reason.startswith("No words of the quoted sentences")


def test_a_cell_of_a_table_stands_below_its_question() -> None:
    one = item("6 hours", "at least 6 hours", lead_in="For how long is a child observed after two doses?")
    assert text_of(one) == "For how long is a child observed after two doses?\nat least {{6 hours}}"


def test_a_card_carries_its_citation_and_where_it_is_from() -> None:
    quote = "Noradrenaline is the first vasopressor in septic shock."
    given = offered(item("Noradrenaline", "Another sentence without the word.", quote), "s:0", found)
    assert given.card is not None and given.citation is not None
    assert given.card.references == (Reference(document=SOURCE, quote=quote),)
    assert given.citation.quote == quote
    assert (given.card.topics, given.card.licence, given.card.extra) == (("T",), "CC0", SOURCE)


def test_the_same_attempt_offers_the_same_card_and_another_one_another_id() -> None:
    one = item("Noradrenaline", "Noradrenaline is the first vasopressor in septic shock.")
    first, again, other = (offered(one, attempt, found).card for attempt in ("s:0", "s:0", "t:0"))
    assert first == again and first and other and first.id != other.id


def test_without_a_citation_that_stands_no_card_is_offered_and_it_says_why() -> None:
    quoted = item("Noradrenaline", "Noradrenaline is the first vasopressor in septic shock.")
    assert "cites no source" in offered(item("Noradrenaline"), "s:0", found).reason
    gone = offered(quoted, "s:0", lost)
    assert gone.card is None and "stand in no passage" in gone.reason
    card = ClozeCard(type="cloze_card", id="c", title="C", author="Test", text="{{a}}")
    assert offered(card, "s:0", found).card is None


def test_braces_of_the_source_hide_nothing() -> None:
    assert text_of(item("Noradrenaline", "Noradrenaline {first} is the vasopressor in septic shock.")) is None
