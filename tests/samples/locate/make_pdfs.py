"""Makes the PDFs of this folder: python tests/samples/locate/make_pdfs.py (needs reportlab and pypdf).

Between them they have two columns, a hyphen at a line's end, running heads, a cropped and a rotated page.
"""

# ruff: noqa: E501 - texts to be set are easier to read unbroken

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, Paragraph

FOLDER = Path(__file__).parent
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=8)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceAfter=8)

HANDS = [
    (
        "Clean hands on the ward",
        [
            "Hands carry most germs from one patient to the next. Rub them with alcohol before touching a patient, "
            "before a clean procedure, after contact with body fluids and after leaving the bedside.",
            "A palmful of rub has to stay wet on the skin for twenty seconds. Cover the thumbs, the finger tips and "
            "the backs of both hands, which are missed most often.",
        ],
    ),
    (
        "When soap is needed",
        [
            "Alcohol does not kill the spores of Clostridioides difficile. Wash with soap and running water after "
            "caring for anyone with diarrhoea.",
            "Gloves are no substitute for clean hands. Change them between patients and rub your hands as soon as "
            "they are off.",
        ],
    ),
]
COLUMNS = [
    "Each day of a urinary catheter adds about five per cent to the risk of an infection. Ask every morning whether "
    "it is still needed and note the answer.",
    "Keep the bag below the level of the bladder and never let it rest on the floor. The drainage system stays closed: "
    "samples are drawn from the port with a sterile syringe, not by taking the tube apart.",
    "Cloudy urine without fever or pain is no reason for antibiotics. Bacteriuria is expect-<br/>ed after a week with a "
    "catheter and needs no treatment in most people.",
]
ROTATED = [
    "Oxygen therapy on the ward aims at a saturation of 94 to 98 per cent. In people who retain carbon dioxide the "
    "range is 88 to 92 per cent.",
    "Write the target range on the chart before the first breath of oxygen. Oxygen without a target is a drug without "
    "a dose.",
]


def hands() -> None:
    """Two pages in one column, with a running head and page numbers."""
    canvas = Canvas(str(FOLDER / "clean-hands.pdf"), pagesize=A5, invariant=True)
    for number, (heading, paragraphs) in enumerate(HANDS, 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, A5[1] - 24, "Ward booklet on clean hands")
        canvas.drawCentredString(A5[0] / 2, 20, str(number))
        flow = [Paragraph(heading, HEADING), *(Paragraph(text, BODY) for text in paragraphs)]
        Frame(36, 40, A5[0] - 72, A5[1] - 80).addFromList(flow, canvas)
        canvas.showPage()
    canvas.save()


def catheters_and_oxygen() -> None:
    """A cropped page in two columns, then a page that is shown rotated."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=A5, invariant=True)
    half = (A5[0] - 80) / 2
    first = Frame(40, 300, half - 8, 240)
    second = Frame(40 + half + 8, 300, half - 8, 240)
    flow = [Paragraph(text, BODY) for text in COLUMNS]
    first.addFromList(flow, canvas)
    second.addFromList(flow, canvas)
    if flow:
        raise SystemExit("The columns are too short for their text.")
    canvas.showPage()
    canvas.saveState()
    canvas.rotate(90)
    Frame(40, -A5[0] + 40, A5[1] - 80, A5[0] - 80).addFromList(
        [Paragraph(text, BODY) for text in ROTATED], canvas
    )
    canvas.restoreState()
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(made))
    writer.pages[0].cropbox = RectangleObject((20, 280, A5[0] - 10, A5[1] - 20))
    writer.pages[1].rotate(90)
    writer.write(FOLDER / "catheters-and-oxygen.pdf")


if __name__ == "__main__":
    hands()
    catheters_and_oxygen()
