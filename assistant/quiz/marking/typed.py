"""Whether a short answer is right: by words, small slips of spelling forgiven, and by numbers.

What is neither accepted nor a near miss is not marked: nobody has said that it is wrong.
"""

from collections.abc import Iterable

from assistant.quiz.marking.numbers import grade_number
from assistant.quiz.marking.slips import are_same, slips, words_of
from assistant.quiz.types import Graded
from curricula.items.types import ShortAnswer
from retrieval.abbreviations import senses_of

UNKNOWN = Graded(correct=None, reason="Not marked: this is none of the answers known to be right or wrong.")


def grade_typed(item: ShortAnswer, text: str) -> Graded:
    """Whether the answer is accepted; wrong only for a stated near miss or another number."""
    right = [words_of(form) for one in item.accepted for form in (one.text, *one.also)]
    wrong = [(words_of(miss.text), miss.reason) for miss in item.near_misses]
    said = _readings(text)
    for words in said:
        if any(are_same(words, form) for form in right):
            return Graded(correct=True, score=1.0)
        for form, reason in wrong:
            if are_same(words, form):
                return Graded(correct=False, score=0.0, reason=reason)
    if item.number is not None:
        graded = grade_number(item.number, text, f"{item.vignette} {item.lead_in}")
        if graded is not None:
            return graded
    return _misspelt(said[0], right, wrong)


def _misspelt(
    said: tuple[str, ...], right: Iterable[tuple[str, ...]], wrong: Iterable[tuple[tuple[str, ...], str]]
) -> Graded:
    """A slip for the one answer it is nearest to; not marked where a right and a wrong one are as near."""
    accepted = min((far for form in right if (far := slips(said, form)) is not None), default=None)
    missed = min(
        ((far, reason) for form, reason in wrong if (far := slips(said, form)) is not None), default=None
    )
    if missed and (accepted is None or missed[0] < accepted):
        return Graded(correct=False, score=0.0, reason=missed[1])
    if accepted is not None and (missed is None or accepted < missed[0]):
        return Graded(correct=True, score=1.0, reason="Right but for its spelling.")
    return UNKNOWN


def _readings(text: str) -> list[tuple[str, ...]]:
    """The words of the answer, and those an abbreviation with one meaning stands for."""
    senses = senses_of(text.strip()) if len(text.split()) == 1 else ()
    return [words_of(text), *(words_of(sense) for sense in senses if len(senses) == 1)]
