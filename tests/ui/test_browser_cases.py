"""A whole case in headless Chromium: from the list to the debrief, with nothing given away before."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from curricula.cases.load import case_of, load_cases
from curricula.cases.starter import FOLDER
from curricula.cases.types import Case
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
TITLE = "A school cook with pressure behind the breastbone"


@pytest.fixture(scope="module")
def ada(browser: Any, address: str) -> Iterator["Bedside"]:
    visitor = log_in(Visit(browser, address, DESKTOP), "ada")
    yield Bedside(visitor)
    visitor.leave()


class Bedside:
    """Somebody who plays, and every reply that the app gave them."""

    def __init__(self, visitor: Visit) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.replies: list[str] = []
        self.page.on("response", self._note)

    def _note(self, response: Any) -> None:
        if (
            response.request.resource_type in ("document", "fetch", "xhr")
            and response.ok
            and response.status != 204
        ):
            self.replies.append(response.text())

    def begin(self, title: str = TITLE) -> str:
        """The address of a new encounter with the case of that title."""
        page = self.visitor.open("/cases")
        row = page.locator(".case-list li", has_text=title)
        row.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_selector("#say:focus")
        return str(page.url)

    def send(self, field: str, words: str) -> None:
        """Types the words, sends them by Enter, and waits until they are answered."""
        before = int(self.page.locator("#case").get_attribute("data-ordinal") or 0)
        self.page.fill(field, words)
        self.page.press(field, "Enter")
        self.page.wait_for_function(
            "before => Number(document.querySelector('#case').dataset.ordinal) > before", arg=before
        )

    def tab(self, name: str) -> None:
        """Opens one of the parts beside the conversation."""
        self.page.click(f"#tab-{name}")


def starter_case() -> Case:
    """The case that is played."""
    return case_of(load_cases([FOLDER / "pressure-in-the-chest.yaml"]).written[0])


def secrets(case: Case) -> set[str]:
    """What may not be told before commitment, unless it was found out."""
    parts = (case, *case.timeline)
    diagnoses = (case.diagnosis, *(one.diagnosis for one in case.differential))
    return {
        *(name for one in diagnoses for name in (one.name, *one.also) if len(name) > 4),
        *(line.text for line in case.checklist),
        *(step.text for step in case.steps),
        *(fact.says for part in parts for fact in part.facts),
        *(one.finding for part in parts for one in part.findings if len(one.finding) > 12),
        *(test.text for part in parts for test in part.tests if test.text),
        *(test.name for part in parts for test in part.tests),
        *(change.says for change in case.timeline),
        *case.teaching,
        case.problem,
    }


def test_a_case_from_its_opening_to_the_debrief(ada: Bedside) -> None:
    page, case = ada.page, starter_case()
    ada.begin()
    assert case.opening in page.locator(".transcript").inner_text()
    ada.send("#say", "Hello, I am Ada, a medical student. When did it start?")
    ada.send("#say", "Do you smoke?")
    ada.send("#order-examination", "blood pressure")
    page.locator("#part-findings", has_text="mmHg").wait_for()
    ada.tab("tests")
    ada.send("#order-test", "full blood count")
    page.locator("#part-results", has_text="Ready at").wait_for()
    page.locator("#part-status", has_text="1 result awaited").wait_for()
    page.get_by_role("button", name="Wait").click()
    page.locator("#part-results table", has_text="Haemoglobin").wait_for()
    ada.tab("treatment")
    ada.send("#order-treatment", "aspirin 300 mg")
    ada.tab("thinking")
    for words in ("Muscular pain", "Shingles"):
        ada.send("#candidate", words)
    page.fill("#frame", "A cook with chest pain.")
    page.press("#frame", "Control+Enter")
    page.locator(".kept-problem", has_text="A cook with chest pain.").wait_for(state="attached")
    _nothing_was_given_away(ada, case)
    ada.tab("commit")
    assert page.input_value("#diagnosis") == "Muscular pain", "the first of the list is offered"
    page.fill("#diagnosis", "NSTEMI")
    page.fill("#plan", "aspirin 300 mg\ncoronary angiography")
    page.get_by_role("button", name="Commit", exact=True).click()
    page.wait_for_url("**/debrief")
    shown = page.locator("#debrief").inner_text()
    for words in (
        "Do you smoke?",
        "A cook with chest pain.",
        "Muscular pain",
        "Tests, cost and harm",
        "correct",
    ):
        assert words in shown
    page.get_by_role("link", name="Marking sheet").click()
    page.locator("thead", has_text="Examiner").wait_for()


def _nothing_was_given_away(ada: Bedside, case: Case) -> None:
    seen = ada.page.locator("#case").text_content()
    everything = "\n".join([ada.page.content(), *ada.replies])
    # Replies of the page's script are JSON, where a quotation mark is written otherwise.
    told = {one for one in secrets(case) if one in everything or json.dumps(one)[1:-1] in everything}
    assert {one for one in told if one not in seen} == set()
    assert not [line.text for line in case.checklist if line.text in seen]


def test_a_reload_and_a_second_tab_show_the_same_and_what_was_typed_is_still_there(ada: Bedside) -> None:
    page, address = ada.page, ada.begin()
    ada.send("#say", "Do you smoke?")
    page.fill("#say", "And do you dr")
    page.reload()
    page.locator(".transcript", has_text="Do you smoke?").wait_for()
    assert page.input_value("#say") == "And do you dr"
    second = ada.visitor.context.new_page()
    second.goto(address)
    ada.send("#say", "Any allergies?")
    second.locator(".transcript", has_text="Any allergies?").wait_for()
    second.click("#tab-thinking")
    second.fill("#candidate", "Pleurisy")
    second.press("#candidate", "Enter")
    page.locator("#part-board", has_text="Pleurisy").wait_for(state="attached")
    second.close()


def test_an_answer_that_got_lost_is_asked_for_again_and_counts_once(ada: Bedside) -> None:
    page = ada.page
    ada.begin()
    lost: list[str] = []

    def lose_first(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data)
        route.fetch()
        route.abort()

    page.route("**/act", lose_first)
    ada.send("#say", "Do you smoke?")
    page.unroute("**/act")
    assert lost and page.locator(".voice-student", has_text="Do you smoke?").count() == 1
    page.reload()
    assert page.locator(".voice-student", has_text="Do you smoke?").count() == 1


def test_the_keyboard_is_enough_to_examine_and_to_rank(ada: Bedside) -> None:
    page = ada.page
    ada.begin()
    page.locator("#order-examination").focus()
    page.keyboard.type("blood pres")
    page.locator("#offered-examination [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#part-findings h4").first.wait_for()
    page.locator("#tab-examination").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("#tab-thinking:focus")
    for words in ("First", "Second", "Third"):
        ada.send("#candidate", words)
    page.locator("[data-focus=line-2]").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.locator("[data-focus=line-0]:focus", has_text="Third").wait_for()
    page.keyboard.press("Delete")
    page.locator("#part-board .candidate", has_text="Third").wait_for(state="detached")
    assert page.locator("#part-board .candidate").all_inner_texts() == ["First", "Second"]
    page.keyboard.press("/")
    page.wait_for_selector("#say:focus")


def test_two_people_play_one_case_with_a_shared_board(ada: Bedside, browser: Any, address: str) -> None:
    page = ada.visitor.open("/cases")
    row = page.locator(".case-list li", has_text=TITLE)
    row.locator("summary").click()
    row.get_by_role("button", name="Start with others").click()
    code = page.locator(".code").inner_text()
    bob = log_in(Visit(browser, address, DESKTOP), "bob")
    bob.open("/cases").fill("input[name=code]", code)
    bob.page.get_by_role("button", name="Join").click()
    bob.page.click("#tab-thinking")
    bob.page.fill("#candidate", "Pleurisy")
    bob.page.press("#candidate", "Enter")
    page.locator("#part-board", has_text="Pleurisy").wait_for(state="attached")
    page.locator("#part-seats", has_text="bob").wait_for()
    bob.context.close()
    assert (bob.errors, bob.foreign) == ([], [])


def test_somebody_else_sees_nothing_of_it(ada: Bedside, browser: Any, address: str) -> None:
    encounter = ada.begin()
    ada.send("#say", "Do you smoke?")
    bob = log_in(Visit(browser, address, DESKTOP), "bob")
    bob.open("/cases").locator(".case-list").wait_for()
    assert encounter.rsplit("/", 1)[1] not in bob.page.content()
    for path in ("", "/state?seen=0", "/debrief", "/picture/result-0"):
        reply = bob.page.request.get(encounter + path)
        assert reply.status == 404, path
        assert "smoke" not in reply.text()
    bob.context.close()


def test_on_a_phone_each_part_has_the_width_and_nothing_is_cut(
    ada: Bedside, browser: Any, address: str
) -> None:
    encounter = ada.begin()
    phone = Visit(browser, address, PHONE)
    phone.context.add_cookies(ada.visitor.context.cookies())
    page = phone.page
    for path in ("/cases", encounter.removeprefix(address)):
        phone.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#say").is_visible() and not page.locator("#order-test").is_visible()
    page.click("#tab-tests")
    assert page.locator("#order-test").is_visible() and not page.locator("#say").is_visible()
    phone.context.close()
    assert (phone.errors, phone.foreign) == ([], [])
