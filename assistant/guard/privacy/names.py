"""Names of people: by what stands beside them and by lists of names, eponyms left alone."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.guard.patterns import either
from assistant.guard.privacy.lexicon import folded, lexicon
from assistant.guard.privacy.types import Span

_TOKEN = re.compile(r"(?<![\d_])[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_PARTICLE = re.compile(
    either(
        """van, der, den, de, del, della, di, da, do, dos, das, la, le, von, zu, zur, ten, ter, te, bin,
    binti, ibn, al, el, y, af, av"""
    )
)
_LONGEST = 5
_TITLE = re.compile(
    r"(?<!\w)"
    + either(
        """Mr, Mrs, MRS, Ms, Miss, MISS, Mx, Dr, DR, Prof, Professor, Sir, Dame, Sister, Rev, Father, Frau,
    Herrn?, Hr, Fr, Mme, Mlle, Monsieur, Madame, Signora?, Sig, Sra?, Señora?, Senhora?, Srta, Don,
    Doña, Dona?, [Mm]w, [Mm]evr, [Mm]evrouw, [Dd]hr, [Mm]eneer, [Ff]ru, mr, mrs, ms, dr"""
    )
    + r"\.? $"
)
_SAYS_NAME = re.compile(
    either(
        r"""\bname(?: is|:| =)?, \bI am, \bI'm, \bthis is, \bit(?:'s|s| is), \bsays, \bsigned[;:]?(?: by)?,
    \bsigned\x2c, \b(?:thanks|regards|wishes|sincerely|cheers)\x2c?, \b(?:dear|hi|hello)(?: dr\.?|
    doctor)?, \bnombre:?, \bnom ?:, \bnome:?, \bnaam:?, \bnavn:?,
    \b(?:proband|nurse|midwife|porter|paramedic|carer(?: is)?)"""
    )
    + r"\s$|\"\w*name\": ?\"$",
    re.I,
)
_KIN = re.compile(
    r"\b"
    + either(
        """mum, mom, mam, mother, nana?, gran, granny, grandma, grandmother, grandad, grandpa, grandfather,
    dad, father, wife, husband, partner, son, daughter, brother, sister, aunt, auntie, uncle,
    cousin, niece, nephew, kid, child, baby, girl, boy, friend, neighbou?r, twin, mutter, vater,
    tochter, sohn, mann, mère, père, fille, fils, femme, mari, madre, padre, hijo, hija, esposa,
    esposo, m[ãa]e, pai, filh[oa], moglie, marito, moeder, vader, zoon, dochter, mor, far, sønn,
    datter"""
    )
    + r"(?: is|,|:| named| called)? $",
    re.I,
)
_PATIENT = re.compile(
    r"\b"
    + either(
        "patient, patiente, paciente, pasienten, paziente, pt, baby, family, re, referral for, bloods for"
    )
    + r"[:,]? $",
    re.I,
)
_MAYBE = re.compile(
    r"(?:[(|\"\n:;,.] ?|\b"
    + either(
        """patient, pt, pts, pat, client, resident, baby, infant, re, regarding, for, from, to, with, by,
    under, see, of, driver, donor, user, contact, attn, attention, review, referring, and, admit,
    discharge, consent, child, seen, claim, paciente, patiente, pasient(?:en)?, patiënte?, paziente,
    Patientin, family, familia, famille, familie, bloods, letter, note, notes, called, named, chart,
    label, consultant, attending, surgeon, obstetrician, gp, cons"""
    )
    + r"[:,]? (?:- )?)$",
    re.I,
)
_AGE_BEFORE = re.compile(r"\b\d{1,3} ?(?:y/?o |yrs? )?[MF][,:]? $")
_AGE_AFTER = re.compile(
    r"^,? ?\(?(?:aged? ?)?\d{1,3} ?(?:[MF]\b|y/?o\b|yrs?\b|years\b|jaar\b|ans\b|Jahre\b|-year)", re.I
)
_ACTS = re.compile(
    "^ "
    + either(
        """lives, asks, phoned, called, rang, wants, says, fell, complains, attended, came, needs
    (?:her|his), was (?:seen|admitted|born|brought), PA-C, RN, MD, FY[12], NP"""
    )
    + r"\b"
)
# After a name: what it names is a thing of medicine.
_THING = re.compile(
    "^(?:['’]s?)?[ -]"
    + either(
        r"""disease, syndrome, signs?, scores?, scale, tests?, criteri\w+, classification, class, grade,
    staging, index, formula, equation, rules?, law, triad, tetrad, procedure, operation, incision,
    palsy, tumou?r, lymphoma, sarcoma, an[ae]emia, reflex, point, line, nodes?, nodules?, cells?,
    body, bodies, rings?, phenomenon, manoeuvre, maneuver, fracture, contracture, hernia,
    thyroiditis, orbitopathy, encephalopathy, arthropathy, positive, negative, catheter, tube,
    needle, forceps, clamp, stain, agar, medium, degeneration, dementia, chorea, ataxia,
    ha?emangioma, neuralgia, deformity, anomaly, malformation, cyst, gland, duct, canal, ligament,
    muscle, nerve, artery, vein, plot, curve, effect, bias, paradox, trial, study, protocol,
    regimen, diet, system, method, technique, theorem, model, questionnaire, inventory, wort,
    encephalitis, fever, virus, bacillus, factor, report, nurses"""
    )
    + r"\b",
    re.I,
)
_BESIDE = r"[\s,;:|()\-–—/.\"#º°]*"
# Words that stand between a name and a number: DOB, "Tel.", "nascido em".
_LABEL = (
    either(
        """[A-Z][A-Z]+, dob, mrn, nhs, ssn, [Nn]o, [Nn]r, n, [Nn]umber, num, [Dd]ate, of, birth, [Bb]orn,
    née?, geb, geboren, født, nacid[ao], nat[ao], nascid[ao], tel, tél, phone, ph, mobile, cell,
    mail, email, hosp, hospital, id, il, le, el, em, am, and, de, on, at, Rijksregister, utente,
    passport, codice, fiscale, [Pp]atient, pt, [Nn]ame, insurance, Versichertennummer, teléfono,
    telefon"""
    )
    + r"(?![^\W\d_])"
)
_TO_IDENTIFIER = re.compile(rf"^{_BESIDE}(?:{_LABEL}{_BESIDE}){{0,4}}$")
_HL7 = re.compile(r"(?<=\|)[A-ZÀ-Þ'-]+\^[A-ZÀ-Þ'-]+(?:\^[A-Z]+)?(?=[|^])")
_COMMA = re.compile(
    r"(?<!\w)[A-ZÀ-Þ]{2,}(?:['’-][A-ZÀ-Þ]+)*, [A-ZÀ-Þ][a-zà-ÿ'-]+(?: [A-ZÀ-Þ](?:[a-zà-ÿ'-]+|\.))*"
)
_HAN = re.compile(
    r"(?:患者|病人|姓名|氏名|名前|患者名|病患)[ :：、]+"
    r"(?P<it>[\u4e00-\u9fff]{2,4}(?:[ 　][\u4e00-\u9fff]{1,3})?)(?![\u4e00-\u9fff])"
)
_HANGUL = re.compile(r"(?:환자|이름|성명|보호자)[ :]+(?P<it>[가-힣]{2,4})(?![가-힣])")


class Run(NamedTuple):
    """Capitalised words that follow each other, with their place."""

    start: int
    end: int
    words: tuple[str, ...]


def names(text: str, others: Sequence[Span]) -> list[Span]:
    """The names, given the spans of other kinds: who has a number beside the name is a person."""
    found = [
        Span(start=match.start(group), end=match.end(group), kind="name")
        for pattern, group in ((_HL7, 0), (_COMMA, 0), (_HAN, "it"), (_HANGUL, "it"))
        for match in pattern.finditer(text)
        if pattern is not _COMMA or not _medical(match[0])
    ]
    runs = [run for run in _runs(text) if _is_person(text, run, others)]
    found += [Span(start=run.start, end=run.end, kind="name") for run in runs]
    return [*found, *_again(text, runs)]


def _runs(text: str) -> Iterator[Run]:
    tokens = list(_TOKEN.finditer(text))
    i = 0
    while i < len(tokens):
        run = _run(text, tokens[i : i + _LONGEST + 2])
        if run:
            yield run
            while i < len(tokens) and tokens[i].start() < run.end:
                i += 1
        else:
            i += 1


def _run(text: str, tokens: Sequence[re.Match[str]]) -> Run | None:
    """The run that begins with the first token, or None."""
    first = tokens[0][0]
    if not first[0].isupper() or folded(first) in lexicon().words:
        return None
    taken = [tokens[0]]
    for token in tokens[1:]:
        gap = text[taken[-1].end() : token.start()]
        if not (gap == " " or (gap in (". ", ".") and len(taken[-1][0]) == 1 and taken[-1][0].isupper())):
            break
        if not _continues(first, token[0]):
            break
        taken.append(token)
    while len(taken) > 1 and _PARTICLE.fullmatch(taken[-1][0]):
        taken.pop()
    end = taken[-1].end()
    if taken[-1][0].endswith(("'s", "’s")):
        end -= 2
    return Run(taken[0].start(), end, tuple(token[0] for token in taken))


def _continues(first: str, word: str) -> bool:
    if _PARTICLE.fullmatch(word):
        return True
    if not word[0].isupper() or folded(word) in lexicon().words:
        return False
    return not (len(word) > 1 and word.isupper() and not (len(first) > 2 and first.isupper()))


def _is_person(text: str, run: Run, others: Sequence[Span]) -> bool:
    if any(other.start < run.end and run.start < other.end for other in others):
        return False
    before, after = text[max(0, run.start - 40) : run.start], text[run.end : run.end + 40]
    if _THING.match(after) or (len(run.words) == 1 and _code(text, run)):
        return False
    if _TITLE.search(before) or _KIN.search(before):
        return True
    lists = lexicon()
    plain = [folded(word) for word in run.words]
    eponyms_only = all(_listed(word, lists.eponyms) for word in plain)
    if _SAYS_NAME.search(before):
        return not eponyms_only or plain[0] in lists.given
    if eponyms_only and plain[0] not in lists.given:
        return False
    if len(run.words) == 1:
        acting = plain[0] in lists.surnames and _ACTS.match(after) is not None
        return acting or _single(plain[0], before)
    return _several(text, run, others)


def _single(word: str, before: str) -> bool:
    """Whether one word is a name: only a known given name where a person is expected."""
    if not before.strip():
        return False
    lists = lexicon()
    known = any(part in lists.given for part in word.split("-")) and word not in lists.eponyms
    return known and bool(_MAYBE.search(before)) and not before.rstrip().endswith((".", ",", ";"))


def _several(text: str, run: Run, others: Sequence[Span]) -> bool:
    """Whether some words are a name: a listed one among them, or a person's facts beside them."""
    lists = lexicon()
    before, after = text[max(0, run.start - 40) : run.start], text[run.end : run.end + 40]
    plain = [folded(word) for word in run.words]
    if any(word.isupper() and 1 < len(word) < 4 for word in run.words):
        return False
    if _AGE_BEFORE.search(before) or _AGE_AFTER.match(after) or _ACTS.match(after):
        return True
    if plain[0] in lists.given and plain[-1] not in lists.eponyms:
        return True
    if plain[0] in lists.given and plain[0] not in lists.eponyms:
        return True
    if (
        any(plain_part in lists.surnames for plain_part in plain[-1].split("-"))
        and plain[0] not in lists.eponyms
    ):
        return True
    if _beside(text, run, others):
        return True
    return bool(_PATIENT.search(before))


def _beside(text: str, run: Run, others: Sequence[Span]) -> bool:
    for other in others:
        if other.kind in ("facility", "date", "age_over_89", "device_id"):
            continue
        between = text[run.end : other.start] if run.end <= other.start else text[other.end : run.start]
        if len(between) <= 40 and _TO_IDENTIFIER.match(between):
            return True
    return False


def _again(text: str, runs: Sequence[Run]) -> Iterator[Span]:
    """The parts of whole names where they stand alone."""
    lists = lexicon()
    parts = {
        word
        for run in runs
        if len(run.words) > 1
        for word in run.words
        if len(word) > 2 and word[0].isupper() and folded(word) not in lists.eponyms
    }
    for token in _TOKEN.finditer(text):
        if token[0] in parts:
            yield Span(start=token.start(), end=token.end(), kind="name")


def _listed(word: str, listed: frozenset[str]) -> bool:
    """Whether every part of a word, or of words, is in the list."""
    return all(part in listed for part in re.split(r"[-\s,]+", folded(word)) if part)


def _medical(surname_first: str) -> bool:
    """Whether a part of SURNAME, Given is no name, or both may be words after an abbreviation."""
    lists = lexicon()
    surname, given = surname_first.split(", ")
    if len(surname) < 4 and folded(given.split()[0]) not in lists.given:
        return True
    return any(_listed(part, lists.words | lists.eponyms) for part in surname_first.split(", "))


def _code(text: str, run: Run) -> bool:
    """Whether the one word is part of a code such as BRCA2 or A-12."""
    return text[run.end : run.end + 1].isdigit() or (
        run.words[0].isupper() and len(run.words[0]) > 1 and len(run.words[0]) < 5
    )
