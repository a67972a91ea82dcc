"""An answer as clean text with references, as BibTeX and as RIS."""

import re
from collections.abc import Iterable

from assistant.types import Answer, Citation, Statement
from ui.web.markup import long_date

Source = tuple[str, str | None, int | None, str]


def source_of(citation: Citation) -> Source:
    """What one reference number stands for: a page of a document, or a section where there are no pages."""
    section = citation.section if citation.file_page is None else ""
    return (citation.document, citation.page, citation.file_page, section)


def numbered(answer: Answer) -> dict[Source, tuple[int, Citation]]:
    """The cited pages and sections, numbered from 1 in the order in which the answer cites them."""
    numbers: dict[Source, tuple[int, Citation]] = {}
    for citation in _cited(answer):
        numbers.setdefault(source_of(citation), (len(numbers) + 1, citation))
    return numbers


def all_statements(answer: Answer) -> Iterable[Statement]:
    """The statements of the answer, then those of its conflicts."""
    yield from answer.statements
    for conflict in answer.conflicts:
        yield from conflict.statements


def place(citation: Citation) -> str:
    """Where in the source: the printed page with the file page beside it, or the section."""
    if citation.file_page is None:
        return f"section “{citation.section}”" if citation.section else ""
    if citation.page is None or citation.page == str(citation.file_page):
        return f"p. {citation.file_page}"
    return f"p. {citation.page} (file page {citation.file_page})"


def reference(citation: Citation) -> str:
    """One source in words: title, publisher, edition, date, place, and whether it is superseded."""
    parts = [
        citation.title,
        citation.publisher,
        citation.edition,
        long_date(citation.published),
        place(citation),
    ]
    line = ". ".join(part for part in parts if part)
    return f"{line}. [superseded]" if citation.superseded else f"{line}."


def plain_text(answer: Answer) -> str:
    """The answer for pasting elsewhere: question, statements with [numbers], conflicts, references."""
    numbers = numbered(answer)
    lines = [answer.question, ""]
    if answer.abstained:
        lines.append(f"No answer: {answer.abstained.reason}")
    lines += [_line(statement, numbers) for statement in answer.statements]
    for conflict in answer.conflicts:
        lines += ["", f"Sources disagree: {conflict.about}"]
        lines += [f"- {_line(statement, numbers)}" for statement in conflict.statements]
    if numbers:
        lines += ["", "References"]
        lines += [f"[{n}] {reference(citation)}" for n, citation in numbers.values()]
    return "\n".join(lines) + "\n"


def _line(statement: Statement, numbers: dict[Source, tuple[int, Citation]]) -> str:
    marks = "".join(f" [{n}]" for n in chip_numbers(statement, numbers))
    doubt = "" if statement.verdict == "supported" else f" [{statement.verdict}: {statement.reason}]"
    return f"{statement.text}{marks}{doubt}"


def chip_numbers(statement: Statement, numbers: dict[Source, tuple[int, Citation]]) -> list[int]:
    """The reference numbers of a statement, each once."""
    return sorted({numbers[source_of(citation)][0] for citation in statement.citations})


def cited_documents(answer: Answer) -> list[Citation]:
    """One citation a document, cited ones first, then the rest of the evidence."""
    first: dict[str, Citation] = {}
    for citation in (*_cited(answer), *answer.evidence):
        first.setdefault(citation.document, citation)
    return list(first.values())


def _cited(answer: Answer) -> list[Citation]:
    return [citation for statement in all_statements(answer) for citation in statement.citations]


def bibtex(answer: Answer) -> str:
    """The evidence as BibTeX, one entry a document."""
    return "\n".join(_bibtex_entry(citation, pages(answer, citation)) for citation in cited_documents(answer))


def ris(answer: Answer) -> str:
    """The evidence as RIS, one record a document."""
    return "\n".join(_ris_record(citation, pages(answer, citation)) for citation in cited_documents(answer))


def pages(answer: Answer, of: Citation) -> str:
    """The printed pages of a document that the answer cites, e.g. 12, 14."""
    cited = [citation for citation in _cited(answer) if citation.document == of.document]
    labels = [citation.page or (str(citation.file_page) if citation.file_page else "") for citation in cited]
    return ", ".join(dict.fromkeys(label for label in labels if label))


def _bibtex_entry(citation: Citation, cited_pages: str) -> str:
    fields = {
        "title": citation.title,
        "publisher": citation.publisher,
        "edition": citation.edition,
        "year": str(citation.published.year) if citation.published else None,
        "date": citation.published.isoformat() if citation.published else None,
        "pages": cited_pages,
        "note": "superseded" if citation.superseded else None,
    }
    lines = [f"  {name} = {{{_bibtex_text(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(citation)},", *lines, "}", ""])


def _bibtex_text(text: str) -> str:
    plain = " ".join(text.split())
    escaped = re.sub(r"([&%$#_{}])", r"\\\1", plain.replace("\\", "/"))
    return escaped.replace("~", r"\textasciitilde{}").replace("^", r"\textasciicircum{}")


def _key(citation: Citation) -> str:
    word = re.sub(r"[^a-z0-9]+", "-", citation.title.lower()).strip("-")[:40].strip("-")
    return f"{word or 'source'}-{re.sub(r'[^A-Za-z0-9]', '', citation.document)[:8]}"


def _ris_record(citation: Citation, cited_pages: str) -> str:
    fields = (
        ("TY", "GEN"),
        ("TI", citation.title),
        ("PB", citation.publisher),
        ("ET", citation.edition),
        ("PY", str(citation.published.year) if citation.published else None),
        ("DA", f"{citation.published:%Y/%m/%d}" if citation.published else None),
        ("SP", cited_pages),
        ("N1", "superseded" if citation.superseded else None),
        ("ID", _key(citation)),
    )
    lines = [f"{name}  - {' '.join(value.split())}" for name, value in fields if value]
    return "\n".join([*lines, "ER  - ", ""])
