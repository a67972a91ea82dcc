"""Review and Progress: every number leads to its attempts, and what one's own is nobody else's."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.learner.calibration import calibration
from curricula.items.types import Option
from curricula.types import Reference
from tests.assistant.learner.attempts import sure
from tests.assistant.quiz.bank import question
from tests.ui.quiz.hall import Browser, hall
from ui.web.quiz.plots import calibration_plot, forecast_plot, share_bar
from ui.web.quiz.progress import NOTHING_YET, calibrated
from ui.web.quiz.words import lasting, name_words, objective_words

ITEMS = [question(number, objectives=("dose-of-adrenaline",), topics=("allergy",)) for number in range(8)]


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Browser]]:
    with hall(tmp_path, *ITEMS) as browsers:
        yield browsers


def studied(browser: Browser, options: str, sitting: str = "sitting-1") -> None:
    """Answers as many items as there are options, surely."""
    browser.started(sitting, mode="study")
    for place, option in enumerate(options):
        browser.act(sitting, "answer", place=str(place), option=option, confidence="80")
        browser.act(sitting, "next", place=str(place))


def test_before_the_first_answer_both_pages_say_what_will_be_there(people: dict[str, Browser]) -> None:
    assert NOTHING_YET in people["ada"].get("/progress").text
    assert "Nothing to review" in people["ada"].get("/review").text


def test_too_few_answers_give_an_interval_and_no_number(people: dict[str, Browser]) -> None:
    studied(people["ada"], "ab")
    page = people["ada"].get("/progress").text
    assert "too few attempts (2)" in page and "Dose of adrenaline" in page and "weak" not in page


def test_a_number_leads_to_the_attempts_behind_it(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    studied(ada, "bbbbba")
    page = ada.get("/progress").text
    assert re.search(r"\d+% \(\d+%–\d+%\), 1 of 6 right", page) and 'badge-caution">weak' in page
    for query, n in (
        ("kind=objective&name=dose-of-adrenaline", 6),
        ("kind=topic&name=allergy", 6),
        ("confidence=80", 6),
        ("confidence=20", 0),
        ("", 6),
    ):
        assert ada.get(f"/progress/attempts?{query}").text.count("#place-") == n, query


def test_an_attempt_is_taken_out_with_a_reason_and_put_back(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    studied(ada, "ba")
    back = "/progress/attempts?confidence=80"
    given = {"attempt": "sitting-1:0", "back": back}
    assert (
        ada.post("/progress/correct", counts="false", reason="My cat.", **given).headers["location"] == back
    )
    page = ada.get("/progress/attempts").text
    assert (
        "does not count" in page
        and "My cat." in page
        and 'dd><a href="/progress/attempts">1<' in ada.get("/progress").text
    )
    ada.post("/progress/correct", counts="true", **given)
    assert "My cat." not in ada.get("/progress/attempts").text
    assert "reason" in ada.post("/progress/correct", counts="false", **given).text


def test_a_way_back_never_leads_to_another_site(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    studied(ada, "b")
    for away in ("https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)"):
        given = {"attempt": "sitting-1:0", "counts": "true", "back": away}
        assert ada.post("/progress/correct", **given).headers["location"] == "/progress", away


def test_everything_can_be_taken_away_and_removed_for_good(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    studied(ada, "bab")
    assert len(json.loads(ada.get("/progress/export").text)["attempts"]) == 3
    assert ada.get("/progress/export.csv").text.count("sitting-1") == 3
    ada.post("/progress/remove", attempt="sitting-1:0")
    assert len(json.loads(ada.get("/progress/export").text)["attempts"]) == 2
    assert "tick" in ada.post("/progress/forget").text
    assert NOTHING_YET not in ada.get("/progress").text
    ada.post("/progress/forget", sure="yes")
    assert NOTHING_YET in ada.get("/progress").text and ada.get("/sitting/sitting-1").status_code == 404


def test_nobody_sees_or_changes_what_somebody_else_learnt(people: dict[str, Browser]) -> None:
    ada, bob = people["ada"], people["bob"]
    studied(ada, "bb")
    assert NOTHING_YET in bob.get("/progress").text
    assert bob.get("/progress/attempts").text.count("#place-") == 0
    assert json.loads(bob.get("/progress/export").text)["attempts"] == []
    assert bob.get("/review/card/sitting-1:0").status_code == 404
    for path, form in (
        ("/progress/correct", {"attempt": "sitting-1:0", "counts": "false", "reason": "no"}),
        ("/progress/remove", {"attempt": "sitting-1:0"}),
        ("/review/card/sitting-1:0", {"text": "{{x}}"}),
    ):
        bob.post(path, **form)
    assert len(json.loads(ada.get("/progress/export").text)["attempts"]) == 2


def test_misses_are_reviewed_rated_with_the_next_date_on_each_button_and_taken_back(
    people: dict[str, Browser],
) -> None:
    ada = people["ada"]
    studied(ada, "bb")
    assert "Review 2 cards" in ada.get("/review").text
    address = ada.started("review-number-1", mode="review")
    ada.act("review-number-1", "answer", place="0", option="a")
    page = ada.get(address).text
    assert re.findall(r'name="rating" value="(\w+)"', page) == ["again", "hard", "good", "easy"]
    assert "in 10 min" in page and "as you answered" in page
    ada.act("review-number-1", "rate", place="0", rating="easy")
    assert 'value="rate"' not in ada.get(address).text
    ada.act("review-number-1", "undo")
    assert 'value="rate"' in ada.get(address).text


def test_how_reviews_are_planned_is_chosen(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.post("/review/preference", retention="0.95", new_cards_a_day="5")
    page = ada.get("/review").text
    assert 'value="0.95" selected' in page and 'value="5"' in page


def test_a_miss_offers_a_cited_card_to_be_edited_kept_changed_and_removed(tmp_path: Path) -> None:
    quote = "The dose of adrenaline in anaphylaxis is 500 micrograms into the muscle."
    cited = (Reference(document="A book", quote=quote),)
    options = (
        Option(id="a", text="500 micrograms", correct=True, reason="It is.", references=cited),
        Option(id="b", text="5 mg", reason="Too much."),
    )
    with hall(tmp_path, question(1, options=options, lead_in="Which dose?")) as browsers:
        ada = browsers["ada"]
        studied(ada, "b")
        page = ada.get("/review/card/sitting-1:0").text
        assert "500 micrograms" in page and "Keep this card" in page
        kept = ada.post(
            "/review/card/sitting-1:0", text="Give {{500 micrograms}}.", back="/sitting/sitting-1"
        )
        assert kept.headers["location"] == "/sitting/sitting-1"
        [card] = set(re.findall(r'action="(/review/cards/[^/"]+)"', ada.get("/review").text))
        assert "double braces" in ada.post(card, text="no gap", based_on="1").text
        ada.post(card, text="Inject {{500 micrograms}}.", based_on="1")
        assert "Inject &#123;&#123;500" in ada.get("/review").text
        ada.post(f"{card}/drop")
        assert "Inject" not in ada.get("/review").text


def test_without_a_citation_no_card_is_offered_and_it_says_why(tmp_path: Path) -> None:
    options = (Option(id="a", text="500 micrograms", correct=True), Option(id="b", text="5 mg"))
    with hall(tmp_path, question(1, options=options)) as browsers:
        studied(browsers["ada"], "b")
        page = browsers["ada"].get("/review/card/sitting-1:0").text
        assert "Keep this card" not in page and 'class="empty"' in page


def test_every_figure_has_its_values_as_a_table() -> None:
    found = calibration([sure(number, 80, number % 2 == 0) for number in range(20)])
    html = calibrated(found)
    assert (
        '<td class="number">10 of 20</td>' in html and 'role="img" aria-label="Calibration: said 80%' in html
    )
    days = [(date(2026, 3, 1) + timedelta(days=day), day % 3) for day in range(30)]
    forecast = forecast_plot(days)
    assert (
        "30 cards due in the next 30 days, at most 2 on one day." in forecast and forecast.count("<tr>") == 21
    )
    assert "<table" not in calibration_plot([]) and "no answer" in calibration_plot([])
    assert 'style="left:20.0%;width:50.0%"' in share_bar(0.4, low=0.2, high=0.7)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (45, "45 s"),
        (600, "10 min"),
        (3600, "1 h"),
        (5400, "1 h 30 min"),
        (86400, "1 day"),
        (8 * 86400, "8 days"),
        (90 * 86400, "3.0 months"),
        (800 * 86400, "2.2 years"),
    ],
)
def test_times_are_said_in_their_own_unit(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


def test_names_are_written_as_people_write_them() -> None:
    assert objective_words("copd-and-asthma-red-flags") == "COPD and asthma red flags"
    assert name_words("pre-eclampsia") == "Pre-eclampsia"
