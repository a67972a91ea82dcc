"""What all pages share: the static files with their version, the frame of a page, and the header."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

from assistant.accounts import LOCAL, Account
from assistant.ports import ChatModel, ModelFault
from ui.web.markup import escape, join, path, tag, text_tag, void

STATIC = Path(__file__).parent / "static"
PAGES = (
    ("Ask", "/"),
    ("Library", "/library"),
    ("Cases", "/cases"),
    ("Quiz", "/quiz"),
    ("Review", "/review"),
    ("Progress", "/progress"),
    ("Images", "/images"),
)
AUTHORS = (("Author", "/author"),)
"""Pages for those who may change the library."""
EMPTY_SOURCE = (
    "The source page appears here. Choose a numbered citation to see the page it came from, "
    "with the quoted words marked. Keys: / for the question, [ and ] to turn pages, Esc to go back."
)


@cache
def static_url(name: str) -> str:
    """The address of a static file; it changes with the content, so that browsers may keep it."""
    version = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return path("look", name, v=version)


def head() -> str:
    """Our style sheet and script, for the head of every page."""
    return join(
        (
            void("meta", name="viewport", content="width=device-width, initial-scale=1"),
            void("meta", name="color-scheme", content="light dark"),
            void("link", rel="icon", href=static_url("icon.svg"), type="image/svg+xml"),
            void("link", rel="stylesheet", href=static_url("preceptor.css")),
            tag("script", "", src=static_url("preceptor.js"), defer=True),
        )
    )


def whole_page(title: str, body: str, *, extra: str = "") -> str:
    """A page outside Gradio: a login, a source, a case, an error; `extra` goes into its head."""
    top = void("meta", charset="utf-8") + text_tag("title", f"{title} · Preceptor") + head() + extra
    return f'<!doctype html><html lang="en"><head>{top}</head><body class="plain-page">{body}</body></html>'


def header(current: str, account: Account) -> str:
    """The bar above every page: where one is, and who one is."""
    pages = (*PAGES, *(AUTHORS if account.may_edit_library else ()))
    links = join(
        text_tag("a", name, href=address, aria_current="page" if name == current else None)
        for name, address in pages
    )
    brand = text_tag("a", "Preceptor", href="/", class_="brand")
    skip = text_tag("a", "Skip to the question", href="#question", class_="skip") if current == "Ask" else ""
    nav = tag("nav", links, aria_label="Pages")
    # Whether the model answers may take a while to find out: the page asks for it when it stands.
    model = tag("div", "", id="model")
    return skip + tag("div", brand + nav + model + _person(account), class_="bar-inner")


def source_pane(empty: str = EMPTY_SOURCE) -> str:
    """Where sources open, and where what happens is told to a screen reader."""
    close = text_tag("button", "Close", type="button", class_="action", id="close-source")
    body = tag("div", text_tag("p", empty, class_="empty"), id="source-body", data_empty=empty)
    live = tag("div", "", id="announcer", class_="hidden", role="status", aria_live="polite")
    return tag("aside", close + body, id="source-pane", aria_label="Source") + live


@runtime_checkable
class Probed(Protocol):
    """A model that can tell whether its server answers now, while it remembers what it can do."""

    def probe(self) -> None:
        """Raises ModelFault unless it does."""


def model_status(model: ChatModel | None) -> str:
    """Which language model answers, or why none does, in a few words; asks its server."""
    if model is None:
        return text_tag("span", "No model: quotes only", class_="model")
    try:
        if isinstance(model, Probed):
            model.probe()
        name = model.capabilities().model
    except ModelFault as fault:
        return text_tag("span", "Model down: quotes only", class_="model model-down", title=str(fault))
    return text_tag("span", name, class_="model model-connected", title=f"Connected: {name}")


def _person(account: Account) -> str:
    if account.user_id == LOCAL.user_id:
        return ""
    leave = text_tag("button", "Log out", type="submit", class_="action")
    name = tag("span", escape(f"{account.name}, {account.role}"))
    return tag("form", name + leave, method="post", action="/logout", class_="person")
