"""A study and an exam in headless Chromium: by the keyboard alone, in two tabs, by two people at once."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest

from curricula.items.load import item_of, load_items
from curricula.items.starter import FOLDER
from curricula.items.types import ClozeCard, SingleBestAnswer
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
SAVED = "Everything is saved."


class Desk:
    """Somebody at the quiz, and every reply that the app gave them."""

    def __init__(self, visitor: Visit) -> None:
        from playwright.sync_api import Error

        self.gone = Error
        self.visitor, self.page = visitor, visitor.page
        self.replies: list[str] = []
        self.page.on("response", self._note)

    def _note(self, response: Any) -> None:
        kind = response.request.resource_type
        if kind in ("document", "fetch", "xhr") and response.ok and response.status != 204:
            # The result takes the place of the last reply before anybody can read it.
            with suppress(self.gone):
                self.replies.append(response.text())

    def begin(self, mode: str, topic: str, count: int) -> str:
        """The address of a new sitting, begun with the keyboard."""
        page = self.visitor.open("/quiz")
        page.locator(f"input[type=radio][name=mode][value={mode}]").focus()
        page.keyboard.press("Space")
        tick = page.locator(f"input[name=topic][value='{topic}']")
        if not tick.is_visible():
            page.locator("details", has=tick).locator("summary").focus()
            page.keyboard.press("Space")
        tick.focus()
        page.keyboard.press("Space")
        page.locator("input[name=count]").focus()
        page.keyboard.type(str(count))
        page.keyboard.press("Enter")
        page.wait_for_selector("#sitting")
        # A key pressed before the page's script has run is lost.
        page.wait_for_load_state("load")
        self.replies.clear()
        return str(page.url)

    def press(self, *keys: str) -> None:
        """Presses keys, each when the one before is saved."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_function("!document.querySelector('#sitting')?.hasAttribute('aria-busy')")

    def at(self, words: str) -> None:
        """Waits until one is at that question."""
        self.page.locator(".count-now", has_text=words).wait_for()

    def question(self) -> SingleBestAnswer:
        """The item on the screen, as its author wrote it."""
        asked = self.page.locator("#lead-in").inner_text()
        vignette = self.page.locator(".vignette").inner_text()
        return next(one for one in starter() if one.lead_in == asked and one.vignette[:60] == vignette[:60])

    def letter(self, *, right: bool) -> str:
        """The letter of the right option, or of a wrong one."""
        option = next(one for one in self.question().options if one.correct is right)
        return str(self.page.locator(f"input[name=option][value='{option.id}']").get_attribute("data-letter"))

    def close(self) -> None:
        self.visitor.leave()


@pytest.fixture
def ada(browser: Any, address: str) -> Iterator[Desk]:
    desk = Desk(log_in(Visit(browser, address, DESKTOP), "ada"))
    yield desk
    desk.close()


@pytest.fixture
def bob(browser: Any, address: str) -> Iterator[Desk]:
    desk = Desk(log_in(Visit(browser, address, PHONE), "bob"))
    yield desk
    desk.close()


@cache
def starter() -> list[SingleBestAnswer]:
    """The questions that come with Preceptor."""
    items = [item_of(one) for one in load_items([FOLDER]).written]
    return [one for one in items if isinstance(one, SingleBestAnswer)]


def topics() -> list[str]:
    """Topics with single best answers alone, five or more of them without a picture."""
    asked = [one for one in map(item_of, load_items([FOLDER]).written) if not isinstance(one, ClozeCard)]
    plain = Counter(one.topics[0] for one in asked if isinstance(one, SingleBestAnswer) and not one.pictures)
    every = Counter(one.topics[0] for one in asked)
    return [topic for topic, count in plain.items() if count == every[topic] >= 5]


ONE, OTHER = topics()[:2]


def given_away(desk: Desk, item: SingleBestAnswer) -> set[str]:
    """What of the reasons, the title and the sources reached the browser."""
    everything = "\n".join([desk.page.content(), *desk.replies])
    secrets = {one.reason for one in item.options if one.reason}
    secrets |= {
        reference.quote for one in item.options for reference in one.references if len(reference.quote) > 30
    }
    return {one for one in {*secrets, item.title, item.explanation or item.title} if one in everything}


def test_a_study_by_the_keyboard_alone_from_the_first_question_to_the_result(ada: Desk) -> None:
    page = ada.page
    ada.begin("study", ONE, 2)
    item = ada.question()
    assert given_away(ada, item) == set()
    ada.press("?")
    assert page.locator("#keys[open]").count() == 1
    ada.press("?", ada.letter(right=False).lower(), "4", "f")
    page.locator(".flag[aria-pressed=true]").wait_for()
    assert page.locator("[name=option]:checked").count() == 1, "what is chosen outlives another action"
    ada.press("Enter")
    page.locator("#verdict:focus", has_text="Not right. You said: sure.").wait_for()
    reasons = page.locator(".reason h3").all_inner_texts()
    assert reasons[0].endswith("is not right") and reasons[1].endswith("is right")
    ada.press("n")
    ada.at("Question 2 of 2")
    ada.press(ada.letter(right=True).lower(), "Enter")
    page.locator("#verdict", has_text="Right.").wait_for()
    page.locator("#lead-in").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#result")
    assert "1 of 2" in page.locator(".figures").inner_text()


def test_an_exam_by_the_keyboard_alone_tells_nothing_before_its_end(ada: Desk) -> None:
    page = ada.page
    ada.begin("exam", ONE, 4)
    seen = []
    for number in range(1, 5):
        ada.at(f"Question {number} of 4")
        seen.append(ada.question())
        ada.press(ada.letter(right=number > 1).lower())
        page.locator("#saved", has_text=SAVED).wait_for()
        ada.press("Enter" if number < 4 else "p")
    ada.at("Question 3 of 4")
    assert page.locator("[name=option]:checked").count() == 1
    assert [given_away(ada, item) for item in seen] == [set()] * 4
    page.locator(".ending summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result")
    assert "3 of 4" in page.locator(".figures").inner_text()


def test_a_double_click_and_a_second_tab_change_nothing_twice(ada: Desk) -> None:
    page, address = ada.page, ada.begin("exam", OTHER, 4)
    second = ada.visitor.context.new_page()
    second.goto(address)
    page.locator("[data-key=n]").dblclick()
    page.locator("#saved", has_text=SAVED).wait_for()
    second.bring_to_front()
    second.locator(".count-now", has_text=page.locator(".count-now").inner_text()).wait_for()
    second.keyboard.press("b")
    second.locator("#saved", has_text=SAVED).wait_for()
    page.bring_to_front()
    page.wait_for_function("document.querySelector('[name=option]:checked')?.dataset.letter === 'B'")
    page.keyboard.press("c")
    page.locator("#saved", has_text=SAVED).wait_for()
    second.reload()
    assert second.locator("[name=option]:checked").get_attribute("data-letter") == "C"
    assert "1 of 4 answered" in second.locator("#part-progress").inner_text()
    second.close()


def test_a_question_is_reached_from_the_list_of_all(ada: Desk) -> None:
    ada.begin("exam", OTHER, 3)
    ada.page.get_by_role("button", name="Question 3, not answered").click()
    ada.at("Question 3 of 3")


def test_what_cannot_be_sent_says_so_outlives_a_reload_and_counts_once(ada: Desk) -> None:
    page = ada.page
    ada.begin("exam", ONE, 3)
    page.route("**/act", lambda route: route.abort())
    page.keyboard.press("b")
    page.locator("#saved", has_text="Not saved yet").wait_for()
    page.reload()
    page.locator("#saved", has_text="Not saved yet").wait_for()
    page.unroute("**/act")
    page.locator("#saved", has_text=SAVED).wait_for()
    page.reload()
    assert page.locator("[name=option]:checked").get_attribute("data-letter") == "B"


def test_a_reply_that_got_lost_is_asked_for_again_and_counts_once(ada: Desk) -> None:
    page = ada.page
    ada.begin("study", ONE, 2)
    lost: list[str] = []

    def lose_first(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data)
        route.fetch()
        route.abort()

    page.route("**/act", lose_first)
    ada.press("a", "Enter")
    page.locator("#verdict").wait_for()
    assert lost and page.locator("#problem .problem").count() == 0


def test_no_key_acts_while_one_types_and_what_is_not_sent_outlives_a_reload(ada: Desk) -> None:
    page = ada.page
    ada.begin("study", OTHER, 2)
    events = page.locator("#sitting").get_attribute("data-events")
    ada.press("c", "5")
    page.reload()
    assert page.locator("[name=option]:checked").get_attribute("data-letter") == "C"
    assert page.locator("[name=confidence]:checked").get_attribute("value") == "95"
    page.evaluate("document.querySelector('#sitting').insertAdjacentHTML('beforeend', '<input id=typing>')")
    page.locator("#typing").press_sequentially("fnp?ab1")
    assert page.locator("#sitting").get_attribute("data-events") == events
    assert page.locator("[name=option]:checked").get_attribute("data-letter") == "C"


def test_two_people_at_once_never_see_each_other(ada: Desk, bob: Desk) -> None:
    hers, his = ada.begin("exam", ONE, 3), bob.begin("study", OTHER, 2)
    ada.press("b")
    bob.press("a", "Enter")
    bob.page.locator("#verdict").wait_for()
    for desk, other in ((ada, his), (bob, hers)):
        sitting = re.sub(r".*/", "", other)
        assert desk.page.goto(other).status == 404
        assert "There is no such sitting of yours." in desk.page.content()
        desk.visitor.open("/quiz")
        assert sitting not in desk.page.content()


def test_a_phone_shows_a_question_without_scrolling_sideways(bob: Desk) -> None:
    bob.page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/quiz", bob.begin("exam", ONE, 4).removeprefix(bob.visitor.address)):
        bob.visitor.open(path)
        assert bob.page.evaluate("document.documentElement.scrollWidth") <= 360, path
