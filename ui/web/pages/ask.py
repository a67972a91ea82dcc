"""Page Ask: the conversation on the left, the cited page on the right. It wires, and decides nothing."""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, NamedTuple, get_args

import gradio as gr
from starlette.concurrency import run_in_threadpool

from assistant.record import Turn
from retrieval.errors import PreceptorError
from retrieval.types import Document, DocumentKind, Filters
from ui.web.markup import tag, text_tag
from ui.web.pages.parts import QUIETLY, drawn, problem
from ui.web.people import People
from ui.web.render import INTENDED_USE, conversation
from ui.web.session import Conversation, How, Room, answered, asking, ended, resume, trying
from ui.web.shell import header

log = logging.getLogger(__name__)
EXAMPLES = (
    "What is the first-line drug treatment for hypertension?",
    "Which antibiotic for community-acquired pneumonia?",
    "When is thrombolysis given in stroke?",
)
BROKEN = "The question could not be answered because of a fault in the program. Ask again, or see the log."
QUOTING = "Answers are quotes from the sources in this library, each with the page it came from. "
WRITING = (
    "A model writes answers from the passages of this library that are found first. Each sentence is checked "
    "against the passage it cites, and struck through with the reason if it fails. "
)
SILENT = "If the sources are silent, Preceptor says so."
MODES = (("Quotes", "quote"), ("Written", "write"))
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
EMPTY_SOURCE = (
    "The source page appears here. Choose a numbered citation to see the page it came from, "
    "with the quoted words marked. Keys: / for the question, [ and ] to turn pages, Esc to go back."
)


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


class Choices(NamedTuple):
    """How to answer, as components, in the order in which the functions take them."""

    mode: Any
    study: Any
    kinds: Any
    topics: Any
    jurisdictions: Any
    superseded: Any


class AskPage:
    """The page and its events for every visitor; what belongs to one person is in the record."""

    def __init__(self, room: Room, people: People) -> None:
        self._desk = room
        self._people = people

    def build(self) -> None:
        """Lays the page out inside the current Blocks and wires it."""
        top = drawn(elem_id="top")
        session_id = gr.State("")
        with gr.Row(elem_id="ask"):
            with gr.Column(elem_id="talk"):
                question, examples, choices, fresh = _question_area(modes=self._desk.desk.model is not None)
                fault = drawn(elem_id="problem")
                talk = drawn(elem_id="conversation", on_load=HEAR_ATTEMPT)
                drawn(text_tag("p", INTENDED_USE, class_="intended-use"))
            with gr.Column(elem_id="source-column"):
                drawn(_source_pane())
        shown = [session_id, talk, fault, question]
        asking = [(question.submit, question)]
        asking += [(button.click, gr.State(words)) for button, words in zip(examples, EXAMPLES, strict=True)]
        for listen, words in asking:
            listen(self._ask, [words, session_id, *choices], shown, **GROWING)
        talk.submit(self._try, list(choices), shown, **GROWING)
        fresh.click(self._start_anew, None, shown, **QUIETLY)
        gr.on(
            None, self._load, None, [top, session_id, talk, choices.topics, choices.jurisdictions], **QUIETLY
        )

    async def _ask(self, request: gr.Request, text: str, session_id: str, *chosen: Any) -> Frames:
        def begin() -> Turn:
            user_id = self._people.account(request.username).user_id
            current = session_id or resume(self._desk, user_id).session_id
            return asking(self._desk, text, user_id=user_id, session_id=current)

        async for frame in self._frames(begin, _how(*chosen)):
            yield frame

    async def _try(self, request: gr.Request, event: gr.EventData, *chosen: Any) -> Frames:
        def begin() -> Turn:
            user_id = self._people.account(request.username).user_id
            tried, turn_id = str(event.attempt), str(event.turn)
            return trying(self._desk, tried, user_id=user_id, turn_id=turn_id)

        async for frame in self._frames(begin, _how(*chosen)):
            yield frame

    async def _frames(self, begin: Callable[[], Turn], how: How) -> Frames:
        """What the page shows while an answer grows: session, conversation, fault and question."""
        talk = None
        try:
            turn = await run_in_threadpool(begin)
            async with aclosing(answered(self._desk, turn, how)) as talks:
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
        return self._desk.new_id(), "", "", ""

    def _load(self, request: gr.Request) -> tuple[Any, ...]:
        account = self._people.account(request.username)
        talk = resume(self._desk, account.user_id)
        documents = self._desk.library.documents()
        topics = sorted({topic for document in documents for topic in document.topics})
        places = sorted({document.jurisdiction for document in documents if document.jurisdiction})
        shown = (
            conversation(talk.newest, talk.earlier)
            if talk.newest
            else welcome(documents, writes=self._desk.desk.model is not None)
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


def _question_area(*, modes: bool) -> tuple[Any, list[Any], Choices, Any]:
    question = gr.Textbox(
        label="Question",
        placeholder="Ask your sources",
        elem_id="question",
        lines=1,
        max_lines=6,
        autofocus=True,
        submit_btn="Ask",
    )
    with gr.Row(elem_id="examples"):
        examples = [gr.Button(example, size="sm", min_width=0) for example in EXAMPLES]
    with gr.Row(elem_id="under-question"):
        mode = gr.Radio(
            choices=list(MODES),
            value="write" if modes else "quote",
            visible=modes,
            label="Answer",
            elem_id="mode",
            scale=0,
        )
        study = gr.Checkbox(label="Study first", elem_id="study", scale=0)
        with gr.Accordion("Filters", open=False, elem_id="filters"):
            filters = _filters()
        fresh = gr.Button("New session", size="sm", elem_id="new-session", min_width=0, scale=0)
    return question, examples, Choices(mode, study, *filters), fresh


def _filters() -> tuple[Any, ...]:
    return (
        gr.CheckboxGroup(choices=list(get_args(DocumentKind)), label="Kind of source"),
        gr.Dropdown(choices=[], multiselect=True, label="Topic"),
        gr.Dropdown(choices=[], multiselect=True, label="Jurisdiction"),
        gr.Checkbox(label="Include superseded editions"),
    )


def _source_pane() -> str:
    close = text_tag("button", "Close", type="button", class_="action", id="close-source")
    body = tag("div", text_tag("p", EMPTY_SOURCE, class_="empty"), id="source-body", data_empty=EMPTY_SOURCE)
    live = tag("div", "", id="announcer", class_="hidden", role="status", aria_live="polite")
    return tag("aside", close + body, id="source-pane", aria_label="Source") + live


def _how(mode: Any, study: Any, *chosen: Any) -> How:
    return How(mode=mode or "quote", study=bool(study), filters=_filtered(*chosen))


def _filtered(kinds: Any, topics: Any, jurisdictions: Any, superseded: Any) -> Filters:
    return Filters(
        kinds=tuple(kinds or ()),
        topics=tuple(topics or ()),
        jurisdictions=tuple(jurisdictions or ()),
        superseded=bool(superseded),
    )


def welcome(documents: list[Document], *, writes: bool) -> str:
    """What a person sees before the first question; `writes` where a model does."""
    if not documents:
        words = "This library is empty. Add a guideline on the page "
        link = text_tag("a", "Library", href="/library")
        return tag("p", words + link + ", then ask about it here.", class_="empty")
    return text_tag("p", (WRITING if writes else QUOTING) + SILENT, class_="empty")
