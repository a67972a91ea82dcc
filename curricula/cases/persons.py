"""Who speaks of a patient, and how the words of a record for the patient become the speaker's.

"The patient has lost his job" is "I have lost my job" to the patient and "he has lost his job" to a parent.
"""

import re
from typing import Literal, NamedTuple

from curricula.cases.types import Person

Subject = Literal["I", "he", "she", "they"]
_FEMALE = "mother|wife|sister|daughter|grandmother|aunt|girlfriend|niece|mom|mum"
_MALE = "father|husband|brother|son|grandfather|uncle|boyfriend|nephew|dad"
_NAMED = r"(?:patient|boy|girl|child|infant|baby|toddler|man|woman|gentleman|lady)"
PATIENT = rf"(?:the |this )?{_NAMED}"
ADVERB = r"(?:(?:also|always|never|often|usually|now|just|still|otherwise|sometimes|currently|\w+ly) )*"
_VERB_WORDS = """
is was has had does did were will works worked smokes smoked drinks drank lives lived takes took uses used
consumes consumed feels felt underwent prefers stopped started believes needs eats sleeps walks goes went
avoids exercises attends moved travels travelled traveled returned enjoys keeps owns wears struggles
cannot can could would may might quit recently plays studies denies reports notes describes experiences
complains states mentions admits presents develops developed noticed notices appears remains woke wakes
tries tried became becomes received receives visited came comes finds knows refuses exhibits demonstrates
shows seems continues sees hears loves likes plans expects hopes thinks fears requires worries suffers
suffered gets got
"""
VERBS = frozenset(_VERB_WORDS.split())
_SEXES: dict[str, Literal["male", "female"]] = {
    **dict.fromkeys(("female", "woman", "girl", "f"), "female"),
    **dict.fromkeys(("male", "man", "boy", "m"), "male"),
}
_AS_BASE = {
    "presents": "came in",
    "is": "am",
    "has": "have",
    "does": "do",
    "was": "was",
    "goes": "go",
    "tries": "try",
    "studies": "study",
}
_NOT_VERBS = frozenset(["always", "sometimes", "perhaps", "his", "this", "its", "besides"])


class Voice(NamedTuple):
    """Who speaks of the patient: "I" is the patient himself. `sex` is the patient's, None if not told.

    `teller` is what the record calls another speaker, such as "mother".
    """

    subject: Subject
    sex: Literal["male", "female"] | None
    teller: str | None = None

    @property
    def has(self) -> str:
        """The subject with "have" as it is spoken: "I've", "he has"."""
        return {"I": "I've", "they": "they've"}.get(self.subject, f"{self.subject} has")

    @property
    def am(self) -> str:
        """The subject with "be": "I am", "she is", "they are"."""
        verb = {"I": "am", "they": "are"}.get(self.subject, "is")
        return f"{self.subject} {verb}"

    @property
    def my(self) -> str:
        """The determiner of what is the patient's."""
        return {"I": "my", "he": "his", "she": "her", "they": "their"}[self.subject]


def voice_of(person: Person) -> Voice:
    """The voice in which this person's facts are told."""
    sex = _SEXES.get((person.sex or "").casefold())
    if person.speaks in ("patient", "interpreter"):
        return Voice("I", sex)
    third: dict[str | None, Subject] = {"male": "he", "female": "she"}
    words = (person.speaker or "").casefold().split()
    return Voice(third.get(sex, "they"), sex, words[-1] if words else None)


def own(text: str, voice: Voice) -> str:
    """The text with the patient named as the speaker would name him."""
    if voice.subject != "I":
        return re.sub(rf"\b(?:the|this) {_NAMED}\b", voice.subject, text, flags=re.IGNORECASE)
    text = re.sub(rf"\b{PATIENT}['’]s\b", "my", text, flags=re.IGNORECASE)
    text = re.sub(rf"\b{_pronoun(voice)} (\S+)", _as_subject, text, flags=re.IGNORECASE)
    text = re.sub(
        rf"(?:^|\b(?<!of )(?<!with )(?<!by ))\b{PATIENT} (?=(?:\w+s|\w+ed|had|can|could|will)\b)(\S+)",
        _as_subject,
        text,
        flags=re.IGNORECASE,
    )
    if voice.sex != "male":
        text = re.sub(r"\bherself\b", "myself", text)
        text = re.sub(
            r"\b[Hh]er(?= (?!and\b|or\b|to\b|with\b|in\b|at\b|on\b|for\b|by\b|as\b|that\b)\w)", "my", text
        )
        text = re.sub(r"\bher\b|\bhers\b", "me", text)
    if voice.sex != "female":
        text = re.sub(r"\bhimself\b", "myself", text)
        text = re.sub(r"\b[Hh]is\b", "my", text)
        text = re.sub(r"\bhim\b", "me", text)
    return re.sub(rf"\b(?:the|this) {_NAMED}\b", "me", text, flags=re.IGNORECASE)


def _pronoun(voice: Voice) -> str:
    return {"male": "he", "female": "she", None: "(?:he|she)"}[voice.sex]


def named(voice: Voice) -> str:
    """The pattern of words that mean the patient."""
    return rf"(?:{PATIENT}|{_pronoun(voice)})\b(?!['’]s)"


def _as_subject(match: re.Match[str]) -> str:
    return f"I {_base(match[1])}"


def is_ambiguous(clause: str, voice: Voice) -> bool:
    """Whether a pronoun may mean a relative of the patient's own sex."""
    if voice.subject != "I":
        return False
    others = {"male": _MALE, "female": _FEMALE, None: f"{_MALE}|{_FEMALE}"}[voice.sex]
    pronouns = {"male": "he|his|him", "female": "she|her", None: "he|his|him|she|her"}[voice.sex]
    return bool(re.search(rf"\b(?:{others})\b.*\b(?:{pronouns})\b(?! {others})", clause, re.IGNORECASE))


def agreeing(rest: str, voice: Voice) -> str:
    """The predicate with its verbs as they stand after the subject."""
    if voice.subject in ("he", "she"):
        return rest
    first = re.match(rf"({ADVERB})(\S+)(.*)", rest, re.IGNORECASE | re.DOTALL)
    if first is None:
        return rest
    joined = re.sub(
        rf"(,? (?:and|but|or),? {ADVERB})({'|'.join(sorted(VERBS))})\b",
        lambda m: m[1] + _base(m[2]),
        first[3],
    )
    return f"{first[1]}{_base(first[2])}{joined}"


def _base(verb: str) -> str:
    bare = verb.casefold()
    if bare in _AS_BASE:
        return _AS_BASE[bare]
    if bare in _NOT_VERBS or bare.endswith(("ss", "ly", "us", "is")) or not bare.endswith("s"):
        return verb
    if bare.endswith("ies") and len(bare) > 4:
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|sh|ch|x|zz)es$", bare) else verb[:-1]
