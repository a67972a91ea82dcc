"""The addresses under which sources are shown: a page, its picture, the file as it was added."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.routing import APIRoute
from starlette.responses import Response

from assistant.cohorts.allowed import ExamRuns
from retrieval.errors import PreceptorError
from retrieval.library import Library
from ui.web.markup import tag, text_tag
from ui.web.people import user_id_of
from ui.web.placing import NoSuchPage, figure_view, page_picture, source_view
from ui.web.shell import whole_page
from ui.web.source_view import PDF, Cited, SourceView, place_words, source_html

WIDEST_PX = 2400
NARROWEST_PX = 200
PICTURE_CACHE = "private, max-age=3600"
CLOSED = 403
Check = Callable[[str | None], object]


class Guarded(APIRoute):
    """A route that tells, as a page or a part of one, why a source is closed to whoever asks."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the refusal as a page."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except ExamRuns as fault:
                return _closed(fault, part="part" in request.query_params)

        return guarded


def source_routes(library: Library, check: Check = lambda _: None) -> APIRouter:
    """Pages, pictures and original files of a library; `check` raises ExamRuns to whom they are closed."""

    def may_see(request: Request) -> None:
        check(user_id_of(request))

    router = APIRouter(include_in_schema=False, route_class=Guarded, dependencies=[Depends(may_see)])

    @router.get("/source/{document}/{page}.png")
    def picture(
        document: str, page: int, width: Annotated[int, Query(ge=NARROWEST_PX, le=WIDEST_PX)] = 1400
    ) -> Response:
        try:
            png = page_picture(library, document, page - 1, width)
        except PreceptorError as fault:
            return _fault(fault, part=True)
        return Response(png, media_type="image/png", headers={"cache-control": PICTURE_CACHE})

    @router.get("/original/{document}")
    def original(document: str) -> Response:
        try:
            file, known = library.source_file(document), library.document(document)
        except PreceptorError as fault:
            return _fault(fault, part=False)
        if file is None:
            return _fault(NoSuchPage("The file of this source is not kept in the library."), part=False)
        return _file(file, known.filename, known.media_type)

    _add_pages(router, library)  # last: its addresses match those of the pictures too
    return router


def _add_pages(router: APIRouter, library: Library) -> None:
    @router.get("/source/{document}")
    def cited(
        document: str, passage: str, start: int = 0, end: int | None = None, part: bool = False
    ) -> Response:
        of = Cited(passage=passage, start=start, end=end)
        return _page(lambda: source_view(library, document, None, of), part=part)

    @router.get("/source/{document}/{page}")
    def page(
        document: str,
        page: int,
        of: Annotated[Cited | None, Depends(_cited)],
        figure: str | None = None,
        part: bool = False,
    ) -> Response:
        if figure:
            return _page(lambda: figure_view(library, document, page - 1, figure), part=part)
        return _page(lambda: source_view(library, document, page - 1, of), part=part)


def _cited(passage: str | None = None, start: int = 0, end: int | None = None) -> Cited | None:
    return Cited(passage=passage, start=start, end=end) if passage else None


def _page(view_of: Callable[[], SourceView], *, part: bool) -> HTMLResponse:
    try:
        view = view_of()
    except PreceptorError as fault:
        return _fault(fault, part=part)
    html = source_html(view)
    if part:
        return HTMLResponse(html)
    back = text_tag("a", "Preceptor", href="/", class_="brand")
    body = tag("header", back, class_="bar") + tag("main", html, class_="source-page", id="source-body")
    return HTMLResponse(whole_page(f"{view.document.title}, {place_words(view)}", body))


def _closed(fault: ExamRuns, *, part: bool) -> HTMLResponse:
    after = tag("p", text_tag("a", "Go to Quiz", href="/quiz"))
    return _told("Closed", fault, part=part, status=CLOSED, after=after)


def _fault(fault: PreceptorError, *, part: bool) -> HTMLResponse:
    return _told("Not shown", fault, part=part, status=404)


def _told(title: str, fault: PreceptorError, *, part: bool, status: int, after: str = "") -> HTMLResponse:
    line = text_tag("p", str(fault), class_="problem", role="alert") + after
    body = line if part else whole_page(title, tag("main", line, class_="source-page"))
    return HTMLResponse(body, status)


def _file(file: Path, name: str, media_type: str) -> FileResponse:
    """Only PDFs are shown by the browser itself; other originals could carry scripts and are downloaded."""
    if media_type == PDF:
        return FileResponse(file, media_type=PDF, filename=name, content_disposition_type="inline")
    headers = {"content-security-policy": "sandbox"}
    return FileResponse(file, media_type="application/octet-stream", filename=name, headers=headers)
