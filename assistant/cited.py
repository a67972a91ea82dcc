"""How what is cited is told in words, and what of an answer may stand without the page around it."""

from assistant.types import Answer, Citation

Source = tuple[str, str | None, int | None, str]
UNFINISHED = "The answer was stopped before its end."


def source_of(citation: Citation) -> Source:
    """What one reference number stands for: a page of a document, or a section where there are no pages."""
    section = citation.section if citation.file_page is None else ""
    return (citation.document, citation.page, citation.file_page, section)


def place(citation: Citation) -> str:
    """Where in the source: the printed page with the file page beside it, or the section."""
    if citation.file_page is None:
        return f"section “{citation.section}”" if citation.section else ""
    if citation.page is None or citation.page == str(citation.file_page):
        return f"p. {citation.file_page}"
    return f"p. {citation.page} (file page {citation.file_page})"


def reference(citation: Citation) -> str:
    """One source in words: title, publisher, edition, date, place, and whether it is superseded."""
    day = citation.published
    parts = [
        citation.title,
        citation.publisher,
        citation.edition,
        f"{day.day} {day:%B %Y}" if day else None,
        place(citation),
    ]
    line = ". ".join(part for part in parts if part)
    return f"{line}. [superseded]" if citation.superseded else f"{line}."


def standing(answer: Answer) -> Answer:
    """The answer without the statements that failed their check."""
    sound = tuple(one for one in answer.statements if one.verdict == "supported")
    conflicts = tuple(
        conflict
        for conflict in answer.conflicts
        if all(one.verdict == "supported" for one in conflict.statements)
    )
    return answer.model_copy(update={"statements": sound, "conflicts": conflicts})


def unsaid(answer: Answer) -> list[str]:
    """What a clean copy of the answer leaves out, each in a sentence."""
    failed, of = sum(one.verdict != "supported" for one in answer.statements), len(answer.statements)
    are = "is" if failed == 1 else "are"
    sentences = "1 sentence" if of == 1 else f"{of:,} sentences"
    left = f"{failed} of {sentences} failed the check and {are} left out."
    return ([left] if failed else []) + ([UNFINISHED] if answer.stage == "writing" else [])
