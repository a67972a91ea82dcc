"""What is said to somebody who needs a person, not a library, and where they turn in their country."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from assistant.guard.routing import Route
from assistant.types import Notice


class Lines(NamedTuple):
    """The numbers of a country: for an emergency, and to talk to somebody (None: not known for certain)."""

    emergency: str
    listening: str | None = None


_EUROPE = Lines("112")
_UNION = (
    *("BE", "BG", "CY", "CZ", "DK", "EE", "FI", "GR", "HR", "HU", "IT"),
    *("LT", "LU", "LV", "MT", "PL", "PT", "RO", "SE", "SI", "SK"),
)
_SAMARITANS = "Samaritans on 116 123, day and night, free"
_LIFELINE = "988 (Suicide and Crisis Lifeline), by call or text, day and night"
LINES: Mapping[str, Lines] = MappingProxyType(
    {
        **dict.fromkeys(_UNION, _EUROPE),
        "AT": Lines("112", "Telefonseelsorge on 142"),
        "AU": Lines("000", "Lifeline on 13 11 14"),
        "CA": Lines("911", "988 (Suicide Crisis Helpline), by call or text, day and night"),
        "CH": Lines("112 or 144", "Die Dargebotene Hand on 143"),
        "DE": Lines("112", "TelefonSeelsorge on 0800 111 0 111"),
        "ES": Lines("112", "the line 024"),
        "FR": Lines("112", "the line 3114"),
        "GB": Lines("999 or 112", _SAMARITANS),
        "IE": Lines("112 or 999", _SAMARITANS),
        "IN": Lines("112"),
        "JP": Lines("119"),
        "NL": Lines("112", "113 Zelfmoordpreventie on 113"),
        "NO": Lines("113"),
        "NZ": Lines("111", "the line 1737, by call or text"),
        "US": Lines("911", _LIFELINE),
    }
)
_ANYWHERE = Lines("your local emergency number (112 in Europe, 999 in the UK, 911 in North America)")


def notice(route: Route, country: str | None) -> Notice:
    """The words for that route; `country` is a two-letter code, None or an unknown one where not known."""
    lines = LINES.get((country or "").upper(), _ANYWHERE)
    return Notice(kind=route, text=_TEXTS[route].format(emergency=lines.emergency, talk=_talk(lines)))


def _talk(lines: Lines) -> str:
    return lines.listening or "a doctor, a crisis line in your country, or a person you trust"


_TEXTS: Mapping[Route, str] = MappingProxyType(
    {
        "emergency": (
            "This may be an emergency. Call {emergency} now and do what you are told there. "
            "Preceptor is a library of texts and cannot help in an emergency."
        ),
        "self_harm": (
            "This sounds very hard, and nobody has to go through it alone. "
            "Please talk to somebody now: {talk}. "
            "If a life is in danger, or something has been taken or done, call {emergency}. "
            "Stay with someone, or ask someone to stay."
        ),
        "personal_advice": (
            "Preceptor cannot advise on your own health or that of your family: it does not know you. "
            "Please ask a doctor, nurse or pharmacist. Below is what the library says in general."
        ),
        "off_topic": (
            "This does not look like a question about medicine. "
            "Preceptor answers only from the medical sources in its library."
        ),
    }
)
