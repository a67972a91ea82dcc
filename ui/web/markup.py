"""The few pieces every screen is drawn with. Whatever comes from people or sources passes `escape`."""

from collections.abc import Iterable
from datetime import date
from html import escape as escape_html
from urllib.parse import quote, urlencode

from curricula.types import is_signed

# Gradio fills its HTML component through a template language, so braces and the like must arrive inert too.
_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;"})


def escape(text: str) -> str:
    """The text as inert HTML, safe between tags and inside quoted attributes."""
    return escape_html(text, quote=True).translate(_TEMPLATE_SIGNS)


def attributes(**values: str | int | bool | None) -> str:
    """Escaped attributes with a leading space; None and False leave one out, True gives it no value."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        key = name.strip("_").replace("_", "-")
        parts.append(f" {key}" if value is True else f' {key}="{escape(str(value))}"')
    return "".join(parts)


def tag(name: str, content: str, /, **values: str | int | bool | None) -> str:
    """An element around content that is HTML already."""
    return f"<{name}{attributes(**values)}>{content}</{name}>"


def text_tag(name: str, text: str, /, **values: str | int | bool | None) -> str:
    """An element around plain text."""
    return tag(name, escape(text), **values)


def join(parts: Iterable[str]) -> str:
    """Pieces of HTML, one after the other, empty ones left out."""
    return "".join(part for part in parts if part)


def path(*steps: str | int, **query: str | int | None) -> str:
    """An address on this site, each step and value quoted."""
    address = "/" + "/".join(quote(str(step), safe="") for step in steps)
    given = {key: value for key, value in query.items() if value is not None}
    return f"{address}?{urlencode(given)}" if given else address


def web_link(address: str | None) -> str | None:
    """The address if it is plain http or https, else None: a source may not bring a script: link."""
    if address and address.lower().startswith(("http://", "https://")):
        return address
    return None


def long_date(day: date | None) -> str:
    """A date as people write it, e.g. 3 May 2025; empty if unknown."""
    return f"{day.day} {day:%B %Y}" if day else ""


def badge(text: str, tone: str = "plain", explanation: str | None = None) -> str:
    """A small label; tone is plain, caution or warning."""
    return text_tag("span", text, class_=f"badge badge-{tone}", title=explanation)


def review_badge(review: str | None) -> str:
    """Whether somebody has reviewed what is learnt, where that is known: who and when, or that nobody has."""
    return badge(review, "plain" if is_signed(review) else "caution") if review else ""


def counted(n: int, noun: str, plural: str | None = None) -> str:
    """1 passage, 2 passages."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def void(name: str, /, **values: str | int | bool | None) -> str:
    """An element that has no content, such as img or input."""
    return f"<{name}{attributes(**values)}>"
