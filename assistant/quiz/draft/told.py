"""What a model is told when it drafts or solves: rules, then data of which no line can pass for them."""

from collections.abc import Iterator, Sequence

from assistant.answer.request import fitting_hits, passage_text, tokens
from assistant.labels import labelled
from assistant.ports import Message
from assistant.prompts import Prompt
from assistant.quiz.draft.excerpts import Excerpt
from curricula.items.types import Option
from retrieval.types import Hit

WRITE = "Write the one question now, as JSON."
SOLVE = "Choose now, as JSON."
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def drafting(
    instructions: Prompt, excerpts: Sequence[Excerpt], *, about: str, before: Sequence[str]
) -> list[Message]:
    """The request for one question from these passages; `before` are questions not to be asked again."""
    lines = [*_passages(excerpts), *labelled("T", about)]
    lines += [line for stem in before for line in labelled("B", stem)]
    return _messages(instructions, lines, WRITE)


def solving(
    instructions: Prompt, stem: str, options: Sequence[Option], *, excerpts: Sequence[Excerpt]
) -> list[Message]:
    """The request for the answer, the options under letters in the order given, and nothing of the key."""
    lines = [*_passages(excerpts), *labelled("Q", stem)]
    lines += [
        line for letter, one in zip(LETTERS, options, strict=False) for line in labelled(letter, one.text)
    ]
    return _messages(instructions, lines, SOLVE)


def fitting(excerpts: Sequence[Excerpt], *, room: int) -> Sequence[Excerpt]:
    """The first of the passages that together have at most `room` tokens, but always one."""
    return excerpts[: len(fitting_hits([_hit(one) for one in excerpts], room))]


def size(messages: Sequence[Message]) -> int:
    """About how many tokens a request has."""
    return sum(tokens(message.text) for message in messages)


def _passages(excerpts: Sequence[Excerpt]) -> Iterator[str]:
    for number, excerpt in enumerate(excerpts, 1):
        yield from labelled(str(number), passage_text(_hit(excerpt)))


def _hit(excerpt: Excerpt) -> Hit:
    return Hit(passage=excerpt.passage, score=0.0, title=excerpt.document.title)


def _messages(instructions: Prompt, lines: Sequence[str], closing: str) -> list[Message]:
    return [
        Message(role="system", text=instructions.text),
        Message(role="user", text="\n".join([*lines, "", closing])),
    ]
