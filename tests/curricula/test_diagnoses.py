"""The shared table of diagnoses: each name means one disease."""

from collections import defaultdict

import pytest

from assistant.case.grading.words import Name, name_of
from curricula.cases.diagnoses import Known, shipped_diagnoses

TABLE = shipped_diagnoses()
LONGEST_ABBREVIATION = 6


def test_the_table_covers_what_is_examined() -> None:
    assert len(TABLE) >= 1500
    assert sum(len(known.also) for known in TABLE) >= 3 * len(TABLE)


def test_ids_are_unique_and_in_order() -> None:
    ids = [known.id for known in TABLE]
    assert ids == sorted(set(ids))


def is_abbreviation(text: str) -> bool:
    return len(text) <= LONGEST_ABBREVIATION and sum(char.isupper() for char in text) >= 2


def test_a_name_means_one_disease_unless_it_is_an_abbreviation() -> None:
    owners: dict[Name, set[str]] = defaultdict(set)
    for known in TABLE:
        for text in (known.name, *known.also):
            if not is_abbreviation(text):
                owners[name_of(text)].add(known.id)
    assert {name.words: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("role", ["parts", "wider", "unlike"])
def test_no_other_name_of_a_disease_is_also_its_part_group_or_look_alike(role: str) -> None:
    def clash(known: Known) -> set[str]:
        own = {text.casefold() for text in (known.name, *known.also)}
        return own & {text.casefold() for text in getattr(known, role)}

    assert {known.id: clash(known) for known in TABLE if clash(known)} == {}


def test_every_disease_belongs_to_a_group_or_is_told_from_another() -> None:
    assert [known.id for known in TABLE if not known.wider and not known.unlike] == []
