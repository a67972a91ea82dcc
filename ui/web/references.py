"""An answer as clean text with references, as BibTeX and as RIS."""

import re
from collections.abc import Callable, Iterable

from assistant.cited import Source, reference, source_of, standing, unsaid
from assistant.types import Answer, Citation, Statement

Numbers = dict[Source, tuple[int, Citation]]


def numbered(answer: Answer) -> Numbers:
    """The cited pages and sections, numbered from 1 in the order in which the answer cites them."""
    numbers: Numbers = {}
    for citation in _cited(answer):
        numbers.setdefault(source_of(citation), (len(numbers) + 1, citation))
    return numbers


def all_statements(answer: Answer) -> Iterable[Statement]:
    """The statements of the answer, then those of its conflicts."""
    yield from answer.statements
    for conflict in answer.conflicts:
        yield from conflict.statements


def plain_text(answer: Answer) -> str:
    """The answer for pasting elsewhere: question, statements with [numbers], conflicts, references.

    What failed its check is left out, counted, and its sources are not referred to.
    """
    sound = standing(answer)
    numbers = numbered(sound)
    lines = [answer.question, ""]
    if answer.fallback:
        lines += [answer.fallback, ""]
    if answer.abstained:
        lines.append(f"No answer: {answer.abstained.reason}")
    lines += [_line(statement, numbers) for statement in sound.statements]
    for conflict in sound.conflicts:
        lines += ["", f"Sources disagree: {conflict.about}"]
        lines += [f"- {_line(statement, numbers)}" for statement in conflict.statements]
    lines += [f"\n({words})" for words in unsaid(answer)]
    if numbers:
        lines += ["", "References"]
        lines += [f"[{n}] {reference(citation)}" for n, citation in numbers.values()]
    return "\n".join(lines) + "\n"


def _line(statement: Statement, numbers: Numbers) -> str:
    marks = "".join(f" [{n}]" for n in chip_numbers(statement, numbers))
    return f"{statement.text}{marks}"


def chip_numbers(statement: Statement, numbers: Numbers) -> list[int]:
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
    return _each(answer, _bibtex_entry)


def ris(answer: Answer) -> str:
    """The evidence as RIS, one record a document."""
    return _each(answer, _ris_record)


def _each(answer: Answer, write: Callable[[Citation, str], str]) -> str:
    sound = standing(answer)
    return "\n".join(write(citation, pages(sound, citation)) for citation in cited_documents(sound))


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
