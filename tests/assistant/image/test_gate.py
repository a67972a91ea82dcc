"""The gate of images: what shows no patient is never described, and real studies pass."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import curricula
from assistant.image.gate import judge, named_kind
from assistant.image.intake import shown
from assistant.image.intake.deciding import taken
from assistant.image.types import Gate, ImageInfo, Modality
from eval.made.canvas import png, rgb
from eval.made.nothing import nothing_to_see
from eval.made.standins import near_placeholders
from eval.made.studies import film, lesion, strip
from tests.assistant.image.pictures import dicom_file

REFUSED = {
    "solid": "blank",
    "near-": "blank",
    "noise": "noise",
    "salt": "noise",
    "gradient": "blank",
    "text,": "text_only",
    "placeholder": None,
    "checkerboard": None,
    "truncated": "unreadable",
    "words": "unreadable",
}
# What a person may call a photograph wrongly and no measure can tell: an encoder could.
UNTOLD = {"photograph-like, grey": "radiograph", "photograph-like plate of food": "skin"}


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return nothing_to_see()


@pytest.fixture(scope="module")
def gates(pictures: dict[str, bytes]) -> dict[str, Gate]:
    return {name: judge(body) for name, body in pictures.items()}


def test_none_of_eighty_pictures_that_show_no_patient_opens_the_gate(gates: dict[str, Gate]) -> None:
    assert len(gates) >= 80
    assert [name for name, gate in gates.items() if gate.open] == []


@pytest.mark.parametrize("kind", REFUSED)
def test_what_shows_nothing_is_refused_for_what_it_is(kind: str, gates: dict[str, Gate]) -> None:
    named = {name: gate for name, gate in gates.items() if name.startswith(kind)}
    assert named
    for name, gate in named.items():
        assert gate.open is False, name
        assert REFUSED[kind] in (None, gate.reason), name


def test_a_photograph_of_anything_stays_unknown_until_somebody_says_what_it_is(
    gates: dict[str, Gate],
) -> None:
    scene = gates["photograph-like meadow"]
    assert scene.open is None
    assert "whether this is a medical picture" in scene.unchecked
    assert "say what it is" in scene.why


@pytest.mark.parametrize("kind", ["radiograph", "ecg", "skin"])
def test_calling_a_picture_a_study_does_not_make_it_one(
    kind: Modality, pictures: dict[str, bytes], gates: dict[str, Gate]
) -> None:
    unknown = [name for name, gate in gates.items() if gate.open is not False]
    opened = {name for name in unknown if judge(pictures[name], expected=kind).open}
    assert opened <= {name for name, only in UNTOLD.items() if only == kind}


def photographed(strip: bytes) -> bytes:
    """A page as a telephone takes it: darker to one side, yellowish, grainy, saved as JPEG."""
    page = np.asarray(Image.open(BytesIO(strip)).convert("RGB"), np.float64)
    light = np.linspace(0.95, 0.6, page.shape[1])[None, :, None] * np.array([1, 0.97, 0.9])
    grain = np.random.default_rng(7).normal(0, 4, page.shape)
    body = BytesIO()
    rgb(page * light + grain).save(body, "JPEG", quality=80)
    return body.getvalue()


def starter(name: str) -> bytes:
    return (Path(curricula.__file__).parent / "starter" / "items" / "images" / name).read_bytes()


@pytest.mark.parametrize("name", ["leads-01.png", "strip-05.png", "strip-14.png"])
def test_twelve_leads_and_waves_as_high_as_their_strip_pass_as_an_ecg_also_photographed(name: str) -> None:
    for body in (starter(name), photographed(starter(name))):
        gate = judge(body, expected="ecg")
        assert gate.open, gate.why


def test_a_thin_line_on_a_page_is_no_noise() -> None:
    assert judge(starter("plot-10.png"), expected="drawing").open


def test_a_film_is_no_drawing_and_a_drawn_page_no_photograph() -> None:
    assert judge(film(), expected="drawing").reason == "other_modality"
    for kind in ("skin", "endoscopy", "fundus", "photograph", "histology", "radiograph"):
        gate = judge(starter("body-01.png"), expected=kind)
        assert (gate.open, gate.reason) == (False, "other_modality"), kind


def test_colour_doppler_on_black_is_an_ultrasound_image_and_no_film() -> None:
    kept = taken(dicom_file("examples_palette.dcm"), "a.dcm")
    picture = shown(kept.body, kept.info.media_type, 0)
    assert judge(picture, expected="ultrasound").open
    assert judge(picture, expected="radiograph").reason == "other_modality"


def test_what_stands_for_a_missing_picture_is_not_let_through_however_it_was_saved() -> None:
    files = near_placeholders()
    assert len(files) >= 40
    gates = [judge(body) for body in files.values()]
    assert not any(gate.open for gate in gates)
    assert sum(gate.open is None for gate in gates) <= 1


def test_no_picture_is_no_reading() -> None:
    assert judge(None).reason == "no_image"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(film(), "radiograph"), (strip(), "ecg"), (strip(grid=False), "ecg"), (lesion(), "skin")],
)
def test_a_study_that_somebody_names_passes_with_what_was_not_checked(body: bytes, kind: Modality) -> None:
    gate = judge(body, expected=kind)
    assert gate.open, gate.why
    assert any("whether it really is" in one for one in gate.unchecked)


def test_a_colour_picture_is_no_chest_film() -> None:
    gate = judge(lesion(), expected=named_kind("What does this chest X-ray show?"))
    assert (gate.open, gate.reason) == (False, "other_modality")
    assert "in colour" in gate.why


def test_tags_count_and_speak_against_what_a_person_says() -> None:
    told = ImageInfo(
        id="a",
        name="a.dcm",
        media_type="application/dicom",
        width=320,
        height=320,
        frames=1,
        depth=12,
        colour=False,
        modality="ct",
    )
    assert judge(film(), info=told).open
    assert judge(film(), info=told, expected="radiograph").reason == "other_modality"
    assert judge(png(Image.new("RGB", (64, 64))), info=told).reason == "blank"


@pytest.mark.parametrize(
    ("labels", "opens", "reason"),
    [
        ({"other": 0.9, "radiograph": 0.1}, False, "not_medical"),
        ({"ct": 0.9, "radiograph": 0.05}, False, "other_modality"),
        ({"radiograph": 0.8}, True, None),
        ({"radiograph": 0.3, "other": 0.4}, None, None),
    ],
)
def test_an_encoder_tells_what_measures_cannot(
    labels: dict[str, float], opens: bool | None, reason: str | None
) -> None:
    gate = judge(film(), expected="radiograph", labels=labels)
    assert (gate.open, gate.reason) == (opens, reason)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("What does this chest X-ray show?", "radiograph"),
        ("Describe this ECG", "ecg"),
        ("What is this?", None),
        ("Does this rash need a chest X-ray?", None),
        ("Which sign is seen on the picture?", None),
    ],
)
def test_the_kind_is_taken_from_the_words_only_where_they_name_one(words: str, kind: str | None) -> None:
    assert named_kind(words) == kind


def test_the_gate_never_says_normal(gates: dict[str, Gate]) -> None:
    assert not any("normal" in gate.why for gate in gates.values())
