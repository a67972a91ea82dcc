"""A wrong answer offers one card: a quoted sentence of the source, with the words hidden that answer it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from assistant.learner.cards import Offered
from assistant.quiz.draft.telling import Gap, gaps, stands_alone
from assistant.quiz.sitting.feedback import right_words
from assistant.references import Resolve
from assistant.types import Citation
from assistant.verify.units import is_unit
from curricula.items.types import ClozeCard, Item, MultipleResponse, SingleBestAnswer
from curricula.types import Reference
from retrieval.text import STOP_WORDS, plain, sentences

AUTHOR = "Made from a missed question by Preceptor"
UNREAD = "not reviewed"
MOST_HIDDEN = 8
"""More words are a text to learn by heart, not a thing to recall."""
PART = 3
"""What is hidden is at least this part of the words of the answer: one in three."""
SMALL = STOP_WORDS | {"over", "then", "until", "within", "first"}
_WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*%?")
_CLAUSE = re.compile(r"[;:()]")
_BETWEEN = ("to", "or", "and", "times", "x")
_TAIL = re.compile(rf"(?:\s(?:{'|'.join(sorted(STOP_WORDS))}))+$")


class _Quoted(NamedTuple):
    reference: Reference
    citation: Citation
    sentence: str
    start: int
    end: int
    carries: int
    """How many of the words hidden are words of the answer."""


def offered(item: Item, attempt: str, resolve: Resolve) -> Offered:
    """The card for a missed item, or why there is none: without a citation that stands no card is offered."""
    if isinstance(item, ClozeCard):
        return Offered(reason="This is a card already.")
    references = list(_behind(item))
    if not references:
        return Offered(reason="The item cites no source for its answer, so there is no sentence to learn.")
    found = [(one, resolve(one)) for one in references]
    cited = [(one, known.citation) for one, known in found if known.citation is not None]
    if not cited:
        return Offered(reason=f"The source cannot be shown: {found[0][1].reason}.")
    answer = right_words(item)
    best = max((one for each in cited for one in _hidden(*each, answer)), key=_worth, default=None)
    if best is None:
        return Offered(reason="No words of the quoted sentences answer the question by themselves.")
    return Offered(card=_card(item, best, attempt), citation=best.citation)


def _behind(item: Item) -> Iterator[Reference]:
    """What the item cites for what is right: first for the key itself."""
    if isinstance(item, SingleBestAnswer | MultipleResponse):
        yield from (each for option in item.options if option.correct for each in option.references)
    yield from item.references


def _hidden(reference: Reference, citation: Citation, answer: str) -> Iterator[_Quoted]:
    """The ways to hide words of the quote; the words are those of the library, to the letter."""
    quote = " ".join(citation.quote.split())
    for start, end in sentences(quote):
        sentence = quote[start:end]
        if "{" in sentence or "}" in sentence:
            continue
        spans = [*_said(sentence, answer), *((gap.start, gap.end) for gap in _gaps(sentence))]
        for left, right in sorted(spans):
            right -= len(tail[0]) if (tail := _TAIL.search(sentence[left:right])) else 0
            if _stands_twice(sentence, left, right):
                continue
            carries = len(_told(sentence[left:right]) & _told(answer))
            yield _Quoted(reference, citation, sentence, left, right, carries)


def _gaps(sentence: str) -> list[Gap]:
    return gaps(sentence) if stands_alone(sentence) else []


def _said(sentence: str, answer: str) -> Iterator[tuple[int, int]]:
    """The runs of words that are words of the answer, where they leave most of the sentence."""
    told, words = _told(answer), list(_WORD.finditer(sentence))
    for first, last in _runs(sentence, words, told):
        run = words[first : last + 1]
        is_short = len(run) <= MOST_HIDDEN and len(run) * 2 <= len(words)
        if is_short and _is_whole(words, first, last) and _says(run, told):
            yield run[0].start(), run[-1].end()


def _runs(sentence: str, words: Sequence[re.Match[str]], told: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The first and last word of each run, which ends where a clause does; small words only stand inside."""
    first = last = -1
    for place, word in enumerate(words):
        small = plain(word[0])
        is_broken = place and _CLAUSE.search(sentence[words[place - 1].end() : word.start()])
        if first >= 0 and (is_broken or (small not in told and small not in SMALL)):
            yield first, last
            first = -1
        if small in told:
            first, last = (place if first < 0 else first), place
    if first >= 0:
        yield first, last


def _is_whole(words: Sequence[re.Match[str]], first: int, last: int) -> bool:
    """Whether no amount is cut: what follows a number is its unit, and a range has two ends."""
    before = [word[0] for word in words[max(0, first - 2) : first]]
    after = [word[0] for word in words[last + 1 : last + 2]]
    if before and _is_number(before[-1]):
        return False
    is_far_end = len(before) == 2 and before[1] in _BETWEEN and _is_number(before[0])
    is_near_end = bool(after) and (after[0] in _BETWEEN or "/" in after[0] or _is_unit(after[0]))
    return not (is_far_end and _is_number(words[first][0])) and not (
        is_near_end and _is_number(words[last][0])
    )


def _says(run: Sequence[re.Match[str]], told: frozenset[str]) -> bool:
    """Whether they are a good part of the answer, and more than a unit of it."""
    mine = {plain(word[0]) for word in run} & told
    return any(not _is_unit(word) for word in mine) and len(mine) * PART >= len(told)


def _stands_twice(sentence: str, start: int, end: int) -> bool:
    """Whether the words stand in the rest of the sentence too, which gives them away."""
    words = rf"(?<![\w.]){re.escape(sentence[start:end])}(?!\w)"
    return len(re.findall(words, sentence, re.IGNORECASE)) > 1


def _is_number(word: str) -> bool:
    return word[:1].isdigit()


def _is_unit(word: str) -> bool:
    return is_unit(word.split("/")[0].lower())


def _told(text: str) -> frozenset[str]:
    return frozenset(_content(_WORD.findall(text)))


def _content(found: Iterable[str]) -> Iterator[str]:
    return (small for small in map(plain, found) if small not in SMALL)


def _worth(one: _Quoted) -> tuple[bool, bool, int]:
    """Words of the answer first, then whole sentences, then many words; of equals the one cited first."""
    return one.carries > 0, stands_alone(one.sentence), one.carries


def _card(item: Item, best: _Quoted, attempt: str) -> ClozeCard:
    sentence = best.sentence
    hidden = "{{" + sentence[best.start : best.end] + "}}"
    return ClozeCard(
        type="cloze_card",
        id=f"own-{sha256(attempt.encode()).hexdigest()[:20]}",
        title=item.title,
        author=AUTHOR,
        review=UNREAD,
        licence=item.licence,
        topics=item.topics,
        objectives=item.objectives,
        references=(best.reference,),
        text=_asked(item, sentence) + sentence[: best.start] + hidden + sentence[best.end :],
        extra=best.citation.title,
    )


def _asked(item: Item, sentence: str) -> str:
    """What the words answer, where they are a cell of a table or the like that says nothing by itself."""
    return "" if isinstance(item, ClozeCard) or stands_alone(sentence) else f"{item.lead_in}\n"
