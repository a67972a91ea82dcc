"""The items that come with the product: without a fault, and their citations stand in the starter library."""

import re
from collections import Counter
from pathlib import Path

import pytest

from curricula.check import check
from curricula.items.cloze import filled
from curricula.items.load import ITEMS, item_of
from curricula.items.types import ClozeCard, SingleBestAnswer
from curricula.load import load
from tests.curricula.test_starter_cases import missing

FOLDER = Path(__file__).parents[2] / "curricula" / "starter" / "items"
FILES = sorted(FOLDER.glob("*.yaml"))
# An older edition, named by its year, has the items of the newer.
CHAPTERS = {
    name
    for path in (FOLDER.parent / "library").iterdir()
    if not re.search(r"-\d{4}$", name := path.name.split(".")[0])
}


def items() -> list[SingleBestAnswer]:
    found = (item_of(written) for written in load([FOLDER], [ITEMS]).written)
    return [item for item in found if isinstance(item, SingleBestAnswer)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_items_of_a_chapter_are_without_faults(path: Path) -> None:
    checked = check([path], resolve=missing)
    assert [(fault.field, fault.what) for fault in (*checked.faults, *checked.warnings)] == []
    assert checked.counts["items"] >= 4


def test_the_cards_are_without_faults_and_say_what_their_quote_says() -> None:
    checked = check([FOLDER / "cards"], resolve=missing)
    assert (checked.faults, checked.warnings) == ((), ())
    assert checked.counts["cards"] >= 60
    for written in load([FOLDER / "cards"], [ITEMS]).written:
        card = item_of(written)
        assert isinstance(card, ClozeCard)
        assert [filled(card.text)] == [reference.quote for reference in card.references]
        assert (card.reviewer, card.review) == (None, "drawn from the cited sentence, not clinician-reviewed")


def test_all_items_together_show_no_habit() -> None:
    checked = check([FOLDER], resolve=missing)
    assert (checked.faults, checked.warnings) == ((), ())


def test_every_chapter_has_items() -> None:
    assert {path.stem for path in FILES} == CHAPTERS


def test_six_items_or_more_belong_to_every_chapter() -> None:
    found = map(item_of, load([FOLDER], [ITEMS]).written)
    served = Counter(
        max((one for one in CHAPTERS if item.objectives[0].startswith(f"{one}-")), key=len)
        for item in found
        if not isinstance(item, ClozeCard)
    )
    assert {chapter: served[chapter] for chapter in CHAPTERS if served[chapter] < 6} == {}


def test_every_item_stands_under_a_topic_of_a_chapter() -> None:
    heads = [*FOLDER.parent.glob("library/*.md"), *FOLDER.parent.glob("library/*.yaml")]
    listed = re.findall(r"^topics: \[(.+)\]$", "\n".join(path.read_text("utf-8") for path in heads), re.M)
    known = {topic.strip() for line in listed for topic in line.split(",")}
    named = {topic for written in load([FOLDER], [ITEMS]).written for topic in item_of(written).topics}
    assert named - known == set()


def test_the_place_of_the_key_gives_nothing_away() -> None:
    found = items()
    keys = Counter(item.key.id for item in found)
    longest = sum(
        len(item.key.text) > max(len(o.text) for o in item.options if not o.correct) for item in found
    )
    assert max(keys.values()) <= 0.3 * len(found)
    assert longest <= 0.3 * len(found)


def test_nobody_is_named_as_reviewer_and_the_badge_says_so() -> None:
    assert {(item.reviewer, item.review) for item in items()} == {
        (None, "cross-read, not clinician-reviewed")
    }
