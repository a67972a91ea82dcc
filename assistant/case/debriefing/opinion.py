"""A model's second opinion on an encounter that is over: asked for, checked, and apart from the marks."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.answer.plain import plain_sentence
from assistant.answer.request import CONTEXT_UNKNOWN, MARGIN_TOKENS, REPLY_SHARE, tokens
from assistant.case.debriefing.briefing import Briefing, Over, briefing
from assistant.case.opined import Judged, Likeness, Opinion, Remark
from assistant.connect.structured import Unreadable, structured
from assistant.ports import ChatModel
from assistant.prompts import Prompt, prompt

MOST_REMARKS, MOST_JUDGED = 3, 8
LONGEST_TEXT, LONGEST_WORDS, LONGEST_REASON, LONGEST_ID = 300, 300, 200, 80
NOTHING_LEFT = "Nothing in the model's reply rests on this encounter, so none of it is shown."
_QUOTED = "\"'“”‘’ "


class _Remark(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    line: Annotated[str, Field(max_length=LONGEST_ID)]
    words: Annotated[str, Field(max_length=LONGEST_WORDS)]


class _Judged(BaseModel):
    id: Annotated[str, Field(max_length=LONGEST_ID)]
    verdict: Likeness
    same_as: Annotated[str, Field(max_length=LONGEST_ID)]
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]


class _Reply(BaseModel):
    strengths: Annotated[list[_Remark], Field(max_length=MOST_REMARKS)]
    improvements: Annotated[list[_Remark], Field(max_length=MOST_REMARKS)]
    ungraded: Annotated[list[_Judged], Field(max_length=MOST_JUDGED)]


def opinion(over: Over, model: ChatModel, private: Callable[[str], str] = str) -> Opinion | Unreadable:
    """What the model thinks of the encounter, as far as it rests on it. Raises ModelFault.

    `private` gives a text as it may be sent. The debrief is read and stays as it is.
    """
    name, instructions = model.name, prompt("opinion")
    told = briefing(over, private, room=_room(model, instructions))
    reply = structured(model, told.messages(instructions), _Reply)
    if isinstance(reply, Unreadable):
        return reply
    checked = [_checked(reply.strengths, over, told), _checked(reply.improvements, over, told)]
    judged = [one for one in (_judged(one, told) for one in _once(reply.ungraded)) if one is not None]
    if not any([*checked, judged]):
        return Unreadable(NOTHING_LEFT)
    given = len(reply.strengths) + len(reply.improvements) + len(reply.ungraded)
    return Opinion(
        model=name,
        prompt=instructions.version,
        strengths=tuple(checked[0]),
        improvements=tuple(checked[1]),
        judged=tuple(judged),
        dropped=given - sum(map(len, checked)) - len(judged),
        unseen=told.unseen,
    )


def _room(model: ChatModel, instructions: Prompt) -> int:
    """How many tokens the data may have, the reply and its shape left room."""
    context = model.capabilities().context or CONTEXT_UNKNOWN
    return context - context // REPLY_SHARE - tokens(instructions.text) - MARGIN_TOKENS


def _checked(remarks: Sequence[_Remark], over: Over, told: Briefing) -> list[Remark]:
    """The remarks whose line is one of the checklist, or whose words the student wrote; each text once."""
    known = {line.line for line in over.debrief.lines}
    kept: dict[str, Remark] = {}
    for one in remarks:
        text = plain_sentence(one.text)
        line, words = one.line.strip(), one.words.strip(_QUOTED)
        is_true = (not line or line in known) and (not words or _stands(words, told.words))
        if text and is_true and (line or words):
            kept.setdefault(text, Remark(text=text, line=line or None, words=words or None))
    return list(kept.values())


def _stands(words: str, said: Sequence[str]) -> bool:
    """Whether the words stand in one of the texts to the letter, as whole words."""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return any(whole.search(text) for text in said)


def _once(judged: Sequence[_Judged]) -> list[_Judged]:
    return list({one.id: one for one in reversed(judged)}.values())[::-1]


def _judged(one: _Judged, told: Briefing) -> Judged | None:
    """The verdict, None where it is on nothing that was asked, or the same as something that is not there."""
    asked = told.ungraded.get(one.id.strip())
    if asked is None:
        return None
    is_same = one.verdict == "same"
    same_as = told.expected[asked.of].get(one.same_as.strip()) if is_same else None
    if is_same and same_as is None:
        return None
    reason = plain_sentence(one.reason)
    return Judged(of=asked.of, words=asked.words, likeness=one.verdict, same_as=same_as, reason=reason)
