"""QTI packages are read in their versions, and what is written is read back equal."""

import io
import zipfile

import pytest
from hypothesis import given
from lxml import etree

from curricula.formats.qti import package, package3
from curricula.formats.qti.names import V2, V3
from curricula.formats.qti.read import read
from curricula.items.keeping import Entry
from curricula.items.types import ClozeCard, ImageHotspot, MultipleResponse, ShortAnswer, SingleBestAnswer
from retrieval.errors import Refused
from tests.curricula.formats.items import ROUND_TRIP, Made, every, made, png

ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
TYPE = "imsqti_item_xmlv2p1"


def item(body: str, declared: str = "", after: str = "") -> bytes:
    head = "<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1' identifier='Q 1' title='A title'"
    return f"{head}>{declared}<itemBody>{body}</itemBody>{after}</assessmentItem>".encode()


def declared(keys: str, kind: str = "identifier", cardinality: str = "single") -> str:
    values = "".join(f"<value>{key}</value>" for key in keys.split())
    head = f"<responseDeclaration identifier='R' cardinality='{cardinality}' baseType='{kind}'>"
    return f"{head}<correctResponse>{values}</correctResponse></responseDeclaration>"


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return packed.getvalue()


def manifest(*hrefs: str) -> bytes:
    found = "".join(f"<resource identifier='r' type='{TYPE}' href='{href}'/>" for href in hrefs)
    return f"<manifest><resources>{found}</resources></manifest>".encode()


@ROUND_TRIP
@given(every())
def test_what_is_written_is_read_back_equal(one: Made) -> None:
    entry = Entry(one.item, one.pictures)
    for exported in (package.write([entry]), package3.write([entry])):
        (found,) = read(exported.data, "items.zip").found
        assert (found.item, dict(found.pictures), found.lost) == (one.item, one.pictures, ())


@ROUND_TRIP
@given(every())
def test_items_have_the_parts_of_the_schema_in_its_order(one: Made) -> None:
    exported = package.write([Entry(one.item, one.pictures)])
    with zipfile.ZipFile(io.BytesIO(exported.data)) as archive:
        names = archive.namelist()
        root = etree.fromstring(archive.read(f"items/{one.item.id}.xml"))
        listed = etree.fromstring(archive.read("imsmanifest.xml")).iter("{*}file")
        assert {file.get("href") for file in listed} == set(names) - {"imsmanifest.xml"}
    parts = [etree.QName(part).localname for part in root]
    assert sorted(parts, key=ORDER.index) == parts
    responses = {part.get("identifier") for part in root.iter("{*}responseDeclaration")}
    asked = [part for part in root.iter() if part.get("responseIdentifier")]
    assert {part.get("responseIdentifier") for part in asked} == responses
    outcomes = {part.get("identifier") for part in root.iter("{*}outcomeDeclaration")}
    assert {part.get("outcomeIdentifier") for part in root.iter("{*}modalFeedback")} <= outcomes
    assert {part.get("identifier") for part in root.iter("{*}setOutcomeValue")} <= outcomes
    choices = {part.get("identifier") for part in root.iter("{*}simpleChoice", "{*}hotspotChoice")}
    keys = {value.text for value in root.iterfind("{*}responseDeclaration/{*}correctResponse/{*}value")}
    assert not choices or keys <= choices


def test_version_3_has_its_own_names() -> None:
    fields = {"type": "single_best_answer", "id": "q", "title": "t", "author": "a", "lead_in": "What?"}
    options = [{"id": "1", "text": "x", "correct": True, "reason": "So."}, {"id": "2", "text": "y"}]
    exported = package3.write([Entry(made(fields | {"options": options}, pictures=False).item)])
    with zipfile.ZipFile(io.BytesIO(exported.data)) as archive:
        root = etree.fromstring(archive.read("items/q.xml"))
    spaces = {etree.QName(part).namespace for part in root.iter()}
    assert (root.tag, spaces) == (f"{{{V3}}}qti-assessment-item", {V3})
    choice = next(root.iter(f"{{{V3}}}qti-simple-choice"))
    assert choice.get("identifier") == "_1"
    assert next(root.iter(f"{{{V3}}}qti-modal-feedback"))[0].tag == f"{{{V3}}}qti-content-body"
    assert next(root.iter(f"{{{V3}}}qti-choice-interaction")).get("response-identifier") == "RESPONSE"
    assert V2 not in etree.tostring(root).decode()


def test_a_choice_of_another_program_is_understood() -> None:
    body = "<p>A man is ill.</p><choiceInteraction responseIdentifier='R'><prompt>What is it?</prompt>"
    body += "<simpleChoice identifier='ChoiceA'>Flu<feedbackInline identifier='ChoiceA'>Yes.</feedbackInline>"
    body += (
        "</simpleChoice><simpleChoice identifier='ChoiceB'>H<sub>2</sub>O</simpleChoice></choiceInteraction>"
    )
    (found,) = read(item(body, declared("ChoiceA")), "q.xml").found
    assert isinstance(found.item, SingleBestAnswer)
    assert (found.item.id, found.item.vignette, found.item.lead_in) == ("q-1", "A man is ill.", "What is it?")
    assert [option.text for option in found.item.options] == ["Flu", "H₂O"]
    assert found.item.key.reason == "Yes."
    several = read(item(body, declared("ChoiceA", cardinality="multiple")), "q.xml")
    assert several.refused[0].reason.startswith("options: is a list of 2")


def test_entries_become_short_answers_or_gaps() -> None:
    entry = "<textEntryInteraction responseIdentifier='R'/>"
    (short,) = read(item(f"<p>Name it? {entry}</p>", declared("aspirin", "string")), "q.xml").found
    assert isinstance(short.item, ShortAnswer)
    assert (short.item.lead_in, short.item.accepted[0].text) == ("Name it?", "aspirin")
    two = declared("heart", "string") + declared("four", "string").replace("'R'", "'S'")
    body = f"<p>The {entry} has {entry.replace('R', 'S')} rooms.</p>"
    (card,) = read(item(body, two), "q.xml").found
    assert isinstance(card.item, ClozeCard)
    assert card.item.text == "The {{heart}} has {{four}} rooms."


def test_places_to_point_at_become_boxes() -> None:
    body = "<selectPointInteraction responseIdentifier='R' maxChoices='1'><prompt>Where?</prompt>"
    body += (
        "<object type='image/png' data='a.png' width='40' height='30'>ECG</object></selectPointInteraction>"
    )
    area = "<responseDeclaration identifier='R' cardinality='single' baseType='point'><areaMapping>"
    area += (
        "<areaMapEntry shape='circle' coords='20,15,4' mappedValue='1'/></areaMapping></responseDeclaration>"
    )
    files = {"imsmanifest.xml": manifest("i/q.xml"), "i/q.xml": item(body, area), "i/a.png": png()}
    (found,) = read(zipped(files), "q.zip").found
    assert isinstance(found.item, ImageHotspot)
    region = found.item.regions[0]
    assert (region.left, region.right, region.correct) == (0.4, 0.6, True)
    assert (found.item.pictures[0].alt, found.pictures["a.png"]) == ("ECG", png())
    assert found.lost == ("the shapes of places, which become boxes",)


@pytest.mark.parametrize(
    ("body", "keys", "reason"),
    [
        ("<p>No question</p>", "", "It asks nothing: it has no interaction."),
        ("<extendedTextInteraction responseIdentifier='R'/>", "a", "Interactions of the kind extendedtext"),
        ("<choiceInteraction responseIdentifier='X'/>", "a", "It does not declare what is answered."),
        ("<choiceInteraction responseIdentifier='R'/>", "", "It does not say what is right."),
        (
            "<p><img src='no.png'/></p><choiceInteraction responseIdentifier='R'/>",
            "a",
            "It shows the picture no",
        ),
    ],
)
def test_what_has_no_like_here_is_refused_and_the_rest_is_read(body: str, keys: str, reason: str) -> None:
    good = "<p>Name it? <textEntryInteraction responseIdentifier='R'/></p>"
    files = {
        "imsmanifest.xml": manifest("bad.xml", "gone.xml", "good.xml"),
        "bad.xml": item(body, declared(keys)),
    }
    found = read(zipped(files | {"good.xml": item(good, declared("x", "string"))}), "q.zip")
    assert [(one.place, one.reason[: len(reason)]) for one in found.refused][:1] == [("bad.xml", reason)]
    assert [one.place for one in found.refused] == ["bad.xml", "gone.xml"]
    assert [one.place for one in found.found] == ["good.xml"]


@pytest.mark.parametrize("name", ["../../etc/x.xml", "/etc/x.xml", "..\\x.xml", "C:/x.xml"])
def test_a_file_that_would_lie_outside_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="outside of it"):
        read(zipped({"imsmanifest.xml": manifest(name), name: b"x"}), "q.zip")


def test_bombs_and_nonsense_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", b" " * 70_000_000)
    for data in (bomb.getvalue(), zipped({"a.txt": b"x"}), b"PK nonsense", b"nonsense", b"<a>", b""):
        with pytest.raises(Refused):
            found = read(data, "q.zip")
            assert found.refused
            raise Refused(found.refused[0].reason)
    laughs = item("&z;").replace(b"<assess", b"<!DOCTYPE a [<!ENTITY z 'ha'>]><assess", 1)
    assert "declares a document type" in read(laughs, "q.xml").refused[0].reason


def test_a_response_with_several_keys_is_a_multiple_response() -> None:
    choices = "".join(f"<simpleChoice identifier='{one}'>{one}</simpleChoice>" for one in "abc")
    body = f"<choiceInteraction responseIdentifier='R'><prompt>Which?</prompt>{choices}</choiceInteraction>"
    (found,) = read(item(body, declared("a c", cardinality="multiple")), "q.xml").found
    assert isinstance(found.item, MultipleResponse)
    assert [option.correct for option in found.item.options] == [True, False, True]
