"""Scripted models that answer questions with options by a rule, from what the server was sent."""

import json
import re
from collections.abc import Callable

from eval.choices import Item, items
from tests.assistant.scripted_replies import Asked, Reply, says
from tests.assistant.scripted_server import ScriptedServer
from tests.eval.samples import SAMPLES

OPTION = re.compile(r"^([A-Z])\. (.+)$", flags=re.MULTILINE)
ITEMS: dict[str, Item] = {item.question: item for item in items(SAMPLES / "mcq")}
Rule = Callable[[Asked], Reply]


def keeping_schemas(rule: Rule) -> Rule:
    """The same model behind a server that holds replies to a schema, which is tried out before a run."""
    return lambda asked: shaped(asked, "fruit", "teal") if is_trial(asked) else rule(asked)


def is_trial(asked: Asked) -> bool:
    """Whether this only finds out what the server can do."""
    return last(asked) == "Name a fruit."


def questions(host: ScriptedServer) -> list[Asked]:
    """What the server was asked, trials left aside."""
    return [asked for asked in host.asked if not is_trial(asked)]


def last(asked: Asked) -> str:
    """The text of the last message."""
    return str(asked.messages[-1]["content"])


def letters(asked: Asked) -> dict[str, str]:
    """The letter under which each option is shown, by the option's text."""
    return {text: letter for letter, text in OPTION.findall(last(asked))}


def item_of(asked: Asked) -> Item:
    """The sample question that is asked."""
    return next(item for question, item in ITEMS.items() if question in last(asked))


def shaped(asked: Asked, field: str, word: str) -> Reply:
    """The word in the shape that is asked for: as it is, as JSON, or in a field of an object."""
    if "response_format" not in asked.body:
        return says(word)
    shape = asked.body["response_format"]["json_schema"]["schema"]
    return says(json.dumps({field: word} if "properties" in shape else word))


@keeping_schemas
def oracle(asked: Asked) -> Reply:
    """Always right, whatever letter the right option has."""
    item = item_of(asked)
    return shaped(asked, "answer", letters(asked)[item.options[item.answer]])


@keeping_schemas
def always_a(asked: Asked) -> Reply:
    """The first letter, whatever is asked."""
    return shaped(asked, "answer", "A")


@keeping_schemas
def reader(asked: Asked) -> Reply:
    """Right where passages stand with the question, else another option."""
    item = item_of(asked)
    wrong = next(text for own, text in item.options.items() if own != item.answer)
    return shaped(
        asked, "answer", letters(asked)[item.options[item.answer] if '"passage": 1' in last(asked) else wrong]
    )


@keeping_schemas
def talker(asked: Asked) -> Reply:
    """Words and no letter."""
    return says("That is hard to say.")
