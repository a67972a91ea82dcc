"""The gate of images: what shows no patient is never described, and real studies pass."""

import pytest
from PIL import Image

from assistant.image.gate import judge, named_kind
from assistant.image.types import Gate, ImageInfo, Modality
from tests.assistant.image.synthetic import film, lesion, nothing_to_see, png, strip

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
