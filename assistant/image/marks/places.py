"""The pictures of items and cases as they may be marked: by those who answer or play, and by educators."""

from assistant.accounts import Account
from assistant.case.bedside.play import Bedside
from assistant.faults import NotYours
from assistant.image.marks.marking import NOT_YET, Pictured, picture_of
from assistant.quiz.sitting.sit import Quizzes
from curricula.cases.shelf import Shelf
from curricula.items.bank import Bank
from curricula.marks import marks_name


def in_sitting(quizzes: Quizzes, who: Account, sitting: str, place: int, file: str) -> Pictured:
    """A picture of the item of a place; NotYours where it has none of that name or may not be seen now.

    The expert's marks wait until the answer counts.
    """
    body = quizzes.picture(who, sitting, place, file)
    item = quizzes.view(who, sitting, place).item
    if body is None or item is None or file not in {one.file for one in item.pictures}:
        raise _none()
    found = picture_of(
        "item", item.item_id, file, (body, _beside(quizzes.house.bank, item.item_id, item.version, file))
    )
    return found if item.feedback is not None else found._replace(wait=NOT_YET)


def in_encounter(bedside: Bedside, who: Account, encounter: str, key: str) -> Pictured:
    """A picture that an encounter shows by now, else NotYours; the expert's marks wait for the commitment."""
    image = bedside.pictures(who, encounter).get(key)
    opened = bedside.opened(who, encounter)
    here, state = opened.log.encounter, opened.walked.state
    files = bedside.house.shelf.pictures(here.case_id, here.case_version) if image else {}
    if image is None or image.file not in files:
        raise _none()
    bodies = (files[image.file], files.get(marks_name(image.file)))
    found = picture_of("case", here.case_id, image.file, bodies)
    is_over = state.committed is not None or state.ended is not None
    return found if is_over else found._replace(wait=NOT_YET)


def of_item(bank: Bank, item_id: str, version: int, file: str) -> tuple[Pictured, bytes]:
    """A picture of an item for whoever may edit the library, and its bytes."""
    body = bank.picture(item_id, version, file)
    if body is None or file.endswith(".json"):
        raise _none()
    return picture_of("item", item_id, file, (body, _beside(bank, item_id, version, file))), body


def of_case(shelf: Shelf, case_id: str, version: int, file: str) -> tuple[Pictured, bytes]:
    """A picture of a case for whoever may edit the library, and its bytes."""
    files = shelf.pictures(case_id, version)
    if file not in files or file.endswith(".json"):
        raise _none()
    return picture_of("case", case_id, file, (files[file], files.get(marks_name(file)))), files[file]


def _beside(bank: Bank, item_id: str, version: int, file: str) -> bytes | None:
    return bank.picture(item_id, version, marks_name(file))


def _none() -> NotYours:
    return NotYours(
        "There is no such picture to be seen.", "Go to where it is shown, and load the page again."
    )
