"""An answer that a model writes, as HTML, in each of its states."""

import re
from typing import Any

import pytest

from assistant.record import Turn
from assistant.types import CHECKING, Answer, Statement, Written
from tests.ui.answers import FINGERPRINT, HOSTILE, abstention, answer, citation, disagreement, statement
from tests.ui.people import NOON
from tests.ui.test_render import Outline
from ui.web.render import conversation, turn_body

BY = Written(model="medgemma-4b-it", prompt="write-1", first_token_ms=420.0)
STRUCK = statement("Take 500 g.", verdict="contradicted", reason="The passage says 500 mg.")
UNSURE = statement("Ramipril too.", verdict="unchecked", reason=CHECKING)


def written(*statements: Statement, **changes: Any) -> Answer:
    given: dict[str, Any] = {
        "mode": "write",
        "written": BY,
        "evidence": (citation(), citation(page="13", file_page=15), citation("Other.", title="Kidney")),
        "fingerprint": FINGERPRINT.model_copy(update={"model": BY.model}),
    }
    return answer(*statements, **(given | changes))


def shown(given: Answer, *, live: bool = False, attempt: str | None = None) -> str:
    turn = Turn(
        turn_id="t1",
        user_id="u",
        session_id="s",
        question=given.question,
        asked_at=NOON,
        answer=given,
        attempt=attempt,
    )
    return conversation(turn, live=live)


def article(html: str) -> dict[str, str | None]:
    return Outline(html).all("article")[0]


def test_the_evidence_stands_before_the_first_sentence_and_can_be_opened_and_stopped() -> None:
    html = shown(written(stage="writing"), live=True)
    assert article(html)["data-state"] == "writing" and article(html)["aria-busy"] == "true"
    assert html.index("Evidence: 3 passages") < html.index("The model is writing") < html.index("statements")
    links = [link for link in Outline(html).all("a") if "data-source" in link]
    assert links and all(str(link["href"]).startswith("/source/d1?passage=p1") for link in links)
    assert Outline(html).all("button")[0]["data-stop"] == "t1"
    assert "Copy with citations" not in html, "there is nothing to copy yet"


def test_nothing_that_stands_moves_while_sentences_come_and_are_checked() -> None:
    """Gradio carries each state over node by node: what came before may only be added to."""
    states = [
        written(stage="writing"),
        written(UNSURE, stage="writing"),
        written(statement("Ramipril too."), UNSURE, stage="writing"),
        written(statement("Ramipril too."), STRUCK),
    ]
    openings = [shown(one, live=one.stage == "writing").split('class="progress"')[0] for one in states]
    alike = {
        re.sub(r' (data-state|data-say|aria-busy)="[^"]*"|<span class="badge[^<]*</span>', "", o)
        for o in openings
    }
    assert len(alike) == 1


def test_a_sentence_is_grey_until_its_verdict_and_then_plain_or_struck_through() -> None:
    html = shown(written(statement(), STRUCK, UNSURE, stage="writing"), live=True)
    items = re.findall(
        r"<li( class=\"(?:checking|struck)\"[^>]*)?>(.*?)</li>", html.split('class="sentences"')[1]
    )
    assert [
        bool(re.search(word, state))
        for (state, _), word in zip(items, ("^$", "struck", "checking"), strict=False)
    ] == [True] * 3
    assert "<s " not in items[2][1] and CHECKING in items[2][1]
    assert 'class="chip"' in items[2][1], "so that the line is as long as it will be"
    assert "Contradicted" in items[1][1] and "The passage says 500 mg." in items[1][1]


def test_who_wrote_it_and_how_many_sentences_fell_stands_above_and_the_cost_is_folded_below() -> None:
    cost = BY.model_copy(
        update={"dropped": 1, "invented": 2, "left_out": 1, "tokens_in": 2310, "tokens_out": 184}
    )
    html = shown(written(statement(), STRUCK, written=cost, timings_ms={"evidence": 35.2, "answer": 4210.0}))
    text = Outline(html).text
    assert "Written by medgemma-4b-it: 2 sentences, 1 struck through." in text
    for fact in (
        "1 sentence struck through",
        "2 invented citations removed",
        "1 sentence without a claim left out",
        "evidence after 35 ms",
        "first word after 420 ms",
        "whole answer after 4.2 s",
        "2,310 tokens read",
        "184 tokens written",
        "medgemma-4b-it, instructions write-1",
    ):
        assert fact in text
    assert html.index("<summary>How this answer was made") < html.index("invented citations")


def test_what_nobody_says_is_not_invented() -> None:
    bare = Written(model="m", prompt="p")
    text = Outline(shown(written(statement(), written=bare, timings_ms={}))).text
    assert "tokens" not in text and "first word" not in text and "evidence after" not in text


def test_an_answer_that_was_left_says_so_and_offers_to_ask_again() -> None:
    html = shown(written(statement(), stage="writing"))
    assert article(html)["data-state"] == "stopped" and article(html).get("aria-busy") is None
    assert "The answer was stopped before its end. 1 sentence." in Outline(html).text
    assert 'data-ask="What lowers blood pressure?"' in html
    assert "Copy with citations" in html and "data-stop" not in html


def test_a_fallback_is_a_banner_above_the_quotes_and_the_evidence_stays_where_it_was() -> None:
    html = shown(
        answer(statement(), fallback="The server went away. What the library says is quoted instead.")
    )
    assert (
        html.index("Evidence:")
        < html.index('class="fallback">The server went away.')
        < html.index("sentences")
    )
    assert "verbatim quotes" in Outline(html).text
    assert (
        article(html)["data-say"] == "The server went away. What the library says is quoted instead. 1 quote."
    )


@pytest.mark.parametrize(
    ("given", "live", "said"),
    [
        (written(stage="writing"), True, "Answer being written. Evidence: 3 passages."),
        (written(statement(), STRUCK), False, "Answer ready: 2 sentences, 1 struck through."),
        (written(stage="writing"), False, "The answer was stopped before its end. 0 sentences."),
        (answer(asks="What would you answer?"), False, "A question for you first. What would you answer?"),
        (answer(statement()), False, None),
        (abstention(mode="write"), False, None),
    ],
)
def test_each_state_is_told_to_a_screen_reader_once(given: Answer, live: bool, said: str | None) -> None:
    assert article(shown(given, live=live)).get("data-say") == said


def test_sources_that_disagree_wait_until_the_sentences_stand() -> None:
    both = written(statement(), conflicts=disagreement().conflicts)
    assert "Sources disagree" in shown(both)
    assert "Sources disagree" not in shown(both.model_copy(update={"stage": "writing"}), live=True)


def test_the_learner_is_asked_first_and_nothing_gives_the_answer_away() -> None:
    html = shown(answer(asks="What would you answer?", question="egfr 70 year old woman creatinine 1.4"))
    form = Outline(html).all("form")[0]
    assert (form["class"], form["data-turn"]) == ("attempt", "t1")
    assert [button.get("value") for button in Outline(html).all("button")] == [None, "show"]
    for given_away in ("data-source", "calculator", "Copy with citations", "Evidence"):
        assert given_away not in html


@pytest.mark.parametrize(
    ("attempt", "words"),
    [(None, None), ("", "You asked to be shown the answer."), ("A diuretic?", "Your attemptA diuretic?")],
)
def test_what_the_learner_tried_stands_above_the_answer(attempt: str | None, words: str | None) -> None:
    text = Outline(shown(written(statement()), attempt=attempt)).text
    assert ("attempt" in text or "asked to be shown" in text) == (words is not None)
    assert words is None or text.index(words) < text.index("Written by")


def test_an_earlier_turn_that_still_waits_for_an_attempt_can_only_be_asked_again() -> None:
    waiting = answer(asks="What would you answer?", question="Dose?")
    turn = Turn(turn_id="t1", user_id="u", session_id="s", question="Dose?", asked_at=NOON, answer=waiting)
    html = turn_body(turn)
    assert "What would you answer?" in html and 'data-ask="Dose?"' in html and "<form" not in html


def test_nothing_that_a_model_or_a_learner_says_becomes_html() -> None:
    by = Written(model=HOSTILE, prompt=HOSTILE)
    one = statement(HOSTILE, verdict="unsupported", reason=HOSTILE, citations=(citation(title=HOSTILE),))
    html = shown(written(one, written=by, fallback=None), attempt=HOSTILE)
    html += shown(answer(one, fallback=HOSTILE)) + shown(answer(asks=HOSTILE))
    outline = Outline(html)
    assert not {"script", "img"} & {name for name, _ in outline.tags}
    assert HOSTILE in outline.text and not re.search(r"\{\{|\$\{|`", html)
