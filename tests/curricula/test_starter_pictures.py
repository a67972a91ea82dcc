"""The shipped pictures are those that the scripts draw, and the items on them are whole and fair."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.quiz.marking.reads import grade_read
from curricula.cases.load import case_of, load_cases
from curricula.cases.pictures import images
from curricula.check import check
from curricula.items.load import ITEMS, item_of
from curricula.items.types import ImageHotspot, ImageRead, Item, ShortAnswer, SingleBestAnswer
from curricula.load import load
from curricula.starter.draw.canvas import Drawing
from curricula.starter.draw.gallery import CASES, PICTURES, STARTER
from tests.curricula.test_starter_cases import missing

FOLDER = STARTER / "items" / "images"
READS = {
    "Report of a film, fever": (
        "Right lower zone consolidation with air bronchograms. No effusion. Heart size is normal."
    ),
    "Report of a film, sudden pain": "Left pneumothorax. The trachea is central. No pleural effusion.",
    "Report of a film, swollen ankles": (
        "Enlarged heart. Kerley B lines and perihilar haze: pulmonary oedema."
        " Small bilateral pleural effusions. No pneumothorax."
    ),
    "Report of twelve leads": (
        "Sinus rhythm, rate 72 per minute. ST elevation in II, III and aVF. ST depression in I and aVL."
    ),
}


@cache
def drawn(name: str) -> Drawing:
    return PICTURES[name]()


def items() -> list[Item]:
    return [item_of(written) for written in load([FOLDER], [ITEMS]).written]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_again_pixel_for_pixel(name: str) -> None:
    shipped, again = Image.open(STARTER / name).convert("RGB"), drawn(name).image.convert("RGB")
    assert shipped.size == again.size
    apart = np.abs(np.asarray(shipped, dtype=int) - np.asarray(again, dtype=int)).max(axis=2)
    # Other builds of Pillow and FreeType set the edges of lines and letters a little differently.
    assert (apart > 40).mean() < 0.003


def test_the_pictures_are_small_and_their_names_say_nothing() -> None:
    sizes = {name: (STARTER / name).stat().st_size for name in PICTURES}
    assert max(sizes.values()) < 80_000
    assert sum(sizes.values()) < 2_000_000
    stems = {Path(name).stem.rstrip("0123456789") for name in PICTURES}
    assert stems == {"strip-", "leads-", "plot-", "film-", "slice-", "body-"}


def test_every_picture_is_used_and_every_used_one_is_drawn() -> None:
    used = {f"items/images/{picture.file}" for item in items() for picture in item.pictures}
    cases = map(case_of, load_cases(sorted((STARTER / "cases").glob("*.yaml"))).written)
    used |= {f"{CASES}/{image.file}" for case in cases for _, image in images(case)}
    assert used == set(PICTURES)


def test_the_wheel_takes_the_pictures_along() -> None:
    project = tomllib.loads((STARTER.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "starter/**/*" in project["tool"]["setuptools"]["package-data"]["curricula"]


def test_the_items_are_without_faults_in_all_forms_and_many_chapters() -> None:
    checked = check([FOLDER], resolve=missing)
    assert [(fault.field, fault.what) for fault in (*checked.faults, *checked.warnings)] == []
    found = items()
    forms = Counter(type(item) for item in found)
    assert len(found) >= 34
    assert forms[ImageHotspot] >= 5 and forms[ShortAnswer] >= 2 and forms[ImageRead] >= 4
    assert len({topic for item in found for topic in item.topics}) >= 15
    assert {(item.reviewer, item.review) for item in found} == {(None, "cross-read, not clinician-reviewed")}


def test_pictures_are_described_and_licensed_and_the_words_do_not_name_the_key() -> None:
    for item in items():
        for picture in item.pictures:
            assert picture.licence == "CC BY 4.0" and picture.caption == "Schematic drawing"
            assert len(picture.alt) > 80
            if isinstance(item, SingleBestAnswer):
                assert item.key.text.lower() not in f"{picture.alt} {item.title} {item.id}".lower()


@pytest.mark.parametrize(
    "item", [one for one in items() if isinstance(one, ImageHotspot)], ids=lambda one: one.id
)
def test_the_regions_lie_where_the_things_are_drawn(item: ImageHotspot) -> None:
    places = drawn(f"items/images/{item.pictures[0].file}").places
    boxes = {name.lower(): tuple(place) for name, place in places.items()}
    regions = {one.id: (one.left, one.top, one.right, one.bottom) for one in item.regions}
    assert regions == boxes


@pytest.mark.parametrize(
    "item", [one for one in items() if isinstance(one, ImageRead)], ids=lambda one: one.id
)
def test_a_good_read_counts_and_a_wrong_one_does_not(item: ImageRead) -> None:
    assert grade_read(item, READS[item.title]).score == 1
    assert grade_read(item, READS[item.title]).correct is True
    assert grade_read(item, "Normal. No abnormality.").correct is not True


def test_a_finding_is_known_by_its_own_name_and_by_its_place() -> None:
    reads = {item.title: item for item in items() if isinstance(item, ImageRead)}
    oedema = grade_read(reads["Report of a film, swollen ankles"], "Large heart. Pulmonary oedema.")
    assert oedema.score == 0.625 and oedema.correct is True
    elsewhere = "Sinus rhythm, rate 72 per minute. ST elevation in V2 to V4. ST depression in III and aVF."
    assert grade_read(reads["Report of twelve leads"], elsewhere).correct is not True
