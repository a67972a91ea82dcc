"""Quotes of different extractors compared."""

from eval.wording import endings, lettered, letters, quotes, span_of


def test_quotes_agree_over_case_punctuation_and_white_space() -> None:
    assert quotes("Give 0.5 mg\nat once.", "give  0.5 mg at once")


def test_either_may_hold_the_other() -> None:
    assert quotes("It is injected into the thigh at once.", "injected into the thigh")
    assert quotes("injected into the thigh", "It is injected into the thigh at once.")


def test_a_fragment_of_a_few_words_proves_nothing() -> None:
    assert not quotes("the thigh", "It is injected into the thigh at once.")


def test_words_are_compared_whole() -> None:
    assert not quotes("give one dose of art", "give one dose of artesunate")


def test_a_span_skips_what_an_extractor_adds_or_breaks() -> None:
    text = "Running head 3. The ﬁrst dose is 5\u00a0mg, given at\nonce. Then wait."
    span = span_of("The first dose is 5 mg, given at once.", lettered(text))
    assert span is not None and text[slice(*span)] == "The ﬁrst dose is 5\u00a0mg, given at\nonce"


def test_a_span_that_is_not_there_is_none() -> None:
    assert span_of("Give penicillin.", lettered("Give paracetamol.")) is None
    assert span_of("...", lettered("Give paracetamol.")) is None


def test_endings_drop_words_from_the_front_while_enough_is_left() -> None:
    quote = "Key facts Salt raises the blood pressure of most adults."
    found = list(endings(quote))
    assert found[0] == quote
    assert "Salt raises the blood pressure of most adults." in found
    assert all(len(letters(ending)) >= 0.6 * len(letters(quote)) for ending in found)
