"""PDFs made for the tests, each with one thing that a reader has to get right."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

WIDTH, HEIGHT = A4
LEFT_COLUMN = (
    "Asthma is a common condition of the airways that",
    "narrows them in attacks. Offer an inhaled cortico-",
    "steroid to every adult who has symptoms on three",
    "days a week or more. Review the technique at each",
    "visit and write down the best peak flow reading.",
)
RIGHT_COLUMN = (
    "Refer people whose attacks needed a stay in",
    "hospital within the last year. Stop smoking",
    "support belongs to every review of asthma.",
    "A written plan for attacks lowers the number",
    "of admissions and is given to every patient.",
)
DOSES = (
    ("Drug", "Starting dose", "Largest dose"),
    ("Amlodipine", "5 mg once a day", "10 mg once a day"),
    ("Ramipril", "2.5 mg once a day", "10 mg once a day"),
    ("Indapamide", "1.25 mg once a day", ""),
)


class Sheet:
    """A canvas that ends as bytes, with the few strokes the samples need."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=size, invariant=1)

    def write(self, x: float, top: float, text: str, font: str = "Times-Roman", size: float = 11) -> None:
        """Put one line with its base line `top` points under the upper edge."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - top, text)

    def column(self, x: float, top: float, lines: Sequence[str], leading: float = 14) -> None:
        """Put lines under each other."""
        for number, line in enumerate(lines):
            self.write(x, top + number * leading, line)

    def table(self, x: float, top: float, rows: Sequence[Sequence[str]], *spans: tuple[object, ...]) -> None:
        """Draw a ruled table with its upper edge `top` points under the page's."""
        grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
        drawn = Table(
            [list(row) for row in rows], colWidths=[110] * len(rows[0]), style=TableStyle([grid, *spans])
        )
        _, high = drawn.wrapOn(self.canvas, 400, 400)
        drawn.drawOn(self.canvas, x, HEIGHT - top - high)

    def next(self) -> None:
        """End the page."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """The PDF."""
        self.canvas.save()
        return self.out.getvalue()


def two_columns() -> bytes:
    """A heading over two columns, the first with a hyphenated word at a line's end."""
    sheet = Sheet()
    sheet.write(60, 60, "Asthma in adults", "Helvetica-Bold", 18)
    sheet.column(60, 100, LEFT_COLUMN)
    sheet.column(320, 100, RIGHT_COLUMN)
    return sheet.done()


def columns_written_across() -> bytes:
    """Two columns whose lines are written in turn, left, right, left, as some programs do."""
    sheet = Sheet()
    for number, (left, right) in enumerate(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True)):
        sheet.write(60, 100 + 14 * number, left)
        sheet.write(320, 100 + 14 * number, right)
    return sheet.done()


def running_heads(pages: int = 6) -> bytes:
    """Pages with a running header, a page number and a sentence that goes over each page break."""
    sheet = Sheet()
    for number in range(1, pages + 1):
        sheet.write(60, 40, f"National guideline on asthma - version 2.{number}", size=9)
        step = f"and this is why step {number} comes first in every plan. Step {number} is then"
        sheet.column(60, 100, (step, "to measure the peak flow before the next step"))
        sheet.write(300, HEIGHT - 30, str(number), size=9)
        sheet.next()
    return sheet.done()


def dose_table() -> bytes:
    """A ruled table between two paragraphs, one cell empty."""
    sheet = Sheet()
    sheet.column(60, 100, ("The doses below hold for adults with normal kidneys.",))
    sheet.table(60, 130, DOSES)
    sheet.column(60, 260, ("Halve the dose in people over eighty years of age.",))
    return sheet.done()


def table_over_pages() -> bytes:
    """A table that goes on at the top of the next page without its header."""
    sheet = Sheet()
    sheet.table(60, 700, DOSES)
    sheet.next()
    rows = (("Losartan", "50 mg once a day", "100 mg once a day"), ("Bisoprolol", "5 mg once a day", "20 mg"))
    sheet.table(60, 60, rows)
    return sheet.done()


def framed_paragraph() -> bytes:
    """A boxed paragraph inside a page frame: ruled, but no table."""
    sheet = Sheet()
    sheet.canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60)
    sheet.canvas.rect(50, HEIGHT - 160, 400, 80)
    sheet.column(
        60, 100, ("Call an ambulance if the lips turn blue or", "the person cannot finish a sentence.")
    )
    return sheet.done()


def turned(degrees: int) -> bytes:
    """A page shown turned by this many degrees, with two lines on it."""
    sheet = Sheet(A4 if degrees % 180 == 0 else (HEIGHT, WIDTH))  # reportlab swaps the sides of a turned page
    sheet.canvas.setPageRotation(degrees)
    sheet.column(
        60, 100, ("Measure the blood pressure in both arms.", "Use the arm with the higher reading.")
    )
    return sheet.done()


def margin_note() -> bytes:
    """A paragraph with a line of type turned by 90 degrees in the margin."""
    sheet = Sheet()
    sheet.column(90, 100, LEFT_COLUMN)
    sheet.canvas.saveState()
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Times-Roman", 9)
    sheet.canvas.drawString(HEIGHT - 200, -40, "Printed on recycled paper")
    sheet.canvas.restoreState()
    return sheet.done()


def cropped() -> bytes:
    """A page of which only the middle is shown; a printer's mark lies outside."""
    sheet = Sheet()
    sheet.canvas.setCropBox((40, HEIGHT - 400, 500, HEIGHT - 60))
    sheet.write(60, 20, "printer mark cyan")
    sheet.column(60, 100, ("Give aspirin 300 mg at once and record the time.",))
    return sheet.done()


def labelled() -> bytes:
    """Four pages printed as i, ii, 1, 2, with an outline, a title and an author."""
    sheet = Sheet()
    sheet.canvas.setTitle("Care of adults with asthma")
    sheet.canvas.setAuthor("Preceptor tests")
    for number, title in enumerate(("Preface", "Contents", "Diagnosis", "Treatment")):
        sheet.canvas.bookmarkPage(title)
        sheet.canvas.addOutlineEntry(title, title, level=0)
        sheet.write(60, 80, title, size=11)
        sheet.column(60, 120, LEFT_COLUMN)
        style = "ROMAN_LOWER" if number < 2 else "ARABIC"
        if number in (0, 2):
            sheet.canvas.addPageLabel(number, style=style, start=1)
        sheet.next()
    return sheet.done()


def ligatures() -> bytes:
    """Text in a Type 0 font with fi and fl drawn as ligatures."""
    font = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", str(font)))
    sheet = Sheet()
    sheet.write(60, 100, "The \ufb01rst signs of in\ufb02uenza are fever and cough.", "Vera")
    return sheet.done()


def listed() -> bytes:
    """A heading, numbered and bulleted items, and a figure's caption."""
    sheet = Sheet()
    sheet.write(60, 80, "What to do first", "Times-Bold", 15)
    sheet.column(
        60,
        110,
        ("1. Sit the person up and give oxygen if the", "    saturation is low.", "2. Call for help."),
    )
    sheet.column(60, 170, ("\u2022 loosen tight clothes", "\u2022 stay with the person"))
    sheet.write(60, 240, "Figure 3. Steps of the treatment of an attack.", size=9)
    sheet.column(60, 280, LEFT_COLUMN)
    return sheet.done()


def scan() -> bytes:
    """A page that is a picture, and no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    picture = ImageReader(Image.new("L", (60, 80), 200))
    sheet.canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
    return sheet.done()


def picture_of_text(text: str) -> bytes:
    """A page that is a picture of one line of type."""
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader

    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).text((150, 200), text, fill=0, font=ImageFont.load_default(40))
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    return sheet.done()


def half_scanned() -> bytes:
    """A page with text, then a scanned one."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.column(60, 100, LEFT_COLUMN)
    sheet.next()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)
    return sheet.done()


def locked(password: str) -> bytes:
    """A file that opens with this password; with the empty one it opens for anybody."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner", canPrint=0))
    canvas.drawString(60, 700, "Keep insulin in the fridge.")
    canvas.save()
    return out.getvalue()
