"""The page on which figures are looked for: by words, or by a picture where an image encoder is set."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from assistant.accounts import Account
from retrieval.errors import PreceptorError
from ui.asking import asked, asked_filters
from ui.desk import LocalDesk
from ui.figures import FigureResult, ShownFigure
from ui.web.evidence import badges, figure_url
from ui.web.markup import join, long_date, path, tag, text_tag, void
from ui.web.people import account_of
from ui.web.shell import header, source_pane, whole_page

SHOWN = 12
EMPTY = "Say what the figure shows, for example: cross-section of the kidney."
NOTHING = "No figure found. Try other words, or a part of the caption."


def figure_routes(desk: LocalDesk) -> APIRouter:
    """The page of figures."""
    router = APIRouter(include_in_schema=False)

    @router.get("/figures")
    def figures(
        who: Annotated[Account, Depends(account_of)], q: Annotated[str, Query(max_length=2000)] = ""
    ) -> HTMLResponse:
        return HTMLResponse(figures_html(desk, q.strip(), who))

    return router


def figures_html(desk: LocalDesk, words: str, who: Account) -> str:
    """The page for these words; without any, what to type."""
    try:
        found = desk.figures(asked(words, filters=asked_filters()), SHOWN, who=who.user_id) if words else None
        shown = _results(found) if found else text_tag("p", EMPTY, class_="empty")
    except PreceptorError as fault:
        shown = text_tag("p", str(fault), class_="problem", role="alert")
    bar = tag("div", header("Images", who), id="top")
    main = tag("main", text_tag("h1", "Figures") + _form(words) + shown, class_="case-list")
    return whole_page("Figures", bar + main + source_pane())


def _form(words: str) -> str:
    label = text_tag("label", "What does the figure show?", for_="figure-words")
    field = void("input", id="figure-words", name="q", type="search", value=words, required=True)
    button = text_tag("button", "Search", type="submit", class_="primary")
    return tag("form", label + field + button, method="get", action="/figures", role="search")


def _results(found: FigureResult) -> str:
    notes = join(text_tag("p", note, class_="note") for note in found.notes)
    if not found.figures:
        return notes + text_tag("p", NOTHING, class_="empty")
    return notes + tag("ol", join(tag("li", _card(figure)) for figure in found.figures), class_="figures")


def _card(figure: ShownFigure) -> str:
    said = figure.caption or figure.alt
    near = f"No caption. Near it stands: {figure.nearby}" if figure.nearby else "No caption."
    address = figure_url(figure)
    facts = [
        figure.publisher,
        figure.edition,
        long_date(figure.published),
        f"p. {figure.page}",
        figure.licence,
    ]
    source = ". ".join(fact for fact in (figure.title, *facts) if fact)
    picture = text_tag("p", "The picture itself is not in the library.", class_="note")
    if figure.pictured:
        picture = void(
            "img",
            src=path("api", "figures", f"{figure.id}.png", width=480),
            alt=figure.alt or said or "Figure without a caption",
            loading="lazy",
            style="max-width: 100%; height: auto",
        )
    link = tag("a", picture, href=address, data_source=True)
    caption = text_tag("figcaption", said or near)
    label = badges(superseded=figure.superseded, review=None)
    return tag("figure", link + caption, style="margin: 0 0 1.5rem") + tag(
        "p", text_tag("a", source, href=address, data_source=True) + " " + label, class_="source"
    )
