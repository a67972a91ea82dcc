"""What a learner is told once an answer counts: why, and the words of the sources that say so."""

from collections.abc import Iterable, Sequence

from assistant.image.types import Compared
from assistant.quiz.marking.places import region_at
from assistant.quiz.state import Place
from assistant.quiz.types import Boxed, Chosen, Graded, Pointed
from assistant.quiz.view import Explained, Feedback
from assistant.references import Resolve
from assistant.types import Citation
from curricula.items.reports import stated
from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Item,
    MultipleResponse,
    Option,
    ReportLine,
    ShortAnswer,
    SingleBestAnswer,
)
from curricula.types import Reference
from retrieval.indexes.lexical import meaningful_stems

UNANSWERED = Graded(correct=None, reason="It was not answered.")
LONGEST_ASKED = 600
"""Characters of a question for Ask; a longer stem is cut, since Ask finds little with a whole vignette."""


def feedback(item: Item, place: Place, resolve: Resolve) -> Feedback:
    """What is told about a place; what was chosen and what is right come first."""
    citations, uncited = _cited(item.references, resolve)
    return Feedback(
        graded=place.graded or UNANSWERED,
        explained=_explained(item, place, resolve),
        explanation=None if isinstance(item, ClozeCard) else item.explanation,
        citations=citations,
        uncited=uncited,
        ask=question_after(item),
        opinion=place.opinion,
    )


def question_before(item: Item) -> str | None:
    """A question for Ask that gives nothing away; None for a card, whose text is the answer.

    It is the lead-in, under the item's topic unless that is part of what can be chosen: the library then
    answers 65 of the 80 starter items instead of 48.
    """
    if isinstance(item, ClozeCard):
        return None
    topic = _topic(item)
    tells = not set(meaningful_stems(topic)).isdisjoint(meaningful_stems(_choosable(item)))
    return _asked("" if tells else topic, item.lead_in)


def question_after(item: Item) -> str:
    """A question for Ask about the item and its answer."""
    if isinstance(item, ClozeCard):
        return item.title[:LONGEST_ASKED]
    return _asked(_topic(item), item.lead_in, right_words(item))


def right_words(item: Item) -> str:
    """What is right in words, "" where only a number is."""
    match item:
        case SingleBestAnswer() | MultipleResponse():
            return "; ".join(option.text for option in item.options if option.correct)
        case ShortAnswer():
            return item.accepted[0].text if item.accepted else ""
        case ImageHotspot():
            return "; ".join(region.label for region in item.regions if region.correct)
        case ImageRead():
            return "; ".join(stated(line) for line in item.report)
        case ClozeCard():
            return ""


def _topic(item: Item) -> str:
    return item.topics[0] if item.topics else ""


def _choosable(item: Item) -> str:
    """Every text that may be the answer."""
    match item:
        case SingleBestAnswer() | MultipleResponse():
            return " ".join(option.text for option in item.options)
        case ShortAnswer():
            return " ".join(name for one in item.accepted for name in (one.text, *one.also))
        case ImageHotspot():
            return " ".join(region.label for region in item.regions)
        case ImageRead():
            return " ".join(name for line in item.report for name in (line.name, *line.also))
        case ClozeCard():
            return item.text


def _asked(topic: str, *said: str) -> str:
    words = " ".join(said).strip()
    return (f"{topic}: {words}" if topic else words)[:LONGEST_ASKED]


def _explained(item: Item, place: Place, resolve: Resolve) -> tuple[Explained, ...]:
    match item:
        case SingleBestAnswer() | MultipleResponse():
            return _options(item.options, place, resolve)
        case ImageHotspot():
            return _regions(item, place)
        case ImageRead():
            return _lines(item, place, resolve)
        case ShortAnswer():
            return _accepted(item)
        case ClozeCard():
            return ()


def _options(options: Sequence[Option], place: Place, resolve: Resolve) -> tuple[Explained, ...]:
    chosen = place.response.options if isinstance(place.response, Chosen) else ()
    by_id = {option.id: option for option in options}
    shown = [_option(by_id[one], one in chosen, resolve) for one in place.order]
    return tuple(sorted(shown, key=_first))


def _option(option: Option, is_chosen: bool, resolve: Resolve) -> Explained:
    citations, uncited = _cited(option.references, resolve)
    return Explained(
        id=option.id,
        text=option.text,
        correct=option.correct,
        chosen=is_chosen,
        reason=option.reason,
        citations=citations,
        uncited=uncited,
    )


def _first(one: Explained) -> int:
    return 0 if one.chosen else 1 if one.correct else 2


def _regions(item: ImageHotspot, place: Place) -> tuple[Explained, ...]:
    at = region_at(item, place.response) if isinstance(place.response, Pointed | Boxed) else None
    shown = [
        Explained(
            id=region.id,
            text=region.label,
            correct=region.correct,
            chosen=region is at,
            reason=region.reason,
            box=(region.left, region.top, region.right, region.bottom),
        )
        for region in item.regions
    ]
    return tuple(sorted(shown, key=_first))


def _lines(item: ImageRead, place: Place, resolve: Resolve) -> tuple[Explained, ...]:
    """The report line by line, in its order, beside what was written of each when the answer was marked."""
    read = place.graded.read if place.graded else None
    compared = read.compared if read else (None,) * len(item.report)
    return tuple(_line(line, one, resolve) for line, one in zip(item.report, compared, strict=True))


def _line(line: ReportLine, compared: Compared | None, resolve: Resolve) -> Explained:
    citations, uncited = _cited(line.references, resolve)
    return Explained(
        id=line.id,
        text=stated(line),
        correct=True,
        chosen=compared is not None and compared.said is not None,
        reason=line.reason,
        compared=compared,
        citations=citations,
        uncited=uncited,
    )


def _accepted(item: ShortAnswer) -> tuple[Explained, ...]:
    right = [one.text for one in item.accepted]
    if item.number is not None:
        right.append(_measured(item.number.low, item.number.high, item.number.unit))
    return tuple(
        Explained(
            id=f"right{place}",
            text=text,
            correct=True,
            chosen=False,
            reason=item.reason if not place else None,
        )
        for place, text in enumerate(right)
    )


def _measured(low: float, high: float, unit: str) -> str:
    span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{span} {unit}".strip()


def _cited(references: Iterable[Reference], resolve: Resolve) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """What can be cited, and of the rest which source and why it cannot."""
    found = [(one, resolve(one)) for one in references]
    return (
        tuple(known.citation for _, known in found if known.citation is not None),
        tuple(f"{one.document}: {known.reason}" for one, known in found if known.citation is None),
    )
