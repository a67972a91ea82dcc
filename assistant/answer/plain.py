"""Text of others made harmless: no markup, links or unseen characters, and no marks of a chat template."""

import html
import re
import unicodedata

# Joiners that some scripts cannot do without.
_JOINERS = "\u200c\u200d"
_UNUSUAL = re.compile(r"[^\n -~]")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\]]*[^\s<>\].,;:!?)]>?", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Names of elements only: "HR <lower limit and BP >upper" is no tag.
_ELEMENTS = """
a abbr article audio b base blockquote body br button code div em embed font form h[1-6] head hr html i iframe
img input li link math meta object ol p pre script section small span strong style sub svg table tbody td th
thead tr u ul video
"""
_TAG = re.compile(rf"</?(?:{'|'.join(_ELEMENTS.split())})\b[^<>]*>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>", re.IGNORECASE)
_LOWERED = re.compile(r"</sup>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*|__(?!\w)|(?<!\w)__|`+")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)")
# "<|im_start|>", "<start_of_turn>", "</s>", "[INST]": a server takes these for its own wherever they stand.
_MARK = re.compile(r"<(?=[|｜/a-zA-Z_])")
_INSTRUCTION = re.compile(r"\[(/?[A-Z_]{3,})\]")


def plain_sentence(text: str) -> str:
    """The words of a model's sentence on one line, without markdown, HTML, links and unseen characters."""
    text = _COMMENT.sub("", html.unescape(text))
    text = _TAG.sub("", _LOWERED.sub("", _RAISED.sub("^", text)))
    text = _ADDRESS.sub("", _LINK.sub(_linked, text))
    text = _EMPHASIS.sub(lambda match: match[1] or match[2], _STRONG.sub("", text))
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text without control, private and formatting characters; white space and line breaks stay."""
    return _UNUSUAL.sub(lambda match: match[0] if _is_seen(match[0]) else "", text)


def unmarked(text: str) -> str:
    """The text with a space inside whatever a chat template could take for one of its marks."""
    return _INSTRUCTION.sub(r"[ \1 ]", _MARK.sub("< ", text))


def _is_seen(c: str) -> bool:
    return c.isspace() or c in _JOINERS or unicodedata.category(c) not in _UNSEEN


def _linked(match: re.Match[str]) -> str:
    """What a link is called; one that is called by a number is a citation."""
    name = match[1]
    return f"[{name}]" if name.isdigit() else name
