"""Conversations on a real library."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.home import open_library
from assistant.settings import Settings
from retrieval.errors import WrongUse
from tests.ui.people import NOON
from tests.ui.rooms import make_room, talk
from tests.ui.running import GUIDELINE
from ui.web.session import How, Room, resume


class Clock:
    """A time that moves on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    (tmp_path / "hypertension.md").write_text(GUIDELINE, encoding="utf-8")
    with open_library(Settings(library=tmp_path / "library")) as library:
        assert [line.outcome for line in library.add([tmp_path / "hypertension.md"])] == ["added"]
        yield make_room(library, now=Clock())


def say(room: Room, text: str, user_id: str = "ada", session_id: str = "s1") -> str:
    newest = talk(room, text, How(), user_id=user_id, session_id=session_id).newest
    assert newest and newest.answer
    return newest.answer.standalone


def test_a_follow_up_keeps_its_subject_and_a_new_session_has_none(room: Room) -> None:
    say(room, "What is the starting dose of amlodipine?")
    assert "amlodipine" in say(room, "and the maximum?").casefold()
    assert "amlodipine" not in say(room, "and the maximum?", session_id="s2").casefold()


def test_questions_older_than_they_are_kept_are_forgotten_when_their_asker_comes_back(room: Room) -> None:
    say(room, "Dose of ramipril?")
    say(room, "First drug for hypertension?", user_id="bob", session_id="s2")
    assert resume(room._replace(kept_for=timedelta(days=1)), "ada").newest is not None
    brief = room._replace(kept_for=timedelta(seconds=30))
    assert resume(brief, "ada").newest is None
    assert room.record.asked("ada", "s1") == []
    assert resume(room, "bob").newest is not None


def test_coming_back_resumes_the_session_asked_in_last(room: Room) -> None:
    assert resume(room, "ada").newest is None
    for question in ("First drug for hypertension?", "Dose of ramipril?"):
        say(room, question)
    talk = resume(room, "ada")
    assert talk.session_id == "s1" and talk.newest and talk.newest.question == "Dose of ramipril?"
    assert [asked.question for asked in talk.earlier] == ["First drug for hypertension?"]
    assert resume(room, "bob").newest is None


@pytest.mark.parametrize("question", ["", " \n ", "word " * 2_000])
def test_a_question_that_is_none_is_refused_and_not_kept(room: Room, question: str) -> None:
    with pytest.raises(WrongUse) as fault:
        talk(room, question, How(), user_id="ada", session_id="s1")
    assert fault.value.next_step and room.record.asked("ada", "s1") == []
