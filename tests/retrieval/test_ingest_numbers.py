"""Numbers that lost their range mark are named; ordinary ones are left in peace."""

import pytest

from retrieval.suspicious import suspicious_numbers


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Methotrexate (1525 mg once weekly) is favoured.", "15–25 mg"),
        ("It affects about 510 percent of women.", "5–10 percent"),
        ("As early as 810 weeks into the pregnancy.", "8–10 weeks"),
        ("A fasting sugar of 100125 mg/dL.", "100–125 mg"),
        ("Fever of 385 °C for two days.", "decimal point"),
        ("Arterial pH of 735 on admission.", "decimal point"),
    ],
)
def test_a_lost_mark_is_named_with_its_sentence(text: str, doubt: str) -> None:
    (hit,) = suspicious_numbers(f"First sentence. {text} Last sentence.")
    assert doubt in hit
    assert f"“{text}”" in hit


@pytest.mark.parametrize(
    "text",
    [
        "Give 1250 mg of calcium carbonate, at most 1,525 mg.",
        "Give 10-1525 mg, or 1500 mg in 500 ml.",
        "Ferumoxytol 510 mg intravenously.",
        "After 365 days, 180 days, 120 minutes or 2000 hours.",
        "The compound GSK1525 mg/kg was given in 2024 to 1236 people.",
        "At pH 7.35 and 38.5 °C, or pH 12.",
    ],
)
def test_ordinary_numbers_raise_no_doubt(text: str) -> None:
    assert suspicious_numbers(text) == []
