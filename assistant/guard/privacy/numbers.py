"""Numbers and addresses on the net that belong to one person: by their label, shape or check digit."""

import re
from collections.abc import Callable
from ipaddress import ip_address

from assistant.guard.patterns import either
from assistant.guard.privacy import checks
from assistant.guard.privacy.types import Rule

_INSURANCE = """nhs, chi, ssn, social security, insurance, insurer, medicare, medicaid, mbi, hicn, member,
subscriber, policy, beneficiary, health card, ohip, phn, nhi, ihi, ppsn, pps, nino, ni, national id,
national insurance, passport, id, identity, aadhaar, abha, pesel, bsn, dni, nie, nif, nuss, curp, cf,
codice fiscale, cpf, sus, rg, utente, niss, fnr, fødselsnummer, personnummer, cpr, ahv, ahv-nr, avs, kvnr,
kv-nr, versichertennummer, versicherten-nr, versicherungsnummer, rvnr, rijksregister, insz, nir,
sécurité sociale, securite sociale, nric, mykad, bpjs, tc kimlik, ehic, tax id, 身份证, 身份证号, 医保号,
保険証番号, 주민등록번호"""
_RECORD = """mrn, mr, urn, uhid, pas, pid, ipp, empi, hosp, hospital, medical record, record, chart, unit,
patient id, patient number, patient no, file, folder, account, acct, encounter, visit, episode, accession,
rx, prescription, fallnummer, fall-nr, aktenzeichen, patientennummer, pat-nr, dossier, historia clínica,
historia, nhc, prontuário, cartella, patiëntnummer, journalnummer, 病历号, 住院号, カルテ番号"""
_DEVICE = "s/n, sn, serial, serial number, serienummer, seriennummer, número de série, imei, udi, device id"
_CALL = """phone, ph, tel, tél, telephone, téléphone, teléfono, telefon, telefoon, telefono, telefone,
telemóvel, móvil, celular, cell, cellphone, mobile, mob, fax, call, ring, text, whatsapp, contact, reach,
number, kontakt, handy, extension, ext, bleep, pager, 电话, 電話, 手机, 전화"""
_PLATE = "reg, registration, license plate, licence plate, number plate, plate, kennzeichen, matrícula, targa"

# Between a label and its number: "no.", "n.º", "is", marks.
_SIGNS = r"(?:\s*(?:is|was|no|nr|n|num|number|numero|número|id|code|[:#=.°º\"'-]))*\s*"
_UNIT = r"(?!\d+ ?(?:mg|mcg|g|ml|kg|mmol|y|yo|yrs?|years?|[MF]|%)\b)"
_VALUE = rf"(?=[A-Z\d./-]*\d)[A-Z\d]+(?:[./-][A-Z\d]+)*(?: {_UNIT}\d+(?:[.-]\d+)*[A-Z]?\b(?![/.]\d))*"
_DIALLED = r"[+(]?\d[\d ()./-]{2,18}\d"
_CARS = re.compile(r"\b(?:car|van|vehicle|reg|plate|driv\w+|drove|wheel|parked|taxi|lorry|truck)\b", re.I)
_PUBLIC = re.compile(
    r"(?:^|[./@])(?:nice\.org\.uk|nhs\.uk|who\.int|cdc\.gov|nih\.gov|fda\.gov|ema\.europa\.eu|doi\.org|"
    r"cochranelibrary\.com|wikipedia\.org|bmj\.com|nejm\.org|thelancet\.com|jamanetwork\.com|localhost)\b|127\.0\.0"
)
_HOST = r"(?:[a-z0-9-]+\.)+[a-z]{2,}"


def _labelled(labels: str, value: str, *, between: str = _SIGNS) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?i:{either(labels)})(?![^\W\d]){between}(?P<it>{value})")


def _digits(least: int, most: int = 99) -> Callable[[re.Match[str]], bool]:
    return lambda match: least <= sum(sign.isdigit() for sign in match["it"]) <= most


def _number_of_a_person(match: re.Match[str]) -> bool:
    """Five digits, or four with letters: four alone may be a year."""
    digits = sum(sign.isdigit() for sign in match["it"])
    return digits >= 5 or (digits == 4 and any(sign.isalpha() for sign in match["it"]))


def _checked(check: Callable[[str], bool]) -> Callable[[re.Match[str]], bool]:
    return lambda match: check(re.sub(r"[\s.-]", "", match[0]))


def _address(match: re.Match[str]) -> bool:
    try:
        return not ip_address(match[0]).is_loopback
    except ValueError:
        return False


def _private(match: re.Match[str]) -> bool:
    return not _PUBLIC.search(match[0])


NET = (
    Rule("email", re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.I)),
    Rule("url", re.compile(r"https?://[^\s<>\"')\]]*[^\s<>\"')\].,;]", re.I), _private),
    Rule("url", re.compile(rf"(?<![\w@.]){_HOST}/[^\s<>\"')\]]*[^\s<>\"')\].,;]", re.I), _private),
    Rule("ip", re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"), _address),
    Rule("ip", re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])", re.I), _address),
    Rule("device_id", re.compile(r"(?<![\w:])(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}(?![\w:])", re.I)),
)
CHECKED = (
    Rule(
        "insurance_number", re.compile(r"(?<![\w.-])\d{3} ?\d{3} ?\d{4}(?![\w-]|\.\d)"), _checked(checks.nhs)
    ),
    Rule("insurance_number", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    Rule("insurance_number", re.compile(r"(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)")),
    Rule("insurance_number", re.compile(r"(?<![\w.])756\.\d{4}\.\d{4}\.\d{2}(?!\w)")),
    Rule("insurance_number", re.compile(r"(?<![\w.])\d{2}\.\d{2}\.\d{2}-\d{3}[.-]\d{2}(?!\w)")),
    Rule("insurance_number", re.compile(r"(?<!\w)[A-Z]{6}\d\d[A-EHLMPR-T]\d\d[A-Z]\d{3}[A-Z](?!\w)")),
    Rule("insurance_number", re.compile(r"(?<!\w)[12] ?\d\d ?[01]\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d\d(?!\w)")),
    Rule("insurance_number", re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)")),
    Rule("insurance_number", re.compile(r"(?<!\w)\d[A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d\d(?!\w)")),
    Rule("insurance_number", re.compile(r"(?<!\w)\d{8}-?[A-Z](?!\w)"), _checked(checks.dni)),
    Rule("insurance_number", re.compile(r"(?<!\w)\d{17}[\dXx](?!\w)"), _checked(checks.chinese)),
    Rule("insurance_number", re.compile(r"(?<![\w.])\d{13}(?!\w)"), _checked(checks.luhn)),
    Rule("insurance_number", re.compile(r"(?<![\w.])\d{6} ?\d{5}(?!\w)"), _checked(checks.norwegian)),
    Rule("insurance_number", re.compile(r"(?<![\w.])[1-9]\d{10}(?!\w)"), _checked(checks.pesel)),
    Rule("insurance_number", re.compile(r"(?<![\w.])\d{11}(?!\w)"), _checked(checks.cpf)),
)
LABELLED = (
    Rule("device_id", re.compile(r"(?<!\w)\(01\)\d{14}(?:\(\d\d\)[\w-]+)*")),
    Rule("device_id", _labelled(_DEVICE, r"(?=[A-Z\d-]*\d)[A-Z\d]+(?:-[A-Z\d]+)*"), _digits(3)),
    Rule(
        "insurance_number",
        _labelled(_INSURANCE, rf"(?:[A-Z]{{2,4}} (?=\d{{3}}))?{_VALUE}"),
        _number_of_a_person,
    ),
    Rule("mrn", re.compile(r"\bPID\|\d*\|[^|]*\|(?P<it>[A-Z\d-]+)")),
    Rule("mrn", _labelled(_RECORD, _VALUE), _digits(4)),
    Rule("vehicle_plate", _labelled(_PLATE, r"(?=[A-Z \d-]*\d)[A-Z\d]{1,4}[ -]?[A-Z\d]{2,5}"), _digits(1)),
    Rule(
        "vehicle_plate",
        re.compile(r"\bwheel of (?:(?:a|the|her|his) )?(?P<it>[A-Z\d]{2,4}[ -][A-Z\d]{3,4})\b"),
    ),
    Rule(
        "vehicle_plate",
        re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)"),
        lambda match: bool(_CARS.search(match.string)),
    ),
)
PHONES = (
    Rule("phone", re.compile(r"(?<![\w+])(?P<it>\+\d[\d ()./-]{6,18}\d)"), _digits(8, 15)),
    Rule("phone", re.compile(r"(?<![\w.])(?P<it>\(0?\d{2,4}\) ?\d{3,4}[ -]?\d{3,6})(?!\w)"), _digits(9, 12)),
    Rule("phone", re.compile(r"(?<![\w.-])(?P<it>\d{3}[-.]\d{3}[-.]\d{4})(?!\w)")),
    Rule(
        "phone",
        re.compile(r"(?<![\w.,/-])(?P<it>0\d{2,4}(?:[ /-]?\d{2,4}){2,4})(?![\w/%]|[.,-]\d)"),
        _digits(9, 12),
    ),
    Rule("phone", re.compile(r"(?<![\w.,/-])(?P<it>1\d{2}[ -]\d{4}[ -]\d{4})(?!\w)")),
    Rule(
        "phone",
        _labelled(
            _CALL,
            _DIALLED,
            between=r"(?:\s*(?:is|on|at|to|me|us|him|her|no|nr|number|extension|ext|[^\W\d_]{3,12}|[:#.=]))?[\s:#.=]*",
        ),
        _digits(7, 15),
    ),
    Rule("phone", re.compile(r"(?<!\w)(?:ext|extension|bleep|pager|dect)(?: no)?[.:]? ?#?\d{3,6}\b", re.I)),
    Rule("phone", re.compile(r"\|(?P<it>\d{10,12})(?=\||$)")),
)
