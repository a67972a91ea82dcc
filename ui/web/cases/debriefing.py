"""The debrief of an encounter with all that its pages need; only once the encounter is over."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from assistant.accounts import Account
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.second import second
from assistant.case.bedside.view import View
from assistant.case.debriefing.debriefed import Debrief, LineMark
from assistant.case.debriefing.further import CardOffer, Further, Practice, Seen
from assistant.case.opined import Second
from curricula.cases.types import Case, Change, Domain

NO_CARDS: Mapping[str, CardOffer] = MappingProxyType({})


class Debriefed(NamedTuple):
    """What was seen, what there was to see, how the one stands to the other, and what there is beside it.

    `second` is what a model thinks; `cards` are those of missed lines, by the ids of the lines.
    """

    view: View
    case: Case
    debrief: Debrief
    second: Second
    practice: tuple[Practice, ...] = ()
    cards: Mapping[str, CardOffer] = NO_CARDS

    def lines(self, domain: Domain) -> list[LineMark]:
        """The lines of the checklist in that domain."""
        return [line for line in self.debrief.lines if line.domain == domain]

    def named(self, part: str) -> str:
        """What a fact, finding, test or step is called."""
        return _names(self.case).get(part, part)


def debriefed(bedside: Bedside, who: Account, encounter: str, further: Further) -> Debriefed:
    """The debrief of one's own encounter; WrongUse while it is going on."""
    found = bedside.debrief(who, encounter)
    case = bedside.closed(who, encounter).bed.case
    view, seen = bedside.view(who, encounter), Seen(case, found)
    practice, cards = further.practice(seen), further.cards(who, seen)
    return Debriefed(view, case, found, second(bedside, who, encounter), practice, cards)


def _names(case: Case) -> dict[str, str]:
    held: tuple[Case | Change, ...] = (case, *case.timeline)
    facts = {fact.id: fact.about or fact.says for one in held for fact in one.facts}
    findings = {finding.id: finding.name for one in held for finding in one.findings}
    tests = {test.id: test.name for one in held for test in one.tests}
    return facts | findings | tests | {step.id: step.text for step in case.steps}
