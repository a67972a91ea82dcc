"""Reads beside their reports: what is said of each line, and that nothing is agreed with by mistake."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.image.readback.compare import read_back
from assistant.image.types import Agreement
from curricula.items.types import ReportLine

SAMPLES = Path(__file__).parents[2] / "samples" / "reads"
LETTERS: dict[str, Agreement] = {
    "a": "agrees",
    "i": "incomplete",
    "p": "wrong_presence",
    "s": "wrong_side",
    "v": "wrong_severity",
    "n": "wrong_number",
    "m": "not_mentioned",
    "u": "unclear",
}
FILM = (
    ReportLine(id="consol", name="consolidation", side="right", weight=3),
    ReportLine(id="effusion", name="pleural effusion", also=("effusion",), presence="absent"),
    ReportLine(id="ptx", name="pneumothorax", presence="absent"),
)


def labelled(half: str) -> list[tuple[Agreement, Agreement]]:
    """What every line of every read deserves, and what it got."""
    pairs = []
    for report in yaml.safe_load((SAMPLES / f"{half}.yaml").read_text(encoding="utf-8")):
        lines = [ReportLine.model_validate(line) for line in report["lines"]]
        for read in report["reads"]:
            wanted = [LETTERS[letter] for letter in read["labels"].split()]
            compared = read_back(lines, read["text"]).compared
            pairs += [(right, one.agreement) for right, one in zip(wanted, compared, strict=True)]
    return pairs


def agreements(text: str, report: tuple[ReportLine, ...] = FILM) -> list[Agreement]:
    return [one.agreement for one in read_back(report, text).compared]


def present(name: str, **more: Any) -> tuple[ReportLine, ...]:
    return (ReportLine(id="x", name=name, **more),)


@pytest.mark.parametrize("half", ["develop", "held_out"])
def test_reads_are_compared_as_a_person_compares_them_and_hardly_any_agrees_wrongly(half: str) -> None:
    pairs = labelled(half)
    right = sum(wanted == got for wanted, got in pairs) / len(pairs)
    wrongly = sum(got == "agrees" != wanted for wanted, got in pairs) / len(pairs)
    unclear = sum(got == "unclear" != wanted for wanted, got in pairs) / len(pairs)
    assert len(pairs) >= 270
    assert (right >= 0.95, wrongly <= 0.02, unclear <= 0.05) == (True, True, True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No effusion or pneumothorax", "agrees"),
        ("No consolidation, effusion or pneumothorax", "agrees"),
        ("Without effusion", "agrees"),
        ("Effusion: none", "agrees"),
        ("Effusion not seen", "agrees"),
        ("There is no evidence of a pleural effusion", "agrees"),
        ("Pleural efusion absent", "agrees"),
        ("Neither effusion nor pneumothorax", "agrees"),
        ("Effusion", "wrong_presence"),
        ("No pneumothorax but an effusion", "wrong_presence"),
        ("No pneumothorax, there is an effusion", "wrong_presence"),
        ("No pneumothorax, small left effusion", "wrong_presence"),
        ("Not without effusion", "wrong_presence"),
        ("Cannot exclude an effusion", "unclear"),
        ("Possible effusion", "unclear"),
        ("?effusion", "unclear"),
        ("Is there an effusion?", "unclear"),
        ("No large effusion", "unclear"),
        ("No left effusion", "unclear"),
        ("No loculated effusion", "unclear"),
        ("Consolidation, pneumothorax", "not_mentioned"),
        ("No pericardial effusion", "not_mentioned"),
        ("Effusion. No effusion.", "unclear"),
        ("", "not_mentioned"),
    ],
)
def test_a_denial_reaches_as_far_as_its_clause_and_what_is_open_stays_open(
    text: str, wanted: Agreement
) -> None:
    assert agreements(text)[1] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Right consolidation", "agrees"),
        ("Consolidation of the right lower lobe", "agrees"),
        ("RLL consolidation", "agrees"),
        ("On the right there is consolidation", "agrees"),
        ("Consolidation", "incomplete"),
        ("LUL consolidation", "wrong_side"),
        ("Bilateral consolidation", "wrong_side"),
        ("No consolidation on the left", "not_mentioned"),
        ("Right lung clear of consolidation? left consolidation", "unclear"),
    ],
)
def test_the_side_is_the_one_said_of_the_finding(text: str, wanted: Agreement) -> None:
    assert agreements(text)[0] == wanted


def test_a_side_that_is_part_of_a_name_is_no_side() -> None:
    line = present("left axis deviation", side=None)
    assert agreements("Left axis deviation", line) == ["agrees"]
    assert agreements("Right axis deviation", line) == ["wrong_presence"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("rate 130", "agrees"),
        ("130 bpm", "agrees"),
        ("rate 125-135/min", "agrees"),
        ("rate 90", "wrong_number"),
        ("rate 110-130", "unclear"),
        ("normal rate", "incomplete"),
        ("tachycardia", "not_mentioned"),
    ],
)
def test_a_number_is_held_against_the_range_of_the_report(text: str, wanted: Agreement) -> None:
    line = present("rate", number={"low": 120, "high": 140, "unit": "/min"})
    assert agreements(text, line) == [wanted]


def test_the_severity_is_compared_where_the_report_states_one() -> None:
    line = present("effusion", severity="small")
    said = ("Tiny effusion", "Massive effusion", "Effusion", "Small to moderate effusion")
    assert [agreements(one, line)[0] for one in said] == ["agrees", "wrong_severity", "incomplete", "unclear"]


def test_what_is_normal_denies_what_would_have_changed_it() -> None:
    heart = (ReportLine(id="h", name="enlarged heart", presence="absent"),)
    said = ("Heart size normal", "Normal chest radiograph", "Heart not normal", "Heart and lungs are normal")
    assert [agreements(one, heart)[0] for one in said[:2]] == ["agrees", "agrees"]
    assert agreements(said[2], heart) != ["agrees"] and agreements(said[3], heart) == ["agrees"]


def test_what_the_report_does_not_name_is_told_and_is_neither_right_nor_wrong() -> None:
    read = read_back(FILM, "Right consolidation. Hiatus hernia.")
    assert read.beyond == ("Hiatus hernia",)


def test_the_words_that_were_compared_are_the_learners_own() -> None:
    text = "RLL consolidaton; effusion absent"
    said = [one.said for one in read_back(FILM, text).compared]
    assert said[:2] == ["RLL consolidaton", "effusion absent"] and said[2] is None


@pytest.mark.parametrize("text", ["no " * 2000, "?,;:" * 500, "effusion and " * 300, "\x00🫀\n" * 50])
def test_whatever_is_written_a_read_is_compared(text: str) -> None:
    assert len(read_back(FILM, text[:4000]).compared) == len(FILM)
