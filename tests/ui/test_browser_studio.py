"""The studio in headless Chromium: from a syllabus and its gaps to figures; and a class of learners."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from curricula.cases.intents import shipped_intents
from tests.ui.browsing import DESKTOP, PHONE, Visit, chromium, log_in
from tests.ui.forms import write
from tests.ui.running import needs_chromium
from tests.ui.test_browser_cases import Bedside
from tests.ui.test_browser_curriculum import read_in
from tests.ui.test_browser_items import fill, saved, write_question
from tests.ui.test_browser_reviews import TOPIC, learnt, press

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
OBJECTIVE = "Choose the first-line drug for hypertension in adults"
ITEM, CASE = "first-drug-for-pressure", "found-at-the-chemist"
WHEN = "The chemist measured it on Tuesday, and it was high."
HISTORY = [one.id for one in shipped_intents() if one.kind == "history"][:25]
FACTS = [
    {"id": name, "intents": [name], "says": WHEN if name == "duration" else f"Nothing new about that ({at})."}
    for at, name in enumerate(HISTORY)
]
WRITTEN = {
    "id": CASE,
    "title": "Primary hypertension at the chemist",
    "task": "Take a history and say what you would do.",
    "opening": "They sent me because of a number.",
    "facts": FACTS,
    "findings": [
        {"id": "bp", "intents": ["exam.blood_pressure"], "name": "Pressure", "finding": "162/98 mmHg."}
    ],
    "tests": [
        {"id": "salts", "intents": ["test.electrolytes_renal"], "name": "Salts", "text": "K 4.1 mmol/L."}
    ],
    "steps": [
        {"id": "amlodipine", "text": "Begin amlodipine 5 mg once daily"},
        {"id": "no-scan", "text": "CT of the head", "contraindicated": True, "why": "It shows nothing here."},
    ],
    "diagnosis": {"name": "Primary hypertension"},
    "differential": [
        {"diagnosis": {"name": "Primary hypertension"}},
        {"diagnosis": {"name": "Phaeochromocytoma"}, "must_not_miss": True},
    ],
    "checklist": [
        {"id": "asked", "domain": "history", "text": "Asks when", "any_of": ["duration"]},
        {"id": "measured", "domain": "examination", "text": "Measures", "any_of": ["bp"]},
        {"id": "tested", "domain": "investigation", "text": "Tests", "any_of": ["salts"]},
        {"id": "thought", "domain": "reasoning", "text": "Thinks", "candidates": ["Phaeochromocytoma"]},
        {"id": "treated", "domain": "management", "text": "Treats", "any_of": ["amlodipine"]},
        {"id": "said", "domain": "communication", "text": "Explains", "acts": ["explained"]},
        {"id": "spared", "domain": "stewardship", "text": "Spares", "avoid": ["no-scan"]},
    ],
}


@pytest.fixture
def people(address: str) -> Iterator[tuple[Visit, Visit, Visit]]:
    """Bob, an educator; Olga, who owns the library; and Ada, who learns."""
    with chromium() as browser:
        found = [log_in(Visit(browser, address, DESKTOP), name) for name in ("bob", "olga", "ada")]
        yield found[0], found[1], found[2]
        for visitor in found:
            visitor.leave()


def test_from_a_syllabus_and_its_gaps_to_a_learner_and_the_figures(
    people: tuple[Visit, Visit, Visit],
) -> None:
    bob, olga, ada = people
    bring_in_one_objective(bob)
    assert gap(bob).locator("td[data-label=Items]").inner_text().endswith("none")
    an_item_is_refused_fixed_and_published(bob, olga)
    a_case_is_refused_fixed_and_published(bob, olga)
    row = gap(bob)
    assert row.locator("td[data-label=Items]").inner_text().startswith("1")
    assert row.locator("td[data-label=Cases]").inner_text().startswith("1")
    assert "Reviewed by olga" in learnt(ada)
    ada.page.locator(".choice", has_text="Amlodipine").click()
    ada.page.locator(".send .primary").click()
    ada.page.locator("#verdict", has_text="Right.").wait_for()
    played = Bedside(ada)
    played.begin("A number at the chemist")
    played.send("#say", "When did it start?")
    assert WHEN in ada.page.locator(".transcript").inner_text()
    line = bob.open("/author/statistics").get_by_role("row", name="First drug for pressure")
    assert line.locator("td, th").nth(1).inner_text() == "1"


def bring_in_one_objective(bob: Visit) -> None:
    """Bob keeps the first objective of a syllabus, as a draft."""
    page = read_in(bob)
    rows = page.locator(".proposed > li")
    assert OBJECTIVE in " ".join(
        rows.first.locator(f"[data-field={name}]").input_value() for name in ("verb", "content")
    )
    for at in (1, 2):
        rows.nth(at).locator("[data-use]").uncheck()
    page.click("#keep")
    page.wait_for_url("**/author/curriculum?**")


def gap(bob: Visit) -> Any:
    """The row of that objective in the coverage of its curriculum."""
    page = bob.open("/author/coverage")
    page.locator("select[name=curriculum]").select_option(label="Blood pressure course")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**curriculum=**")
    return page.locator(".matrix tbody tr", has_text=OBJECTIVE)


def an_item_is_refused_fixed_and_published(bob: Visit, olga: Visit) -> None:
    """Two options are the same until Olga asks Bob to change that."""
    gap(bob).get_by_role("link", name="Write an item").click()
    page = bob.page
    page.get_by_role("link", name="Single best answer").click()
    page.locator("#remarks summary").wait_for()
    assert page.locator("[data-name=objectives] textarea, [data-name=objectives] input").first.input_value()
    write_question(page, "First drug for pressure")
    page.locator("#options .row").nth(2).locator("[data-name=text] textarea").first.fill("Aspirin")
    fill(page, "topics", TOPIC)
    page.locator("#references > [data-kind] > [data-add]").click()
    page.locator("#references [data-seek]").fill("first-line drug hypertension")
    page.locator("#references .sentence", has_text="Amlodipine is the first-line drug").first.click()
    assert saved(page) == "Saved as version 1."
    returned(bob, olga, f"/author/review/item/{ITEM}", "Two options are the same.")
    page = bob.open(f"/author/items/item/{ITEM}")
    page.locator("#remarks summary", has_text="fault").wait_for()
    row = page.locator("#options .row").nth(2)
    row.locator("summary").first.click()
    row.locator("[data-name=text] textarea").first.fill("Heparin")
    page.locator("#remarks summary", has_not_text="fault").wait_for()
    assert saved(page) == "Saved as version 2."
    published(bob, olga, f"/author/review/item/{ITEM}")


def a_case_is_refused_fixed_and_published(bob: Visit, olga: Visit) -> None:
    """Its title names the diagnosis until Olga asks Bob to change that."""
    gap(bob).get_by_role("link", name=OBJECTIVE).click()
    bob.page.get_by_role("link", name="Begin a case").click()
    page = bob.page
    page.locator("#remarks summary").wait_for()
    write(page.locator("#case"), WRITTEN)
    page.locator("#remarks summary", has_text="1 fault").wait_for()
    assert "names the diagnosis" in page.locator("#about [data-name=title] .remark").inner_text()
    assert saved(page) == "Saved as version 1."
    returned(bob, olga, f"/author/review/case/{CASE}", "The title tells.")
    page = bob.open(f"/author/case/{CASE}")
    page.locator("#remarks summary", has_text="1 fault").wait_for()
    page.fill("#about [data-name=title] textarea", "A number at the chemist")
    page.locator("#remarks summary", has_not_text="fault").wait_for()
    assert saved(page) == "Saved as version 2."
    published(bob, olga, f"/author/review/case/{CASE}")


def returned(bob: Visit, olga: Visit, where: str, why: str) -> None:
    """Bob sends it to review; Olga cannot publish it for its fault, and asks for changes."""
    press(bob.open(where), "Send to review")
    theirs = olga.open(where)
    assert theirs.get_by_role("button", name="Publish", exact=True).is_disabled()
    press(theirs, "Ask for changes", why)


def published(bob: Visit, olga: Visit, where: str) -> None:
    """Bob sends it to review and cannot publish it himself; Olga does."""
    press(bob.open(where), "Send to review")
    assert bob.page.get_by_role("button", name="Publish", exact=True).is_disabled()
    press(olga.open(where), "Publish")
    assert "published" in olga.page.locator("main .badge").first.inner_text()


def test_an_educator_assigns_and_learners_join_read_what_is_seen_begin_and_leave(
    people: tuple[Visit, Visit, Visit],
) -> None:
    bob, olga, ada = people
    page = bob.open("/author/classes")
    page.get_by_role("textbox", name="Name", exact=True).fill("Year 4 medicine")
    page.get_by_label("Hints in cases").select_option("step 1")
    page.locator("select[name=course]").select_option(index=1)
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("heading", name="Year 4 medicine").wait_for()
    assert page.locator("select[name=course]").input_value()
    code = page.locator("main code").first.inner_text()
    page.get_by_text("A new assignment").click()
    page.get_by_label("Title").fill("Pressure")
    page.get_by_label("Kind").select_option("case")
    page.get_by_label("or a case").fill("pressure-in-the-chest")
    page.get_by_label("Due (UTC)").fill("2100-01-01T12:00")
    page.get_by_role("button", name="Assign").click()
    page.get_by_role("cell", name=re.compile("fewer than 5 members")).wait_for()
    ada.page.set_viewport_size(PHONE)
    page = ada.open("/quiz")
    page.get_by_role("link", name="Join a class").click()
    page.get_by_label("Code of a class").fill(code.lower())
    page.get_by_role("button", name="Look at the class").click()
    assert "what you say to a patient" in page.locator("main").inner_text()
    page.get_by_role("button", name="Join this class").click()
    page.get_by_text("due 1 January 2100").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    ada.open("/cases").get_by_role("button", name="Begin").click()
    page.wait_for_url("**/encounter/class-*")
    assert "You are in no class" in olga.open("/classes").locator("main").inner_text()
    page = bob.open("/author/classes")
    page.get_by_role("link", name="Year 4 medicine").click()
    page.get_by_role("cell", name="ada", exact=True).wait_for()
    page = ada.open("/classes")
    assert "begun" in page.locator("main").inner_text()
    page.get_by_role("button", name="Leave").click()
    page.get_by_text("You are in no class").wait_for()
