"""Sentences out of a model's reply: whole, with their citations, in plain words, whatever the pieces were."""

import random

import pytest

from assistant.answer.drafts import Draft, Drafts, draft_of, holds_claim, is_nothing
from assistant.answer.plain import plain_sentence
from assistant.answer.splitter import Said, Splitter

REPLY = """Here is what the sources say:
Give 0.5 mg/kg, e.g. of Calpol, every 6 h. [1] Do not exceed 4 g. [1, 2] In adults (e.g. older) avoid it [3].
**Doses:**
- Adults: 1 g
[2]
- Children:
  - 15 mg/kg [2]. At most 60 mg. [3]
1. First, cool the burn [1].
2) Then cover it [1].
The HbA1c is <7% [2]. Use 2.5 mg [passage 2]. Dr. Smith prefers it vs. placebo [2][3]. The eGFR was 5
"""


def split(pieces: list[str]) -> list[Said]:
    splitter = Splitter()
    said = [one for piece in pieces for one in splitter.feed(piece)]
    return [*said, *splitter.end()]


def drafts(reply: str) -> tuple[list[Draft], Drafts]:
    made = Drafts()
    found = [draft for said in split([reply]) if (draft := made.take(said))]
    made.end()
    return found, made


def texts(reply: str) -> list[str]:
    return [draft.text for draft in drafts(reply)[0]]


def test_sentences_survive_abbreviations_decimals_lists_and_late_citations() -> None:
    assert split([REPLY]) == [
        Said("sentence", "Here is what the sources say:"),
        Said("sentence", "Give 0.5 mg/kg, e.g. of Calpol, every 6 h. [1] "),
        Said("sentence", "Do not exceed 4 g. [1, 2] "),
        Said("sentence", "In adults (e.g. older) avoid it [3]."),
        Said("heading", "**Doses:**"),
        Said("item", "Adults: 1 g [2]"),
        Said("item", "Children:"),
        Said("item", "15 mg/kg [2].", 2),
        Said("more", "At most 60 mg. [3]"),
        Said("item", "First, cool the burn [1]."),
        Said("item", "Then cover it [1]."),
        Said("sentence", "The HbA1c is <7% [2]."),
        Said("sentence", "Use 2.5 mg [passage 2]."),
        Said("sentence", "Dr. Smith prefers it vs. placebo [2][3]."),
        Said("half", "The eGFR was 5"),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_how_a_reply_was_cut_into_pieces_does_not_matter(seed: int) -> None:
    drawn, pieces, rest = random.Random(seed), [], REPLY
    while rest:
        size = drawn.randint(1, 7)
        pieces.append(rest[:size])
        rest = rest[size:]
    assert split(pieces) == split([REPLY])


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    splitter = Splitter()
    assert list(splitter.feed("Cool it. [1")) == []
    assert list(splitter.feed("] ")) == []
    assert list(splitter.feed("Then")) == [Said("sentence", "Cool it. [1] ")]


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("Cool it [1].", (1,)),
        ("Cool it [1][3].", (1, 3)),
        ("Cool it [1, 3; 1].", (1, 3)),
        ("Cool it. [2–4]", (2, 3, 4)),
        ("Cool [2] it [Passage 1].", (2, 1)),
        ("Cool it [1-90].", (1, 90)),
        ("Cool it (passages 2, 4).", (2, 4)),
        ("Cool it.", ()),
    ],
)
def test_citations_are_read_and_taken_out_of_the_words(written: str, cited: tuple[int, ...]) -> None:
    assert draft_of(written) == Draft("Cool it.", cited)


def test_a_list_item_says_what_the_words_before_the_list_say() -> None:
    reply = "Contraindicated in pregnancy:\n- warfarin [1]\n- methotrexate [2]\n\nAspirin is allowed [3]."
    assert texts(reply) == [
        "Contraindicated in pregnancy: warfarin",
        "Contraindicated in pregnancy: methotrexate",
        "Aspirin is allowed.",
    ]


def test_an_item_is_not_put_under_its_neighbour() -> None:
    reply = "Doses [1]:\n- Adults:\n  - 5 mg\n- Children: 2 mg [2]\n"
    assert drafts(reply)[0] == [Draft("Doses: Adults: 5 mg", (1,)), Draft("Doses: Children: 2 mg", (2,))]


def test_what_holds_no_claim_is_said_before_or_was_not_ended_is_left_out_and_counted() -> None:
    reply = (
        "Sure!\nHere is the answer:\nCool the burn [1]. Cool the burn [2].\n## Cover\nCover it [1]. Then give"
    )
    found, made = drafts(reply)
    assert found == [Draft("Cool the burn.", (1,)), Draft("Cover it.", (1,))]
    assert made.left_out == len(["Sure!", "Here is", "Cool the burn, again", "Cover, a heading", "Then give"])


def test_lists_of_references_are_left_out() -> None:
    assert texts("Cool the burn [1].\n\nReferences:\n[1] Burns in adults, 2020.\n[2] More on burns.") == [
        "Cool the burn."
    ]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**Give** *2 g* of `x` __now__.", "Give 2 g of x now."),
        (
            "See [the guideline](https://evil.example/?q=1) or https://evil.example/a.",
            "See the guideline or .",
        ),
        ("![x](http://evil.example/x.png)Cool it.", "xCool it."),
        ("Cool it [1](http://evil.example).", "Cool it [1]."),
        ("<b>Cool</b> it<img src=x onerror=alert(1)>.", "Cool it."),
        ("eGFR &lt;30 and p < 0.05, HR <lower limit and BP >upper.", None),
        ("10<sup>9</sup>/L and CO<sub>2</sub>", "10^9/L and CO2"),
        ("zero\u200bwidth, bidi\u202e, tag\U000e0041.", "zerowidth, bidi, tag."),
        ("5 * 3 * 2 = 30", "5 * 3 * 2 = 30"),
        ("the BRCA_1_2 gene", "the BRCA_1_2 gene"),
    ],
)
def test_markup_links_and_html_are_never_kept(written: str, plain: str | None) -> None:
    assert plain_sentence(written) == (plain or written.replace("&lt;", "<"))


def test_a_claim_is_told_from_talk() -> None:
    assert not any(
        map(holds_claim, ("Here is a summary of the passages:", "I hope this helps!", "In short,"))
    )
    assert all(map(holds_claim, ("Cool the burn.", "The answer is 5.", "The passages do not say that.")))


def test_a_reply_that_found_nothing_is_known() -> None:
    assert is_nothing("No answer in the passages.") and is_nothing(" no answer in the passages")
    assert not is_nothing("No answer in the passages speaks of gout.")
