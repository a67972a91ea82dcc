"""The checks that a draft goes through before a person is asked to read it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.references import Remembered, resolve
from assistant.verify.evidence import Reading
from assistant.verify.measure import is_same
from assistant.verify.quantities import measures
from assistant.verify.verdict import verify
from curricula.items.drafts import Gate, GateName
from curricula.items.lint import lint_item
from curricula.items.types import Item, Option, SingleBestAnswer
from curricula.types import Reference
from retrieval.indexes.lexical import meaningful_stems
from retrieval.passages import indexed_text
from retrieval.ports import Verifier
from retrieval.types import Passage

Alike = Callable[[Item], str | None]
"""The id of an item that asks the same, None if none does."""
SHOWN = 100
MOST_STRANGE = 0.5
"""A key of which more words stand nowhere in its passage does not follow from it."""


class Checking(NamedTuple):
    """What drafts are checked against: the library, who compares meanings, and the bank."""

    books: Remembered
    verifier: Verifier | None
    alike: Alike


def schema_gate() -> Gate:
    """The gate of what could be made an item."""
    return Gate(name="schema", outcome="pass", reason="It is an item of its form.")


def lint_gate(item: Item) -> Gate:
    """Whether lint finds a fault; warnings are told, and keep nothing back."""
    remarks = lint_item(item)
    faults = [one for one in remarks if not one.warning]
    told = [f"{'.'.join(map(str, one.spot)) or 'The item'} {one.what}" for one in faults or remarks]
    words = "; ".join(told)
    if faults:
        return Gate(name="lint", outcome="fail", reason=f"{words}.")
    return Gate(
        name="lint", outcome="pass", reason=f"No fault; to look at: {words}." if told else "No fault."
    )


def standing_gate(item: Item, books: Remembered) -> Gate:
    """Whether every quote stands in the library to the letter; for drafts whose reasons are quotes."""
    references = _references(item)
    if not references:
        return _cited("fail", "It cites nothing.")
    for reference in references:
        if reason := _missing(reference, books):
            return _cited("fail", reason)
    return _cited("pass", "Every quote stands in its source to the letter.")


def reasons_gate(item: SingleBestAnswer, checking: Checking) -> Gate:
    """Whether every option has a reason that follows from the passage it quotes."""
    judged = [_judged(option, checking) for option in item.options]
    worst = next((one for one in judged if one.outcome == "fail"), None)
    worst = worst or next((one for one in judged if one.outcome == "unknown"), None)
    return worst or _cited("pass", "Every quote stands in its source, and every reason follows from it.")


def duplicate_gate(item: Item, alike: Alike) -> Gate:
    """Whether the bank has an item that asks the same."""
    name: GateName = "duplicates"
    if (other := alike(item)) is not None:
        return Gate(name=name, outcome="fail", reason=f"It asks the same as the item {other}.")
    return Gate(name=name, outcome="pass", reason="No item of the bank asks the same.")


def _judged(option: Option, checking: Checking) -> Gate:
    if option.reason is None or not option.references:
        return _cited("fail", f"“{option.text[:SHOWN]}” has no reason with a quote.")
    for reference in option.references:
        if reason := _missing(reference, checking.books):
            return _cited("fail", reason)
    passages = [indexed(one, checking.books) for one in _passages(option.references, checking.books)]
    if option.correct and (lacking := _beyond(option.text, passages)):
        return _cited("fail", f"The key “{option.text[:SHOWN]}” names what its source does not: {lacking}.")
    judged = verify(option.reason, Reading(passages), checking.verifier)
    said = f"The reason of “{option.text[:SHOWN]}”: {judged.reason}"
    if judged.verdict == "supported":
        return _cited("pass", said)
    return _cited("unknown" if judged.verdict == "unchecked" else "fail", said)


def indexed(passage: Passage, books: Remembered) -> str:
    """The passage under its title and headings, where the subject of its sentences often stands."""
    return indexed_text(books.document(passage.document).title, passage.headings, passage.text)


def _beyond(key: str, passages: list[str]) -> str:
    """What the key measures or mostly speaks of and its passages do not; empty if nothing."""
    given = [measure for text in passages for measure in measures(text)]
    for said in measures(key):
        if not any(is_same(said, one) for one in given):
            return said.written
    held = {stem for text in passages for stem in meaningful_stems(text)}
    mine = meaningful_stems(key)
    strange = [stem for stem in mine if stem not in held]
    return ", ".join(strange) if len(strange) > len(mine) * MOST_STRANGE else ""


def _missing(reference: Reference, books: Remembered) -> str | None:
    found = resolve(books, reference)
    if found.citation is not None:
        return None
    return f"“{reference.quote[:SHOWN]}” is no quote of “{reference.document[:60]}”: {found.reason}."


def _passages(references: tuple[Reference, ...], books: Remembered) -> Iterator[Passage]:
    for reference in references:
        citation = resolve(books, reference).citation
        if citation is not None:
            held = books.passages_of(citation.document)
            yield from (one for one in held if one.id == citation.passage)


def _references(item: Item) -> list[Reference]:
    options = item.options if isinstance(item, SingleBestAnswer) else ()
    return [*item.references, *(reference for option in options for reference in option.references)]


def _cited(outcome: str, reason: str) -> Gate:
    return Gate.model_validate({"name": "citations", "outcome": outcome, "reason": reason})
