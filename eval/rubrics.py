"""Rubrics as HealthBench writes them: conversations, and the criteria that a reply to each is judged by."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, StrictBool, ValidationError

from assistant.ports import Message
from eval.prompts import JudgePrompt
from eval.types import NotRun
from retrieval.errors import PreceptorError
from retrieval.rows import Row, rows, text_of
from retrieval.types import Value


class Criterion(Value):
    """What a reply may do, and the points for doing it: fewer than 0 for what it should not do."""

    text: str = Field(min_length=1)
    points: float
    tags: tuple[str, ...] = ()


class Case(Value):
    """A conversation that a reply is wanted for, and its criteria."""

    id: str = Field(min_length=1)
    conversation: tuple[Message, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    tags: tuple[str, ...] = ()


class Verdict(Value):
    """What a judge says of one criterion: the reason first, so that it comes before the decision."""

    explanation: str
    criteria_met: StrictBool


def cases(folder: Path) -> list[Case]:
    """The cases of all the JSON lines in the folder."""
    files = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
    found = [_case(path, row) for path in files for row in rows(path)]
    if not found:
        raise NotRun(
            f"Not run: {folder} holds no rubrics in .jsonl files.",
            "Point --data at a folder of the suite's layout.",
        )
    return found


def judged_by(prompt: JudgePrompt, case: Case, reply: str, criterion: Criterion) -> tuple[Message, ...]:
    """What the judge is given: fixed words, then one JSON object that no text in it can close."""
    turns = [{"role": turn.role, "text": turn.text} for turn in case.conversation]
    turns.append({"role": "assistant", "text": reply})
    laid = json.dumps({"conversation": turns, "criterion": criterion.text}, ensure_ascii=False)
    return Message(role="system", text=prompt.system), Message(role="user", text=laid)


def read_verdict(reply: str) -> bool | None:
    """Whether the judge says that the criterion is met; None if that cannot be read."""
    try:
        return Verdict.model_validate_json(reply).criteria_met
    except ValidationError:
        return None


def score(criteria: Sequence[Criterion], met: Sequence[bool | None]) -> float | None:
    """Points achieved of those possible, below 0 where faults outweigh the rest.

    None where nothing could be gained, or where a verdict is missing.
    """
    possible = sum(criterion.points for criterion in criteria if criterion.points > 0)
    if not possible or None in met:
        return None
    return sum(one.points for one, is_met in zip(criteria, met, strict=True) if is_met) / possible


def _case(path: Path, row: Row) -> Case:
    try:
        return Case(
            id=text_of(row, "prompt_id", "id"),
            conversation=tuple(_turn(turn) for turn in row["prompt"]),
            criteria=tuple(
                Criterion(text=one["criterion"], points=one["points"], tags=tuple(one.get("tags") or ()))
                for one in row["rubrics"]
            ),
            tags=tuple(row.get("example_tags") or ()),
        )
    except (KeyError, TypeError, ValidationError) as fault:
        raise PreceptorError(
            f"The case {text_of(row, 'prompt_id', 'id') or '?'} of {path} cannot be read.",
            "Give each prompt (role, content) and rubrics (criterion, points, tags).",
        ) from fault


def _turn(turn: Row) -> Message:
    return Message(role=turn["role"], text=turn["content"])
