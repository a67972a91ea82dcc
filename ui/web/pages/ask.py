"""Page Ask: the conversation on the left, the cited page on the right. It wires, and decides nothing."""

import logging
from typing import Any, NamedTuple, get_args

import gradio as gr

from retrieval.errors import PreceptorError
from retrieval.types import Document, DocumentKind, Filters
from ui.web.markup import tag, text_tag
from ui.web.pages.parts import QUIETLY, drawn, problem
from ui.web.people import People
from ui.web.render import INTENDED_USE, conversation
from ui.web.session import Room, ask, resume
from ui.web.shell import header

log = logging.getLogger(__name__)
EXAMPLES = (
    "What is the first-line drug treatment for hypertension?",
    "Which antibiotic for community-acquired pneumonia?",
    "When is thrombolysis given in stroke?",
)
BROKEN = "The question could not be answered because of a fault in the program. Ask again, or see the log."
QUESTIONS_AT_ONCE = 8
EMPTY_SOURCE = (
    "The source page appears here. Choose a numbered citation to see the page it came from, "
    "with the quoted words marked. Keys: / for the question, [ and ] to turn pages, Esc to go back."
)


class Choices(NamedTuple):
    """The filters as components, in the order in which the functions take them."""

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
                question, examples, choices, fresh = _question_area()
                fault = drawn(elem_id="problem")
                talk = drawn(elem_id="conversation")
                drawn(text_tag("p", INTENDED_USE, class_="intended-use"))
            with gr.Column(elem_id="source-column"):
                drawn(_source_pane())
        shown = [session_id, talk, fault, question]
        asking = [(question.submit, question)]
        asking += [(button.click, gr.State(words)) for button, words in zip(examples, EXAMPLES, strict=True)]
        for listen, words in asking:
            given = [words, session_id, *choices]
            listen(self._answer, given, shown, concurrency_limit=QUESTIONS_AT_ONCE, **QUIETLY)
        fresh.click(self._start_anew, None, shown, **QUIETLY)
        gr.on(
            None, self._load, None, [top, session_id, talk, choices.topics, choices.jurisdictions], **QUIETLY
        )

    def _answer(self, request: gr.Request, text: str, session_id: str, *chosen: Any) -> tuple[Any, ...]:
        unchanged = gr.skip()
        try:
            user_id = self._people.account(request.username).user_id
            session_id = session_id or resume(self._desk, user_id).session_id
            talk = ask(self._desk, text, _chosen(*chosen), user_id=user_id, session_id=session_id)
        except PreceptorError as fault:
            return unchanged, unchanged, problem(str(fault)), unchanged
        except Exception:
            log.exception("answering failed")
            return unchanged, unchanged, problem(BROKEN), unchanged
        return session_id, conversation(talk.newest, talk.earlier), "", ""

    def _start_anew(self) -> tuple[str, str, str, str]:
        return self._desk.new_id(), "", "", ""

    def _load(self, request: gr.Request) -> tuple[Any, ...]:
        account = self._people.account(request.username)
        talk = resume(self._desk, account.user_id)
        documents = self._desk.library.documents()
        topics = sorted({topic for document in documents for topic in document.topics})
        places = sorted({document.jurisdiction for document in documents if document.jurisdiction})
        shown = conversation(talk.newest, talk.earlier) if talk.newest else welcome(documents)
        choices = (gr.update(choices=topics), gr.update(choices=places))
        return header("Ask", account), talk.session_id, shown, *choices


def _question_area() -> tuple[Any, list[Any], Choices, Any]:
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
        with gr.Accordion("Filters", open=False, elem_id="filters"):
            choices = _filters()
        fresh = gr.Button("New session", size="sm", elem_id="new-session", min_width=0, scale=0)
    return question, examples, choices, fresh


def _filters() -> Choices:
    return Choices(
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


def _chosen(kinds: Any, topics: Any, jurisdictions: Any, superseded: Any) -> Filters:
    return Filters(
        kinds=tuple(kinds or ()),
        topics=tuple(topics or ()),
        jurisdictions=tuple(jurisdictions or ()),
        superseded=bool(superseded),
    )


def welcome(documents: list[Document]) -> str:
    """What a person sees before the first question."""
    if not documents:
        words = "This library is empty. Add a guideline on the page "
        link = text_tag("a", "Library", href="/library")
        return tag("p", words + link + ", then ask about it here.", class_="empty")
    words = (
        "Answers are quotes from the sources in this library, each with the page it came from. "
        "If the sources are silent, Preceptor says so."
    )
    return text_tag("p", words, class_="empty")
