"""Numbers and counts of a statement beside its passages: what follows, what is open and what is struck."""

import pytest

from assistant.verify.counts import lists
from assistant.verify.evidence import Reading, align
from assistant.verify.signals import Checked, check, is_struck

TRIAL = "Of 120 patients, 30 had a rash and 12 stopped the drug. The mean score fell from 12 to 9 points."
SURVIVAL = "About 90% of patients with the early form survive five years."
VESSELS = "The trunk gives off the left gastric, the splenic and the common hepatic artery."
DOSE = "Adults take 500 mg of the drug twice a day for 7 days. Children over 12 take 250 mg."
TABLE = (
    "Signs and symptoms Approximate number of patients Seizures 90% Short stature 50% Ptosis 7.5% Fever 5%"
)
COPIES = "Both copies of the gene are mutated; the bone has three layers and the second layer is thick."


def checked(statement: str, passage: str) -> Checked:
    return check(align(statement, Reading([passage])))


def numbers(statement: str, passage: str) -> list[str]:
    """What speaks against the numbers of the statement."""
    names = ("number_clash", "number_missing", "number_open", "count_clash", "count_missing", "unit_clash")
    signals = checked(statement, passage).signals._asdict()
    return [name for name in (*names, "unit_missing", "row_clash") if signals[name]]


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("A quarter of the patients had a rash.", TRIAL),
        ("The mean score fell by 3 points.", TRIAL),
        ("One in ten patients with the early form does not survive five years.", SURVIVAL),
        ("More than four in five patients with the early form survive five years.", SURVIVAL),
        ("The trunk gives off three arteries.", VESSELS),
        ("Adults take 0.5 g of the drug every 12 hours for a week.", DOSE),
        ("Children over 12 take 0.25 g.", DOSE),
        ("Half of patients have short stature, nine in ten have seizures.", TABLE),
        ("One of the two copies of the gene.", "A gene has 2 copies."),
    ],
)
def test_what_follows_from_the_passage_is_not_held_against_a_statement(statement: str, passage: str) -> None:
    assert numbers(statement, passage) == []


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Adults take 750 mg of the drug twice a day for 7 days.", DOSE),
        ("Together adults and children take 750 mg of the drug.", DOSE),
        ("The difference between both doses is 250 g.", DOSE),
        ("Adults take 500 micrograms of the drug twice a day.", DOSE),
        ("Adults take 500 mg of the drug twice a week.", DOSE),
        ("Adults take 500 mg of the drug for 7 weeks.", DOSE),
        ("Patients take the drug for months.", "Patients take the drug for weeks."),
        ("About 80% of patients with the early form survive five years.", SURVIVAL),
        ("The bone has four layers.", COPIES),
        ("The third layer is thick.", COPIES),
    ],
)
def test_another_number_or_unit_is_struck_whatever_could_be_worked_out(statement: str, passage: str) -> None:
    assert is_struck(checked(statement, passage).signals)


def test_a_sum_counts_only_where_the_words_name_it() -> None:
    passage = "The upper part is 30 cm long and the lower part 12 cm."
    assert numbers("The upper and the lower part are together 42 cm long.", passage) == []
    assert numbers("The upper part is 42 cm long.", passage) == ["number_open"]


def test_each_row_of_a_table_has_its_own_figure() -> None:
    found = checked("Ptosis is seen in 50% of patients.", TABLE)
    assert (
        found.signals.row_clash and "7.5% for Ptosis" in found.findings[-1].reason + found.findings[0].reason
    )


def test_a_share_given_by_what_it_leaves_is_no_denial() -> None:
    said = checked("One in ten patients with the early form does not survive five years.", SURVIVAL).signals
    assert not said.denied and not said.direction


@pytest.mark.parametrize(
    ("text", "length"),
    [("A, B and C", 3), ("the ilium, the ischium, and the pubis", 3), ("salt or sugar", 2), ("none", 0)],
)
def test_lists_are_counted(text: str, length: int) -> None:
    assert max(lists(text), default=0) == length


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("The cells can all divide.", "The cells may divide."),
        ("Above all the heart may be affected.", "Mostly the heart may be affected."),
        ("It is seen in every second patient.", "It may be seen in 50% of patients."),
        ("Nephritis harms the kidneys.", "Nephritis is harmful."),
        ("More girls than boys have it.", "It is more frequent in girls."),
        ("Many people are ill.", "Many are not well."),
    ],
)
def test_common_turns_of_phrase_claim_nothing_new(statement: str, passage: str) -> None:
    signals = checked(statement, passage).signals
    assert not signals.overclaimed and not signals.group_clash


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("The drug is given within the first hour.", "The drug is given to adults."),
        ("The tumour grows rapidly.", "The tumour grows in bone."),
    ],
)
def test_a_time_that_the_passage_does_not_give_is_new(statement: str, passage: str) -> None:
    assert checked(statement, passage).signals.order_new
