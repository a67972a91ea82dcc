import pytest

from curricula.cases.atoms import Leaf, atoms_of, leaves, split
from curricula.cases.persons import Voice, voice_of
from curricula.cases.types import Person

HIM, HER = Voice("I", "male"), Voice("I", "female")
HIS_MOTHER = Voice("he", "male", "mother")


def told(text: str, voice: Voice = HIM, heading: str = "History") -> list[tuple[str, bool]]:
    """What the speaker says of the text, and whether each is a denial."""
    return [(atom.says, atom.absent) for atom in atoms_of(Leaf("/x", (heading,), text), voice)]


def test_each_thing_that_a_list_denies_becomes_a_denial_of_its_own() -> None:
    assert told("Denies fever, cough or weight loss.") == [
        ("No, no fever.", True),
        ("No, no cough.", True),
        ("No, no weight loss.", True),
    ]


def test_what_a_denied_list_shares_is_said_of_each_thing() -> None:
    assert [says for says, _ in told("No family history of diabetes, stroke, or cancer.")] == [
        "No, no family history of diabetes.",
        "No, no family history of stroke.",
        "No, no family history of cancer.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No significant medical or surgical history.",
        "Denies changes in bowel or bladder function.",
    ],
)
def test_words_that_belong_together_are_not_parted(text: str) -> None:
    assert len(told(text)) == 1


def test_what_follows_a_denial_and_is_none_is_affirmed() -> None:
    assert told("Denies alcohol use, drinks tea daily.") == [
        ("No, no alcohol use.", True),
        ("I drink tea daily.", False),
    ]
    assert told("Does not smoke but drinks wine at weekends.")[1] == ("I drink wine at weekends.", False)
    assert not told("No longer smokes.")[0][1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The patient reports a 3-month history of cough.", "I've had a 3-month history of cough."),
        ("He notes that his legs improve after he has exercised.", "My legs improve after I have exercised."),
        ("He occasionally experiences a dry cough.", "I've occasionally had a dry cough."),
        ("The patient's wife has seen him stumble.", "My wife has seen me stumble."),
        ("Works as a clerk and lives with his wife.", "I work as a clerk."),
        ("Non-smoker", "I am a non-smoker."),
        ("Diagnosed with asthma at the age of six.", "I was diagnosed with asthma at the age of six."),
    ],
)
def test_a_record_becomes_what_the_patient_says(text: str, says: str) -> None:
    assert told(text)[0][0] == says


def test_a_parent_speaks_of_the_child() -> None:
    assert told("The mother reports that the child vomits after feeding.", HIS_MOTHER)[0][0] == (
        "He vomits after feeding."
    )
    assert told("Lives with both parents.", HIS_MOTHER)[0][0] == "He lives with both parents."


def test_where_a_pronoun_may_mean_a_relative_the_notes_are_quoted() -> None:
    assert told("His father died when he was 50.")[0][0] == (
        'The notes say: "His father died when he was 50."'
    )


def test_what_says_that_nothing_is_known_is_no_statement() -> None:
    parted = split({"Social": "Information not provided.", "Past": "Asthma"}, "/P", HER)
    assert [atom.pointer for atom in parted.atoms] == ["/P/Past"]
    assert [leaf.pointer for leaf in parted.empty] == ["/P/Social"]


def test_leaves_carry_the_pointer_and_the_names_that_lead_to_them() -> None:
    found = list(leaves({"A/B": [{"Free_T4": 1.2}, "x"]}, "/R"))
    assert found == [
        Leaf("/R/A~1B/0/Free_T4", ("A/B", "Free T4"), "1.2"),
        Leaf("/R/A~1B/1", ("A/B",), "x"),
    ]


def test_the_voice_is_that_of_who_speaks() -> None:
    assert voice_of(Person(sex="female")) == Voice("I", "female")
    assert voice_of(Person(sex="boy", speaks="parent", speaker="his mother")) == HIS_MOTHER
