"""Forms that do one thing in a sitting: the page's script sends them, and without it the browser does."""

from assistant.quiz.view import View
from ui.web.markup import join, path, tag, text_tag, void


def doing(
    view: View, kind: str, content: str, *, place: int | None = None, **values: str | bool | None
) -> str:
    """A form that does one thing; its id is made by the script, or by the app where there is none."""
    hidden = join(
        void("input", type="hidden", name=name, value=value)
        for name, value in (("kind", kind), ("id", ""), ("place", place))
        if value is not None
    )
    address = path("sitting", view.sitting, "act")
    return tag(
        "form", hidden + content, method="post", action=address, data_doing=kind, autocomplete="off", **values
    )


def key(name: str) -> str:
    """The key that does the same, beside the words of a button."""
    return " " + text_tag("kbd", name, aria_hidden="true")
