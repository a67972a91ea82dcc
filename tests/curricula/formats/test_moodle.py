"""Moodle XML is read as Moodle writes it, and what is written is read back equal."""

import base64
from typing import Any

import pytest
from hypothesis import given

from curricula.formats.moodle.read import read
from curricula.formats.moodle.write import write
from curricula.items.keeping import Entry
from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)
from retrieval.errors import Refused
from tests.curricula.formats.items import ROUND_TRIP, Made, every, png

BOMB = """<!DOCTYPE quiz [<!ENTITY a "ha">%s]><quiz><question type="essay">&z;</question></quiz>"""


def quiz(kind: str, inner: str, text: str = "A man is ill.<br>What is it?") -> bytes:
    asked = f"<questiontext format='html'><text><![CDATA[{text}]]></text></questiontext>"
    return (
        f"<quiz><question type='{kind}'><name><text>Q</text></name>{asked}{inner}</question></quiz>".encode()
    )


def answer(fraction: int, text: str, feedback: str = "") -> str:
    said = f"<feedback format='html'><text>{feedback}</text></feedback>"
    return f"<answer fraction='{fraction}' format='html'><text>{text}</text>{said}</answer>"


def one(data: bytes) -> Any:
    found = read(data, "q.xml")
    assert found.refused == ()
    return found.found[0].item


def refused(data: bytes) -> str:
    return read(data, "q.xml").refused[0].reason


def as_carried(item: Item) -> Item:
    """The item less what the writer says is lost."""
    if isinstance(item, ShortAnswer) and item.accepted:
        forms = [form for one in item.accepted for form in (one.text, *one.also)]
        return item.model_copy(
            update={"accepted": tuple(item.accepted[0].model_validate({"text": form}) for form in forms)}
        )
    if isinstance(item, ClozeCard):
        from curricula.formats.gaps import Gap, gap, split

        parts = (gap(part.words) if isinstance(part, Gap) else part for part in split(item.text))
        return item.model_copy(update={"text": "".join(parts)})
    return item


@ROUND_TRIP
@given(every())
def test_what_is_written_is_read_back_equal_less_what_is_lost(made: Made) -> None:
    exported = write([Entry(made.item, made.pictures)])
    if isinstance(made.item, ImageHotspot):
        assert exported.lost[0].what.startswith("the whole item")
        return
    (found,) = read(exported.data, "items.xml").found
    assert found.item == as_carried(made.item)
    assert dict(found.pictures) == made.pictures
    assert found.item == made.item or exported.lost


def test_fractions_tell_the_key() -> None:
    single = one(quiz("multichoice", "<single>true</single>" + answer(100, "Flu", "Yes") + answer(0, "Cold")))
    assert isinstance(single, SingleBestAnswer)
    assert (single.vignette, single.lead_in, single.key.reason) == ("A man is ill.", "What is it?", "Yes")
    inner = "<single>false</single>" + answer(50, "a") + answer(50, "b") + answer(-100, "c")
    several = one(quiz("multichoice", inner))
    assert isinstance(several, MultipleResponse)
    assert [option.correct for option in several.options] == [True, True, False]


def test_true_and_false_are_two_options() -> None:
    item = one(quiz("truefalse", answer(0, "true") + answer(100, "false", "No.")))
    assert [(option.text, option.correct) for option in item.options] == [("True", False), ("False", True)]


def test_words_and_numbers_count_as_moodle_counts_them() -> None:
    inner = (
        answer(100, "aspirin") + answer(100, "A\\*S") + answer(0, "ibuprofen", "Too weak.") + answer(0, "*")
    )
    found = read(quiz("shortanswer", inner), "q.xml")
    item = found.found[0].item
    assert isinstance(item, ShortAnswer)
    assert [accepted.text for accepted in item.accepted] == ["aspirin", "A*S"]
    assert item.near_misses[0].reason == "Too weak."
    assert [loss.what for loss in found.lost] == ["answers with a wildcard (*)"]
    number = "<answer fraction='100'><text>4.25</text><tolerance>0.75</tolerance></answer>"
    units = "<units><unit><multiplier>1</multiplier><unit_name>mmol/L</unit_name></unit></units>"
    item = one(quiz("numerical", number + units))
    assert (item.number.low, item.number.high, item.number.unit) == (3.5, 5.0, "mmol/L")


def test_embedded_answers_become_gaps() -> None:
    text = "The {1:SHORTANSWER:=heart#Yes~=cor} has {2:MULTICHOICE:two~=four\\#} rooms."
    found = read(quiz("cloze", "", text), "q.xml")
    assert isinstance(found.found[0].item, ClozeCard)
    assert found.found[0].item.text == "The {{heart}} has {{four#}} rooms."
    assert len(found.lost) == 3
    assert refused(quiz("cloze", "", "It is {1:NUMERICAL:=4:1}.")).startswith(
        "Embedded answers of the kind NUM"
    )


def test_pictures_inside_the_file_are_carried_and_missing_ones_named() -> None:
    shown = "<img src='@@PLUGINFILE@@/my%20ecg.png' alt='ECG'>What is it?"
    file = f"<file name='my ecg.png' path='/' encoding='base64'>{base64.b64encode(png()).decode()}</file>"
    data = quiz("multichoice", answer(100, "a") + answer(0, "b"), shown)
    assert refused(data) == "It shows the picture @@PLUGINFILE@@/my%20ecg.png, which is not in the file."
    (found,) = read(data.replace(b"</questiontext>", file.encode() + b"</questiontext>"), "q.xml").found
    assert found.item.pictures[0].file == "my-ecg.png"
    assert found.pictures == {"my-ecg.png": png()}


@pytest.mark.parametrize("kind", ["ddmarker", "essay", "matching", "calculated", ""])
def test_other_types_are_refused_by_name(kind: str) -> None:
    assert refused(quiz(kind, "")) == f"Questions of the type {kind or 'unknown'} have no like here."


def test_a_category_is_a_topic_and_tags_are_details() -> None:
    tags = "<tags><tag><text>heart</text></tag><tag><text>level: recall</text></tag></tags>"
    category = (
        b"<question type='category'><category><text>$course$/top/Cardiology</text></category></question>"
    )
    data = quiz("multichoice", answer(100, "a") + answer(0, "b") + tags).replace(
        b"<quiz>", b"<quiz>" + category
    )
    item = one(data)
    assert (item.topics, item.level) == (("heart", "Cardiology"), "recall")


def test_nothing_in_the_file_is_expanded_fetched_or_run() -> None:
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghz", strict=True))
    with pytest.raises(Refused, match=r"declares a document type|no XML"):
        read((BOMB % laughs).encode(), "q.xml")
    with pytest.raises(Refused, match=r"declares a document type|no XML"):
        read((BOMB % '<!ENTITY z SYSTEM "file:///etc/passwd">').encode(), "q.xml")
    text = "<script>alert(1)</script>What is <b onclick='x()'>it</b>?<iframe src='http://x'></iframe>"
    item = one(quiz("multichoice", answer(100, "a") + answer(0, "b"), text))
    assert item.lead_in == "What is it?"


@pytest.mark.parametrize("data", [b"<quiz><question>", b"<html/>", b"nonsense " * 9999, b"<quiz/>", b" "])
def test_what_is_no_moodle_file_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(Refused):
        read(data, "q.xml")
