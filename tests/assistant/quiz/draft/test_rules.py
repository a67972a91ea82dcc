"""Cards and look-ups drafted by rule: what is asked, what is not, and that every citation stands."""

from collections.abc import Iterator

import pytest

from assistant.quiz.draft.cards import cards
from assistant.quiz.draft.excerpts import tables
from assistant.quiz.draft.lookups import lookups
from assistant.quiz.draft.telling import gaps, stands_alone
from assistant.references import resolve
from curricula.items.types import ClozeCard
from retrieval.library import Library
from tests.assistant.quiz.draft.sources import DOSE, MEANS, SUGGESTS, everything, gout


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout")) as opened:
        yield opened


def drawn(sentence: str) -> str | None:
    found = gaps(sentence) if stands_alone(sentence) else []
    return sentence[found[0].start : found[0].end] if found else None


@pytest.mark.parametrize(
    ("sentence", "hidden"),
    [
        (DOSE, "500 micrograms"),
        ("Oxygen is given when the saturation is below 90%.", "90%"),
        ("A potassium of 6.5 mmol/L or more is an emergency.", "6.5 mmol/L"),
        ("The target is an HbA1c of 48 mmol/mol (6.5%) in most adults.", "48 mmol/mol (6.5%)"),
        ("Ceftriaxone is preferred in severe leptospirosis.", "Ceftriaxone"),
        (SUGGESTS, "septic arthritis"),
        (MEANS, "Tophus"),
        ("A GRACE score above 140 marks high risk of death.", "140"),
        ("Aspirin is stopped after one to four weeks in most patients.", "one to four weeks"),
    ],
)
def test_the_telling_words_of_a_sentence_are_hidden(sentence: str, hidden: str) -> None:
    assert drawn(sentence) == hidden


@pytest.mark.parametrize(
    "sentence",
    [
        "It is given for 3 days in severe disease.",
        "The limit was lowered to 5 mmol/L in that year.",
        "Chest pain is common and has many causes.",
        "Children under 5 years are seen the same day.",
        "The solution is 0.9% saline and nothing else.",
        "In one trial the risk fell by 12% with aspirin.",
        "Doses are given in table 3 for 5 days.",
        "Fever suggests pneumonia, abscess, endocarditis or a viral infection.",
        "The dose is 5 mg in the morning and 5 mg at night.",
        "Stages are 1 to 2 cm, 2 to 3 cm, 3 to 4 cm and 4 to 5 cm.",
        "Bronchiolitis is a clinical diagnosis and needs no test.",
        "Is the dose 5 mg in adults?",
        "Loop diuretics do not treat it, and the guideline suggests them only for overload.",
        "The lactate is above 2 mmol/L. Shock is then near.",
        "A ratio of 3 to 5 was reported for answers of models (Sharma, 2025).",
    ],
)
def test_what_cannot_stand_on_a_card_gives_none(sentence: str) -> None:
    assert drawn(sentence) is None


def test_each_card_quotes_its_sentence_to_the_letter_and_the_quote_is_found(library: Library) -> None:
    made = cards(everything(library), seed=1)
    assert {shown(one) for one in made} == {DOSE, MEANS, SUGGESTS}
    for card in made:
        (reference,) = card.references
        assert shown(card) == reference.quote
        assert resolve(library.store, reference).citation is not None
        assert (card.status, card.reviewer, card.topics) == ("draft", None, ("gout", "rheumatology"))


def test_the_title_of_a_card_does_not_tell_what_is_hidden(library: Library) -> None:
    for card in cards(everything(library), seed=1):
        hidden = card.text.split("{{")[1].split("}}")[0]
        assert hidden not in card.title and hidden not in card.extra


def test_the_parts_of_a_table_are_one_table_with_its_caption(library: Library) -> None:
    (table,) = tables(everything(library))
    assert table.caption == "Allopurinol by kidney function"
    assert [row.cells[1][1] for row in table.rows] == ["100 mg", "50 mg", "25 mg", "12.5 mg"]


def test_a_look_up_has_the_entry_of_its_row_as_key_and_the_others_of_the_column(library: Library) -> None:
    made = lookups(everything(library), seed=1)
    assert len(made) == 4
    for item in made:
        quote = item.key.references[0].quote
        assert item.key.text in quote and item.lead_in.split("“")[-1].split("”")[0] in quote
        assert [option.text for option in item.options] == ["12.5 mg", "25 mg", "50 mg", "100 mg"]
        for option in item.options:
            assert option.reason is not None and option.text in option.reason
            assert resolve(library.store, option.references[0]).citation is not None
        assert "Cautions" not in item.lead_in


def test_the_same_seed_gives_the_same_drafts_and_ids_do_not_depend_on_it(library: Library) -> None:
    excerpts = everything(library)
    assert lookups(excerpts, seed=4) == lookups(excerpts, seed=4)
    assert cards(excerpts, seed=4) == cards(excerpts, seed=4)
    assert {one.id for one in lookups(excerpts, seed=4)} == {one.id for one in lookups(excerpts, seed=5)}
    assert {one.id for one in cards(excerpts, seed=4)} == {one.id for one in cards(excerpts, seed=5)}


def shown(card: ClozeCard) -> str:
    """The sentence with nothing hidden."""
    return card.text.replace("{{", "").replace("}}", "")
