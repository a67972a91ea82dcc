"""What a model is sent: fixed instructions first, then data of which no line can pass for anything else."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from time import perf_counter
from typing import NamedTuple

from assistant.labels import labelled
from assistant.ports import ChatModel, Message, ModelFault, Piece, Usage
from assistant.prompts import Prompt, prompt
from assistant.tone.told import with_tone
from assistant.tone.types import Tone
from retrieval.planted import fit_for_prompt
from retrieval.types import Hit

# English of medicine has about four characters a token, with figures and drug names about three.
TOKEN_CHARACTERS = 3
# Where a server does not say: some local ones cut silently what is longer.
CONTEXT_UNKNOWN = 4096
# For the chat template and the labels.
MARGIN_TOKENS = 64
# A reply takes at most this share of what the model can hold, so that passages have room.
REPLY_SHARE = 3
CLOSING = "Write now, from the passages only, every sentence with its numbers in square brackets."


class Asked(NamedTuple):
    """What a person said: the question, the ones before it, and, in study style, their attempt."""

    question: str
    history: tuple[str, ...] = ()
    attempt: str = ""


class Request:
    """What a model is asked. `given` are the passages it has, as many as fit; making it raises ModelFault.

    `ready_at` and `first_at` are the moments of the clock when it was sent and when the first word came.
    """

    def __init__(
        self,
        model: ChatModel,
        asked: Asked,
        hits: Sequence[Hit],
        *,
        answer_tokens: int,
        guarded: bool = True,
        tone: Tone | None = None,
    ) -> None:
        self.model = model
        self.name = model.name
        self.instructions = with_tone(prompt("study" if asked.attempt else "clinician"), tone)
        self.asked = asked
        self.usage = Usage()
        self.ready_at: float | None = None
        self.first_at: float | None = None
        context = model.capabilities().context or CONTEXT_UNKNOWN
        self._guarded = guarded
        self._limit = min(answer_tokens, context // REPLY_SHARE)
        room = context - self._limit - _fixed_tokens(self.instructions, asked)
        self.given = fitting_hits(hits, room)

    def pieces(self) -> Generator[str]:
        """The reply as it comes; raises ModelFault.

        A prompt that is too long for the model is tried once more, with half of the passages.
        """
        try:
            yield from self._stream()
        except ModelFault as fault:
            if fault.kind != "too_long" or self.first_at is not None or len(self.given) < 2:
                raise
            self.given = self.given[: len(self.given) // 2]
            yield from self._stream()

    def _stream(self) -> Generator[str]:
        sent = messages(self.instructions, self.given, self.asked, guarded=self._guarded)
        self.ready_at = perf_counter()
        with closing(_closable(self.model.stream(sent, limit=self._limit))) as pieces:
            for piece in pieces:
                if piece.text and self.first_at is None:
                    self.first_at = perf_counter()
                self.usage = piece.usage or self.usage
                yield piece.text


def messages(
    instructions: Prompt, hits: Sequence[Hit], asked: Asked, *, guarded: bool = True
) -> list[Message]:
    """The instructions, which are the same for every question, and the passages under their numbers.

    Every line of data stands behind the label of what it belongs to, whatever it holds: that is what keeps a
    passage from closing itself and speaking as somebody else. Not `guarded`, the passages keep whatever looks
    like an instruction to a model: only to measure what that does.
    """
    text_of = passage_text if guarded else _whole_text
    lines = [
        *(line for number, hit in enumerate(hits, 1) for line in labelled(str(number), text_of(hit))),
        *_told(asked),
    ]
    return [
        Message(role="system", text=instructions.text),
        Message(role="user", text="\n".join([*lines, "", CLOSING])),
    ]


def condensing(instructions: Prompt, asked: Asked) -> list[Message]:
    """The questions of a conversation, to be made into one."""
    return [
        Message(role="system", text=instructions.text),
        Message(role="user", text="\n".join(_told(asked))),
    ]


def passage_text(hit: Hit) -> str:
    """A passage under the title and headings that it stands under, without instructions to a model.

    They were set apart when it was taken in, unless that was before such were looked for.
    """
    told = [part for part in map(fit_for_prompt, _path(hit)) if part]
    return "\n".join([f"({' > '.join(told)})", fit_for_prompt(hit.passage.text) or ""])


def _whole_text(hit: Hit) -> str:
    return "\n".join([f"({' > '.join(_path(hit))})", hit.passage.text])


def _path(hit: Hit) -> list[str]:
    return [hit.title, *(heading for heading in hit.passage.headings if heading != hit.title)]


def fitting_hits(hits: Sequence[Hit], room: int) -> Sequence[Hit]:
    """The first of the passages that together have at most `room` tokens, but always one."""
    used = 0
    for number, hit in enumerate(hits):
        used += tokens("\n".join(labelled(str(number + 1), passage_text(hit))))
        if used > room:
            return hits[: max(1, number)]
    return hits


def tokens(text: str) -> int:
    """About how many tokens the text has, rather too many than too few."""
    return -(-len(text) // TOKEN_CHARACTERS)


def _fixed_tokens(instructions: Prompt, asked: Asked) -> int:
    """What a request has besides its passages."""
    return tokens("\n".join([instructions.text, *_told(asked), CLOSING])) + MARGIN_TOKENS


def _closable(pieces: Iterator[Piece]) -> Generator[Piece]:
    """The same pieces; closing it closes the iterator behind it."""
    yield from pieces


def _told(asked: Asked) -> list[str]:
    earlier = [line for question in asked.history for line in labelled("H", question)]
    attempt = labelled("A", asked.attempt) if asked.attempt else ()
    return [*earlier, *labelled("Q", asked.question), *attempt]
