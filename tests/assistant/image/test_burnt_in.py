"""A real recogniser finds the name, date and number burnt into a scan or a film, and they are covered."""

from importlib.util import find_spec
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.image.intake import pixels
from assistant.image.intake.covering import covered, reader, text_in
from assistant.image.intake.deciding import taken
from eval.made.studies import film
from tests.assistant.image.pictures import dicom_of, encoded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("rapidocr_onnxruntime") is None, reason="the ocr extra is not installed"),
]
LINES = ("SCHMIDT, Anna-Lena", "14.03.1957", "ID 40718823")
SIDE = 512


def written(size: int, light: int) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """A film with three lines in its lower right corner, so much lighter than it; and where their ink is."""
    ground = np.asarray(Image.open(BytesIO(film())).convert("L").resize((SIDE, SIDE)), np.int16)
    ink = Image.new("L", (SIDE, SIDE), 0)
    for row, line in enumerate(LINES):
        place = (SIDE - 8, SIDE - 8 - round(1.4 * size * row))
        ImageDraw.Draw(ink).text(place, line, fill=255, font_size=size, anchor="rs")
    share = np.asarray(ink) / 255
    return np.clip(ground + light * share, 0, 255).astype(np.uint8), share > 0.4


@pytest.mark.parametrize(("size", "light"), [(12, 120), (24, 70)])
@pytest.mark.parametrize("kind", ["png", "dicom"])
def test_what_tells_who_it_is_is_found_and_nothing_else_is_covered(kind: str, size: int, light: int) -> None:
    drawn, ink = written(size, light)
    kept = taken(encoded(Image.fromarray(drawn)) if kind == "png" else dicom_of(drawn), f"a.{kind}")
    search = text_in(kept.body, kept.info.media_type, look=reader())
    made = covered(kept.info, kept.body, search.found)
    after = pixels(made.body, made.info.media_type)
    dark = (after if after.ndim == 2 else after[..., 0]) == after.min()
    assert dark[ink].mean() >= 0.98
    for place in search.found:
        rows, columns = (
            slice(int(low * SIDE), int(high * SIDE))
            for low, high in ((place.top, place.bottom), (place.left, place.right))
        )
        assert ink[rows, columns].any(), place
