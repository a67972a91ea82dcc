"""A reply of a given shape: validated, asked for once more with the fault named, then given up."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.ports import ChatModel, Message, ModelFault

Shape = TypeVar("Shape", bound=BaseModel)
AGAIN = "Your last reply to this could not be read: {}. Reply again, with the whole JSON and nothing else."
MOST_NAMED = 3
MOST_SAID = 300


class Unreadable(NamedTuple):
    """The model replied twice and neither reply had the shape; `reason` is one sentence."""

    reason: str


def structured(model: ChatModel, messages: Sequence[Message], schema: type[Shape]) -> Shape | Unreadable:
    """The model's reply as `schema`, or Unreadable. Raises ModelFault where there is no reply at all."""
    wanted = schema.model_json_schema()
    asked, fault = tuple(messages), ""
    for _ in range(2):
        try:
            return schema.model_validate_json(model.complete(asked, schema=wanted))
        except ValidationError as invalid:
            fault = _named(invalid)
        except ModelFault as none:
            if none.kind != "empty":
                raise
            fault = "it was empty"
        asked = _with_fault(messages, fault)
    return Unreadable(f"The model's reply could not be read, twice ({fault}).")


def _with_fault(messages: Sequence[Message], fault: str) -> tuple[Message, ...]:
    # In the last turn: many chat templates refuse two turns of one role in a row.
    *before, last = messages
    return (*before, last.model_copy(update={"text": f"{last.text}\n\n{AGAIN.format(fault)}"}))


def _named(invalid: ValidationError) -> str:
    errors = invalid.errors(include_url=False, include_input=False, include_context=False)
    named = [": ".join([*_place(error["loc"]), error["msg"]]) for error in errors[:MOST_NAMED]]
    more = [f"and {len(errors) - MOST_NAMED} more"] if len(errors) > MOST_NAMED else []
    # The model may have made up the fields: their names are its words.
    return " ".join("; ".join([*named, *more]).split())[:MOST_SAID]


def _place(loc: tuple[int | str, ...]) -> list[str]:
    return [".".join(map(str, loc))] if loc else []
