"""What a served vision model says it sees: asked only behind an open gate, and kept apart from evidence."""

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from typing import NamedTuple

from assistant.answer.boxes import marked
from assistant.answer.plain import plain_sentence
from assistant.image.gate import judge, named_kind
from assistant.image.picture import Picture, data_url
from assistant.labels import labelled
from assistant.ports import ChatModel, Message, ModelFault
from assistant.prompts import prompt
from assistant.types import Answer, Look
from retrieval.text import sentences

MOST_SENTENCES = 12
LONGEST_SENTENCE = 600
NO_MODEL = "No language model is connected, so nobody describes the picture."
NO_EYES = "The connected model takes no pictures, so nobody describes this one."
ELSEWHERE = (
    "The model runs on another machine, and a picture can show who somebody is, so it was not sent; "
    "whoever runs Preceptor can allow it."
)
NOTHING_SAID = "The model said nothing of the picture."
LOOKING = "The model is looking at the picture."
FIRST_LOOK = (
    "Before you read on: what do you see on the picture, where, and what would you look for next? "
    "Go through it in the order in which you always do."
)
Labels = Callable[[bytes], Mapping[str, float] | None]


class Sight(NamedTuple):
    """Who may look at pictures: a model, whether pictures may be sent to it, and an encoder's labels."""

    model: ChatModel | None
    may_send: bool
    answer_tokens: int = 700
    labels: Labels | None = None


def looked(picture: Picture, question: str, sight: Sight) -> Look:
    """What became of a picture that somebody asks about by itself."""
    look = _gated(picture, question, sight)
    return look if look.fault else look_at(picture, question, look=look, sight=sight)


def look_at(picture: Picture, question: str, *, look: Look, sight: Sight) -> Look:
    """What the model says of the picture behind an open gate and where, or why it says nothing."""
    model = sight.model
    if model is None:
        return look.model_copy(update={"fault": NO_MODEL})
    try:
        if model.capabilities().images is False:
            return look.model_copy(update={"fault": NO_EYES})
        instructions = prompt("look")
        seen = _asked(instructions.text, question, picture)
        with closing(_words(model, seen, sight.answer_tokens)) as words:
            said = described("".join(words))
        told = {"model": model.name, "prompt": instructions.version, "sentences": said, "fault": None}
    except ModelFault as fault:
        return look.model_copy(update={"fault": str(fault)})
    if not said:
        return look.model_copy(update={"fault": NOTHING_SAID})
    boxes = marked(model, _asked(prompt("boxes").text, question, picture), picture.frame)
    return look.model_copy(update={**told, **boxes._asdict()})


def described(text: str) -> tuple[str, ...]:
    """The sentences of a description as plain words, at most twelve, none longer than 600 characters."""
    lines = map(plain_sentence, text.splitlines())
    found = (line[start:end] for line in lines for start, end in sentences(line))
    return tuple(one[:LONGEST_SENTENCE] for one in found)[:MOST_SENTENCES]


def beside(
    snapshots: Generator[Answer], picture: Picture, question: str, *, sight: Sight, asks_first: bool
) -> Generator[Answer]:
    """The same snapshots with what became of the picture; the first comes before anybody looks at it.

    Who is to try first is asked to read the picture themselves, and nobody looks before.
    """
    look: Look | None = None
    with closing(snapshots):
        for snapshot in snapshots:
            if _is_help(snapshot):
                yield snapshot
                continue
            if look is None:
                look = _gated(picture, question, sight)
                if look.fault is None and not asks_first:
                    seen = look.model_copy(update={"fault": LOOKING})
                    yield snapshot.model_copy(update={"look": seen, "stage": "writing"})
                    look = look_at(picture, question, look=look, sight=sight)
            yield _asking(snapshot, look) if asks_first else snapshot.model_copy(update={"look": look})


def _gated(picture: Picture, question: str, sight: Sight) -> Look:
    """The gate of the picture, and as `fault` why nobody is asked about it."""
    labels = sight.labels(picture.png) if sight.labels else None
    kind = picture.kind or named_kind(question)
    gate = judge(picture.png, expected=kind, labels=labels, info=picture.info)
    why = gate.why if not gate.open else NO_MODEL if sight.model is None else None
    if why is None and not sight.may_send:
        why = ELSEWHERE
    image = picture.info.id if picture.info and picture.kept else None
    frames = picture.info.frames if picture.info else 1
    shown = {"frame": picture.frame, "frames": frames, "window": picture.window}
    return Look(image=image, gate=gate, fault=why, **shown)


def _asked(instructions: str, question: str, picture: Picture) -> list[Message]:
    lines = "\n".join(labelled("Q", question))
    return [
        Message(role="system", text=instructions),
        Message(role="user", text=lines, images=(data_url(picture.png),)),
    ]


def _words(model: ChatModel, messages: list[Message], limit: int) -> Generator[str]:
    for piece in model.stream(messages, limit=limit):
        yield piece.text


def _asking(snapshot: Answer, look: Look) -> Answer:
    """The answer that asks for the learner's own read, with the picture and nothing that is said of it."""
    asks = " ".join(filter(None, (FIRST_LOOK, snapshot.asks)))
    hidden = {"statements": (), "conflicts": (), "evidence": (), "abstained": None}
    return snapshot.model_copy(update={**hidden, "asks": asks, "look": look})


def _is_help(snapshot: Answer) -> bool:
    return bool(snapshot.notices) and not (
        snapshot.statements or snapshot.abstained or snapshot.evidence or snapshot.asks
    )
