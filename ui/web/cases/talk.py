"""The conversation at the bedside: who said what, in whose words, and what happened meanwhile."""

from itertools import zip_longest

from assistant.case.bedside.view import Card, Turn, View
from ui.web.cases.words import DOMAIN_WORDS, capital, minutes, speaker, who
from ui.web.markup import badge, escape, join, tag, text_tag

SCRIPTED = "Replies are the case's own words, unless marked “worded by a model”."
OPENED = "opened"
# A list is changed many times in a row: one line tells of all of them.
OFTEN = ("listed", "framed")
ORDERED = {"examination": "Examination", "test": "Test", "treatment": "Treatment"}
ENDED = {
    "finished": "The encounter is over.",
    "time_up": "Time is up.",
    "left": "The encounter was given up before a diagnosis.",
}


def instructions(card: Card) -> str:
    """Where one is, who the patient is, and what is to be done."""
    place = text_tag("p", card.place, class_="note") if card.place else ""
    person = tag("p", text_tag("strong", who(card.patient))) if who(card.patient) else ""
    return place + person + text_tag("p", card.task)


def transcript(view: View) -> str:
    """Every turn so far, oldest first, each by an id that stays."""
    several = len(view.seats) > 1
    first = _line(f"turn-0-{OPENED}", "patient", capital(speaker(view.card.patient)), view.card.opening)
    after = [turn.kind for turn in view.transcript[1:]]
    shown = [
        _turn(number, turn, view.card, several=several)
        for number, (turn, following) in enumerate(zip_longest(view.transcript, after))
        if turn.kind not in OFTEN or turn.kind != following
    ]
    return tag("ol", first + join(shown), class_="transcript", data_keyed=True)


def _turn(number: int, turn: Turn, card: Card, *, several: bool) -> str:
    key = f"turn-{turn.ordinal}-{number}"
    you = turn.by if several and turn.by else "You"
    match turn.kind:
        case "said":
            return _line(key, "student", you, turn.text) + _reply(key, turn, card)
        case "ordered":
            label = f"{you} · {ORDERED[turn.of]}" if turn.of else you
            return _line(key, "student", label, turn.text) + _reply(key, turn, card)
        case "prompted":
            said = turn.text or "Passed."
            return _line(f"{key}-tutor", "tutor", "Tutor", turn.reply) + _line(key, "student", you, said)
        case "hinted":
            about = DOMAIN_WORDS.get(turn.text, turn.text)  # type: ignore[call-overload]
            return _line(key, "tutor", f"Hint · {about}", turn.reply)
        case "narrated":
            return _line(key, "narrator", f"At {minutes(turn.minute)}", turn.reply)
    return tag("li", escape(_happened(turn, you)), id=key, class_="event")


def _reply(key: str, turn: Turn, card: Card) -> str:
    names = {
        "patient": capital(speaker(card.patient)),
        "examiner": "Examiner",
        "tutor": "Tutor",
        "narrator": "Nurse",
    }
    mark = badge("worded by a model", "caution") if turn.worded_by == "model" else ""
    return _line(f"{key}-reply", turn.voice, names[turn.voice], turn.reply, mark)


def _line(key: str, voice: str, name: str, words: str, mark: str = "") -> str:
    head = tag("span", escape(name) + (" " + mark if mark else ""), class_="speaker")
    return tag("li", head + text_tag("p", words), id=key, class_=f"voice voice-{voice}")


def _happened(turn: Turn, you: str) -> str:
    when = f"{minutes(turn.minute)}: "
    match turn.kind:
        case "waited":
            return f"{when}{you} waited {minutes(int(turn.text))}."
        case "framed":
            return f"{when}{you} put the problem in a sentence."
        case "listed":
            return f"{when}{you} changed the differential."
        case "committed":
            return f"{when}{you} committed to a diagnosis."
        case "paused":
            return f"{when}{you} paused."
        case "resumed":
            return f"{when}{you if turn.by else 'The clock'} went on."
    return when + ENDED.get(turn.text, "The encounter is over.")
