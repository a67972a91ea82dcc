"""What a record says of a patient, as the patient or whoever speaks for him would say it.

Only wordings that stay true are used: where no rule fits, the record's words are quoted as the notes'.
"""

import re
from collections.abc import Callable, Sequence

from curricula.cases.persons import ADVERB, VERBS, Voice, agreeing, is_ambiguous, named, own

_TELLS = (
    r"(?:presents?(?= an? | the )|reports?|reported|reporting|complains? of|complained of|complaining of"
    r"|endorses?|endorsed|notes?|noted"
    r"|describes?|described|presents? with|presented with|presenting with|experiences?|experienced"
    r"|mentions?|mentioned|admits? to|admitted to|states?|stated|says|said|expresses?|expressed)"
)
_STATE_WORDS = """
married single divorced widowed retired unemployed employed engaged separated diagnosed treated born
healthy well pregnant unable immunized immunised vaccinated homeless monogamous hospitalized hospitalised
allergic adopted otherwise previously generally sexually currently
"""
_STATES = frozenset(_STATE_WORDS.split())
_ROLE = re.compile(
    r"(?:(?:a|an|the) )?(?:(?:current|former|ex-?|non-?|never|social|heavy|occasional|lifelong|ex|retired|"
    r"college|university|high school|graduate|medical|light|chronic) ?)*(?:smoker|nonsmoker|drinker|student|"
    r"teacher|veteran|farmer|worker|nurse|cashier|engineer|lawyer|driver|accountant|clerk|homemaker|vegetarian|vegan)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:additionally|furthermore|moreover|in addition|also|however|interestingly|notably|of note|otherwise|"
    r"overall|besides that), ",
    re.IGNORECASE,
)
_CHARTED = re.compile(
    r"unremarkable|non-?contributory|systems (?:were |are |was |is )?(?:reviewed|negative|normal)"
    r"|review of systems|within normal limits|unable to (?:complete|provide|obtain)"
    r"|appears (?:toxic|well|ill|unwell)|^(?:negative|normal)$",
    re.IGNORECASE,
)
_TELLER = re.compile(
    r"(?:the patient.s|the|his|her|their) (?:mother|father|parents?|carer|caregiver|guardian|grandmother)s?"
    r" (?:also )?"
    r"(?:reports?|notes?|states?|says?|mentions?)( that)? (.+)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|do|began|started|became|occurs?|worsens?|reports)\b"
)


def spoken(text: str, voice: Voice, headings: Sequence[str] = (), *, denied: str | None = None) -> str:
    """The statement as the speaker says it; `denied` is the thing that it only denies."""
    if denied is not None:
        return _ended(f"No, no {own(denied, voice)}")
    clause = text.strip().rstrip(".;,")
    if is_ambiguous(clause, voice):
        return _from_notes(clause)
    clause = _OPENER.sub("", clause)
    if _CHARTED.search(clause):
        return _from_notes(clause if not headings or " " in clause else f"{headings[-1]}: {clause}")
    told = _told(clause, voice) or _with_subject(clause, voice) or _sentence(clause, voice)
    return _ended(told or _by_heading(clause, voice, headings))


def _told(clause: str, voice: Voice) -> str | None:
    """A sentence with the patient as its subject, or one that another speaker tells of him."""
    begun = re.match(rf"(?:over [\w\s]{{1,30}}, )?{named(voice)}\s", clause, re.IGNORECASE)
    teller = _TELLER.fullmatch(clause) if voice.subject != "I" else None
    if teller:
        return _told(teller[2], voice) or (
            own(teller[2], voice) if teller[1] else f"{voice.has} had {teller[2]}"
        )
    if begun is None or "," in begun[0]:
        return None
    return _said_by_patient(clause[begun.end() :], voice)


def _sentence(clause: str, voice: Voice) -> str | None:
    """A whole sentence about something else than the patient: "Her husband has noticed that she snores"."""
    before = re.split(r"\b(?:that|which|who|when|while|where|since|because|if)\b", clause.casefold())[0]
    return own(clause, voice) if _FINITE.search(before) else None


def _said_by_patient(rest: str, voice: Voice) -> str:
    telling = re.match(rf"({ADVERB}){_TELLS}\b,? ?(that )?(.*)", rest, re.IGNORECASE)
    if telling is None:
        return f"{voice.subject} {own(agreeing(rest, voice), voice)}"
    return _content(telling[3], voice, telling[1], is_clause=bool(telling[2]))


def _content(content: str, voice: Voice, adverb: str, *, is_clause: bool) -> str:
    """What was reported, as a statement of its own."""
    clause = re.match(
        r"(?:he|she|they|(?:his|her) [\w\s-]{1,40}? (?:is|are|was|were|has|have))\b", content, re.I
    )
    if is_clause or clause:
        whole = _told(content, voice)
        return whole or own(content, voice)
    if re.match(r"(?:no|not|any) ", content, re.IGNORECASE):
        return f"{voice.has} had {own(content, voice)}"
    gerund = re.match(
        r"(feeling|having|being|taking|using|drinking|smoking|experiencing|waking|losing|needing)\b",
        content,
        re.I,
    )
    if gerund:
        return f"{voice.has} been {own(content, voice)}".replace("been being", "been")
    return f"{voice.has} {adverb}had {own(content, voice)}"


def _with_subject(clause: str, voice: Voice) -> str | None:
    """A clause whose subject is left out: "Works as a cashier", "Married", "Non-smoker"."""
    match = re.match(rf"({ADVERB})(\S+)", clause, re.IGNORECASE)
    first = match[2].strip(",;:").casefold() if match else ""
    if re.match(rf"{ADVERB}{_TELLS}\b", clause, re.IGNORECASE):
        return _said_by_patient(_lowered(clause), voice)
    if first in VERBS:
        return f"{voice.subject} {own(agreeing(_lowered(clause), voice), voice)}"
    if _ROLE.match(clause):
        article = "" if re.match(r"(?:a|an|the) ", clause, re.IGNORECASE) else "a "
        return f"{voice.am} {article}{own(_lowered(clause), voice)}"
    if first in ("diagnosed", "breastfed", "born", "treated", "hospitalized", "hospitalised", "adopted"):
        return f"{voice.subject} was {own(_lowered(clause), voice)}"
    if first in _STATES:
        return f"{voice.am} {own(_lowered(clause), voice)}"
    return None


def _by_heading(clause: str, voice: Voice, headings: Sequence[str]) -> str:
    """A bare phrase, said as what its heading makes of it."""
    under = " ".join(headings).casefold()
    phrase = own(_lowered(clause), voice) or clause
    if re.match(r"(?:history of|longstanding|long-standing)\b", phrase):
        return f"{voice.has} had a {phrase}" if phrase.startswith("l") else f"There is a {phrase}"
    for word, wording in _FRAMES:
        if word in under:
            return wording(voice, phrase)
    return f"{voice.has} had {phrase}" if "symptom" in under or under == "history" else phrase


_FRAMES: tuple[tuple[str, Callable[[Voice, str], str]], ...] = (
    ("demographic", lambda voice, phrase: f"{voice.am} {_article(phrase)}{phrase}"),
    ("family", lambda voice, phrase: f"In {voice.my} family: {phrase}"),
    ("allerg", lambda voice, phrase: f"About allergies: {phrase}"),
    ("medication", lambda voice, phrase: f"For medicines, {phrase}"),
    ("drug", lambda voice, phrase: f"For medicines, {phrase}"),
    ("symptom", lambda voice, phrase: f"{voice.has} had {phrase}"),
    ("review", lambda voice, phrase: f"{voice.has} had {phrase}"),
    ("past", lambda voice, phrase: f"In the past: {phrase}"),
    ("social", lambda voice, phrase: phrase),
)


def _from_notes(clause: str) -> str:
    return f'The notes say: "{clause}."'


def _lowered(text: str) -> str:
    return text if text[1:2].isupper() or not text[1:2].isalpha() else text[0].lower() + text[1:]


def _article(phrase: str) -> str:
    if re.match(r"(?:a|an|the)\s", phrase):
        return ""
    return "an " if re.match(r"(?:8|11|18|8\d)\b|[aeiou]", phrase) else "a "


def _ended(text: str) -> str:
    text = " ".join(text.split())
    text = text[0].upper() + text[1:]
    return text if text[-1] in '.!?"' else f"{text}."
