"""Page Ask: the conversation on the left, the cited page on the right. It wires, and decides nothing."""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

import gradio as gr
from starlette.concurrency import run_in_threadpool

from assistant.record import Turn
from retrieval.errors import PreceptorError
from retrieval.types import Filters
from ui.pictures import Sent, sent_of
from ui.web.markup import text_tag
from ui.web.pages.layout import EXAMPLES, question_area, welcome
from ui.web.pages.parts import QUIETLY, drawn, problem
from ui.web.pages.picture import ASKED_WITH, PictureEvents, picture_area
from ui.web.people import People
from ui.web.render import INTENDED_USE, conversation
from ui.web.session import Conversation, How, Room, answered, asking, ended, looked_at, resume, trying
from ui.web.shell import header, source_pane

log = logging.getLogger(__name__)
BROKEN = "The question could not be answered because of a fault in the program. Ask again, or see the log."
# Whoever is answered by a model mostly waits for it; the model's own limit is lower.
QUESTIONS_AT_ONCE = 40
GROWING = {
    **QUIETLY,
    "concurrency_limit": QUESTIONS_AT_ONCE,
    "concurrency_id": "answers",
    "trigger_mode": "multiple",
}
Frame = tuple[Any, Any, Any, Any]
Frames = AsyncGenerator[Frame]
UNCHANGED: Frame = (gr.skip(), gr.skip(), gr.skip(), gr.skip())
# A form of ours tells Gradio what the learner tried; its own submit would leave the page.
HEAR_ATTEMPT = """
element.addEventListener("submit", (event) => {
  const form = event.target.closest("form.attempt");
  if (!form) return;
  event.preventDefault();
  const attempt = event.submitter?.value === "show" ? "" : form.elements.attempt.value;
  trigger("submit", { turn: form.dataset.turn, attempt });
});
"""


class AskPage:
    """The page and its events for every visitor; what belongs to one person is in the record."""

    def __init__(self, room: Room, people: People) -> None:
        self._room = room
        self._people = people

    def build(self) -> None:
        """Lays the page out inside the current Blocks and wires it."""
        top = drawn(elem_id="top")
        session_id = gr.State("")
        with gr.Row(elem_id="ask"):
            with gr.Column(elem_id="talk"):
                question, examples, choices, fresh = question_area(modes=self._room.desk.model is not None)
                chosen = picture_area()
                fault = drawn(elem_id="problem")
                talk = drawn(elem_id="conversation", on_load=HEAR_ATTEMPT)
                drawn(text_tag("p", INTENDED_USE, class_="intended-use"))
            with gr.Column(elem_id="source-column"):
                drawn(source_pane())
        shown = [session_id, talk, fault, question]
        asking = [(question.submit, question)]
        asking += [(button.click, gr.State(words)) for button, words in zip(examples, EXAMPLES, strict=True)]
        for listen, words in asking:
            listen(self._ask, [words, session_id, *chosen.asked, *choices], shown, **GROWING)
        talk.submit(self._try, list(choices), shown, **GROWING)
        PictureEvents(self._room.desk, self._user_id, self._room.now).wire(chosen)
        fresh.click(self._start_anew, None, shown, **QUIETLY)
        gr.on(
            None, self._load, None, [top, session_id, talk, choices.topics, choices.jurisdictions], **QUIETLY
        )

    async def _ask(self, request: gr.Request, text: str, session_id: str, *chosen: Any) -> Frames:
        about, how = chosen[:ASKED_WITH], chosen[ASKED_WITH:]

        def begin() -> tuple[Turn, How]:
            user_id = self._user_id(request)
            current = session_id or resume(self._room, user_id).session_id
            turn = asking(self._room, text, user_id=user_id, session_id=current)
            return turn, _how(sent_of(*about), *how)

        async for frame in self._frames(begin):
            yield frame

    async def _try(self, request: gr.Request, event: gr.EventData, *chosen: Any) -> Frames:
        def begin() -> tuple[Turn, How]:
            user_id = self._user_id(request)
            tried, turn_id = str(event.attempt), str(event.turn)
            turn = trying(self._room, tried, user_id=user_id, turn_id=turn_id)
            return turn, _how(looked_at(self._room, user_id=user_id, turn_id=turn_id), *chosen)

        async for frame in self._frames(begin):
            yield frame

    def _user_id(self, request: gr.Request) -> str:
        return self._people.account(request.username).user_id

    async def _frames(self, begin: Callable[[], tuple[Turn, How]]) -> Frames:
        """What the page shows while an answer grows: session, conversation, fault and question."""
        talk = None
        try:
            turn, how = await run_in_threadpool(begin)
            async with aclosing(answered(self._room, turn, how)) as talks:
                async for grown in talks:
                    cleared = bool(talk and talk.answer)
                    talk = grown or talk
                    yield _frame(grown, cleared=cleared) if grown else UNCHANGED
        except PreceptorError as fault:
            yield _broken(talk, str(fault))
        except Exception:
            log.exception("answering failed")
            yield _broken(talk, BROKEN)

    def _start_anew(self) -> tuple[str, str, str, str]:
        return self._room.new_id(), "", "", ""

    def _load(self, request: gr.Request) -> tuple[Any, ...]:
        account = self._people.account(request.username)
        talk = resume(self._room, account.user_id)
        documents = self._room.library.documents()
        topics = sorted({topic for document in documents for topic in document.topics})
        places = sorted({document.jurisdiction for document in documents if document.jurisdiction})
        shown = (
            conversation(talk.newest, talk.earlier)
            if talk.newest
            else welcome(documents, writes=self._room.desk.model is not None)
        )
        choices = (gr.update(choices=topics), gr.update(choices=places))
        return header("Ask", account), talk.session_id, shown, *choices


def _frame(talk: Conversation, *, cleared: bool) -> Frame:
    """The question is cleared when its answer begins; what is typed while that grows stays."""
    shown = conversation(talk.newest, talk.earlier, live=talk.live)
    return talk.session_id, shown, "", "" if talk.answer and not cleared else gr.skip()


def _broken(talk: Conversation | None, sentence: str) -> Frame:
    """The fault above what there was of the answer, which does not grow any more."""
    shown = UNCHANGED[1]
    if talk and talk.newest:
        shown = conversation(ended(talk.newest), talk.earlier)
    return UNCHANGED[0], shown, problem(sentence), UNCHANGED[3]


def _how(picture: Sent | None, mode: Any, study: Any, *chosen: Any) -> How:
    return How(mode=mode or "quote", study=bool(study), filters=_filtered(*chosen), picture=picture)


def _filtered(kinds: Any, topics: Any, jurisdictions: Any, superseded: Any) -> Filters:
    return Filters(
        kinds=tuple(kinds or ()),
        topics=tuple(topics or ()),
        jurisdictions=tuple(jurisdictions or ()),
        superseded=bool(superseded),
    )
