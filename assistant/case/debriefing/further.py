"""What to do after a case: items of the bank on the same, and cards of what was missed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Literal, NamedTuple

from assistant.accounts import Account
from assistant.case.debriefing.debriefed import Debrief, LineMark, Link
from assistant.learner.cards import OwnCard, OwnCards, Wording
from assistant.quiz.choosing.choose import MARKED
from assistant.quiz.draft.telling import gaps, stands_alone
from assistant.types import Citation
from curricula.cases.types import Case
from curricula.items.bank import Bank
from curricula.items.types import ClozeCard
from curricula.items.wanted import Wanted
from retrieval.errors import WrongUse
from retrieval.text import sentences
from retrieval.types import Value

MOST_OFFERED = 4
AUTHOR = "Made from a missed step of a case by Preceptor"
UNREAD = "not reviewed"


class Practice(Value):
    """An objective or topic of the case on which the bank has published items, and how many."""

    kind: Literal["objective", "topic"]
    name: str
    items: int


class CardOffer(Value):
    """The card of a missed line of the checklist, and where its words stand; `kept` if one has it already."""

    card: ClozeCard
    citation: Citation
    kept: bool


class Seen(NamedTuple):
    """A case and what came of playing it."""

    case: Case
    debrief: Debrief


class Further:
    """What learners do next. `topics_of` gives the topics of a source by its id."""

    def __init__(
        self,
        bank: Bank,
        cards: OwnCards,
        *,
        topics_of: Callable[[], Mapping[str, tuple[str, ...]]],
        now: Callable[[], datetime],
    ) -> None:
        self._bank = bank
        self._cards = cards
        self._topics_of = topics_of
        self._now = now

    def practice(self, seen: Seen) -> tuple[Practice, ...]:
        """What of the case can be practised: its objectives, then topics, what was missed first."""
        objectives = self._known("objective", seen.case.objectives)
        topics = self._known("topic", _topics(seen, self._topics_of()))
        return (*objectives, *topics)[:MOST_OFFERED]

    def cards(self, who: Account, seen: Seen) -> dict[str, CardOffer]:
        """The cards of the missed lines whose sources can be shown, by the ids of the lines."""
        mine = {one.card.id: one.card for one in self._cards.of(who.user_id)}
        offers = {}
        for line in seen.debrief.lines:
            found = _card(who, seen.case, line) if line.status in ("missed", "harmed") else None
            if found is not None:
                card, citation = found
                kept = card.id in mine
                offers[line.line] = CardOffer(card=mine.get(card.id, card), citation=citation, kept=kept)
        return offers

    def keep(self, who: Account, seen: Seen, line: str, *, wording: Wording) -> OwnCard:
        """The line's card as this person words it, from now on one of theirs; kept again is harmless.

        WrongUse where the line offers none.
        """
        offer = self.cards(who, seen).get(line)
        if offer is None:
            raise WrongUse("This line offers no card.", "Choose a missed one with a source.")
        card = offer.card.model_copy(update={"text": wording.text})
        given = OwnCard(card=card, item_id=None, attempt=None, kept_at=self._now())
        return self._cards.keep(who.user_id, given)

    def _known(self, kind: Literal["objective", "topic"], names: Iterable[str]) -> list[Practice]:
        """Those of the names that the bank's published items have, spelt as there."""
        counts = self._bank.tallies(kind, Wanted(types=MARKED))
        spelt = {name.casefold(): name for name in counts}
        known = dict.fromkeys(spelt[name.casefold()] for name in names if name.casefold() in spelt)
        return [Practice(kind=kind, name=name, items=counts[name]) for name in known]


def _topics(seen: Seen, topics_of: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The disease, the topics of the sources of what was missed and of the case, and those of the case."""
    yield from (seen.case.diagnosis.name, *seen.case.diagnosis.also)
    for link in _links(seen.debrief):
        if link.citation is not None:
            yield from topics_of.get(link.citation.document, ())
    yield from seen.case.topics


def _links(debrief: Debrief) -> Iterator[Link]:
    for line in debrief.lines:
        yield from line.links
    yield from debrief.links


def _card(who: Account, case: Case, line: LineMark) -> tuple[ClozeCard, Citation] | None:
    """The card of the first of the line's sources that has a sentence with words worth recalling."""
    for link in line.links:
        text = _cloze(link.citation.quote) if link.citation else None
        if link.citation is not None and text is not None:
            return _made(who, case, line, link=link, text=text), link.citation
    return None


def _cloze(quote: str) -> str | None:
    """The first sentence of the words cited that can stand alone, what is worth recalling hidden."""
    whole = " ".join(quote.split())
    for start, end in sentences(whole):
        sentence = whole[start:end]
        worth = gaps(sentence) if stands_alone(sentence) and not {"{", "}"} & set(sentence) else []
        if worth:
            gap = worth[0]
            return f"{sentence[: gap.start]}{{{{{sentence[gap.start : gap.end]}}}}}{sentence[gap.end :]}"
    return None


def _made(who: Account, case: Case, line: LineMark, *, link: Link, text: str) -> ClozeCard:
    key = sha256(f"{who.user_id} {case.id} {line.line}".encode()).hexdigest()[:20]
    return ClozeCard(
        type="cloze_card",
        id=f"own-{key}",
        title=line.text,
        author=AUTHOR,
        review=UNREAD,
        licence=case.licence,
        topics=case.topics,
        objectives=case.objectives,
        references=(link.reference,),
        text=text,
        extra=link.citation.title if link.citation else "",
    )
