"""Who may draw what on which picture, and when the expert's marks may be seen."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Literal, NamedTuple

from pydantic import ValidationError

from assistant.accounts import Account
from assistant.image.marks.compare import Comparison, compare
from assistant.image.marks.keeping import SHARED, KeptLayer, Marks, Sheet
from assistant.image.types import LAYER, Author, Layer
from retrieval.errors import PreceptorError, WrongUse
from retrieval.types import Value

Kind = Literal["item", "case"]
NOT_YET = "The expert's marks are shown once this has been answered."


class Pictured(NamedTuple):
    """A picture that may be marked: its key, the expert's marks that came with it, and why to wait for them.

    `own` pictures are on somebody's own shelf: they alone see any of its layers.
    """

    key: str
    own: bool = False
    beside: bytes | None = None
    wait: str | None = None


class Marked(Value):
    """The layers of a picture that somebody may see, and the kinds of those they may change.

    `comparable` says whether there is an expert's layer to compare with; `wait` why it cannot be seen yet.
    """

    layers: tuple[KeptLayer, ...]
    writable: tuple[Author, ...]
    comparable: bool = False
    wait: str | None = None


class Beheld(Value):
    """The expert's layer, and the learner's marks held against it."""

    expert: Layer
    comparison: Comparison


def own_picture(image_id: str) -> Pictured:
    """An image on one's own shelf."""
    return Pictured(f"image:{image_id}", own=True)


def picture_of(kind: Kind, of: str, file: str, bodies: tuple[bytes, bytes | None]) -> Pictured:
    """A picture of an item or case: `bodies` are its bytes, and those of the marks beside it.

    The key holds a digest of the picture, so that marks stay when only words of the item change, and never
    come to stand on another picture.
    """
    body, beside = bodies
    return Pictured(f"{kind}:{of}:{file}:{sha256(body).hexdigest()[:16]}", beside=beside)


class Marking:
    """Marks as people make them. `who` is always the person who asks."""

    def __init__(self, marks: Marks, now: Callable[[], datetime]) -> None:
        self.marks = marks
        self._now = now

    def learner(self, who: Account, picture: Pictured) -> Marked:
        """What a learner sees: their own layers; on a shared picture never the expert's.

        An educator may draw an expert's layer on an image of their own, to try or to export it.
        """
        if picture.own:
            kinds: tuple[Author, ...] = ("learner", "educator", "model")
            kept = tuple(self.marks.newest(Sheet(picture.key, one, who.user_id)) for one in kinds)
            shown = tuple(one for one in kept if one.version or one.layer.author == "learner")
            writable: tuple[Author, ...] = ("learner", "educator") if who.may_edit_library else ("learner",)
            return Marked(layers=shown, writable=writable, comparable=bool(kept[1].layer.marks))
        mine = self.marks.newest(Sheet(picture.key, "learner", who.user_id))
        comparable = bool(self.expert(who, picture).layer.marks)
        return Marked(
            layers=(mine,),
            writable=("learner",),
            comparable=comparable,
            wait=picture.wait if comparable else None,
        )

    def author(self, picture: Pictured) -> Marked:
        """What an educator sees who marks a shared picture for all: the expert's layer."""
        return Marked(layers=(self.expert(None, picture),), writable=("educator",))

    def save(self, who: Account, picture: Pictured, layer: Layer, *, after: int) -> KeptLayer:
        """The layer as kept after that version, as one's own. Overtaken where another came first."""
        if layer.author == "educator" and not (picture.own and who.may_edit_library):
            raise WrongUse(
                "Only the learner's layer can be changed here.", "Send marks with the author learner."
            )
        if layer.author == "model":
            raise WrongUse("A model's marks are not changed.", "Copy them to a layer of your own.")
        sheet = Sheet(picture.key, layer.author, who.user_id)
        return self.marks.save(sheet, layer, after=after, user_id=who.user_id, at=self._now())

    def publish(self, who: Account, picture: Pictured, layer: Layer, *, after: int) -> KeptLayer:
        """The expert's layer that everybody compares with, as kept after that version."""
        if not who.may_edit_library:
            raise WrongUse("Only educators and owners draw the expert's marks.", "Ask one of them.")
        sheet = Sheet(picture.key, "educator", SHARED)
        return self.marks.save(sheet, layer, after=after, user_id=who.user_id, at=self._now())

    def compared(self, who: Account, picture: Pictured) -> Beheld:
        """The learner's marks held against the expert's.

        WrongUse before the learner has marked anything, before the picture's question is answered, and where
        there is nothing to compare with.
        """
        if picture.wait is not None:
            raise WrongUse(picture.wait, "Answer first, then compare.")
        expert = self.expert(who, picture).layer
        if not expert.marks:
            raise WrongUse("No expert has marked this picture.", "Compare it with its report or caption.")
        mine = self.marks.newest(Sheet(picture.key, "learner", who.user_id)).layer
        if not mine.marks:
            raise WrongUse("You have marked nothing yet.", "Mark what you see first, then compare.")
        return Beheld(expert=expert, comparison=compare(mine, expert))

    def expert(self, who: Account | None, picture: Pictured) -> KeptLayer:
        """The expert's layer: as educators drew it here, else as it came with the picture, else empty."""
        whose = who.user_id if who and picture.own else SHARED
        kept = self.marks.newest(Sheet(picture.key, "educator", whose))
        if kept.version or picture.beside is None:
            return kept
        try:
            return KeptLayer(layer=LAYER.validate_json(picture.beside))
        except ValidationError as fault:
            raise PreceptorError(
                "The expert's marks of this picture cannot be read.", "Import the item or case again."
            ) from fault
