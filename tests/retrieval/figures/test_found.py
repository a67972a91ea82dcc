"""What counts as a figure on a PDF page, and which words are its caption."""

from collections.abc import Callable

import pytest

from retrieval.figures.captions import Said, is_caption
from retrieval.figures.rects import groups
from retrieval.readers.pdf.chars import Rect
from retrieval.readers.pdf.reader import PdfReader
from retrieval.types import Box, FigureRead
from tests.retrieval.figures.samples import HEIGHT, WIDTH, Sheet, one_page

CAPTION = "Figure 2.3 The airway in an attack."


def found(data: bytes) -> tuple[FigureRead, ...]:
    return PdfReader(lambda: None).read(data, "file.pdf").pictures


def is_at(box: Box | None, left: float, top: float, right: float, bottom: float) -> bool:
    assert box is not None
    sides = (box.left * WIDTH, box.top * HEIGHT, box.right * WIDTH, box.bottom * HEIGHT)
    return all(abs(a - b) < 4 for a, b in zip(sides, (left, top, right, bottom), strict=True))


def with_image(sheet: Sheet) -> None:
    sheet.image(1, 150, 200, 240, 180)


def test_a_picture_has_its_place_and_the_caption_below_it() -> None:
    def draw(sheet: Sheet) -> None:
        with_image(sheet)
        sheet.write(150, 400, CAPTION, 10)

    (figure,) = found(one_page(draw))
    assert figure.caption == CAPTION and figure.nearby is None and figure.digest is not None
    assert is_at(figure.box, 150, 200, 390, 380)


def test_a_caption_above_its_picture_is_found_too() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.write(150, 190, "Fig. 4: Tracing at rest.", 10)
        with_image(sheet)

    (figure,) = found(one_page(draw))
    assert figure.caption == "Fig. 4: Tracing at rest."


def test_each_of_two_pictures_keeps_its_own_caption() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.image(1, 150, 160, 200, 150)
        sheet.write(150, 325, "Figure 1. The first.", 10)
        sheet.image(2, 150, 360, 200, 150)
        sheet.write(150, 525, "Figure 2. The second.", 10)

    assert [figure.caption for figure in found(one_page(draw))] == [
        "Figure 1. The first.",
        "Figure 2. The second.",
    ]


def test_panels_over_one_caption_are_one_figure() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.image(1, 90, 200, 180, 140)
        sheet.image(2, 300, 200, 180, 140)
        sheet.write(90, 360, "Figure 5. Before treatment, and a week after it has begun in the ward.", 10)

    (figure,) = found(one_page(draw))
    assert is_at(figure.box, 90, 200, 480, 340)


def test_strips_of_one_picture_are_joined() -> None:
    def draw(sheet: Sheet) -> None:
        for number in range(10):
            sheet.image(number, 150, 200 + 15 * number, 240, 15)

    (figure,) = found(one_page(draw))
    assert is_at(figure.box, 150, 200, 390, 350)


def test_a_picture_without_a_caption_says_so_and_names_the_nearest_text() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.write(150, 180, "Inhaling with a spacer", 11)
        with_image(sheet)

    (figure,) = found(one_page(draw))
    assert figure.caption is None and figure.nearby == "Inhaling with a spacer"


def test_far_from_any_text_nothing_is_known_of_a_picture() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.image(1, 150, 300, 240, 180)

    (figure,) = found(one_page(draw))
    assert figure.caption is figure.nearby is figure.at is None


def icon(sheet: Sheet) -> None:
    sheet.image(1, 150, 200, 25, 25)


def ruler(sheet: Sheet) -> None:
    sheet.image(1, 72, 200, 450, 33)


def background(sheet: Sheet) -> None:
    sheet.image(1, 0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize("draw", [icon, ruler, background])
def test_ornaments_are_no_figures(draw: Callable[[Sheet], None]) -> None:
    assert found(one_page(draw)) == ()


def test_a_picture_on_every_page_is_an_ornament() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.prose(300)
        sheet.image(1, 400, 40, 90, 60)
        sheet.next()
    assert found(sheet.done()) == ()


def test_a_drawing_is_found_where_a_caption_points_to_it_with_its_labels() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.chart(150, 220)
        sheet.write(150, 375, "Figure 7. Attacks by day of the week.", 10)

    (figure,) = found(one_page(draw))
    assert figure.caption == "Figure 7. Attacks by day of the week." and figure.digest is None
    assert figure.box is not None and figure.box.bottom * HEIGHT > 220 + 118


def test_a_drawing_without_a_caption_is_left_alone() -> None:
    assert found(one_page(lambda sheet: sheet.chart(150, 220))) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Figure 2.3 The heart", True),
        ("Fig. 1: Lungs", True),
        ("FIGURE S2 | Flow of patients", True),
        ("Abb. 4 Herz", True),
        ("Figure 3 shows that the rate fell.", False),
        ("Figure 3 and Table 2 give the rates.", False),
        ("Table 2. Doses", False),
        ("Figures of speech", False),
    ],
)
def test_a_numbered_caption_is_known_by_its_words(text: str, expected: bool) -> None:
    assert is_caption(Said(Rect(0, 0, 1, 1), "prose", text, 0)) is expected


def test_rectangles_are_joined_by_way_of_others() -> None:
    row = [Rect(12 * n, 0, 12 * n + 10, 10) for n in range(4)]
    assert groups([*row, Rect(200, 0, 210, 10)], 3) == [[0, 1, 2, 3], [4]]
    assert groups([], 3) == []
