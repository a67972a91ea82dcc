"""Words burnt into a picture are found where something can look, and covered for good."""

from importlib.util import find_spec

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.image.intake import pixels, shown
from assistant.image.intake.covering import BurntIn, Place, covered, reader, text_in
from assistant.image.intake.deciding import taken
from retrieval.errors import WrongUse
from tests.assistant.image.pictures import dicom_file, encoded, gradient, of_png

CORNER = Place(left=0, top=0, right=0.5, bottom=0.25)


def looked(picture: np.ndarray) -> list[tuple[str, tuple[float, float, float, float]]]:  # type: ignore[type-arg]
    """Finds words in the upper left corner of any picture."""
    height, width = picture.shape[:2]
    return [("DOE JANE", (0, 0, width / 2, height / 4)), (" ", (0, 0, 1, 1))]


def test_words_are_found_as_fractions_of_the_picture() -> None:
    kept = taken(encoded(gradient(100, 80)), "a.png")
    search = text_in(kept.body, kept.info.media_type, look=looked)
    assert search.looked
    (found,) = search.found
    assert found == BurntIn(left=0, top=0, right=0.52, bottom=0.275, text="DOE JANE")


def test_where_nothing_can_look_nobody_says_that_there_is_none() -> None:
    kept = taken(encoded(gradient()), "a.png")
    assert not text_in(kept.body, kept.info.media_type, look=None).looked


@pytest.mark.parametrize(
    "data",
    [encoded(gradient(40, 40)), encoded(gradient(), "TIFF", save_all=True, append_images=[gradient()])],
)
def test_a_covered_part_of_a_photograph_is_black_in_every_frame(data: bytes) -> None:
    kept = taken(data, "a")
    made = covered(kept.info, kept.body, [CORNER])
    for frame in range(kept.info.frames):
        before = pixels(kept.body, kept.info.media_type, frame)
        after = pixels(made.body, made.info.media_type, frame)
        rows, columns = -(-before.shape[0] // 4), before.shape[1] // 2
        assert not after[:rows, :columns].any()
        assert np.array_equal(after[rows:], before[rows:])
        assert np.array_equal(after[:, columns:], before[:, columns:])
    assert made.info.id != kept.info.id
    assert "burnt-in text" in made.info.removed


@pytest.mark.parametrize(
    "name", ["CT_small.dcm", "examples_rgb_color.dcm", "SC_rgb_rle_2frame.dcm", "rtdose_rle.dcm"]
)
def test_a_covered_part_of_dicom_is_dark_in_every_frame(name: str) -> None:
    kept = taken(dicom_file(name), name)
    made = covered(kept.info, kept.body, [CORNER])
    for frame in range(kept.info.frames):
        drawn = of_png(shown(made.body, made.info.media_type, frame))
        rows, columns = kept.info.height // 4, kept.info.width // 2
        assert drawn[:rows, :columns].max() == 0
        before = pixels(kept.body, kept.info.media_type, frame)
        after = pixels(made.body, made.info.media_type, frame)
        assert np.array_equal(after[:, columns + 1 :], before[:, columns + 1 :])


def test_a_negative_is_covered_with_what_looks_dark() -> None:
    kept = taken(dicom_file("6154"), "film.dcm")
    drawn = of_png(shown(covered(kept.info, kept.body, [CORNER]).body, kept.info.media_type))
    assert set(np.unique(drawn[:4, :8])) == {drawn.min()}


def test_a_cover_without_a_place_is_wrong_use() -> None:
    kept = taken(encoded(gradient()), "a")
    with pytest.raises(WrongUse):
        covered(kept.info, kept.body, [])


@pytest.mark.skipif(find_spec("rapidocr_onnxruntime") is None, reason="the ocr extra is not installed")
def test_the_recogniser_finds_a_name_and_nothing_is_left_of_it() -> None:
    image = Image.new("L", (400, 300))
    ImageDraw.Draw(image).text((20, 20), "DOE JANE", fill=255, font=ImageFont.load_default(36))
    kept = taken(encoded(image), "a.png")
    search = text_in(kept.body, kept.info.media_type, look=reader())
    assert any("JANE" in found.text for found in search.found)
    made = covered(kept.info, kept.body, search.found)
    assert not pixels(made.body, made.info.media_type).any()
