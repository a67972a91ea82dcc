"""The page on which figures are looked for: by words, by a picture that is brought, or by one's own image."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, UploadFile
from fastapi.responses import HTMLResponse

from assistant.accounts import Account
from retrieval.errors import PreceptorError
from retrieval.figures.copies import ONLY_COPIES
from ui.asking import asked, asked_filters
from ui.desk import LocalDesk
from ui.figures import LARGEST, FigureResult, ShownFigure, checked_picture
from ui.pictures import Sent, brought, sent_of, sent_picture
from ui.web.evidence import badges, figure_url
from ui.web.look import frame_url
from ui.web.markup import counted, join, long_date, path, tag, text_tag, void
from ui.web.people import account_of
from ui.web.shell import header, source_pane, static_url, whole_page

SHOWN = 12
WIDTH_PX = 640
EMPTY = "Say what the figure shows, for example: cross-section of the kidney. Or choose a picture."
NOTHING = "No figure found. Try other words, or a part of the caption."
NO_COPY = "The library has no copy of this picture."
ALIKE = "The image encoder finds the figures that look most like it."
NOT_KEPT = "The picture is only compared, and not kept."
PANE = "The page of a figure appears here, with the figure framed. Choose one."
Who = Annotated[Account, Depends(account_of)]


def figure_routes(desk: LocalDesk) -> APIRouter:
    """The page of figures."""
    router = APIRouter(include_in_schema=False)

    @router.get("/figures")
    def figures(
        who: Who,
        q: Annotated[str, Query(max_length=2000)] = "",
        image: str = "",
        frame: str = "",
        window: str = "",
    ) -> HTMLResponse:
        if image:
            return _page(own_image_html, desk, who, image, frame, window)
        return _page(figures_html, desk, who, q.strip())

    @router.post("/figures")
    def alike(who: Who, file: UploadFile) -> HTMLResponse:
        return _page(picture_html, desk, who, file.file.read(LARGEST + 1), file.filename or "picture")

    return router


def _page(draw: Callable[..., str], *given: object) -> HTMLResponse:
    return HTMLResponse(draw(*given), headers={"cache-control": "no-store"})


def figures_html(desk: LocalDesk, who: Account, words: str) -> str:
    """The page for these words; without any, what to type."""
    if not words:
        return _framed(desk, who, text_tag("p", EMPTY, class_="empty"))
    filters = asked_filters()
    return _framed(
        desk,
        who,
        _told(lambda: _results(desk.figures(asked(words, filters=filters), SHOWN, who=who.user_id), NOTHING)),
        words,
    )


def picture_html(desk: LocalDesk, who: Account, data: bytes, name: str) -> str:
    """The page for a picture that was brought; it is kept nowhere."""

    def work() -> str:
        picture = brought(checked_picture(data), name)
        found = desk.similar_figures(picture.png, SHOWN, who=who.user_id)
        return text_tag("h2", f"Figures like {name}") + _results(found, _none(desk))

    return _framed(desk, who, _told(work))


def own_image_html(desk: LocalDesk, who: Account, image: str, frame: str, window: str) -> str:
    """The page for an image of one's own, in the frame (from 1) and window in which it was looked at."""

    def work() -> str:
        sent = sent_of(image, None, frame, window) or Sent(image=image)
        picture = sent_picture(sent, desk.images, who.user_id)
        found = desk.similar_figures(picture.png, SHOWN, who=who.user_id)
        small = void("img", src=frame_url(image, picture.frame, picture.window), alt="")
        name = desk.images.info(who.user_id, image).info.name
        back = text_tag("a", f"Back to {name}", href=path("image", image))
        head = tag("div", small + tag("p", back), class_="figures-of")
        return text_tag("h2", f"Figures like {name}") + head + _results(found, _none(desk))

    return _framed(desk, who, _told(work))


def _none(desk: LocalDesk) -> str:
    return NOTHING if desk.library.figures.image_encoder else NO_COPY


def _told(work: Callable[[], str]) -> str:
    try:
        return work()
    except PreceptorError as fault:
        return text_tag("p", str(fault), class_="problem", role="alert")


def _framed(desk: LocalDesk, who: Account, shown: str, words: str = "") -> str:
    back = tag("p", text_tag("a", "Images", href="/images"), class_="image-back")
    title = back + text_tag("h1", "Figures", class_="page-title")
    forms = tag("div", _by_words(words) + _by_picture(desk), class_="figures-forms")
    main = tag("main", title + forms + shown, class_="images-page")
    pane = tag("div", source_pane(PANE), id="source-column")
    bar = tag("div", header("Images", who), id="top")
    sheet = void("link", rel="stylesheet", href=static_url("images.css"))
    return whole_page("Figures", bar + tag("div", main + pane, class_="figures-room"), extra=sheet)


def _by_words(words: str) -> str:
    label = text_tag("label", "What does the figure show?", for_="figure-words")
    field = void("input", id="figure-words", name="q", type="search", value=words, required=True)
    button = text_tag("button", "Search", type="submit", class_="primary")
    return tag("form", label + field + button, method="get", action="/figures", role="search")


def _by_picture(desk: LocalDesk) -> str:
    label = text_tag("label", "Or find figures like a picture", for_="figure-picture")
    field = void(
        "input", id="figure-picture", name="file", type="file", required=True, aria_describedby="figure-how"
    )
    button = text_tag("button", "Find", type="submit", class_="primary")
    how = ALIKE if desk.library.figures.image_encoder else ONLY_COPIES
    note = text_tag("p", f"{how} {NOT_KEPT}", class_="note", id="figure-how")
    form = label + field + button + note
    return tag("form", form, method="post", action="/figures", enctype="multipart/form-data")


def _results(found: FigureResult, nothing: str) -> str:
    notes = join(text_tag("p", note, class_="note") for note in found.notes if note != ONLY_COPIES)
    if not found.figures:
        return notes + text_tag("p", nothing, class_="empty")
    number = text_tag("p", f"{counted(len(found.figures), 'figure')}, best first", class_="note")
    return (
        notes
        + number
        + tag("ol", join(tag("li", _card(one)) for one in found.figures), class_="figure-cards")
    )


def _card(figure: ShownFigure) -> str:
    said = figure.caption or figure.alt
    near = f"No caption. Near it stands: {figure.nearby}" if figure.nearby else "No caption."
    address = figure_url(figure)
    picture = text_tag("p", "The picture itself is not in the library.", class_="note")
    if figure.pictured:
        picture = void(
            "img",
            src=path("api", "figures", f"{figure.id}.png", width=WIDTH_PX),
            alt=figure.alt or said or "Figure without a caption",
            loading="lazy",
        )
    link = tag("a", picture, href=address, data_source=True)
    caption = text_tag("figcaption", said or near, class_="figure-words")
    label = badges(superseded=figure.superseded, review=None)
    source = text_tag("a", _source(figure), href=address, data_source=True) + label
    return tag("figure", link + caption) + tag("p", source, class_="source")


def _source(figure: ShownFigure) -> str:
    facts = (
        figure.title,
        figure.publisher,
        figure.edition,
        long_date(figure.published),
        f"p. {figure.page}" if figure.box else f"section {figure.page}",
        figure.licence,
    )
    return " · ".join(fact for fact in facts if fact)
