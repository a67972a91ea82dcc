"""The addresses of Review and Progress: what one learnt, the attempts behind it, and one's own cards."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Protocol
from uuid import uuid4

from fastapi import APIRouter, Form, Query
from pydantic import ValidationError
from starlette.responses import Response

from assistant.accounts import Account
from assistant.audits.auditing import Auditing
from assistant.learner.cards import Wording
from assistant.learner.learning import Learning
from assistant.learner.preferences import Preference
from assistant.learner.types import Attempt, Correction, Kept
from assistant.quiz.sitting.sit import Quizzes
from curricula.items.types import ClozeCard
from retrieval.errors import PreceptorError, WrongUse
from retrieval.types import Value
from ui.web.cases.routes import Who
from ui.web.faults import fault_page, led, shown
from ui.web.markup import path
from ui.web.quiz.attempts import attempts_page
from ui.web.quiz.progress import attempts_url, progress_page
from ui.web.quiz.review import offer_page, review_page
from ui.web.quiz.words import CONFIDENCE_WORDS, objective_words


class LearningDesk(Protocol):
    """Where it is kept what people learn."""

    @property
    def learning(self) -> Learning:
        """Attempts, cards and what follows from them."""

    @property
    def audits(self) -> Auditing:
        """The answers with planted errors that they checked."""

    @property
    def quizzes(self) -> Quizzes:
        """The sittings, whose items the attempts were about."""


class Behind(Value):
    """Which attempts are asked for: those behind one number, or all."""

    kind: str = ""
    name: str = ""
    confidence: int | None = None
    guesses: bool = False


class Corrected(Value):
    """The form that takes an attempt out, or back in."""

    attempt: str
    counts: bool
    reason: str = ""
    back: str = ""


class Worded(Value):
    """The form of a card's words."""

    text: str
    extra: str = ""
    based_on: int = 1
    back: str = ""

    def wording(self) -> Wording:
        """The words as they are kept; WrongUse where no words are hidden."""
        try:
            return Wording(text=self.text, extra=self.extra)
        except ValidationError:
            raise WrongUse(
                "A card hides words in {{double braces}} and has at most 1,000 letters.",
                "Go back and mark some.",
            ) from None


def learning_routes(desk: LearningDesk) -> APIRouter:
    """Everything about learning that is a page."""
    router = APIRouter(include_in_schema=False)
    _add_progress(router, desk)
    _add_keeping(router, desk)
    _add_review(router, desk)
    _add_cards(router, desk)
    return router


def _add_progress(router: APIRouter, desk: LearningDesk) -> None:
    @router.get("/progress")
    def progress(who: Who) -> Response:
        def drawn() -> str:
            return progress_page(desk.learning.progress(who), desk.audits.rates(who), who)

        return shown(who, drawn, of="Progress")

    @router.get("/progress/attempts")
    def attempts(who: Who, asked: Annotated[Behind, Query()]) -> Response:
        def drawn() -> str:
            title, found = _behind(desk.learning, who, asked)
            back = attempts_url(**asked.model_dump(exclude_defaults=True))
            return attempts_page(title, found, back, who, titled=lambda one: _title(desk, who, one))

        return shown(who, drawn, of="Progress")

    @router.post("/progress/correct")
    def correct(who: Who, given: Annotated[Corrected, Form()]) -> Response:
        def corrected() -> str:
            said = Correction(id=uuid4().hex, **given.model_dump(exclude={"back"}), at=datetime.now(UTC))
            desk.learning.correct(who, said)
            return _back(given.back, "progress")

        return led(who, corrected, of="Progress")


def _add_keeping(router: APIRouter, desk: LearningDesk) -> None:
    @router.get("/progress/export")
    def everything(who: Who) -> Response:
        content = desk.learning.export(who).model_dump_json(indent=1)
        return Response(content, media_type="application/json", headers=_download("learning.json"))

    @router.get("/progress/export.csv")
    def table(who: Who) -> Response:
        content = desk.learning.table(who)
        return Response(content, media_type="text/csv; charset=utf-8", headers=_download("attempts.csv"))

    @router.post("/progress/remove")
    def remove(who: Who, attempt: Annotated[str, Form()], back: Annotated[str, Form()] = "") -> Response:
        def removed() -> str:
            desk.learning.forget(who, [attempt])
            return _back(back, "progress")

        return led(who, removed, of="Progress")

    @router.post("/progress/forget")
    def forget(who: Who, sure: Annotated[str, Form()] = "") -> Response:
        def forgotten() -> str:
            if sure != "yes":
                raise WrongUse("It was not ticked that everything is to go.", "Go back and tick it first.")
            desk.learning.forget(who)
            return path("progress")

        return led(who, forgotten, of="Progress")


def _add_review(router: APIRouter, desk: LearningDesk) -> None:
    @router.get("/review")
    def review(who: Who) -> Response:
        def drawn() -> str:
            found = desk.learning.progress(who)
            cards = desk.learning.cards.of(who.user_id)
            now = datetime.now(UTC)
            return review_page(found.due, found.forecast, found.preference, cards, who, now=now)

        return shown(who, drawn, of="Review")

    @router.post("/review/preference")
    def prefer(who: Who, given: Annotated[Preference, Form()]) -> Response:
        def kept() -> str:
            desk.learning.choose(who, given)
            return path("review")

        return led(who, kept, of="Review")


def _add_cards(router: APIRouter, desk: LearningDesk) -> None:
    @router.get("/review/card/{attempt}")
    def offer(who: Who, attempt: str) -> Response:
        return shown(
            who,
            lambda: offer_page(attempt, desk.learning.offer(who, attempt), _sitting_of(attempt), who),
            of="Review",
        )

    @router.post("/review/card/{attempt}")
    def keep(who: Who, attempt: str, given: Annotated[Worded, Form()]) -> Response:
        def kept() -> str:
            desk.learning.keep(who, attempt, given.wording())
            return _back(given.back, "review")

        return led(who, kept, of="Review")

    @router.get("/review/cards.apkg")
    def anki(who: Who) -> Response:
        try:
            content = desk.learning.anki(who)
        except PreceptorError as fault:
            return fault_page(who, fault, of="Review")
        return Response(content, media_type="application/apkg", headers=_download("cards.apkg"))

    @router.post("/review/cards/{card}")
    def reword(who: Who, card: str, given: Annotated[Worded, Form()]) -> Response:
        def reworded() -> str:
            desk.learning.reword(who, card, given.wording(), based_on=given.based_on)
            return path("review")

        return led(who, reworded, of="Review")

    @router.post("/review/cards/{card}/drop")
    def drop(who: Who, card: str) -> Response:
        def dropped() -> str:
            desk.learning.drop(who, card)
            return path("review")

        return led(who, dropped, of="Review")


def _behind(learning: Learning, who: Account, asked: Behind) -> tuple[str, Sequence[Kept]]:
    """What the attempts are about, and the attempts, the newest first."""
    if asked.guesses:
        return "Answers that look like guesses", learning.attempts(who, learning.progress(who).guesses)
    if asked.confidence is not None:
        found = learning.progress(who).calibration.bins
        ids = [each for one in found if one.confidence == asked.confidence for each in one.attempts]
        words = {int(value): words for value, words in CONFIDENCE_WORDS.items()}.get(asked.confidence, "")
        return f"Answers given as “{words.lower()}”", learning.attempts(who, ids)
    if asked.name:
        known = learning.progress(who)
        among = known.topics if asked.kind == "topic" else known.objectives
        ids = [each for one in among if one.name == asked.name for each in (*one.attempts, *one.left_out)]
        return f"Attempts: {objective_words(asked.name)}", learning.attempts(who, ids)
    return "All attempts, the newest first", learning.attempts(who)


def _title(desk: LearningDesk, who: Account, one: Attempt) -> str:
    """What was asked; of what is no longer here its id."""
    try:
        item = desk.quizzes.house.bank.item(one.item_id, one.item_version)
    except PreceptorError:
        return one.item_id
    return item.title if isinstance(item, ClozeCard) else item.lead_in


def _sitting_of(attempt: str) -> str:
    """The address of the sitting in which the attempt was made."""
    return path("sitting", attempt.rpartition(":")[0])


def _back(address: str, otherwise: str) -> str:
    """A way back on this site, whatever the form says."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours else path(otherwise)


def _download(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
