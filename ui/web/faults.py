"""The page that says why another cannot be shown."""

from collections.abc import Callable

from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from retrieval.errors import PreceptorError
from ui.web.markup import tag, text_tag
from ui.web.quiz.assets import assets
from ui.web.shell import header, whole_page

NOT_HERE = 404


def shown(who: Account, page: Callable[[], str], *, of: str) -> HTMLResponse:
    """The page, or the fault that keeps it from being shown."""
    try:
        return HTMLResponse(page(), headers={"cache-control": "no-store"})
    except PreceptorError as fault:
        return fault_page(who, fault, of=of)


def led(who: Account, to: Callable[[], str], *, of: str) -> Response:
    """The way to where something was done, or the fault that kept it from being done."""
    try:
        return RedirectResponse(to(), 303)
    except PreceptorError as fault:
        return fault_page(who, fault, of=of)


def fault_page(who: Account, fault: PreceptorError, *, of: str) -> HTMLResponse:
    """What went wrong, and the way back to that page."""
    line = text_tag("p", str(fault), class_="problem", role="alert")
    back = tag("p", text_tag("a", f"Back to {of}", href=f"/{of.lower()}"))
    bar = tag("div", header(of, who), id="top")
    return HTMLResponse(
        whole_page(of, bar + tag("main", line + back, class_="quiz-page"), extra=assets()), NOT_HERE
    )
