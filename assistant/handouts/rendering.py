"""A handout as the bytes of a file."""

from typing import NamedTuple

from assistant.handouts.types import Format, Handout, Paper

MEDIA_TYPES: dict[Format, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Rendered(NamedTuple):
    """The bytes of a file and what they are."""

    data: bytes
    media_type: str


def rendered(handout: Handout, form: Format, paper: Paper = "a4") -> Rendered:
    """The handout in that format; Markdown has no paper."""
    match form:
        case "md":
            from assistant.handouts.markdown import markdown

            data = markdown(handout)
        case "docx":
            from assistant.handouts.docx import docx

            data = docx(handout, paper)
        case "pdf":
            from assistant.handouts.pdf import pdf

            data = pdf(handout, paper)
    return Rendered(data, MEDIA_TYPES[form])
