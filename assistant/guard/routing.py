"""Whether a question is about medicine, or about somebody who needs help, or about neither."""

import re
from typing import Literal

from assistant.guard.patterns import either
from assistant.guard.subjects import off_topic

Route = Literal["emergency", "self_harm", "personal_advice", "off_topic"]

_KIN = either(
    """mum, mom, mam, mother, nan, gran, grandma, grandmother, grandad, grandpa, grandfather, dad,
    father, wife, husband, partner, girlfriend, boyfriend, son, daughter, brother, sister, aunt,
    uncle, cousin, niece, nephew, kid, kids, child, baby, toddler, newborn, friend, flatmate,
    roommate, neighbour, neighbor, parents?"""
)
_OWN = re.compile(rf"\b(?:i|i'm|im|i've|i am|me|my {_KIN}|our {_KIN}|mine|myself)\b", re.I)
# Somebody who looks after others, or learns to, is asking.
_CLINICAL = re.compile(
    r"\b"
    + either(
        r"""(?:my|a|the|this|our|your|these|which|an? \w+) patients?, patients, in adults, in children,
    \d+[- ]year[- ]old \w+ (?:with|who|has|presents|says), (?:mother|father|parent|woman|man)
    (?:brings|says|presents|comes), i(?:'m| am) an?
    (?:nurse|doctor|gp|fy\d|paramedic|midwife|resident|intern), is brought to, said to (?:me|you),
    should i (?:prescribe|offer|refer|use|order|ask|monitor|assess), (?:can|do|should) i prescribe,
    i prescribe, what should i prescribe, should i give in"""
    )
    + r"\b",
    re.I,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")

_ENDS = either(
    r"""kill(?:ing)? (?:my|her|him|them)sel\w+, hang(?:ing)? (?:my|her|him|them)sel\w+, hurt(?:ing)?
    myself, harm(?:ing)? myself, cut(?:ting)? myself, end(?:ing)? (?:my|her|his|their) (?:own
    )?life, end(?:ing)? it all, tak(?:e|ing) (?:my|her|his|their) own life, suicide, to die, be
    dead, dying, jump(?:ing)? (?:off|in front), disappear, never wak(?:e|ing) up, not wak(?:e|ing)
    up, overdos(?:e|ing)"""
)
_WANTS = either(
    """want(?:s|ed)?, wish(?:es)?, going, plan(?:s|ning)?, think(?:s|ing)?, thought(?:s)?,
    feel(?:s|ing)? like, thinking, threaten(?:s|ed|ing)?, tried, trying, decided, ready, could just,
    urge(?:s)?"""
)
_OWN_WISH = re.compile(
    r"\bi(?:'m| am| have been| want| feel)\b[^.?!]{0,30}\b(?:myself|my life|suicidal|to die)\b", re.I
)
_SELF_HARM = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:i|i'm|im|i've)\b[^.?!]{{0,40}}\b{_WANTS}\b[^.?!]{{0,40}}\b{_ENDS}\b",
        rf"\b(?:my|our) {_KIN}\b[^.?!]{{0,40}}\b(?:{_WANTS}|about)\b[^.?!]{{0,30}}"
        rf"\b(?!disappear|dying|to die){_ENDS}",
        r"\bi(?:'m| am| feel| have been feeling)(?: so| really| very)? suicidal\b",
        r"\b(?:don'?t|do not|no longer) want to (?:be (?:alive|here)|live|exist|go on|wake up)\b",
        r"\bno (?:point|reason) (?:in|to|for) (?:living|live|go on|going on|being alive|me)\b",
        r"\b(?:better off|happier) (?:without me|dead|if i)\b",
        r"\bmy life (?:isn'?t|is not|is no longer) worth\b|\bi (?:can'?t|cannot) go on\b(?! holiday)",
        r"\bi(?:'ve| have)? ?(?:been |keep )?(?:cut|cutting|burning|hurting|harming) myself\b"
        r"(?! (?:on|with|by|shaving))",
        r"\b(?:to|would|will|can|could) (?:kill me|kill myself|make me die)\b|\btake for me to die\b",
        r"\bpainless(?:ly)? (?:way|method)?\b[^.?!]{0,20}\b(?:die|end it|kill)",
        r"\bpills? (?:can|should|do) i take to\b[^.?!]{0,20}\b(?:die|wake)",
        r"\bi\b[^.?!]{0,60}\bbecause i (?:want|wanted) to die\b",
        r"\bi (?:bought|have) a (?:rope|gun)\b[^.?!]{0,30}\bnote\b",
        r"\bi hate myself\b|\bi wish i (?:was|were) (?:dead|never born)\b",
    )
)
_SIGNS = either(
    r"""(?:can'?t|cannot|can not|isn'?t|not|stopped|struggling to|trouble) breath\w*, collapsed,
    unconscious, unresponsive, (?:isn'?t|not) respond\w*, (?:won'?t|can'?t|cannot|not) wak(?:e|ing),
    choking, (?:turn\w*|go\w*) (?:blue|grey), bleeding (?:heavily|a lot|badly|out),
    (?:bleeding|blood|seizure|fit) (?:that )?(?:won'?t|will not|doesn'?t) stop, lots of blood,
    cough\w* up (?:\w+ )?(?:\w+ )?blood, vomiting blood, (?:crushing|severe|terrible|tight) chest
    pain, chest pain (?:right )?now, having a (?:stroke|heart attack|seizure|fit), face (?:is |has
    |was )?(?:droop\w*|dropped), face has dropped, (?:can'?t|cannot) (?:speak|talk|move), slurr\w+
    speech, throat (?:is )?(?:closing|swelling), tongue is swell\w+, (?:swallowed|drank|drunk|ate)
    (?:an? |some |the )?(?:\w+ )?(?:battery|bleach|magnets?|pills|tablets|
    medicine|antifreeze|poison|detergent|cleaner), took too many, taken too many, overdose, lost
    (?:my )?(?:vision|sight), worst headache of my life, electrocuted, drowned, drowning, stabbed,
    been shot, fitting for, seizing"""
)
_EMERGENCY = re.compile(rf"\b{_SIGNS}\b", re.I)
_GENERAL = re.compile(
    "^"
    + either(
        """how (?:is|are|do you|long|often|many), what (?:is|are|happens|causes), which, management,
    causes, define, explain, when is"""
    )
    + r"\b",
    re.I,
)
_STUDY = re.compile(
    r"\b"
    + either(
        """exam, study, studying, quiz, explain, understand, revise, learn, get wrong, know the, i right
    that, medical student"""
    )
    + r"\b",
    re.I,
)
_CARE = re.compile(
    r"\b(?:can|could|may|should|do|what|how|when) (?:\w+ )?i (?:need to )?"
    + either(
        """give, treat, manage, refer, adjust, prescribe, use, assess, offer, examine, interpret, order,
    monitor, investigate, counsel, diagnose, screen, do if"""
    )
    + r"\b",
    re.I,
)
_FAMILY = re.compile(rf"\b(?:my|our) (?:\w+ )?{_KIN}\b", re.I)
_DOES = either(
    """take, stop, start, eat, drink, have, get, drive, fly, exercise, worry, be worried, see a, go to,
    need, continue, keep, skip, double, increase, reduce, be taking, try, mix"""
)
_HAS = either(
    """i take, i'm taking, i am taking, i am on, i'm on, i drink, i eat, i missed, i stand, i climb, i
    stepped, i have, i've, i got, i feel, i'm feeling, i had, i suffer, i'm suffering, i keep"""
)
_IS = either(
    r"""pregnant, breastfeeding, allergic, diabetic, worried, scared, itchy, dizzy, tired, sick, ill,
    contagious, at risk, \d+"""
)
_BELONGING = either(
    r"""doctor, gp, consultant, dentist, blood, bp, tests?, results?, scan, x-?ray, mri, ct, symptoms?,
    period, pain, rash, skin, knee, back, head, headache, chest, stomach, belly, leg, arm, foot,
    feet, hand, eye, ear, throat, tooth, teeth, neck, hip, shoulder, heart, medication, medicine,
    meds, tablets, pills?, dose, prescription, inhaler, insulin, warfarin, weight, diet,
    cholesterol, sugar, hba1c, \w+pril, \w+olol, \w+statin, metformin, pregnancy, depression,
    anxiety, cancer, condition"""
)
_PERSONAL = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:should|can|could|may|must|do|will|would|shall) i (?:still |also |safely )?{_DOES}\b"
        r"(?! to know)",
        rf"\b{_HAS}\b(?! a patient| to\b| not)",
        rf"\b(?:i'm|i am|am i) (?:\d+ weeks |\d+ months )?{_IS}\b",
        rf"\bmy (?:own )?{_BELONGING}\b",
        r"\bsafe for me\b|\bfor me to\b|\bshould i be\b|\bok(?:ay)? if i\b",
        r"\b(?:what|which) (?:\w+ ){1,4}(?:should|can|do) i (?:take|eat|use|need|get)\b",
    )
)


def route(text: str) -> Route | None:
    """Where a question should go instead of, or besides, the library; None for a question about medicine."""
    asked = text.replace("’", "'").strip()
    clinical = bool(_CLINICAL.search(asked))
    own = _QUOTED.sub(" ", asked) if clinical else asked
    if any(pattern.search(own) for pattern in _SELF_HARM) and not (clinical and not _OWN_WISH.search(own)):
        return "self_harm"
    if not clinical and _OWN.search(own) and _EMERGENCY.search(own) and not _GENERAL.match(own):
        return "emergency"
    if clinical or _STUDY.search(asked):
        return None
    family = _FAMILY.search(own)
    if family or (not _CARE.search(own) and any(pattern.search(own) for pattern in _PERSONAL)):
        return "personal_advice"
    return "off_topic" if off_topic(asked) else None
