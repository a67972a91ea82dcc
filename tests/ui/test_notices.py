"""Notices reach the person at every door, and what tells who somebody is is kept nowhere."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answer.write import House
from assistant.guard.logs import Redacting
from assistant.home import open_library
from assistant.record import Feedback
from assistant.settings import Settings
from assistant.types import Notice
from retrieval.types import Query
from tests.ui.answers import answer, statement
from tests.ui.people import NOON
from tests.ui.rooms import make_room, talk
from tests.ui.running import GUIDELINE, database
from ui.desk import LocalDesk
from ui.faults import log_fault
from ui.web.render import answer_html
from ui.web.session import How, Room

PRIVATE = "Mr Alan Whitby, MRN 4471902: which drug for hypertension?"
WITHOUT = "Mr [name], MRN [record number]: which drug for hypertension?"
SECRETS = ("Whitby", "4471902")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    (tmp_path / "hypertension.md").write_text(GUIDELINE, encoding="utf-8")
    with open_library(Settings(library=tmp_path / "library")) as library:
        list(library.add([tmp_path / "hypertension.md"]))
        yield make_room(library, country="GB")


def test_a_private_question_is_answered_warned_of_and_kept_without_its_names(room: Room) -> None:
    turn = talk(room, PRIVATE, How(), user_id="ada", session_id="s1").newest
    assert turn and turn.answer and turn.answer.evidence
    assert (turn.question, turn.answer.question) == (WITHOUT, WITHOUT)
    [told] = turn.answer.notices
    assert (told.kind, told.instead) == ("privacy", WITHOUT)
    assert room.record.turn("ada", turn.turn_id) == turn


def test_no_file_of_the_library_holds_the_names(room: Room) -> None:
    turn = talk(room, PRIVATE, How(), user_id="ada", session_id="s1").newest
    assert turn
    note = Feedback(
        feedback_id="f", user_id="ada", turn_id=turn.turn_id, kind="disagree", note=PRIVATE, given_at=NOON
    )
    room.record.judge(note)
    log_fault(ValueError(PRIVATE), room.library.folder)
    with closing(sqlite3.connect(database(room.library.folder.parent))) as connection:
        dump = "\n".join(connection.iterdump())
    log = (room.library.folder / "log" / "errors.log").read_text(encoding="utf-8")
    assert WITHOUT in dump and WITHOUT in log
    assert [secret for secret in SECRETS if secret in dump + log] == []


def test_an_emergency_gets_the_number_of_the_country_and_nothing_else(room: Room) -> None:
    desk = LocalDesk(room.library, House(country="GB"))
    given = desk.ask(Query(text="my dad has collapsed and isn't breathing, is it his hypertension drug?"))
    assert [one.kind for one in given.notices] == ["emergency"] and "999" in given.notices[0].text
    assert (given.statements, given.evidence, given.abstained) == ((), (), None)


def test_personal_questions_are_declined_and_the_sources_still_shown(room: Room) -> None:
    given = LocalDesk(room.library).ask(Query(text="Should I take amlodipine for my hypertension?"))
    assert [one.kind for one in given.notices] == ["personal_advice"]
    assert given.evidence


def test_off_topic_is_named_when_the_library_is_silent(room: Room) -> None:
    given = LocalDesk(room.library).ask(Query(text="Who won the football world cup in 2018?"))
    assert given.abstained and [one.kind for one in given.notices] == ["off_topic"]


def test_the_page_offers_to_ask_again_without_and_escapes_what_was_typed() -> None:
    told = Notice(kind="privacy", text="Seems private.", instead='<b>"x"</b> [name]')
    html = answer_html(answer(statement(), notices=(told,)), "t1")
    assert html.index("Seems private.") < html.index("Amlodipine")
    assert 'data-ask="&lt;b&gt;&quot;x&quot;&lt;/b&gt; [name]"' in html and "<b>" not in html


def test_help_stands_alone_on_the_page() -> None:
    html = answer_html(answer(notices=(Notice(kind="self_harm", text="Please talk to somebody."),)), "t1")
    assert "Please talk to somebody." in html
    assert "Copy with citations" not in html and "Evidence" not in html


def test_a_logged_traceback_loses_names_and_keeps_its_lines() -> None:
    try:
        raise ValueError(PRIVATE)
    except ValueError as fault:
        record = logging.LogRecord(
            "ui", logging.ERROR, "a.py", 1, "answering failed", (), (type(fault), fault, fault.__traceback__)
        )
    shown = Redacting("%(levelname)s: %(message)s").format(record)
    assert [secret for secret in SECRETS if secret in shown] == []
    assert "test_notices.py" in shown and "ERROR: answering failed" in shown
