"""From a line typed at a sitting to what it asks for."""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, get_args

from assistant.quiz.sitting.actions import (
    Action,
    Answer,
    Finish,
    Flag,
    Help,
    Move,
    Next,
    Pause,
    Rate,
    Resume,
    Turn,
    Undo,
)
from assistant.quiz.types import Boxed, Chosen, Confidence, Pointed, Rating, Response, Typed, Written
from assistant.quiz.view import ShownItem, View
from retrieval.errors import WrongUse

Asked = Literal["list", "keys", "quit"]
"""What is done here, without the library."""
HELP: Mapping[str, str] = {
    "A, B, ...": "choose this option; several where several are asked for: a c",
    "A 4": "choose it and say how sure you are, from 1 a guess to 5 certain",
    "TEXT": "answer in words or with a number; = before it where it could be a command",
    "40 62": "point into the picture: percent from the left, percent from the top",
    "30 50 45 70": "a box in the picture: its left, top, right and bottom edge in percent",
    "Enter": "turn the card; go on",
    "1, 2, 3, 4": "in a review, how well you knew it: again, hard, good, easy; Enter as proposed",
    "n, p, go 5": "next, previous, the fifth",
    "f": "flag it to come back to, or take the flag away",
    "list": "all places with their marks",
    "ask": "ask the sources about it; before an answer this counts as help",
    "undo": "take the last rating back",
    "pause, resume": "stop the clock, let it run",
    "end": "finish; asks again while something is not answered",
    "?": "this list",
    "q": "leave; everything is kept",
}
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
RATINGS: tuple[Rating, ...] = get_args(Rating)
RATED = "1 again, 2 hard, 3 good, 4 easy"
_WHOLE: Mapping[str, Callable[..., Action]] = {
    "u": Undo,
    "undo": Undo,
    "pause": Pause,
    "resume": Resume,
    "end": Finish,
}
_GO = re.compile(r"(?:go|g)\s*(\d{1,4})")
_SURE = re.compile(r"[1-5]$")
_BOX = re.compile(r"\s*".join([r"(\d+(?:\.\d+)?)\s*%?[\s,;]+"] * 3 + [r"(\d+(?:\.\d+)?)\s*%?"]))
_POINT = re.compile(r"(\d+(?:\.\d+)?)\s*%?[\s,;]+(\d+(?:\.\d+)?)\s*%?")


class Look(NamedTuple):
    """Looks at a place of a sitting that is over, which changes nothing."""

    place: int


class Here(NamedTuple):
    """Where a line was typed, and the id that what it does is to have."""

    view: View
    new_id: str

    @property
    def item(self) -> ShownItem:
        """The item one is at; WrongUse where there is none."""
        if self.view.item is None:
            raise WrongUse("There is no item here.", "See: ?")
        return self.view.item


def asked_by(line: str, here: Here) -> Action | Look | Asked | None:
    """What a line asks for; None for an empty one where there is nothing to go on to.

    WrongUse where it is neither a command nor an answer. A letter that an option has chooses that option;
    with a slash before it a command is always one.
    """
    typed, view = line.strip(), here.view
    word = typed.lower()
    if word.startswith("/"):
        return _command(word[1:], here) or _unknown(typed)
    if view.phase != "open" or view.item is None:
        return (_command(word, here) or _unknown(typed)) if word else None
    if not word:
        return _onward(here)
    if waits_for_rating(view):
        return _rating(word, here) or _command(word, here) or _unrated()
    if view.item.feedback is not None:
        return _command(word, here) or _unknown(typed)
    if view.item.options:
        return _with_options(word, here)
    return _command(word, here) or _without_options(typed, here)


def waits_for_rating(view: View) -> bool:
    """Whether it is to be said how well a turned card, or an item answered in a review, was known."""
    item = view.item
    if view.phase != "open" or item is None or item.rating is not None:
        return False
    if item.type == "cloze_card":
        return item.back is not None
    return view.mode == "review" and item.feedback is not None


def confidence_of(line: str) -> Confidence | None:
    """The confidence that a line of one digit from 1 to 5 states; None for any other line."""
    typed = line.strip()
    return CONFIDENCES[int(typed) - 1] if re.fullmatch("[1-5]", typed) else None


def _command(word: str, here: Here) -> Action | Look | Asked | None:
    if found := _GO.fullmatch(word):
        return _move(int(found[1]) - 1, here)
    match word:
        case "n" | "next":
            return _further(here)
        case "p" | "previous":
            return _move(here.item.place - 1, here)
        case "f" | "flag":
            return _flag(here)
        case "ask":
            return Help(id=here.new_id, place=here.item.place)
        case "l" | "list":
            return "list"
        case "?" | "help":
            return "keys"
        case "q" | "quit":
            return "quit"
    made = _WHOLE.get(word)
    return made(id=here.new_id) if made else None


def _further(here: Here) -> Action | Look:
    if here.view.phase == "finished":
        return _move(here.item.place + 1, here)
    return Next(id=here.new_id, place=here.item.place)


def _move(place: int, here: Here) -> Action | Look:
    if not 0 <= place < len(here.view.places):
        raise WrongUse("There is no such place.", f"They are numbered from 1 to {len(here.view.places)}.")
    return Look(place) if here.view.phase == "finished" else Move(id=here.new_id, place=place)


def _flag(here: Here) -> Action:
    place = here.item.place
    on = any(spot.place == place and spot.flagged for spot in here.view.places)
    return Flag(id=here.new_id, place=place, on=not on)


def _rating(word: str, here: Here) -> Action | None:
    if not re.fullmatch("[1-4]", word):
        return None
    return Rate(id=here.new_id, place=here.item.place, rating=RATINGS[int(word) - 1])


def _unrated() -> Action:
    raise WrongUse("How well did you know it?", f"{RATED}.")


def _unknown(typed: str) -> Action:
    raise WrongUse(f"{typed[:40]!r} means nothing here.", "See: ?")


def _onward(here: Here) -> Action:
    if here.item.type == "cloze_card":
        if here.item.back is None:
            return Turn(id=here.new_id, place=here.item.place)
        if here.item.rating is None:
            return _unrated()
    return Next(id=here.new_id, place=here.item.place)


def _with_options(word: str, here: Here) -> Action | Look | Asked:
    by_letter = {option.letter.lower(): option.id for option in here.item.options}
    sure = _SURE.search(word)
    letters = re.sub(r"[\s,;]+", "", word[: sure.start()] if sure else word)
    if not letters or any(letter not in by_letter for letter in letters):
        return _command(word, here) or _no_option(word, here)
    if here.item.type == "single_best_answer" and len(set(letters)) > 1:
        raise WrongUse("One answer is best.", f"Choose one of {_letters(here)}.")
    chosen = Chosen(options=tuple(dict.fromkeys(by_letter[letter] for letter in letters)))
    return _answer(chosen, here, confidence_of(sure[0]) if sure else None)


def _no_option(word: str, here: Here) -> Action:
    raise WrongUse(f"{word[:40]!r} is no answer here.", f"Choose one of {_letters(here)}; ? lists the rest.")


def _letters(here: Here) -> str:
    return f"{here.item.options[0].letter} to {here.item.options[-1].letter}"


def _without_options(typed: str, here: Here) -> Action:
    if here.item.type == "cloze_card":
        raise WrongUse("This is a card.", "Enter turns it.")
    if here.item.type == "image_hotspot":
        return _answer(_pointed(typed), here)
    if here.item.type == "image_read":
        return _answer(Written(text=typed.removeprefix("=").strip()), here)
    return _answer(Typed(text=typed.removeprefix("=").strip()), here)


def _pointed(typed: str) -> Response:
    if found := _BOX.fullmatch(typed):
        return _boxed(*(float(edge) / 100 for edge in found.groups()))
    found = _POINT.fullmatch(typed)
    if found is None or max(float(found[1]), float(found[2])) > 100:
        next_step = "Type percent from the left and from the top, e.g. 40 62."
        raise WrongUse("This is answered by pointing.", next_step)
    return Pointed(x=float(found[1]) / 100, y=float(found[2]) / 100)


def _boxed(left: float, top: float, right: float, bottom: float) -> Response:
    if max(right, bottom) > 1 or left >= right or top >= bottom:
        next_step = "Type its left, top, right and bottom edge in percent, e.g. 30 50 45 70."
        raise WrongUse("This is no box in the picture.", next_step)
    return Boxed(left=left, top=top, right=right, bottom=bottom)


def _answer(response: Response, here: Here, confidence: Confidence | None = None) -> Answer:
    return Answer(id=here.new_id, place=here.item.place, response=response, confidence=confidence)
