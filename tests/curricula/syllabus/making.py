"""Syllabi as files: PDF and Word made from the plain texts of the samples, and one of many pages."""

import csv
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, PageBreak, Paragraph, SimpleDocTemplate

SAMPLES = Path(__file__).parents[2] / "samples" / "syllabus"
STYLES = getSampleStyleSheet()
LOOKS = {1: "Title", 2: "Heading1", 3: "Heading2"}
TOPICS = ("asthma", "stroke", "sepsis", "gout", "epilepsy", "anaemia", "psoriasis", "migraine", "delirium")
DEEDS = (
    "Describe the natural history of",
    "Interpret the first blood tests in",
    "Counsel a patient about the treatment of",
    "Differentiate the look-alikes of",
    "Plan the follow-up of",
)


def rows(name: str) -> list[dict[str, str]]:
    """The objectives that a sample states: module, verb, content, level (empty: a guess), tags."""
    with (SAMPLES / f"{name}.expected.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def expected(name: str) -> list[tuple[str, str, str]]:
    """The objectives of a sample: title of the module, verb, content."""
    return [(row["module"], row["verb"], row["content"]) for row in rows(name)]


def sample(name: str, folder: Path) -> Path:
    """The file of a sample, as a school would hand it out."""
    match name:
        case "module-guide":
            return as_pdf(SAMPLES / "module-guide.txt", folder / "module-guide.pdf")
        case "outcomes":
            return as_docx(SAMPLES / "outcomes.txt", folder / "outcomes.docx")
    return next(file for file in SAMPLES.glob(f"{name}.*") if ".expected" not in file.name)


def as_pdf(text: Path, target: Path) -> Path:
    """A PDF of the text: lines that begin with # are headings, with - or a number entries of a list."""
    flow = [
        Paragraph(line.lstrip("# "), STYLES[LOOKS.get(level, "BodyText")]) if level else _line(line)
        for level, line in _lines(text.read_text(encoding="utf-8"))
    ]
    SimpleDocTemplate(str(target), pagesize=A4, invariant=1).build(flow)
    return target


def as_docx(text: Path, target: Path) -> Path:
    """A Word file of the text: lines that begin with | are rows of a table."""
    import docx

    document = docx.Document()
    rows: list[list[str]] = []
    for level, line in [*_lines(text.read_text(encoding="utf-8")), (0, "")]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            table = document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=False):
                    cell.text = words
            rows = []
        if level:
            document.add_heading(line.lstrip("# "), level - 1)
        elif line:
            document.add_paragraph(line)
    document.save(str(target))
    return target


def long_pdf(target: Path, pages: int) -> Path:
    """A guide of that many pages: on each a module with five objectives and as much other text as fits."""
    filler = "The module is taught in small groups on the wards, and its dates are found on the portal. " * 6
    flow: list[object] = [Paragraph("A very long guide", STYLES["Title"])]
    for page in range(pages):
        topic = f"{TOPICS[page % len(TOPICS)]} in group {page + 1}"
        flow += [
            Paragraph(f"Module {page + 1}: {topic}", STYLES["Heading1"]),
            *(Paragraph(filler, STYLES["BodyText"]) for _ in range(4)),
            Paragraph("By the end of this module, students will be able to:", STYLES["BodyText"]),
            ListFlowable(
                [Paragraph(f"{deed} {topic}", STYLES["BodyText"]) for deed in DEEDS], bulletType="bullet"
            ),
            PageBreak(),
        ]
    SimpleDocTemplate(str(target), pagesize=A4, invariant=1).build(flow)
    return target


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line in text.replace("\n  ", " ").splitlines():
        yield len(line) - len(line.lstrip("#")), line


def _line(line: str) -> Paragraph:
    if line.startswith("- "):
        return Paragraph(line[2:], STYLES["Bullet"], bulletText="\u2022")
    return Paragraph(line, STYLES["BodyText"])
