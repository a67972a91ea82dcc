"""Each rule of the lint finds the flaw, and lets pass a like item that has it not."""

from typing import Any, NamedTuple

import pytest

from curricula.items.lint import RULES, lint_item
from curricula.items.types import Item
from curricula.types import Reference
from tests.curricula.items.samples import OPTIONS, all_forms, card, hotspot, line, read, region, short, single


class Pair(NamedTuple):
    """An item that has the flaw at the field, and one that is like it and has not."""

    rule: str
    flawed: Item
    clean: Item
    field: str


def offering(*texts: str, key: int = 0, **changed: Any) -> Item:
    """A single best answer with these options."""
    options = [
        {**OPTIONS[0], "id": f"o{place}", "text": text, "correct": place == key}
        for place, text in enumerate(texts)
    ]
    return single(options=options, vignette=changed.pop("vignette", ""), **changed)


def asking(lead_in: str, **changed: Any) -> Item:
    return single(lead_in=lead_in, **changed)


UNCITED = [{**option, "references": []} for option in OPTIONS]
CARD = "Calcium gluconate protects the heart within minutes."
NO_REASON = [{**OPTIONS[0], "reason": None}, *OPTIONS[1:]]
PAIRS = (
    Pair("missing lead-in", asking("The patient is treated."), asking("The first drug is:"), "lead_in"),
    Pair("missing lead-in", asking("Treatment"), asking("Name the treatment to give first."), "lead_in"),
    Pair("missing lead-in", short(lead_in="A drug protects."), short(), "lead_in"),
    Pair("negative stem", asking("Which drug is NOT given?"), asking("What if it does not stop?"), "lead_in"),
    Pair("negative stem", asking("All help except which?"), asking("What is at least enough?"), "lead_in"),
    Pair(
        "negative stem",
        asking("Which statement is false?"),
        asking("Which drug causes false positive tests?"),
        "lead_in",
    ),
    Pair(
        "needs its options",
        asking("Which of the following statements about potassium is true?"),
        asking("Which of the following is the correct dose?"),
        "lead_in",
    ),
    Pair(
        "needs its options",
        asking("All of the following lower potassium except:"),
        asking("Which of the following drugs works in all patients?"),
        "lead_in",
    ),
    Pair(
        "all of the above",
        offering("Aspirin", "Heparin", "None of the above"),
        offering("Aspirin", "Heparin", "Above-knee stockings"),
        "options.2.text",
    ),
    Pair(
        "all of the above",
        offering("Aspirin", "Heparin", "Both A and B"),
        offering("Aspirin", "Heparin", "Hepatitis B and C vaccine"),
        "options.2.text",
    ),
    Pair(
        "repetition",
        offering("Aspirin", "Heparin", "aspirin ."),
        offering("Na+", "Na-", "K+"),
        "options.2.text",
    ),
    Pair(
        "containment",
        offering("Antibiotics", "Oral antibiotics", "Surgery"),
        offering("Antibiotics", "Surgery without antibiotics", "Surgery alone"),
        "options.1.text",
    ),
    Pair(
        "containment",
        offering("Pneumonia", "Aspiration pneumonia", "Asthma"),
        offering("Heart", "Heart block", "Moderately severe", "Severe"),
        "options.1.text",
    ),
    Pair(
        "overlapping ranges",
        offering("1-5 days", "4-10 days", "11-20 days"),
        offering("1-5 days", "6-10 days", "more than 10 days"),
        "options.1.text",
    ),
    Pair(
        "overlapping ranges",
        offering("> 5 mmol/L", "> 6 mmol/L", "3 mmol/L"),
        offering("60-80", "60-100", "60-110", lead_in="Which heart rates are normal?"),
        "options.1.text",
    ),
    Pair(
        "numbers out of order",
        offering("5 mg", "20 mg", "10 mg"),
        offering("20 mg", "10 mg", "5 mg"),
        "options",
    ),
    Pair(
        "implausible number",
        offering("5 mg", "10 mg", "15 mg", "5000 mg"),
        offering("1 mg", "10 mg", "100 mg", "1000 mg"),
        "options.3.text",
    ),
    Pair(
        "absolute terms",
        offering("It never recurs", "It may recur", "It heals"),
        offering("5 mg every 8 hours", "5 days in all", "It is observed"),
        "options.0.text",
    ),
    Pair(
        "absolute terms",
        offering("Screen all patients", "Screen nobody", "Screen the old"),
        offering("Always hold it", "Always stop it", "Always give it"),
        "options.0.text",
    ),
    Pair(
        "vague frequency",
        offering("It usually heals", "It heals in days", "It stays"),
        offering("It is most commonly viral", "It is bacterial", "It is fungal"),
        "options.0.text",
    ),
    Pair(
        "length cue",
        offering("Aspirin 300 mg at once, then 75 mg every day for life", "Heparin", "Warfarin"),
        offering("Gastroesophageal reflux disease", "Pyloric stenosis", "Asthma"),
        "options.0.text",
    ),
    Pair(
        "grammatical cue",
        offering("opiate", "beta blocker", "steroid", lead_in="The drug to give is an:"),
        offering("MRI", "X-ray", "ECG", lead_in="The patient is sent for an:"),
        "options.1.text",
    ),
    Pair(
        "grammatical cue",
        offering("Fever and rash", "Cough", "Pain", lead_in="Which findings are typical?"),
        offering("Fevers", "Rashes", "Pain", lead_in="Which findings are typical?"),
        "options.0.text",
    ),
    Pair(
        "clang",
        offering("Hyperkalaemia drugs", "Steroids", "Iron", lead_in="What treats hyperkalaemia?"),
        offering("Metformin", "Ramipril", "Iron", vignette="She takes metformin and ramipril."),
        "options.0.text",
    ),
    Pair(
        "another kind",
        offering("5 mg", "10 mg", "Reassurance", "20 mg"),
        offering("5 mg", "10 mg", "(30/200)", "20 mg"),
        "options.2.text",
    ),
    Pair(
        "picture tells",
        single(pictures=[{"file": "a.png", "alt": "Ampoule of calcium gluconate"}]),
        single(pictures=[{"file": "a.png", "alt": "An ampoule of calcium"}]),
        "pictures.0.alt",
    ),
    Pair(
        "accepted and wrong",
        short(near_misses=[{"text": "Ca-Gluconate", "reason": "It is not."}]),
        short(near_misses=[{"text": "Calcium chloride", "reason": "It harms veins."}]),
        "near_misses.0.text",
    ),
    Pair("short answer", short(lead_in="Is calcium gluconate given?"), short(), "accepted.0.text"),
    Pair(
        "short answer",
        short(accepted=[{"text": "a drug that steadies the membrane of heart muscle cells"}]),
        short(),
        "accepted.0.text",
    ),
    Pair("form of a gap", card(text="{{Calcium}} and {{iron"), card(text="{{Calcium::ion}} helps"), "text"),
    Pair("form of a gap", card(text="{{c1::Calcium}} helps"), card(text="{{c1}} is a vertebra"), "text"),
    Pair(
        "size of a gap", card(text=f"{{{{{CARD}}}}}"), card(text=CARD.replace("heart", "{{heart}}")), "text"
    ),
    Pair("size of a gap", card(text=CARD.replace("the", "{{the}}")), card(), "text"),
    Pair(
        "gap that tells",
        card(text="{{Calcium gluconate}} is a drug: calcium gluconate."),
        card(text="{{Calcium}} protects, and {{calcium}} heals."),
        "text",
    ),
    Pair("gap that tells", card(text="{{Iron::not iron}} helps."), card(text="{{Calcium::ion}}"), "text"),
    Pair("card beside its quote", card(text="{{Calcium}} harms the heart."), card(), "text"),
    Pair(
        "regions",
        hotspot(regions=[region("a", 0, 0.4, label="A", correct=True), region("b", 0.3, 0.5, label="B")]),
        hotspot(regions=[region("a", 0, 0.4, label="A", correct=True), region("b", 0.4, 0.5, label="B")]),
        "regions.1",
    ),
    Pair("regions", hotspot(regions=[region("a", 0, 0.9, label="A", correct=True)]), hotspot(), "regions.0"),
    Pair("regions", hotspot(regions=[region("a", 0, 0.01, label="A", correct=True)]), hotspot(), "regions.0"),
    Pair("report", read(report=[line("a", "nodule"), line("b", "Nodule")]), read(), "report.1.name"),
    Pair("report", read(report=[line("a", "nodule", normal=["nodule"])]), read(), "report.0.normal"),
    Pair("report", read(lead_in="Where is the consolidation?"), read(), "lead_in"),
    Pair("report", read(pictures=[{"file": "f.png", "alt": "Consolidation"}]), read(), "pictures.0.alt"),
    Pair("missing reasons", read(report=[{"id": "a", "name": "nodule"}]), read(), "report"),
    Pair("missing reasons", single(options=NO_REASON), single(), "options"),
    Pair("missing reasons", short(reason=None), short(), "reason"),
    Pair("no citation", card(references=[]), card(), "references"),
    Pair("no citation", single(options=UNCITED), single(), "options.0"),
    Pair("no objective", single(objectives=[], topics=[]), single(objectives=[]), "objectives"),
)


def found_by(rule: str, item: Item) -> list[str]:
    (check,) = (one.check for one in RULES if one.name == rule)
    return [".".join(map(str, remark.spot)) for remark in check(item)]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule} at {pair.field}")
def test_a_flaw_is_found_and_what_is_like_it_passes(pair: Pair) -> None:
    assert pair.field in found_by(pair.rule, pair.flawed)
    assert found_by(pair.rule, pair.clean) == []


def test_every_rule_is_tried() -> None:
    assert {pair.rule for pair in PAIRS} == {rule.name for rule in RULES}


@pytest.mark.parametrize("item", all_forms(), ids=lambda item: item.type)
def test_what_is_well_written_has_no_remark(item: Item) -> None:
    objective = {"objectives": ("potassium-management",)}
    assert lint_item(item.model_copy(update=objective)) == []


def test_all_flaws_of_an_item_are_listed_at_once_in_its_order() -> None:
    item = offering("Aspirin", "Heparin", "Aspirin", "All of the above", lead_in="Which is NOT true?")
    fields = [".".join(map(str, remark.spot)) for remark in lint_item(item)]
    assert fields == ["lead_in", "lead_in", "options.2.text", "options.3.text"]


def test_a_citation_that_stands_nowhere_is_a_fault() -> None:
    def missing(reference: Reference) -> str:
        return "no source of this title is in the library"

    (remark,) = lint_item(single(), resolve=missing)
    assert (remark.spot, remark.warning) == (("options", 0, "references", 0), False)
    (remark,) = lint_item(card(topics=["heart"]), resolve=missing)
    assert remark.spot == ("references", 0)
