import pytest

from curricula.cases.names import named_in
from curricula.cases.types import Diagnosis

EMBOLISM = Diagnosis(name="Pulmonary embolism", also=("PE", "blood clot on the lung", "PTE"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I had pulmonary embolisms before.", "Pulmonary embolism"),
        ("They said PULMONARY-EMBOLISM", "Pulmonary embolism"),
        ("Query PE.", "PE"),
        ("my mum had a blood clot on the lung", "blood clot on the lung"),
    ],
)
def test_any_name_is_found_in_any_spelling(text: str, name: str) -> None:
    assert named_in(text, EMBOLISM) == name


@pytest.mark.parametrize("text", ["We do pe at school.", "PEEP of 5", "A pulmonary problem.", "", "embolism"])
def test_words_that_only_look_like_a_name_are_left_alone(text: str) -> None:
    assert named_in(text, EMBOLISM) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Acute pericarditis", "this is pericarditis"),
        ("Progressive multifocal encephalopathy (PML)", "Lesions of PML."),
        ("Bartter's syndrome", "Bartter syndrome"),
        ("Boerhaave syndrome", "a case of Boerhaave"),
        ("Huntington disease", "my father had Huntington's"),
        ("Iron deficiency anaemia", "iron deficiency anemia"),
        ("Active chronic hepatitis B infection", "I have hepatitis B"),
        ("Sjögren syndrome", "sjogren's"),
    ],
)
def test_a_name_is_found_without_what_qualifies_it(name: str, text: str) -> None:
    assert named_in(text, Diagnosis(name=name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Chronic cough", "I have a cough."),
        ("Nightmare disorder", "He has a nightmare every week."),
        ("Heart disease", "My heart races."),
        ("Acute abdomen", "The abdomen is soft."),
    ],
)
def test_a_plain_word_does_not_stand_for_the_disease(name: str, text: str) -> None:
    assert named_in(text, Diagnosis(name=name)) is None
