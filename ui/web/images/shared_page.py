"""Where educators mark the pictures of items and cases for everybody."""

from collections.abc import Iterator
from typing import NamedTuple

from assistant.accounts import Account
from curricula.cases.pictures import images
from curricula.cases.shelf import Shelf
from curricula.items.bank import Bank
from curricula.marks import marks_name
from ui.web.images.shelf_page import framed
from ui.web.images.viewer import viewer
from ui.web.markup import join, path, tag, text_tag, void

LEAD = (
    "These marks are the expert's. Learners compare theirs with them, after they have marked something and "
    "answered or committed. Marks stay with a picture when only words of its item or case change."
)
NONE = "No published item or case has a picture yet."


class SharedPicture(NamedTuple):
    """A picture of a published item or case, and where it is had from."""

    kind: str
    of: str
    version: int
    file: str
    title: str
    alt: str

    @property
    def address(self) -> str:
        """Where the page about it is; its bytes and marks are below."""
        return path("images", "shared", self.kind, self.of, self.version, self.file)


def shared_pictures(bank: Bank, shelf: Shelf) -> Iterator[SharedPicture]:
    """Every picture of the published items and cases."""
    for item in bank.every():
        for one in item.pictures:
            yield SharedPicture("item", item.id, item.version, one.file, item.title, one.alt)
    for listed in shelf.listed():
        case = shelf.case(listed.id, listed.version)
        for _, image in images(case):
            yield SharedPicture("case", case.id, case.version, image.file, case.title, image.alt)


def shared_page(pictures: Iterator[SharedPicture], who: Account) -> str:
    """All of them, each leading to its page."""
    cards = join(
        tag(
            "li",
            tag(
                "a",
                void("img", src=f"{one.address}/picture", alt="", loading="lazy")
                + tag(
                    "span",
                    text_tag("strong", one.title) + text_tag("span", one.alt, class_="note"),
                    class_="image-words",
                ),
                href=one.address,
            ),
        )
        for one in pictures
    )
    body = text_tag("h1", "Pictures of items and cases", class_="page-title") + text_tag(
        "p", LEAD, class_="lead"
    )
    body += tag("ul", cards, class_="image-cards") if cards else text_tag("p", NONE, class_="empty")
    return framed("Pictures of items and cases", body, who)


def shared_picture_page(one: SharedPicture, who: Account) -> str:
    """One of them with the expert's marks, to be drawn on."""
    back = tag("p", text_tag("a", "All pictures", href="/images/shared"), class_="image-back")
    beside = f"Downloaded marks come in with the picture if they lie beside it as {marks_name(one.file)}."
    shown = viewer(f"{one.address}/picture", one.alt, marks=f"{one.address}/marks", name=one.file, wheel="")
    body = back + text_tag("h1", one.title, class_="page-title") + text_tag("p", LEAD, class_="lead")
    return framed(
        one.title, body + tag("div", shown, class_="viewers") + text_tag("p", beside, class_="note"), who
    )
