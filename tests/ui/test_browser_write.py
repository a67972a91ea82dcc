"""Answers that a model writes, as people meet them: Chromium, the real app, a scripted model server."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.assistant.scripted_replies import Asked, Reply, says
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import free_port, needs_chromium, running_app
from tests.ui.writing import GOOD, WRONG, held

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
QUESTION = "What is the first-line drug for hypertension?"
OTHER = "Which drug is an alternative in hypertension?"
ALTERNATIVE = "Thiazide diuretics are an alternative when a calcium channel blocker is not tolerated [1]. "
NEXT = "And "


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture
def host(port: int) -> Iterator[ScriptedServer]:
    """A model server always at the same place, as new for each test."""
    with scripted_server(port=port) as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[str]:
    model = {"PRECEPTOR_MODEL_URL": f"http://127.0.0.1:{port}/v1"}
    with running_app(tmp_path_factory.mktemp("writing"), **model) as at:
        yield at


@pytest.fixture(scope="module")
def cookies(browser: Any, address: str) -> Any:
    visitor = log_in(Visit(browser, address, DESKTOP), "olga")
    found = visitor.context.cookies()
    visitor.context.close()
    return found


@pytest.fixture
def visit(address: str, browser: Any, cookies: Any, host: ScriptedServer) -> Iterator[Visit]:
    yield from visiting(browser, address, cookies, DESKTOP)


@pytest.fixture
def phone(address: str, browser: Any, cookies: Any, host: ScriptedServer) -> Iterator[Visit]:
    yield from visiting(browser, address, cookies, PHONE)


def visiting(browser: Any, address: str, cookies: Any, viewport: dict[str, int]) -> Iterator[Visit]:
    visitor = Visit(browser, address, viewport)
    visitor.context.add_cookies(cookies)
    visitor.fresh()
    yield visitor
    visitor.leave()


def test_evidence_then_grey_sentences_then_verdicts_and_nothing_moves(
    visit: Visit, host: ScriptedServer
) -> None:
    reply, go = held(GOOD, NEXT, WRONG, NEXT)
    host.script = [reply]
    page = visit.page
    turn = visit.ask(QUESTION)
    visit.told("Answer being written. Evidence:")
    turn.locator(".first-sources a").first.click()
    page.locator("#source-title", has_text="Hypertension in adults").wait_for()
    turn.locator("details.evidence > summary").click()
    turn.locator("details.evidence .excerpt").first.wait_for()
    line = visit.top(".progress")
    assert turn.locator(".sentences > li").count() == 0, "all this before the first word"

    go(2)
    turn.locator(".sentences > li.checking", has_text="Amlodipine is the first-line drug").wait_for()
    first = visit.top(".sentences > li")
    go(2)
    turn.locator(
        ".sentences > li:not(.checking, .struck)", has_text="Amlodipine is the first-line drug"
    ).wait_for()
    assert turn.locator("details.evidence[open]").count() == 1, "what the reader has opened stays open"
    assert turn.locator("details.evidence .excerpt").first.is_visible()
    struck = visit.state("done").locator(".sentences > li.struck")
    assert (visit.top(".progress"), visit.top(".sentences > li")) == (line, first)
    assert struck.locator("s").get_attribute("title").split(":")[0] in ("Contradicted", "Unsupported")
    assert not struck.locator(".doubt p").is_visible()
    struck.locator(".doubt summary").click()
    struck.locator(".doubt p").wait_for()
    visit.told("Answer ready: 2 sentences, 1 struck through.")
    assert "Written by scripted: 2 sentences, 1 struck through." in turn.inner_text()
    turn.locator("summary", has_text="How this answer was made").click()
    assert "first word after" in turn.inner_text() and "7 tokens read" in turn.inner_text()


def test_escape_stops_the_model_and_a_refresh_shows_the_marked_state(
    visit: Visit, host: ScriptedServer
) -> None:
    host.script = [says(GOOD, *[NEXT] * 2000, delay_s=0.05)]
    page = visit.page
    turn = visit.ask(QUESTION)
    turn.locator(".sentences > li").wait_for()
    page.keyboard.press("Escape")
    visit.state("stopped")
    assert host.asked[-1].gone.wait(10), "the model's request ended"
    words = turn.locator(".progress").inner_text()
    assert "The answer was stopped before its end." in words
    page.reload()
    assert visit.state("stopped").locator(".progress").inner_text() == words
    host.script = [says(GOOD)]
    page.get_by_role("button", name="Ask again").click()
    assert "1 sentence." in visit.state("done").locator(".progress").inner_text()


def test_whoever_leaves_ends_the_request_and_finds_the_answer_marked(
    visit: Visit, host: ScriptedServer
) -> None:
    host.script = [says(GOOD, *[NEXT] * 2000, delay_s=0.05)]
    page = visit.page
    visit.ask(QUESTION).locator(".sentences > li").wait_for()
    page.goto("about:blank")
    assert host.asked[-1].gone.wait(20)
    visit.open()
    assert "first-line" in visit.state("stopped").inner_text()


def test_a_server_that_dies_while_it_writes_leaves_a_banner_and_quotes(
    visit: Visit, host: ScriptedServer
) -> None:
    reply, go = held(GOOD, NEXT, GOOD)
    host.script = [reply]
    turn = visit.ask(QUESTION)
    go(2)
    turn.locator(".sentences > li").wait_for()
    host.kill()
    turn.locator(".fallback").wait_for()
    assert "What the library says is quoted instead." in turn.locator(".fallback").inner_text()
    assert visit.state("done").locator(".sentences > li:not(.struck)").count() >= 1
    assert turn.locator("details.evidence").count() == 1
    visit.page.locator("#model .model-down").wait_for()
    words = turn.locator(".fallback").inner_text()
    visit.page.reload()
    visit.page.locator(".fallback", has_text=words).wait_for()


def test_study_first_asks_for_an_attempt_and_shows_the_answer_beside_it(
    visit: Visit, host: ScriptedServer
) -> None:
    host.script = [says(GOOD)]
    page = visit.page
    page.locator("#study input").check()
    turn = visit.ask(QUESTION)
    visit.state("asking")
    assert turn.locator("[data-source]").count() == 0, "nothing gives the answer away"
    page.wait_for_selector("form.attempt textarea:focus")
    page.keyboard.type("A thiazide, I would say.")
    page.reload()
    page.locator("form.attempt textarea").fill("Amlodipine, I would say.")
    page.keyboard.press("Control+Enter")
    turn = visit.state("done")
    assert "Amlodipine, I would say." in turn.locator(".attempted").inner_text()
    assert "Amlodipine, I would say." in host.asked[-1].text, "so that the model can answer it"
    visit.ask(OTHER)
    turn.page.get_by_role("button", name="Show me the answer").click()
    assert "You asked to be shown the answer." in visit.state("done").inner_text()
    assert page.locator("#study input").is_checked(), "remembered"


def test_the_choice_of_mode_is_remembered_and_quotes_ask_no_model(visit: Visit, host: ScriptedServer) -> None:
    page = visit.page
    page.locator("#model", has_text="scripted").wait_for()
    page.locator("#mode label", has_text="Quotes").click()
    asked = len(host.asked)
    turn = visit.ask(QUESTION)
    assert "verbatim quotes, no model" in turn.inner_text() and len(host.asked) == asked
    page.reload()
    page.locator("#mode label.selected", has_text="Quotes").wait_for()


def test_two_people_at_once_see_each_their_own_answer_grow(
    browser: Any, address: str, host: ScriptedServer
) -> None:
    hers, go_hers = held(GOOD, NEXT)
    his, go_his = held(ALTERNATIVE, NEXT)
    ada, bob = (log_in(Visit(browser, address, DESKTOP), name) for name in ("ada", "bob"))
    for person in (ada, bob):
        person.open()

    def by_question(asked: Asked) -> Reply:
        return his if OTHER in asked.text else hers

    host.script = [by_question]
    mine = ada.ask(QUESTION)
    theirs = bob.ask(OTHER)
    go_hers(2)
    assert "Amlodipine" in ada.state("done").inner_text()
    assert theirs.get_attribute("data-state") == "writing"
    stolen = mine.get_attribute("data-turn")
    bobs = theirs.get_attribute("data-turn")
    refused = ada.page.request.post(f"{address}/stop", data={"turn_id": bobs}, headers={"origin": address})
    assert refused.json() == {"stopped": False}, "nobody stops another's answer"
    go_his(2)
    bob.state("done").locator(".sentences", has_text="Thiazide").wait_for()
    assert QUESTION not in bob.page.content() and stolen not in bob.page.content()
    for person in (ada, bob):
        person.context.close()


def test_another_question_takes_the_place_of_an_answer_being_written(
    visit: Visit, host: ScriptedServer
) -> None:
    host.script = [says(GOOD, *[NEXT] * 2000, delay_s=0.05), says(ALTERNATIVE)]
    page = visit.page
    visit.ask(QUESTION).locator(".sentences > li").wait_for()
    first = host.asked[-1]
    visit.ask(OTHER)
    assert first.gone.wait(10)
    assert "Thiazide" in visit.state("done").inner_text()
    page.wait_for_timeout(500)
    assert page.locator("article h2").inner_text() == OTHER, "the first draws over nothing"
    page.locator("details.earlier summary", has_text=QUESTION).first.wait_for()


def test_what_is_copied_and_printed_leaves_out_what_failed(visit: Visit, host: ScriptedServer) -> None:
    host.script = [says(GOOD, WRONG)]
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page
    turn = visit.ask(QUESTION)
    visit.state("done")
    turn.get_by_role("button", name="Copy with citations").click()
    visit.told("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "first-line" in copied and "500 mg" not in copied
    assert "1 of 2 sentences failed the check and is left out." in copied
    assert not turn.locator(".left-out").is_visible()
    page.emulate_media(media="print")
    assert turn.locator(".left-out").is_visible()
    assert turn.locator(".sentences > li", has_text="first-line").is_visible()
    for hidden in (".struck", ".progress", ".first-sources", ".actions", "#question"):
        assert not page.locator(hidden).first.is_visible()


def test_on_a_phone_it_fits_and_the_reason_opens_by_tap(phone: Visit, host: ScriptedServer) -> None:
    reply, go = held(GOOD, NEXT, WRONG, NEXT)
    host.script = [reply]
    page = phone.page
    turn = phone.ask(QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert turn.get_by_role("button", name="Stop").is_visible()
    go(4)
    turn = phone.state("done")
    turn.locator(".struck .doubt summary").click()
    turn.locator(".struck .doubt p").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.locator("#source-pane").is_visible()
