"""The abbreviation table: large enough, every sense spelt out, and harmless in plain sentences."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from retrieval.abbreviations import expand

TABLE = Path(__file__).parents[2] / "retrieval" / "abbreviations.yaml"
ORDINARY_WORDS = """
    act ad aids all am an and are arm art as at bad bash be but by cage cam can cap cat coma crest cup
    damp des did dip do dress ed fast fit for from gas go gold grace gum had has he heart hit hot
    how i ice if in is it its lad last law leap led lip los mac malt man map mart mash mat may me
    men met must my new news nice no not of on or os our out pad pals pan pap peg pet pin pip pod
    pop pot prom rad ram rat red rice sad sam she sign so soap sofa start stop taco tap ted ten than
    the they tips to toe too top up us vac was we who why with you
"""
UNITS_AND_TITLES = "mg ml kg cm mm cc mmol mmhg ph hr dr mr mrs"
IN_CAPITALS = frozenset((ORDINARY_WORDS + UNITS_AND_TITLES).split())


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return loaded


def test_the_table_has_its_two_mappings_and_at_least_350_keys(
    table: dict[str, dict[str, list[str]]],
) -> None:
    assert set(table) == {"any_case", "capitals_only"}
    assert len(table["any_case"]) + len(table["capitals_only"]) >= 350


def test_every_key_is_text_and_every_sense_is_spelt_out(table: dict[str, dict[str, list[str]]]) -> None:
    for senses_by_key in table.values():
        for key, senses in senses_by_key.items():
            assert isinstance(key, str), f"{key!r} needs quotes in the YAML"
            assert senses, f"{key} has no sense"
            for sense in senses:
                assert isinstance(sense, str) and sense == sense.strip() and len(sense) > 3, key
                assert sense.casefold() != key.casefold(), f"{key} is spelt out as itself"
            assert len(set(senses)) == len(senses), f"{key} lists a sense twice"


def test_no_key_stands_twice_whatever_its_case(table: dict[str, dict[str, list[str]]]) -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.strip() for line in lines if line.startswith("  ") and not line.strip().startswith("#")]
    keys = Counter(row.partition(": [")[0].strip("'\"").casefold() for row in rows)
    assert sum(keys.values()) == sum(map(len, table.values()))
    assert [key for key, times in keys.items() if times > 1] == []


def test_english_words_units_and_titles_match_only_in_capitals(
    table: dict[str, dict[str, list[str]]],
) -> None:
    any_case = {key.casefold() for key in table["any_case"]}
    assert any_case & IN_CAPITALS == set()
    assert all(key not in (key.lower(), key.capitalize()) for key in table["capitals_only"])


@pytest.mark.parametrize(
    ("key", "sense"),
    [
        ("MI", "myocardial infarction"),
        ("MS", "mitral stenosis"),
        ("eGFR", "estimated glomerular filtration rate"),
        ("tds", "three times daily"),
        ("CAP", "community-acquired pneumonia"),
        ("NO", "nitric oxide"),
    ],
)
def test_a_known_abbreviation_has_its_sense(
    table: dict[str, dict[str, list[str]]], key: str, sense: str
) -> None:
    assert sense in (table["any_case"] | table["capitals_only"])[key]


def test_every_key_is_one_word_of_a_question_and_is_expanded(table: dict[str, dict[str, list[str]]]) -> None:
    keys = [key for senses_by_key in table.values() for key in senses_by_key]
    assert [key for key in keys if expand(f"about {key}") == f"about {key}"] == []
