"""An answer as plain text that grows: what was said once stays, nothing becomes a link or markup."""

import pytest

from assistant.types import CHECKING, Answer, Conflict, Notice
from tests.ui.answers import abstention, answer, citation, disagreement, statement
from ui.api.prose import Prose, title_of

ADDRESS = "http://127.0.0.1:7860/"


def whole(given: Answer, address: str | None = ADDRESS) -> Prose:
    """The prose of a finished answer."""
    prose = Prose(address)
    prose.grow(given)
    return prose


def test_a_footnote_names_the_source_its_page_and_where_to_see_it() -> None:
    text = whole(answer(statement("Give 5 mg."))).text
    assert text == (
        "Give 5 mg. [1]\n\n"
        "[1] Hypertension in adults. Example Society. 2nd edition. 3 May 2024. p. 12 (file page 14). "
        "http://127.0.0.1:7860/source/d1?passage=p1&start=0&end=10"
    )
    assert "http" not in whole(answer(statement("Give 5 mg.")), None).text


def test_each_place_has_one_number_and_each_mark_its_own_annotation() -> None:
    other = citation("Other.", document="d2", title="Newer", page="3", file_page=3)
    first, again = statement("One."), statement("Two.", citations=(citation("Two."), other))
    prose = whole(answer(first, again))
    assert prose.text.startswith("One. [1]\n\nTwo. [1][2]\n\n[1] Hypertension")
    assert [prose.text[one.start : one.end] for one in prose.annotations] == ["[1]", "[1]", "[2]"]
    assert [title_of(one.citation) for one in prose.annotations][1:] == [
        "Hypertension in adults, p. 12 (file page 14)",
        "Newer, p. 3",
    ]


@pytest.mark.parametrize("verdict", ["contradicted", "unsupported", "unchecked"])
def test_a_struck_sentence_is_left_out_with_its_source_and_counted(verdict: str) -> None:
    struck = statement(
        "Give 50 mg.", verdict=verdict, citations=(citation("x", document="d9", title="Gone"),)
    )
    text = whole(answer(struck, statement("Give 5 mg."))).text
    assert "50 mg" not in text and "Gone" not in text
    assert "1 of 2 sentences failed the check and is left out." in text


def test_a_conflict_is_said_with_the_marks_of_its_sources() -> None:
    text = whole(disagreement()).text
    assert "\n\nSources disagree: mg [1] [2]\n\n" in text


def test_a_conflict_with_a_struck_side_is_not_said() -> None:
    sound, struck = statement("Give 5 mg."), statement("Give 9 mg.", verdict="contradicted")
    given = answer(sound, conflicts=(Conflict(about="5 mg or 9 mg", statements=(sound, struck)),))
    assert "9 mg" not in whole(given).text


def test_an_abstention_says_why_what_is_near_and_what_is_covered() -> None:
    text = whole(abstention()).text
    assert text.startswith(
        "No answer: No passage answers this.\n\nNearest passages:\n- Hypertension in adults."
    )
    assert text.endswith("This library covers: hypertension, heart failure.")


def test_notices_come_first_and_alone_where_they_are_the_whole_reply() -> None:
    notice = Notice(kind="emergency", text="Call for help now.")
    assert whole(answer(notices=(notice,))).text == "Call for help now."
    assert whole(answer(statement("One."), notices=(notice,))).text.startswith(
        "Call for help now.\n\nOne. [1]"
    )


def test_a_sentence_is_said_once_it_is_checked_and_in_order() -> None:
    one, two = statement("One."), statement("Two.")
    waiting = one.model_copy(update={"verdict": "unchecked", "reason": CHECKING})
    steps = [(), (waiting,), (waiting, two), (one, two)]
    prose = Prose(None)
    said = [prose.grow(answer(*step, mode="write", stage="writing")) for step in steps]
    assert said == ["", "", "", "One. [1] Two. [1]"]
    assert prose.grow(answer(one, two, mode="write")).startswith("\n\n[1] Hypertension")


def test_after_a_fault_what_was_said_stays_and_the_quotes_follow() -> None:
    prose = Prose(None)
    prose.grow(answer(statement("Written."), mode="write", stage="writing"))
    prose.grow(answer(statement("Quoted."), fallback="The model's server is down."))
    assert prose.text.startswith("Written. [1]\n\nThe model's server is down.\n\nQuoted. [1]\n\n[1] ")


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("See ![x](http://evil.example/a.png) now.", r"See \![x\](http://evil.example/a.png) now."),
        ("See [here](http://evil.example).", r"See [here\](http://evil.example)."),
        ("See [here][1].", r"See [here\][1]."),
        ("[1]: http://evil.example", r"[1\]: http://evil.example"),
        ("<img src=x> and <!-- hidden -->", r"\<img src=x> and \<!-- hidden -->"),
        ("One.\n\n# Two\n- three", "One. # Two - three"),
        ("p <0.05, [H+] > 40 and 5 < 6", "p <0.05, [H+] > 40 and 5 < 6"),
    ],
)
def test_nothing_of_a_source_becomes_a_link_a_picture_or_markup(hostile: str, inert: str) -> None:
    assert whole(answer(statement(hostile))).text.startswith(f"{inert} [1]")
    titled = statement("One.", citations=(citation("One.", title=hostile),))
    assert inert in whole(answer(titled)).text
