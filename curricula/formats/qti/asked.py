"""An item of QTI, its names in one plain form, made an item of ours."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from curricula.formats.building import LETTERS, OPTION_ID, built, parted
from curricula.formats.cells import parts_of
from curricula.formats.details import NAMES, fields_of
from curricula.formats.exchange import Found
from curricula.formats.gaps import gap
from curricula.formats.markup.read import Rich, Shown, read_element
from curricula.formats.markup.written import LEAD_IN
from curricula.formats.qti.spots import box, picture_of, sharpened, size_of
from curricula.formats.shown import pictured
from curricula.items.types import ItemType
from retrieval.errors import Refused

MAKER = "QTI"
Files = Callable[[str], bytes | None]
INLINE = frozenset(("feedbackinline", "feedbackblock"))
ENTRY, SPOT, POINT, CHOICE = (
    "textentryinteraction",
    "hotspotinteraction",
    "selectpointinteraction",
    "choiceinteraction",
)


class Document(NamedTuple):
    """An item's parts: its body without what only authors see, its details, its feedback by name."""

    root: Any
    body: Any
    details: tuple[tuple[str, str], ...]
    rubric: Rich
    feedback: Mapping[str, Rich]
    files: Files


class Made(NamedTuple):
    """The type of item that it becomes, its own fields, and its picture to point at."""

    kind: ItemType
    fields: dict[str, Any]
    spot: Shown | None = None
    lost: tuple[str, ...] = ()


def item_of(place: str, root: Any, catalogued: tuple[tuple[str, str], ...], files: Files) -> Found:
    """The item of a document. Refused where it has no like here."""
    document = _document(root, catalogued, files)
    interactions = [one for one in document.body.iter() if str(one.tag).endswith("interaction")]
    made = _made(document, interactions)
    before, lead_in = _texts(document, interactions[0], made.kind)
    shown = (*((made.spot,) if made.spot else ()), *before.pictures, *lead_in.pictures)
    bodies = {one.source: body for one in shown if (body := files(one.source)) is not None}
    pictures = pictured(shown, bodies)
    common = {
        **fields_of(document.details),
        "title": " ".join((root.get("title") or "").split()),
        "references": document.rubric.references,
        "pictures": pictures.pictures,
    }
    explained = document.feedback.get("explanation", Rich()).text
    asking: dict[str, Any] = {"extra": explained}
    if made.kind != "cloze_card":
        vignette, asked = (before.text, lead_in.text) if lead_in.text else parted(before.text)
        asking = {"vignette": vignette, "lead_in": asked, "explanation": explained}
    item = built(made.kind, root.get("identifier") or "", common | asking | made.fields, MAKER)
    lost = (*made.lost, *pictures.lost, *before.lost, *_left(document))
    return Found(place, item, pictures.bodies, tuple(dict.fromkeys(lost)))


def _document(root: Any, catalogued: tuple[tuple[str, str], ...], files: Files) -> Document:
    body = root.find("itembody")
    if root.tag != "assessmentitem" or body is None:
        older = " It is QTI 1.2: export it as 2.1 or newer." if root.tag == "questestinterop" else ""
        raise Refused(f"It is no item of QTI with a body, it begins with {str(root.tag)[:40]}.{older}")
    if root.find("templatedeclaration") is not None:
        raise Refused("It makes up its numbers anew each time, which no item does here.")
    rubrics = [one for one in body.iter("rubricblock") if "candidate" not in (one.get("view") or "candidate")]
    said = [read_element(one) for one in rubrics]
    for one in rubrics:
        one.getparent().remove(one)
    rubric = Rich(
        " ".join(one.text for one in said if one.text),
        references=tuple(reference for one in said for reference in one.references),
        about=tuple(pair for one in said for pair in one.about),
    )
    own = {name for name, _ in rubric.about}
    details = (*rubric.about, *(pair for pair in catalogued if "author" not in own and pair[0] in NAMES))
    feedback = {one.get("identifier") or "": read_element(one) for one in root.findall("modalfeedback")}
    return Document(root, body, details, rubric, feedback, files)


def _left(document: Document) -> Iterator[str]:
    if document.rubric.text:
        yield "remarks for authors or scorers"
    known = {"explanation", "reason", *(one.get("identifier") for one in document.body.iter())}
    if set(document.feedback) - known:
        yield "feedback that belongs to no option"
    inside = {str(one.tag) for one in document.body.iter(*INLINE, "simplechoice")}
    if inside & INLINE and "simplechoice" not in inside:
        yield "feedback inside the text"


def _made(document: Document, interactions: list[Any]) -> Made:
    kinds = {str(one.tag) for one in interactions}
    if not interactions:
        raise Refused("It asks nothing: it has no interaction.")
    if kinds == {ENTRY}:
        is_card = len(interactions) > 1 or any(
            one.get("class") == "cloze" for one in document.body.iter("div")
        )
        return _card(document, interactions) if is_card else _short(document, interactions[0])
    if len(interactions) > 1:
        raise Refused(f"It has {len(interactions)} interactions, and an item asks one thing.")
    makers = {CHOICE: _choice, SPOT: _spots, POINT: _points}
    if not kinds <= set(makers):
        raise Refused(f"Interactions of the kind {kinds.pop()[:40]} have no like here.")
    return makers[kinds.pop()](document, interactions[0])


def _texts(document: Document, interaction: Any, kind: ItemType) -> tuple[Rich, Rich]:
    """What stands before the question, and the question where it is marked: a prompt, or a part so named."""
    if kind == "cloze_card":
        return read_element(document.body), Rich()
    asked = interaction.find("prompt")
    if asked is None:
        asked = next((one for one in document.body.iter("div") if one.get("class") == LEAD_IN), None)
    lead_in = read_element(asked) if asked is not None else Rich()
    if asked is not None:
        asked.tag = "head"  # What a page keeps in its head is not read as its text.
    interaction.tag = "head"
    return read_element(document.body), lead_in


def _choice(document: Document, interaction: Any) -> Made:
    declared = _declared(document, interaction)
    keys, several = _keys(declared), declared.get("cardinality") == "multiple"
    choices = list(interaction.iter("simplechoice"))
    ids = _ids([one.get("identifier") or "" for one in choices])
    options = []
    for name, one in zip(ids, choices, strict=True):
        said = document.feedback.get(one.get("identifier") or "", Rich())
        inline = next((read_element(part) for part in one.iter(*INLINE)), Rich())
        text = read_element(one, skip=INLINE)
        if text.pictures and not text.text:
            raise Refused(f"Its option {name} is a picture, which no option can be here.")
        options.append(
            {
                "id": name,
                "text": text.text,
                "correct": one.get("identifier") in keys,
                "reason": said.text or inline.text or None,
                "references": said.references,
            }
        )
    return Made("multiple_response" if several else "single_best_answer", {"options": options})


def _short(document: Document, interaction: Any) -> Made:
    declared = _declared(document, interaction)
    own = [(name, parts_of(value)) for name, value in document.details]
    fields: dict[str, Any] = {"reason": document.feedback.get("reason", Rich()).text}
    fields["near_misses"] = [
        {"text": parts[0], "reason": parts[1]}
        for name, parts in own
        if name == "near miss" and len(parts) == 2
    ]
    number = next((parts for name, parts in own if name == "number" and len(parts) == 3), None)
    if number:
        fields["number"] = {"low": number[0], "high": number[1], "unit": number[2]}
    forms = list(dict.fromkeys((*_values(declared), *_mapped(declared))))
    if declared.get("basetype") in ("float", "integer"):
        exact = {"low": forms[0], "high": forms[0]} if forms else None
        return Made("short_answer", fields | {"number": fields.get("number") or exact})
    grouped = [{"text": parts[0], "also": tuple(parts[1:])} for name, parts in own if name == "accepted"]
    same = {form for one in grouped for form in (one["text"], *one["also"])} == set(forms)
    return Made(
        "short_answer", fields | {"accepted": grouped if same else [{"text": form} for form in forms]}
    )


def _card(document: Document, interactions: list[Any]) -> Made:
    for one in interactions:
        values = [*_values(_declared(document, one)), *_mapped(_declared(document, one))]
        if not values:
            raise Refused("One of its gaps does not say what belongs there.")
        one.text = gap(" ".join(values[0].split()), " ".join((one.get("placeholdertext") or "").split()))
    return Made("cloze_card", {"text": read_element(document.body).text})


def _spots(document: Document, interaction: Any) -> Made:
    found = list(interaction.iter("hotspotchoice"))
    names = _ids([one.get("identifier") or "" for one in found])
    keys = _keys(_declared(document, interaction))
    return _regions(
        document,
        interaction,
        [(n, one, one.get("identifier") in keys) for n, one in zip(names, found, strict=True)],
    )


def _points(document: Document, interaction: Any) -> Made:
    entries = list(_declared(document, interaction).iter("areamapentry"))
    marked = zip(LETTERS, entries, strict=False)
    return _regions(document, interaction, [(n, one, _gives(one)) for n, one in marked])


def _regions(document: Document, interaction: Any, found: list[tuple[str, Any, bool]]) -> Made:
    shown = picture_of(interaction, document.details)
    body = document.files(shown.source)
    if body is None:
        raise Refused(f"It shows the picture {shown.source[:80]}, which is not in the file.")
    size = size_of(body)
    regions = [
        {
            "id": name,
            **box(one.get("shape") or "", one.get("coords") or "", size),
            "label": one.get("hotspotlabel") or f"Place {name}",
            "correct": correct,
            "reason": document.feedback.get(one.get("identifier") or "", Rich()).text or None,
        }
        for name, one, correct in found
    ]
    shapes = any(one.get("shape") not in ("rect", None) for _, one, _ in found)
    lost = ("the shapes of places, which become boxes",) if shapes else ()
    return Made("image_hotspot", {"regions": sharpened(regions, document.details, size)}, shown, lost)


def _declared(document: Document, interaction: Any) -> Any:
    name = interaction.get("responseidentifier")
    found = next(
        (one for one in document.root.findall("responsedeclaration") if one.get("identifier") == name), None
    )
    if found is None:
        raise Refused("It does not declare what is answered.")
    return found


def _keys(declared: Any) -> set[str]:
    keys = {*_values(declared), *_mapped(declared)}
    if not keys:
        raise Refused("It does not say what is right.")
    return keys


def _values(declared: Any) -> list[str]:
    return ["".join(one.itertext()) for one in declared.iterfind("correctresponse/value")]


def _mapped(declared: Any) -> Iterator[str]:
    return (one.get("mapkey") or "" for one in declared.iter("mapentry") if _gives(one))


def _gives(entry: Any) -> bool:
    """Whether an entry of a mapping is worth a mark."""
    try:
        return float(entry.get("mappedvalue") or 0) > 0
    except ValueError:
        return False


def _ids(names: list[str]) -> list[str]:
    """The ids as they are named, where that is possible, else letters by place."""
    plain = [name.removeprefix("_").casefold() for name in names]
    if len(set(plain)) == len(plain) and all(OPTION_ID.fullmatch(name) for name in plain):
        return plain
    if len(plain) > len(LETTERS):
        raise Refused(f"It has {len(plain)} options; at most {len(LETTERS)} can be told apart.")
    return list(LETTERS[: len(plain)])
