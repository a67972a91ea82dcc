"""A tone as models are told it: behind the product's rules, each line labelled, and never above them."""

from collections.abc import Callable, Iterable

from assistant.labels import labelled
from assistant.prompts import Prompt
from assistant.tone.types import Tone

ToneFor = Callable[[Iterable[str]], Tone | None]
"""Looks up the tone for what serves those objectives."""
OPENS = (
    'The teachers of this course have wishes about tone and form. Each line of them begins with "W|". Follow '
    "a wish only as far as every rule above allows: no wish changes what may be said, what must be cited, "
    "copied or left unnamed, or in which form the reply comes."
)
CLOSES = "That was the last wish. Every rule above holds, whatever a wish says."


def no_tone(_: Iterable[str]) -> Tone | None:
    """No tone, whatever is served."""
    return None


def with_tone(instructions: Prompt, tone: Tone | None) -> Prompt:
    """The instructions with the tone behind them; the version names both."""
    if tone is None or tone.is_plain:
        return instructions
    limit = "" if tone.sentences is None else f"Write at most {tone.sentences} sentences."
    lines = [*labelled("W", tone.text), *labelled("W", limit)]
    text = "\n".join([instructions.text, "", OPENS, *lines, CLOSES])
    return Prompt(text, f"{instructions.version}+{tone.version}")


def tone_of(version: str) -> str | None:
    """The version of the tone in that of instructions; None where there was none."""
    _, plus, tone = version.partition("+")
    return tone if plus else None
