"""From the sentences that give an instruction away to all the blocks that belong to it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from retrieval.planted.english import LIKELY
from retrieval.planted.judge import Finding, points
from retrieval.types import Block

# A conversation with a model is imitated within so many paragraphs.
WITHIN = 8
IMITATES = "imitates the marks of a conversation with a model"
_ROLE = re.compile(r"(system|assistant|user|human|developer|instructions?|response)\s*:?", re.IGNORECASE)

Found = Mapping[int, tuple[Finding, ...]]


def spread(blocks: Sequence[Block], found: Found) -> Found:
    """The findings by block, with the blocks that they lead into, frame, or stand beside."""
    whole = _role_headings(blocks)
    for at, hits in found.items():
        if hits[-1].goes_on:
            whole |= dict.fromkeys(_led_into(blocks, at), hits[-1].why)
        for near in {at - 1, at + 1} & set(range(len(blocks))):
            if points(blocks[near].text) >= LIKELY:
                whole[near] = hits[0].why
    whole |= _framed(found)
    widened = {
        at: (Finding(start=0, end=len(blocks[at].text), why=why),)
        for at, why in whole.items()
        if at not in found
    }
    return {**found, **widened}


def _led_into(blocks: Sequence[Block], at: int) -> Iterator[int]:
    """The blocks under a heading, or the list after a paragraph, or the one paragraph after it."""
    below = range(at + 1, len(blocks))
    if blocks[at].kind == "heading":
        yield from takewhile(lambda n: blocks[n].kind != "heading", below)
        return
    items = list(takewhile(lambda n: blocks[n].kind in ("list", "table"), below))
    yield from items or takewhile(lambda n: n == at + 1 and blocks[n].kind != "heading", below)


def _framed(found: Found) -> dict[int, str]:
    """The blocks between two that imitate the marks of a conversation."""
    marks = [at for at, hits in found.items() if any(IMITATES in hit.why for hit in hits)]
    between: dict[int, str] = {}
    for one, other in pairwise(marks):
        if other - one <= WITHIN:
            between |= dict.fromkeys(range(one + 1, other), IMITATES)
    return between


def _role_headings(blocks: Sequence[Block]) -> dict[int, str]:
    """The headings that are roles of a conversation, two different ones at least, and what is under them."""
    heads = {
        at: role[1].casefold()
        for at, block in enumerate(blocks)
        if block.kind == "heading" and (role := _ROLE.fullmatch(block.text))
    }
    roles = set(heads.values())
    if len(roles) < 2 or roles.isdisjoint({"system", "assistant"}):
        return {}
    return dict.fromkeys([*heads, *(below for at in heads for below in _led_into(blocks, at))], IMITATES)
