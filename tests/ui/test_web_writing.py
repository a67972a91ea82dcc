"""Conversations whose answers a model writes: they grow, are stopped, left, replaced and tried first."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from random import Random

import pytest

from assistant.home import open_library
from assistant.ports import ModelFault
from assistant.settings import Settings
from assistant.types import CHECKING
from retrieval.errors import WrongUse
from retrieval.library import Library
from tests.ui.rooms import finish, make_room, talk
from tests.ui.running import GUIDELINE
from tests.ui.writing import GOOD, WRONG, Saying
from ui.web.session import NOT_CHECKED, Conversation, How, Room, answered, asking, resume, trying

QUESTION = "What is the first-line drug for hypertension?"
WRITE = How(mode="write")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("writing")
    (folder / "hypertension.md").write_text(GUIDELINE, encoding="utf-8")
    with open_library(Settings(library=folder / "library")) as opened:
        list(opened.add([folder / "hypertension.md"]))
        yield opened


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A person of this test only: the library is everybody's."""
    return str(request.node.name)


def ask(room: Room, user: str, text: str = QUESTION) -> AsyncGenerator[Conversation | None]:
    return answered(room, asking(room, text, user_id=user, session_id=f"{user}-s"), WRITE)


async def until_held(states: AsyncGenerator[Conversation | None], sentences: int) -> Conversation:
    """The first state with that many sentences."""
    async for state in states:
        if state and state.answer and len(state.answer.statements) >= sentences:
            return state
    raise AssertionError("the answer ended before")


def kept(room: Room, user: str) -> Conversation:
    return resume(room, user)


def test_evidence_comes_first_then_sentences_and_the_last_state_is_what_is_kept(
    library: Library, user: str
) -> None:
    room = make_room(library, ids=user, model=Saying(GOOD, WRONG))
    states = finish(room, asking(room, QUESTION, user_id=user, session_id="s"), WRITE)
    answers = [state.answer for state in states if state.answer]
    assert answers[0].evidence and not answers[0].statements and states[0].live
    assert [one.reason == CHECKING for one in answers[1].statements] == [True]
    first, second = answers[-1].statements
    assert first.verdict == "supported" and second.verdict in ("contradicted", "unsupported")
    assert not states[-1].live and kept(room, user).newest == states[-1].newest


def test_a_question_is_kept_with_its_evidence_before_the_model_has_said_a_word(
    library: Library, user: str
) -> None:
    model = Saying(GOOD, held=0)
    room = make_room(library, ids=user, model=model)

    async def look() -> None:
        async with aclosing(ask(room, user)) as states:
            async for state in states:
                if state and state.answer:
                    break
            newest = kept(room, user).newest
            assert newest and newest.answer
            assert (newest.question, newest.answer.stage) == (QUESTION, "writing") and newest.answer.evidence

    asyncio.run(look())
    assert model.closed.wait(2)


def test_stopping_ends_the_model_and_keeps_what_was_checked_and_says_what_was_not(
    library: Library, user: str
) -> None:
    model = Saying(GOOD, held=1)
    room = make_room(library, ids=user, model=model)

    async def stop() -> list[Conversation | None]:
        async with aclosing(ask(room, user)) as states:
            growing = await until_held(states, 1)
            assert growing.newest
            turn_id = growing.newest.turn_id
            assert not room.answers.stop(turn_id, "somebody else")
            assert room.answers.stop(turn_id, user)
            return [state async for state in states if state]

    last = asyncio.run(stop())[-1]
    assert model.closed.wait(2), "the request ends"
    assert last and last.answer and not last.live and last.answer.stage == "writing"
    assert {one.reason for one in last.answer.statements}.isdisjoint({CHECKING})
    assert kept(room, user).newest == last.newest


def test_a_sentence_whose_check_did_not_end_is_never_shown_as_being_checked_for_ever(
    library: Library, user: str
) -> None:
    model = Saying(GOOD, held=1)
    room = make_room(library, ids=user, model=model)

    async def leave() -> None:
        async with aclosing(ask(room, user)) as states:
            growing = await until_held(states, 1)
            assert growing.answer and growing.answer.statements[0].reason == CHECKING

    asyncio.run(leave())
    newest = kept(room, user).newest
    assert newest and newest.answer
    assert [one.reason for one in newest.answer.statements] == [NOT_CHECKED]
    assert model.closed.wait(2), "whoever leaves ends the model's request"


def test_asking_something_else_replaces_ones_own_answer_and_nobody_elses(library: Library, user: str) -> None:
    model = Saying(GOOD, held=1)
    room = make_room(library, ids=user, model=model)

    async def replace() -> tuple[list[Conversation | None], list[Conversation | None]]:
        async with aclosing(ask(room, user)) as first, aclosing(ask(room, f"{user}-other")) as other:
            await until_held(first, 1)
            await until_held(other, 1)
            async with aclosing(ask(room, user, "Is ramipril given once daily?")) as second:
                await until_held(second, 1)
                rest = [state async for state in first]
                model.go.set()
                return rest, [state async for state in other]

    rest, other = asyncio.run(replace())
    assert [state for state in rest if state] == [], "it must not draw over the new answer"
    assert other[-1] and other[-1].answer and other[-1].answer.stage == "done"
    questions = [asked.question for asked in kept(room, user).earlier]
    assert questions == [QUESTION], "and it is kept"


def test_a_model_that_fails_leaves_quotes_and_says_so(library: Library, user: str) -> None:
    fault = ModelFault("cut_off", "The server's reply was cut off.", "Ask again.")
    room = make_room(library, ids=user, model=Saying(GOOD, fault=fault))
    answer = talk(room, QUESTION, WRITE, user_id=user, session_id="s").answer
    assert answer and answer.stage == "done" and answer.mode == "quote"
    assert answer.fallback and "cut off" in answer.fallback
    assert answer.statements and answer.evidence


@pytest.mark.parametrize("seed", range(9))
def test_whenever_the_server_dies_the_page_ends_in_a_state_that_says_so(
    library: Library, user: str, seed: int
) -> None:
    pieces = re.findall(r"\S+\s*", (GOOD + WRONG) * 2)
    dies_after = Random(seed).randrange(len(pieces))
    gone = ModelFault("cut_off", "The server's reply was cut off.", "Ask again.")
    room = make_room(library, model=Saying(*pieces[:dies_after], fault=gone), ids=user)
    last = finish(room, asking(room, QUESTION, user_id=user, session_id="s"), WRITE)[-1]
    assert last.answer and last.answer.stage == "done" and not last.live
    assert last.answer.fallback and last.answer.statements and last.answer.evidence
    assert kept(room, user).newest == last.newest


@pytest.mark.parametrize("mode", ["quote", "write"])
@pytest.mark.parametrize("attempt", ["A thiazide, I think.", ""])
def test_the_learner_is_asked_first_and_attempt_or_override_is_kept_with_the_turn(
    library: Library, user: str, mode: str, attempt: str
) -> None:
    room = make_room(library, ids=user, model=Saying(GOOD))
    how = How.model_validate({"mode": mode, "study": True})
    waiting = talk(room, QUESTION, how, user_id=user, session_id=f"{user}-s")
    assert waiting.answer and waiting.answer.asks and not waiting.answer.evidence
    assert kept(room, user).newest == waiting.newest and waiting.newest
    tried = trying(room, attempt, user_id=user, turn_id=waiting.newest.turn_id)
    last = finish(room, tried, how)[-1]
    assert last.answer and last.answer.statements and last.answer.mode == mode
    again = kept(room, user)
    assert again.newest == last.newest and again.newest and again.newest.attempt == attempt
    assert again.earlier == ()
    with pytest.raises(WrongUse, match="does not wait"):
        trying(room, "again", user_id=user, turn_id=waiting.newest.turn_id)


def test_nobody_answers_for_another_person_and_no_attempt_is_a_book(library: Library, user: str) -> None:
    room = make_room(library, ids=user)
    waiting = talk(room, QUESTION, How(study=True), user_id=user, session_id=f"{user}-s")
    assert waiting.newest
    with pytest.raises(WrongUse, match="does not wait"):
        trying(room, "mine", user_id="somebody else", turn_id=waiting.newest.turn_id)
    with pytest.raises(WrongUse, match="at most"):
        trying(room, "word " * 1000, user_id=user, turn_id=waiting.newest.turn_id)


def test_who_is_in_danger_is_not_quizzed(library: Library, user: str) -> None:
    room = make_room(library, ids=user, model=Saying(GOOD))
    told = talk(room, "I want to end my life", How(mode="write", study=True), user_id=user, session_id="s")
    assert told.answer and told.answer.notices and not told.answer.asks
