"""What Preceptor's own check says of a sentence in which an error was planted."""

from collections.abc import Callable

from assistant.audits.view import MachineCheck
from assistant.references import Books, Resolve
from assistant.types import Citation
from assistant.verify.evidence import Reading
from assistant.verify.verdict import verify
from curricula.audits.types import Planted, Sentence, Shown
from curricula.types import Reference
from retrieval.passages import indexed_text
from retrieval.ports import Verifier

NOTHING_TO_CHECK = (
    "No check of a sentence can see what stands in none: what is left out, only a reader finds."
)
SUPERSEDED = "The cited edition is superseded, and the source is shown so."
Passage = Callable[[Citation], str]
"""The text of the cited passage under its title and headings, as written answers are checked against it."""


def as_reference(shown: Shown) -> Reference:
    """The words that the answer says it cites."""
    return Reference(document=shown.document, quote=shown.quote)


def passage_of(books: Books) -> Passage:
    """A function that gives the text of a cited passage of these books."""

    def text(citation: Citation) -> str:
        passages = books.passages_of(citation.document)
        found = next(one for one in passages if one.id == citation.passage)
        return indexed_text(citation.title, found.headings, found.text)

    return text


def machine_check(
    sentence: Sentence | None, fault: Planted, *, resolve: Resolve, passage: Passage, by: Verifier | None
) -> MachineCheck:
    """The verdict of a real check: on the cited passage, or where nothing is cited on that of the truth."""
    if sentence is None:
        return MachineCheck(verdict="unchecked", reason=NOTHING_TO_CHECK, caught=False)
    cited = sentence.citation
    found = resolve(as_reference(cited)) if cited else resolve(fault.reference)
    if found.citation is None:
        reason = f"The citation leads nowhere: {found.reason}." if cited else f"Not checked: {found.reason}."
        return MachineCheck(verdict="unchecked", reason=reason, caught=cited is not None)
    if found.citation.superseded:
        return MachineCheck(verdict="unchecked", reason=SUPERSEDED, caught=True)
    judged = verify(sentence.text, Reading([passage(found.citation)]), by)
    caught = judged.verdict in ("contradicted", "unsupported")
    return MachineCheck(verdict=judged.verdict, reason=judged.reason, caught=caught)
