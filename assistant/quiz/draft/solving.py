"""The blind second solve: somebody who sees no key answers the question, and must come to the same."""

import random
from collections.abc import Sequence

from assistant.connect import Unreadable, structured
from assistant.ports import ChatModel, ModelFault
from assistant.prompts import prompt
from assistant.quiz.draft.excerpts import Excerpt
from assistant.quiz.draft.shapes import Solved
from assistant.quiz.draft.told import LETTERS, solving
from curricula.items.drafts import Gate, GateName
from curricula.items.types import Option, SingleBestAnswer

AGREES = "Without seeing the key, the model chose it."
ALSO = "Without seeing the key, the model held that “{}” could be right as well."
OTHER = "Without seeing the key, the model chose “{}”."


def solve(item: SingleBestAnswer, excerpts: Sequence[Excerpt], model: ChatModel, *, seed: str) -> Gate:
    """Whether a fresh request chooses the key and nothing else; without passages from what the model knows.

    The options stand in another order, drawn by the seed, under other letters. Raises ModelFault where the
    model gives no reply; one that cannot be read is "unknown".
    """
    name: GateName = "solve_with_sources" if excerpts else "second_solve"
    options = _mixed(item.options, random.Random(f"{seed} {name}"))
    stem = "\n".join(part for part in (item.vignette, item.lead_in) if part)
    sent = solving(prompt("solve"), stem, options, excerpts=excerpts)
    found = structured(model, sent, Solved)
    if isinstance(found, Unreadable):
        return Gate(name=name, outcome="unknown", reason=found.reason)
    shown = dict(zip(LETTERS, options, strict=False))
    if not {found.best, *found.also_right} <= shown.keys():
        return Gate(name=name, outcome="unknown", reason="The model chose a letter that was not there.")
    best = shown[found.best]
    others = [shown[letter] for letter in found.also_right if shown[letter] is not best]
    if not best.correct:
        return Gate(name=name, outcome="fail", reason=OTHER.format(best.text[:120]))
    if others:
        return Gate(name=name, outcome="fail", reason=ALSO.format(others[0].text[:120]))
    return Gate(name=name, outcome="pass", reason=AGREES)


def unsolved(name: GateName, fault: ModelFault) -> Gate:
    """The gate where the model gave no reply."""
    return Gate(name=name, outcome="unknown", reason=str(fault))


def _mixed(options: Sequence[Option], chance: random.Random) -> list[Option]:
    """The options in another order, in which the key does not stand where it stood."""
    order = list(options)
    place = next(index for index, option in enumerate(options) if option.correct)
    while order[place].correct:
        chance.shuffle(order)
    return order
