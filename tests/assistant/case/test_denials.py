import pytest

from assistant.case.denials import ordered, parts


def read(text: str) -> dict[str, str]:
    return {part.text.removeprefix("and ").removeprefix("or "): part.stance for part in parts(text)}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("no laxatives", {"laxatives"}),
        ("hold metformin", {"metformin"}),
        ("stop ramipril, metformin and ibuprofen", {"ramipril", "metformin", "ibuprofen"}),
        ("avoid NSAIDs and ACE inhibitors", {"NSAIDs", "ACE inhibitors"}),
        ("avoid NSAIDs, ACE inhibitors", {"NSAIDs", "ACE inhibitors"}),
        ("neither aspirin nor clopidogrel", {"aspirin", "clopidogrel"}),
        ("no NSAIDs, diuretics or contrast", {"NSAIDs", "diuretics", "contrast"}),
        ("I won’t give fluids", {"give fluids"}),
        ("we wouldn't transfuse", {"transfuse"}),
        ("not going to thrombolyse", {"going to thrombolyse"}),
        ("thrombolysis is contraindicated", {"thrombolysis"}),
        ("heparin and aspirin not indicated", {"heparin", "aspirin"}),
        ("metformin: stop", {"metformin"}),
    ],
)
def test_a_denial_reaches_over_its_list(text: str, denied: set[str]) -> None:
    assert read(text) == dict.fromkeys(denied, "denied")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no thrombolysis, oxygen", "oxygen"),
        ("stop ramipril, IV fluids", "IV fluids"),
        ("hold metformin and give insulin", "and give insulin"),
        ("no antibiotics but paracetamol", "but paracetamol"),
        ("CT head without contrast", "CT head"),
        ("oxytocin rather than ergometrine", "oxytocin"),
        ("avoid opioids; paracetamol 1 g", "paracetamol 1 g"),
    ],
)
def test_a_denial_ends_where_something_is_ordered(text: str, expected: str) -> None:
    assert ordered(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "keep her nil by mouth",
        "antibiotics without delay",
        "do not delay antibiotics",
        "do not stop the heparin",
        "why don't we give oxygen",
        "stop the bleeding with a balloon",
        "hold your breath and breathe out",
        "check for radio-femoral delay",
        "no later than midnight",
    ],
)
def test_what_only_looks_like_a_denial_is_none(text: str) -> None:
    assert set(read(text).values()) == {"ordered"}


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("hold metformin, ramipril", "ramipril"),
        ("no NSAIDs and oxygen", "oxygen"),
        ("avoid hypotension with fluids", "fluids"),
    ],
)
def test_what_may_be_meant_either_way_is_unsure(text: str, thing: str) -> None:
    assert read(text)[thing] == "unsure"
    assert thing not in ordered(text)
