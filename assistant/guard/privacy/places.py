"""Where a person lives and where they are looked after."""

import re
from collections.abc import Iterator

from assistant.guard.patterns import either
from assistant.guard.privacy.types import Rule, Span, spans_of

_CAP = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?(?!\w)"
_CAPS = rf"{_CAP}(?: {_CAP}){{0,2}}"
_STREET = either(
    """Street, St, Road, Rd, Lane, Ln, Close, Avenue, Ave, Drive, Dr, Crescent, Court, Ct, Place, Pl,
    Terrace, Way, Gardens, Grove, Square, Sq, Hill, Boulevard, Blvd, Parade, Highway, Hwy, Mews,
    Row, Walk, Rise, Green, Park, View, Circle, Trail, STREET, ST, ROAD, RD, LANE, LN, AVENUE, AVE,
    DRIVE, CLOSE"""
)
_WAY = either(
    """[Rr]ue, [Aa]venue, [Bb]oulevard, [Cc]hemin, place, impasse, quai, [Cc]alle, [Aa]venida,
    [Pp]aseo, [Pp]laza, carrer, [Rr]ua, [Tt]ravessa, praça, [Vv]ia, [Vv]iale, [Pp]iazza, [Cc]orso,
    strada, [Uu]lica, ul\\."""
)
_OF_WAY = "(?:" + either("de, des, du, de la, del, d', dos, da, do, la, las, los, della, dei") + " ?)?"
_GERMANIC = r"[A-ZÄÖÜ][\w-]*" + either(
    """straße, strasse, str\\., weg, gasse, platz, allee, straat, laan, gracht, plein, kade, dijk,
    veien, gata, gaten, vägen, gatan, vej"""
)
_BRITISH = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_POSTCODE = (
    rf"(?:{_BRITISH}|[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?|[A-Z]{{2,3}} \d{{4}}|[A-Z]\d[A-Z] ?\d[A-Z]\d|"
    r"\d{4} ?[A-Z]{2}|\d{4,5}(?:-\d{3,4})?)\b"
)
_HOUSE = r"\d{1,5}[A-Za-z]?"
_ROOM = r"(?:Flat|Apt|Apartment|Unit|Suite|FLAT|APT)\.? ?\w{1,4}"
_FLAT = rf"(?:{_ROOM},? )?"
# What may follow the street: flats, villages, counties, post codes.
_NEXT_FIELD = r"(?!(?:DOB|MRN|NHS|SSN|Tel|Phone|Mr|Mrs|Ms|Dr|She|He)\b)"
_REST = (
    rf"(?:,? {_POSTCODE}(?: {_CAP}(?: {_CAP})?)?|, {_ROOM}|, Co\.? {_CAP}|"
    rf", {_NEXT_FIELD}{_CAP}(?:[ -](?:{_CAP}|on|upon|sur|de|del|la|le)){{0,3}}(?: {_POSTCODE})?)*"
)
_LIVES = either(
    r"""\b(?:lives?|living|lived|resid(?:es|ing)|stay(?:s|ing))(?: \w+)? (?:at|in), \baddress(?: is)?:?,
    \baddr:?, \bdomicili[ée]+[eao]?(?: en)?, \bwohnhaft(?: in)?, \bwoont(?: op| aan)?, \bvive
    (?:en|em|a), \breside en, \bdemeurant, \bhome visit(?: \w+)? to(?: \w+)? at, 地址:?"""
)


def _place(match: re.Match[str]) -> bool:
    return bool(re.search(r"\d|,", match["it"]) or match["it"].startswith("The "))


ADDRESSES = tuple(
    Rule("address", re.compile(pattern), holds)
    for pattern, holds in (
        (r"(?<=\|)(?P<it>[^|^]+\^[^|^]*\^[^|^]+\^[^|^]*\^[^|^]+)(?=\|)", bool),
        (rf"(?<![\w.]){_FLAT}{_HOUSE}(?:-\d+)?,? {_CAPS} {_STREET}\b(?! score|:)\.?{_REST}", bool),
        (rf"(?<![\w.]){_FLAT}{_HOUSE}(?: ?(?:bis|ter))?,? {_WAY} {_OF_WAY}{_CAPS}{_REST}", bool),
        (rf"(?<![\w.]){_WAY} {_OF_WAY}{_CAPS},? (?:n[.º°]* ?)?{_HOUSE}\b{_REST}", bool),
        (rf"(?<![\w.]){_GERMANIC} {_HOUSE}\b{_REST}", bool),
        (rf"(?i:{_LIVES}) (?P<it>{_FLAT}(?:{_HOUSE},? )?(?:The )?{_CAP}(?: {_CAP}){{0,3}}{_REST})", _place),
        (
            rf"(?<![\w.])(?:{_FLAT}{_HOUSE}|{_ROOM}),? (?:The )?{_CAPS}, {_CAPS},? "
            rf"(?:Co\.? {_CAP}|{_BRITISH})\b",
            bool,
        ),
        (r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?!\w)", bool),
    )
)
_KEYS = either(
    r"""Hospital, Infirmary, Clinics?, Polyclinic,
    (?:Medical|Health|Heart|Cancer|Surgical|Birth|Dialysis|Wellness| Care|Day) Cent(?:er|re),
    Dialysis Unit, Surgery, Practice, Pharmacy, Chemist, Hospice, Sanatorium, Nursing Home, Care
    Home, Rest Home, Lodge, Residential Home, Retirement Village, School, Academy, Nursery,
    Kindergarten, Ward, Maternity, (?:Medical|Health) Group, Sykehus, Sjukhus, Krankenhaus,
    Klinikum, Ziekenhuis, Apotheke, Trust, Prison"""
)
_ANY = either(
    """The, A, An, Our, My, Your, This, That, District, General, Local, Community, Day, Acute,
    Emergency, Surgical, Medical, Cardiac, Heart, Primary, Secondary, Tertiary, University,
    Teaching, Children's, Women's, Mental, Health, Care, Family, Private, Public, Stroke, Burns,
    Isolation, Maternity, Pain, Memory, Diabetes, Fracture, Outpatient, Good, Best, Clinical,
    Medicine, In, At, From, To, Is, What, When, Safe, Hospital, Clinic, Surgery, Practice, Ward,
    Mayo, Bariatric, Orthopaedic, Spinal, Vascular, Day-Case, Elective, Robotic, Laparoscopic, Open,
    Cataract, Which, How, After, Before, Nursing, Retirement, High"""
)
# A place that no proper name goes before is any place.
_GENERIC = re.compile(rf"^(?:{_ANY} ?)*{_KEYS}$")
_HOUSES = either(
    """Klinik(?:um)?, Krankenhaus, Spital, Hospital, Hôpital, Clinique, Clínica, Clinica, Ospedale,
    Policlinico, CHU, Centre hospitalier, Centro de Saúde, Centro de Salud, Ziekenhuis, Praxis,
    Hausarztpraxis, Apotheke, Pharmacie, Farmacia, Farmácia, Szpital, Pflegeheim, Seniorenheim,
    EHPAD, Zorgcentrum, Huisartsenpraktijk"""
)
_OF_HOUSE = either(
    """am, an der, im, zum, zur, de, de la, del, della, di, do, da, dos, du, des, van, St\\., Dr\\.,
    Praxis, Sankt, San, Santa, Sainte?"""
)
_NO_HOUSE = r"(?: (?:Anxiety|Acquired|Episode|Frailty))"
# A surgery is a building or an operation; the first is gone to.
_GOING = re.compile(r"(?:\b(?:at|from|by|to|GP|of|the)|[:,(]|^) ?$")


def _proper(match: re.Match[str]) -> bool:
    if match[0].endswith("Surgery") and not _GOING.search(match.string[: match.start()][-12:]):
        return False
    return not _GENERIC.match(match[0])


FACILITIES = (
    Rule(
        "facility",
        re.compile(
            rf"(?<![\w'’])(?:(?:St|Saint)\.? )?{_CAP}(?:(?: of| the| and| &)* {_CAP}){{0,4}} "
            rf"{_KEYS}\b(?!{_NO_HOUSE})"
        ),
        _proper,
    ),
    Rule(
        "facility",
        re.compile(rf"(?<!\w){_CAP} (?:sykehus|sjukhus|sjúkrahús|sygehus|ziekenhuis|krankenhaus)\b"),
    ),
    Rule("facility", re.compile(rf"(?<!\w){_HOUSES}(?!{_NO_HOUSE})(?: {_OF_HOUSE}){{0,3}} {_CAPS}")),
    Rule("facility", re.compile(r"[\u4e00-\u9fff]{2,8}(?:医院|診所|诊所|病院|クリニック)")),
)


def places(text: str) -> Iterator[Span]:
    """Addresses and facilities, the wider before the narrower."""
    return spans_of((*FACILITIES, *ADDRESSES), text)
