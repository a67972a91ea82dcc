"""What the pages for clinicians and students say of written answers stands on the page as they say it."""

import re
from pathlib import Path
from typing import get_args

import pytest

from assistant.record import Turn
from assistant.types import CHECKING, Answer, Verdict, Written
from tests.ui.answers import answer, citation, statement
from tests.ui.people import NOON
from tests.ui.test_render import Outline
from ui.web.pages.layout import MODES, STUDY
from ui.web.render import conversation

ROOT = Path(__file__).parents[2]
SECTIONS = {
    "clinicians": ("How to read a written answer",),
    "students": ("Read a written answer", "Try first"),
}
FAILED = [verdict for verdict in get_args(Verdict) if verdict != "supported"]


def section(page: str, title: str) -> str:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def quoted(page: str) -> set[str]:
    """The words that the sections say one can see."""
    text = "\n".join(re.sub(r"`[^`]*`", "", section(page, title)) for title in SECTIONS[page])
    return {words.removesuffix(" ...") for words in re.findall(r'"([^"]+)"', text)}


def seen() -> str:
    """Everything that can be read on the page in any state of an answer."""
    by = Written(model="m", prompt="p", invented=1)
    struck = [statement(verdict=verdict, reason="why") for verdict in FAILED]
    written: dict[str, object] = {"mode": "write", "written": by, "evidence": (citation(),)}
    states = [
        (answer(statement(reason=CHECKING, verdict="unchecked"), stage="writing", **written), True),
        (answer(statement(), *struck, **written), False),
        (answer(statement(), stage="writing", **written), False),
        (answer(asks="What would you answer?"), False),
    ]
    shown = " ".join(drawn(given, live=live) for given, live in states)
    return " ".join([shown, STUDY, *(name for name, _ in MODES)])


def drawn(given: Answer, *, live: bool) -> str:
    turn = Turn(turn_id="t", user_id="u", session_id="s", question="?", asked_at=NOON, answer=given)
    return Outline(conversation(turn, live=live)).text


@pytest.mark.parametrize("page", SECTIONS)
def test_each_word_in_quotes_stands_on_the_page(page: str) -> None:
    assert {words for words in quoted(page) if words not in seen()} == set()


@pytest.mark.parametrize("page", SECTIONS)
def test_each_way_to_fail_is_explained(page: str) -> None:
    assert {verdict.capitalize() for verdict in FAILED} <= quoted(page)
