"""PDFs with figures, made on the spot."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.retrieval.image_encoders import picture

WIDTH, HEIGHT = 595.0, 842.0
PROSE = (
    "Acute asthma is treated with a bronchodilator that is inhaled, and with",
    "oxygen where the saturation is low. Steroids are given early, by mouth.",
    "The person is seen again within two days, and the inhaler is checked.",
)


class Sheet:
    """A page on which things are placed by their distance from the top left."""

    def __init__(self, title: str = "A guideline") -> None:
        self._file = BytesIO()
        self.canvas = Canvas(self._file, pagesize=(WIDTH, HEIGHT))
        self.canvas.setTitle(title)

    def write(self, left: float, top: float, text: str, size: float = 11) -> None:
        """One line of type."""
        self.canvas.setFont("Times-Roman", size)
        self.canvas.drawString(left, HEIGHT - top, text)

    def prose(self, top: float) -> None:
        """A paragraph over the whole width."""
        for number, line in enumerate(PROSE):
            self.write(72, top + 14 * number, line)

    def image(self, seed: int, left: float, top: float, wide: float, high: float) -> None:
        """A picture of a few light shapes."""
        drawn = ImageReader(BytesIO(picture(seed)))
        self.canvas.drawImage(drawn, left, HEIGHT - top - high, wide, high)

    def chart(self, left: float, top: float, heights: tuple[float, ...] = (40, 70, 95, 60)) -> None:
        """Bars on an axis, with a name under each."""
        floor = HEIGHT - top - 110
        self.canvas.line(left, floor, left + 200, floor)
        self.canvas.line(left, floor, left, floor + 110)
        for number, high in enumerate(heights):
            self.canvas.rect(left + 12 + 48 * number, floor, 30, high, fill=1)
            self.write(left + 14 + 48 * number, top + 122, f"Day {number}", 8)

    def next(self) -> None:
        """Begins another page."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._file.getvalue()


def one_page(draw: Callable[[Sheet], None]) -> bytes:
    """A page with a paragraph at the top and another at the bottom, and what is drawn between."""
    sheet = Sheet()
    sheet.prose(90)
    draw(sheet)
    sheet.prose(720)
    return sheet.done()


def atlas(folder: Path, name: str = "atlas.pdf", title: str = "Atlas of pictures") -> Path:
    """A PDF of three captioned pictures, one a page."""
    sheet = Sheet(title)
    captions = (
        "Figure 1.1 Radiograph of the chest with an effusion at the left base.",
        "Figure 1.2 Tracing of an electrocardiogram in atrial fibrillation.",
        "Figure 1.3 Section of the kidney under the microscope.",
    )
    for number, caption in enumerate(captions):
        sheet.prose(90)
        sheet.image(number, 150, 200, 260, 190)
        sheet.write(150, 410, caption, 10)
        sheet.prose(500)
        sheet.next()
    path = folder / name
    path.write_bytes(sheet.done())
    return path
