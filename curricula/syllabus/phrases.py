"""An objective in words, taken apart: its number, its verb, what the verb is done to, and its tags."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from curricula.objectives.lint import CANMEDS
from curricula.objectives.types import Depth
from curricula.objectives.verbs import VAGUE, VERBS, british, levels_of

_OTHERS = """
access acknowledge acquire act address adhere adjust administer advise advocate align annotate anticipate
arrange assist auscultate balance build catheterise clarify coach code collaborate collect combine commit
complete conduct confirm consent consider consult contribute convert coordinate debrief delegate deliver
detect determine direct discharge disclose dispense display document draw dress educate elaborate employ
engage ensure escalate establish exclude execute exhibit facilitate follow gather generate guide handle help
highlight immobilise implement incorporate indicate inform inject insert inspect integrate intubate lead
link listen locate maintain make map match mentor minimise mobilise modify negotiate observe offer operate
optimise palpate participate percuss place plot practise present preserve promote provide reconcile reduce
reflect remove repair reproduce resolve respect respond safeguard scan score screen secure set share show
sketch solve stabilise stage suggest supervise support suture swab teach test transfer translate transport
triage uphold utilise vaccinate verify work
"""
PLAIN = frozenset(_OTHERS.split())
"""Verbs in which objectives begin that the table of levels does not have."""
TABLE = frozenset(verb for verbs in VERBS.values() for verb in verbs)
KNOWN = TABLE | VAGUE | PLAIN
LONGEST_VERB = 3
FEWEST_WORDS = 3
CODE = re.compile(
    r"(?:\(?(?P<code>(?:[A-Z]{1,4}[ .-]?)?\d{1,3}(?:[.-]\d{1,3}){0,4}[a-z]?)(?:[.):]|\s*[-–:]|(?=\s))\s*"
    r"|\(?[a-zA-Z]\)\s+|[a-zA-Z]\.\s+(?=[A-Za-z]{3})|\(?[ivxIVX]{1,5}[.)]\s+|[-•·▪◦‣*–]\s+)"
)
ITEM = re.compile(r"(?:(?<=\s)|^)(?=(?:\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[.:)]?|\(?[a-z0-9]{1,2}\))\s+[A-Za-z])")
EPA = re.compile(r"\bEPAs?\s*#?\s*(\d{1,2})\b")
ROLE = re.compile(rf"\b({'|'.join(CANMEDS)})\b", re.I)
ROLES = re.compile(rf"\bCanMEDS\b[\s:–-]*(?:(?:{'|'.join(CANMEDS)})\b(?:\s*(?:[,;/&]|and)\s*)?)+", re.I)
TAGGED = re.compile(r"\s*[(\[][^()\[\]]*\b(?:EPAs?\s*#?\s*\d|CanMEDS)[^()\[\]]*[)\]]", re.I)
EPA_FIRST = re.compile(r"EPA\s*#?\s*\d{1,2}\s*[.:–-]+\s*")
ADVERB = re.compile(r"(?:[a-z]+ly|also|then)(?:\s+and\s+[a-z]+ly)?,?\s+(?=[a-z])", re.I)
ARTICLED = re.compile(r"(?:a|an|the|this|these|no|some|any|each|all|four|two|three|one)\b", re.I)
NOUN = re.compile(r"\w+(?:tion|sion|ment|ness|ity|ance|ence|ology|ics|ism|ing|er|ed)$", re.I)
GUESSED: dict[str, Depth] = {
    **dict.fromkeys(("know", "remember", "be familiar with", "be aware of", "have", "learn"), "recall"),
    **dict.fromkeys(("understand", "comprehend", "appreciate", "grasp", "realise"), "understand"),
}


class Phrase(NamedTuple):
    """A verb in its plain form, what it is done to, the number before it, and the tags in the text."""

    verb: str
    content: str
    code: str | None
    tags: tuple[str, ...]

    @property
    def is_listed(self) -> bool:
        """Whether its verb is in the table of levels, or among the vague ones."""
        return self.verb in TABLE or self.verb in VAGUE


def phrase_of(text: str, *, any_verb: bool = False) -> Phrase | None:
    """The objective that the text is; None where it begins with no verb.

    With `any_verb` also a verb that no list has is taken, where what was said before asks for one.
    """
    tags = tags_in(text)
    code, rest = coded(EPA_FIRST.sub("", text.strip()))
    rest = EPA_FIRST.sub("", TAGGED.sub("", rest)).strip(" \t.;,:•–-")
    rest = re.sub(r"^to\s+", "", rest, flags=re.I)
    rest = re.sub(r",?\s+and$", "", rest)
    verb, content = _verb_first(
        ADVERB.sub("", rest, count=1) if ADVERB.match(rest) else rest, any_verb=any_verb
    )
    if not verb or len(rest.split()) < FEWEST_WORDS:
        return None
    return Phrase(verb, " ".join(content.split()), code, tags)


def coded(text: str) -> tuple[str | None, str]:
    """The number or code before the text, None where there is none, and the text after it."""
    plain = text.strip()
    match = CODE.match(plain)
    if match is None or not plain[match.end() :]:
        return None, plain
    return match["code"], plain[match.end() :]


def tags_in(text: str) -> tuple[str, ...]:
    """Tags such as “EPA 2” and “CanMEDS Scholar” that the text names."""
    found = [f"EPA {int(number)}" for number in EPA.findall(text)]
    for stretch in ROLES.finditer(text):
        found += [f"CanMEDS {role.title()}" for role in ROLE.findall(stretch[0])]
    return tuple(dict.fromkeys(found))


def level_of(verb: str) -> tuple[Depth, bool]:
    """The level that the table gives the verb, the lowest where there are several; else a guess, and True."""
    levels = levels_of(verb)
    return (levels[0], False) if levels else (GUESSED.get(verb, "apply"), True)


def items_of(text: str) -> list[str]:
    """The numbered entries that run on in one paragraph, such as “1.1 … 1.2 …” or “a) …; b) …”."""
    starts = [match.start() for match in ITEM.finditer(text)]
    if len(starts) < 2 or starts[0] != 0:
        return [text]
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def parts_of(text: str) -> list[str]:
    """The objectives that one sentence tells after “able to”, each from its verb on."""
    parts = [part for part in _split(text) if part]
    whole = all(len(part.split()) >= FEWEST_WORDS for part in parts)
    return parts if whole else [text]


def _split(text: str) -> Iterator[str]:
    start = 0
    for match in re.finditer(r"\s*;\s*(?:and\s+)?|,?\s+and\s+(?:to|will|can)\s+|,\s+(?:and\s+)?", text):
        verb, _ = _verb_first(text[match.end() :], any_verb=False)
        if verb and not (match[0].lstrip().startswith(",") and verb not in TABLE):
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()


def _verb_first(text: str, *, any_verb: bool) -> tuple[str, str]:
    """The verb in its plain form and the rest; an empty verb where the text begins with none."""
    words = text.split()
    for count in range(min(LONGEST_VERB, len(words) - 1), 0, -1):
        verb = _plain(" ".join(words[:count]))
        if verb in KNOWN:
            return verb, " ".join(words[count:])
    first = words[0] if words else ""
    if any_verb and len(words) > 1 and first.isalpha() and not (ARTICLED.match(first) or NOUN.match(first)):
        return british(first), " ".join(words[1:])
    return "", text


def _plain(words: str) -> str:
    """The verb as the lists have it: “Prioritizes” is “prioritise”."""
    verb = british(words.strip("*_:,"))
    if verb in KNOWN or not verb.endswith("s"):
        return verb
    forms = (verb[:-1], verb[:-2], f"{verb[:-3]}y")
    return next((form for form in map(british, forms) if form in KNOWN), verb)
