"""Answers that a served model writes: evidence first, then sentence by sentence, each checked; or quotes."""

from collections.abc import Generator
from contextlib import closing
from time import perf_counter
from typing import Self

from assistant.answer.candidates import is_literature
from assistant.answer.check import Checker, verifier_of
from assistant.answer.condense import condensed, leaves_open
from assistant.answer.followup import standalone
from assistant.answer.gather import Gathered, gather, help_only, quoted, since
from assistant.answer.reply import Reply
from assistant.answer.request import Asked, Request
from assistant.answer.study import asking, asks_first
from assistant.answer.subject import Subject
from assistant.guard.privacy import redact
from assistant.guard.screen import needs_help, screened
from assistant.ports import ChatModel, ModelFault
from assistant.settings import Settings
from assistant.tone.told import tone_of
from assistant.tone.types import Tone
from assistant.types import Answer, Style, Written
from retrieval.library import Library
from retrieval.models.working import Models
from retrieval.types import Hit, Query, Value

QUOTED = "What the library says is quoted instead."
EMPTY = "The model's reply was empty."
NO_SENTENCE = "The model's reply held no whole sentence."
SHORTENED = "Shortened to the length that your course wants; sentences left out at the end: {}."
NOTHING_FOUND = "The model found no answer in these passages."
ALL_FAILED = "None of the model's {} sentences passed its check."


class House(Value):
    """What the owner has set for answers.

    `country` is that whose emergency numbers are named; `redacts` is whether what tells who somebody is is
    taken out before the model is asked; `checks` is off only to measure what checking costs, `guards` only
    to measure what instructions planted in sources would do. `tone` are wishes on how answers are written.
    """

    country: str | None = None
    redacts: bool = True
    answer_tokens: int = 700
    checks: bool = True
    guards: bool = True
    tone: Tone | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the settings say."""
        return cls(
            country=settings.country,
            redacts=settings.removes_personal_data,
            answer_tokens=settings.answer_tokens,
        )


def written(
    library: Library,
    query: Query,
    model: ChatModel,
    *,
    style: Style = "clinician",
    attempt: str | None = None,
    house: House = House(),  # noqa: B008 - a frozen value
) -> Generator[Answer]:
    """The answer as it grows, the last with stage "done"; closing it ends the model's request.

    The first has the evidence and no statement; each sentence comes unchecked, then with its verdict. Where
    only the model can tell what a question points back at, the evidence is replaced once. Without sufficient
    evidence the model is not asked. Whatever keeps it from answering, the last is the answer of quote mode,
    and its `fallback` says what happened. `style` and `attempt` are as of `answer`.
    """
    started = perf_counter()
    notices = screened(query, house.country)
    if needs_help(notices):
        yield help_only(library, query, notices)
        return
    private = redact if house.redacts else str
    gathered = gather(library, query, standalone(query.text, query.history), started=started)
    fault = None
    if not asks_first(style, attempt) and leaves_open(query, gathered.asked, private):
        yield _evidence(quoted(gathered, notices))
        gathered, fault = _gathered_again(library, gathered, model)
    quotes = quoted(gathered, notices)
    if not gathered.suffices:
        yield quotes
    elif asks_first(style, attempt):
        yield asking(gathered, quotes)
    elif fault:
        yield _instead(quotes, str(fault))
    else:
        said = Asked(private(query.text), tuple(map(private, query.history)), private(attempt or ""))
        subject = Subject([gathered.asked, attempt or ""], Models(library.encoder, library.ranker))
        checker = Checker(gathered.sources, subject, verifier_of(library.ranker), is_on=house.checks)
        yield from _answers(gathered, quotes, model=model, said=said, checker=checker, house=house)


def _gathered_again(
    library: Library, gathered: Gathered, model: ChatModel
) -> tuple[Gathered, ModelFault | None]:
    """What the library has on the question as the model condenses it; as before if it does not, and why."""
    try:
        asked = condensed(gathered.query, model)
    except ModelFault as fault:
        return gathered, fault
    if asked == gathered.asked:
        return gathered, None
    return gather(library, gathered.query, asked, started=gathered.started), None


def _answers(
    gathered: Gathered, quotes: Answer, *, model: ChatModel, said: Asked, checker: Checker, house: House
) -> Generator[Answer]:
    """The evidence, the answer as it grows, and what became of it."""
    page = _evidence(quotes)
    yield page
    try:
        request = Request(
            model,
            said,
            _by_use(gathered),
            answer_tokens=house.answer_tokens,
            guarded=house.guards,
            tone=house.tone,
        )
        reply = Reply(checker, house.tone.sentences if house.tone else None)
        with checker, closing(request.pieces()) as pieces:
            for text in pieces:
                for _ in reply.take(text, request.given):
                    page = _grown(page, request, reply, gathered.started)
                    yield page
            for _ in reply.end(request.given):
                page = _grown(page, request, reply, gathered.started)
                yield page
    except ModelFault as fault:
        yield _instead(quotes, str(fault), page.written)
        return
    page = _grown(page, request, reply, gathered.started)
    why = _useless(request, reply)
    if why:
        yield _instead(quotes, why, page.written)
    else:
        timings = _timings(page, request, gathered.started) | {"check": checker.spent_ms}
        short = (SHORTENED.format(reply.over),) if reply.over else ()
        notes = (*page.notes, *short)
        yield page.model_copy(update={"stage": "done", "timings_ms": timings, "notes": notes})


def _evidence(quotes: Answer) -> Answer:
    """The answer before its first sentence."""
    return quotes.model_copy(
        update={"mode": "write", "stage": "writing", "statements": (), "abstained": None}
    )


def _grown(page: Answer, request: Request, reply: Reply, started: float) -> Answer:
    """The answer as far as it is written."""
    first = None if request.first_at is None else (request.first_at - started) * 1000
    return page.model_copy(
        update={
            "statements": reply.shown,
            "written": Written(
                model=request.name,
                prompt=request.instructions.version,
                dropped=reply.dropped,
                invented=reply.invented,
                left_out=reply.left_out,
                first_token_ms=first,
                tokens_in=request.usage.tokens_in,
                tokens_out=request.usage.tokens_out,
            ),
            "fingerprint": page.fingerprint.model_copy(
                update={"model": request.name, "tone": tone_of(request.instructions.version)}
            ),
        }
    )


def _timings(page: Answer, request: Request, started: float) -> dict[str, float]:
    ready = {} if request.ready_at is None else {"prompt": (request.ready_at - started) * 1000}
    return {**page.timings_ms, **ready, "answer": since(started)}


def _useless(request: Request, reply: Reply) -> str | None:
    """Why nothing of the reply can be shown, None if something can."""
    if reply.dropped < len(reply.statements):
        return None
    if reply.statements:
        number = len(reply.statements)
        return "The model's one sentence failed its check." if number == 1 else ALL_FAILED.format(number)
    if reply.says_nothing:
        return NOTHING_FOUND
    return EMPTY if request.first_at is None else NO_SENTENCE


def _instead(quotes: Answer, why: str, by: Written | None = None) -> Answer:
    """The answer of quote mode, and why it is shown."""
    made = quotes.fingerprint
    if by:
        made = made.model_copy(update={"model": by.model, "tone": tone_of(by.prompt)})
    return quotes.model_copy(update={"fallback": f"{why} {QUOTED}", "written": by, "fingerprint": made})


def _by_use(gathered: Gathered) -> list[Hit]:
    """The passages, those first from which quote mode would quote: where room is short, these stay."""
    used = [one.candidate.hit.passage.id for one in gathered.chosen]
    order = {passage: place for place, passage in enumerate(dict.fromkeys(used))}
    speaking = [hit for hit in gathered.found.hits if not is_literature(hit.passage)]
    return sorted(speaking, key=lambda hit: order.get(hit.passage.id, len(order)))
