"""An objective on paper: what its sources say, practice with the key apart, and cards."""

from collections.abc import Iterator, Sequence

from assistant.handouts.composing import Numbering
from assistant.handouts.practice import Pictures, hidden, key, questions, shown
from assistant.handouts.types import Grid, Heading, Lines, Paragraph, Part, Words
from curricula.items.types import ClozeCard, Item
from curricula.objectives.types import Objective


def objective_parts(
    objective: Objective, items: Sequence[Item], pictures: Pictures, numbering: Numbering
) -> tuple[Part, ...]:
    """The parts of the handout of an objective, with those items and cards."""
    asked = [item for item in items if not isinstance(item, ClozeCard)]
    cards = [item for item in items if isinstance(item, ClozeCard)]
    return (
        *_head(objective, numbering),
        *([Heading(text="Practice"), *questions(asked, pictures)] if asked else []),
        *_cards(cards),
        *key(asked, numbering),
        *_backs(cards, numbering, first=not asked),
    )


def _head(objective: Objective, numbering: Numbering) -> Iterator[Part]:
    yield Paragraph(words=numbering.claim(objective.sentence, objective.references), look="strong")
    yield Lines(lines=tuple(_facts(objective)))
    if objective.references:
        yield Heading(text="What the sources say")
        for one in objective.references:
            yield Paragraph(words=numbering.words(f"“{one.quote}”", [one]), look="quote")


def _facts(objective: Objective) -> Iterator[Words]:
    yield Words(text=f"Level: {objective.level}")
    for name, values in (("Competencies", objective.competencies), ("Comes after", objective.prerequisites)):
        if values:
            yield Words(text=f"{name}: {', '.join(values)}")


def _cards(cards: Sequence[ClozeCard]) -> Iterator[Part]:
    if cards:
        yield Heading(text="Cards")
        yield Lines(
            lines=tuple(Words(text=hidden(one), label=str(number)) for number, one in enumerate(cards, 1))
        )


def _backs(cards: Sequence[ClozeCard], numbering: Numbering, *, first: bool) -> Iterator[Part]:
    if not cards:
        return
    yield Heading(text="Backs of the cards", part=first)
    rows = tuple(
        (
            Words(text=str(number)),
            numbering.claim(shown(one), one.references),
            Words(text=one.extra),
        )
        for number, one in enumerate(cards, 1)
    )
    yield Grid(heads=("Card", "Whole", "More"), rows=rows)
