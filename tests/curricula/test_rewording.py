"""Quoted words are found in another edition: unchanged, moved, reworded, with another number, or not."""

import re

from hypothesis import given
from hypothesis import strategies as st

from curricula.rewording import NEAR, EditionText, compared
from retrieval.types import Passage

DOSE = "Adults with gout are given colchicine 500 micrograms twice daily."
URATE = "Allopurinol is started at 100 mg and raised until the serum urate is below 360 micromoles."
STONES = "Potassium citrate prevents uric acid stones by making the urine alkaline."
DIET = "Beer, liver and shellfish raise the risk of an attack of gout."
ALL = (DOSE, URATE, STONES, DIET)
WORDS = st.text("abcdefgh0123456789 .,\n\t-é", max_size=60)


def edition(*texts: str) -> EditionText:
    return EditionText(
        [
            Passage(id=f"p{n}", document="d", ordinal=n, kind="prose", text=text)
            for n, text in enumerate(texts)
        ]
    )


@given(st.permutations(ALL), st.integers(1, 3), st.sampled_from(ALL))
def test_unchanged_words_are_found_wherever_they_were_moved(order: list[str], cut: int, quote: str) -> None:
    text = edition(" ".join(order[:cut]), "\n".join(order[cut:]))
    place = text.place(quote)
    assert place is not None and place.text == quote


@given(st.sampled_from(ALL), st.lists(st.sampled_from([" ", "\n", "\t ", "  "]), min_size=30, max_size=30))
def test_other_white_space_is_no_change(quote: str, gaps: list[str]) -> None:
    words = quote.split()
    spaced = "".join(word + gap for word, gap in zip(words, gaps, strict=False)).strip()
    place = edition(f"Before. {spaced} After.").place(quote)
    assert place is not None and place.text == spaced


@given(st.sampled_from((DOSE, URATE)), st.integers(2, 99_999))
def test_a_changed_number_is_found_and_named(quote: str, number: int) -> None:
    numbers = re.findall(r"\d+", quote)
    if str(number) in numbers:
        return
    changed = quote.replace(numbers[0], str(number))
    others = [changed if one == quote else one for one in ALL]
    text = edition(" ".join(others))
    assert text.place(quote) is None
    near = text.nearest(quote)
    assert near is not None and (near.place.text, near.score) == (changed, 1.0)
    words = compared(quote, near.place.text)
    assert (words.numbers_gone, words.numbers_new) == ((numbers[0],), (str(number),))
    assert [part.text for part in words.new if part.changed] == [str(number)]


@given(st.sampled_from(ALL), st.integers(0, 9))
def test_a_word_left_out_is_found_as_a_rewording(quote: str, at: int) -> None:
    words = quote.split()
    at = 1 + at % (len(words) - 2)  # the first and last word show where sentences end
    changed = " ".join(word for place, word in enumerate(words) if place != at)
    near = edition("Gout is painful.", " ".join(changed if one == quote else one for one in ALL)).nearest(
        quote
    )
    assert near is not None and near.place.passage == "p1" and near.score >= NEAR
    assert near.place.text.strip(". ") in changed + "."


@given(st.sampled_from(ALL))
def test_deleted_words_have_nothing_near(quote: str) -> None:
    text = edition(*(one for one in ALL if one != quote))
    assert text.place(quote) is None
    assert text.nearest(quote) is None


@given(WORDS, WORDS)
def test_the_marked_words_make_up_both_texts(old: str, new: str) -> None:
    found = compared(old, new)
    assert "".join(part.text for part in found.old) == " ".join(re.split(r"\s+", old.strip()))
    assert "".join(part.text for part in found.new) == " ".join(re.split(r"\s+", new.strip()))
    same = ["".join(part.text for part in side if not part.changed) for side in (found.old, found.new)]
    assert same[0] == same[1]


def test_words_that_reach_over_two_passages_stand_in_neither() -> None:
    assert edition("Stop the", "drug now.").place("Stop the drug") is None


def test_two_sentences_are_compared_with_two() -> None:
    changed = URATE.replace("100", "50")
    near = edition(f"{STONES} {DOSE} {changed} {DIET}").nearest(f"{DOSE} {URATE}")
    assert near is not None and near.place.text == f"{DOSE} {changed}"


def test_an_empty_edition_has_nothing() -> None:
    assert (edition().place(DOSE), edition().nearest(DOSE), edition("").nearest("?")) == (None, None, None)
