"""What page Ask is made of, before anything happens on it."""

from typing import Any, NamedTuple, get_args

import gradio as gr

from retrieval.types import Document, DocumentKind
from ui.web.markup import tag, text_tag

EXAMPLES = (
    "What is the first-line drug treatment for hypertension?",
    "Which antibiotic for community-acquired pneumonia?",
    "When is thrombolysis given in stroke?",
)
QUOTING = "Answers are quotes from the sources in this library, each with the page it came from. "
WRITING = (
    "A model writes answers from the passages of this library that are found first. Each sentence is checked "
    "against the passage it cites, and struck through with the reason if it fails. "
)
SILENT = "If the sources are silent, Preceptor says so."
STUDY = "Study first"
MODES = (("Quotes", "quote"), ("Written", "write"))


class Choices(NamedTuple):
    """How to answer, as components, in the order in which the functions take them."""

    mode: Any
    study: Any
    kinds: Any
    topics: Any
    jurisdictions: Any
    superseded: Any


def question_area(*, modes: bool) -> tuple[Any, list[Any], Choices, Any]:
    """The question, examples, how to answer, and the way to a new session; `modes` where a model writes."""
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
        study = gr.Checkbox(label=STUDY, elem_id="study", scale=0)
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


def welcome(documents: list[Document], *, writes: bool) -> str:
    """What a person sees before the first question; `writes` where a model does."""
    if not documents:
        words = "This library is empty. Add a guideline on the page "
        link = text_tag("a", "Library", href="/library")
        return tag("p", words + link + ", then ask about it here.", class_="empty")
    return text_tag("p", (WRITING if writes else QUOTING) + SILENT, class_="empty")
