"""Slips of the keyboard are mended towards words the library has, and nothing else is touched."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.indexes.lexical import LexicalIndex
from retrieval.ports import IndexRow
from retrieval.spelling import spelt

TEXT = "Amoxicillin for pneumonia. Sitagliptin in kidney disease. Chlorpropamide is obsolete."


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    index.add([IndexRow(1, "doc", "Drugs", "", TEXT, np.zeros(3, np.float32))], 1)
    return index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("amoxicilin in pnuemonia", "amoxicillin in pneumonia"),
        ("Sitaglitpin dose?", "sitagliptin dose?"),
        ("amoxicillin dose", "amoxicillin dose"),
        ("chlorpromazine dose", "chlorpromazine dose"),
        ("COPD and NSTEMI in Qwertyland", "COPD and NSTEMI in Qwertyland"),
        ("kidneys and treatments", "kidneys and treatments"),
    ],
)
def test_one_slip_is_mended_and_other_words_stay(index: LexicalIndex, typed: str, meant: str) -> None:
    assert spelt(typed, index) == meant
