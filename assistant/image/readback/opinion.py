"""A model's second opinion on a read: line by line, checked for form, and apart from what the rules found."""

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.answer.plain import plain_sentence
from assistant.connect.structured import Unreadable, structured
from assistant.image.types import OnFinding, ReadOpinion, Verdict
from assistant.labels import labelled
from assistant.ports import ChatModel, Message
from assistant.prompts import prompt
from curricula.items.reports import stated
from curricula.items.types import ReportLine

MOST_FINDINGS = 60
LONGEST_ID, LONGEST_REASON = 20, 200
NOTHING_LEFT = "Nothing in the model's reply is on a line of the report, so none of it is shown."


class _OnFinding(BaseModel):
    id: Annotated[str, Field(max_length=LONGEST_ID)]
    verdict: Verdict
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]


class _Reply(BaseModel):
    findings: Annotated[list[_OnFinding], Field(max_length=MOST_FINDINGS)]


def second_read(
    report: Sequence[ReportLine], text: str, *, model: ChatModel, private: Callable[[str], str] = str
) -> ReadOpinion | Unreadable:
    """Whether the model thinks that the read agrees with each line of the report. Raises ModelFault.

    `private` gives the read as it may be sent. The model is not told what the rules found.
    """
    instructions = prompt("read")
    lines = {f"F{number}": line for number, line in enumerate(report, start=1)}
    told = [row for label, line in lines.items() for row in labelled(label, stated(line))]
    asked = "\n".join([*told, *labelled("W", private(text))])
    messages = [Message(role="system", text=instructions.text), Message(role="user", text=asked)]
    reply = structured(model, messages, _Reply)
    if isinstance(reply, Unreadable):
        return reply
    kept: dict[str, OnFinding] = {}
    for one in reply.findings:
        line = lines.get(one.id.strip())
        if line is not None:
            reason = plain_sentence(one.reason)
            kept.setdefault(line.id, OnFinding(line=line.id, verdict=one.verdict, reason=reason))
    if not kept:
        return Unreadable(NOTHING_LEFT)
    return ReadOpinion(
        model=model.name,
        prompt=instructions.version,
        findings=tuple(kept[line.id] for line in report if line.id in kept),
        dropped=len(reply.findings) - len(kept),
    )
