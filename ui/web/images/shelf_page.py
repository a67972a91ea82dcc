"""The page of one's own images: bringing, opening and removing them."""

from collections.abc import Sequence

from assistant.accounts import Account
from assistant.image.types import KeptImage
from ui.web.images.viewer import viewer_assets
from ui.web.images.words import summary
from ui.web.markup import escape, join, long_date, path, tag, text_tag, void
from ui.web.shell import header, static_url, whole_page

LEAD = (
    "Look at films, scans, ECGs, slides and photographs closely, mark what you see, and compare. Only you "
    "see your images. Names, dates and places in their tags are removed when they come in; look yourself "
    "whether the picture has any written into it."
)
EMPTY = (
    "No image yet. Bring a DICOM file, PNG, JPEG, WebP or TIFF: drop it above, or choose it. It opens with "
    "windows, frames and a scale where its tags tell them, and with tools to mark what you see."
)
SHARED = "Mark the pictures of items and cases for everybody"


def images_page(images: Sequence[KeptImage], who: Account) -> str:
    """Everything on that person's shelf, the newest first."""
    shelf = tag("ul", join(map(_card, images)), class_="image-cards") if images else ""
    shared = tag("p", text_tag("a", SHARED, href="/images/shared")) if who.may_edit_library else ""
    figures = text_tag("a", "Figures", href="/figures") + escape(
        " of the sources: find them by words, or by a picture."
    )
    body = (
        text_tag("h1", "Images", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        tag("p", figures),
        _bring(),
        shelf or text_tag("p", EMPTY, class_="empty"),
        shared,
    )
    return framed("Images", join(body), who, "images.js")


def framed(title: str, body: str, who: Account, *scripts: str) -> str:
    """A whole page about images."""
    sheet = void("link", rel="stylesheet", href=static_url("images.css"))
    loaded = join(tag("script", "", src=static_url(name), defer=True) for name in scripts)
    bar = tag("div", header("Images", who), id="top")
    main = tag("main", body, class_="images-page")
    return whole_page(title, bar + main, extra=sheet + viewer_assets() + loaded)


def _bring() -> str:
    field = void("input", type="file", id="image-files", multiple=True)
    words = text_tag("strong", "Drop images here") + " or choose them"
    label = tag("label", words + field, for_="image-files")
    state = tag("ul", "", id="bringing", role="status", aria_label="Images that are coming in")
    needs = tag("noscript", text_tag("p", "Bringing images needs JavaScript in this browser."))
    return tag("div", label, class_="drop", id="drop") + state + needs


def _card(one: KeptImage) -> str:
    info = one.info
    address = path("image", info.id)
    small = void("img", src=path("image", info.id, "small.png"), alt="", loading="lazy")
    name = text_tag("strong", info.name) + text_tag("span", summary(info), class_="note")
    opened = tag("a", small + tag("span", name, class_="image-words"), href=address)
    when = text_tag("span", f"since {long_date(one.kept_at.date())}", class_="note")
    return tag("li", opened + tag("div", when + removing(info.id), class_="image-below"))


def removing(image: str) -> str:
    """The way to remove an image, asked for twice."""
    sure = text_tag("button", "Remove for good", type="submit", class_="action danger")
    form = tag("form", sure, method="post", action=path("image", image, "remove"))
    return tag("details", text_tag("summary", "Remove") + form, class_="image-remove")
