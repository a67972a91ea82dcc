"""Questions with options: read from a folder, their letters dealt anew, asked, and the reply read."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Any

from pydantic import ValidationError

from assistant.ports import Message
from eval.asking import one_of
from eval.data import lot
from eval.prompts import ChoicePrompt, Example
from eval.types import NotRun
from retrieval.errors import PreceptorError
from retrieval.rows import Row, rows, text_of
from retrieval.types import Hit, Value

_LAST_LINE = re.compile(r"Answer:(.+)")


class Item(Value):
    """A question with lettered options, the letter of the right one, and the set and subject it is from."""

    id: str
    dataset: str
    question: str
    options: dict[str, str]
    answer: str
    subject: str | None = None
    may_need_image: bool = False


class Dealt(Value):
    """An item as it is shown: the n-th letter of the alphabet stands for the item's option `order[n]`."""

    item: Item
    order: tuple[str, ...]

    @property
    def options(self) -> dict[str, str]:
        """The options by the letter under which they are shown."""
        return {
            letter: self.item.options[own] for letter, own in zip(ascii_uppercase, self.order, strict=False)
        }

    def own(self, letter: str) -> str:
        """The item's own letter of the option that is shown under this one."""
        return self.order[ascii_uppercase.index(letter)]


class Form(Value):
    """How questions are put: the prompt, the examples before it, and whether a grammar shapes the reply."""

    prompt: ChoicePrompt
    shots: tuple[Example, ...] = ()
    constrained: bool


def items(folder: Path) -> list[Item]:
    """The items of all the JSON lines in the folder."""
    files = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
    found = [_item(path, row) for path in files for row in rows(path)]
    if not found:
        raise NotRun(
            f"Not run: {folder} holds no questions in .jsonl files.",
            "Point --data at a folder of the suite's layout.",
        )
    name, times = Counter(item.id for item in found).most_common(1)[0]
    if times > 1:
        raise PreceptorError(f"{folder} holds the question {name} twice.", "Give each its own id.")
    return found


def drawn(given: Sequence[Item], limit: int | None, seed: int) -> list[Item]:
    """All the items, or `limit` of them, taken in turn from each data set in an order drawn by the seed."""
    if limit is None:
        return list(given)
    taken: Counter[str] = Counter()
    turns: list[tuple[int, str, Item]] = []
    for item in sorted(given, key=lambda item: lot(seed, item.id)):
        turns.append((taken[item.dataset], item.dataset, item))
        taken[item.dataset] += 1
    return [item for _, _, item in sorted(turns, key=lambda turn: turn[:2])[:limit]]


def deal(item: Item, seed: int) -> Dealt:
    """The item with its options in an order drawn by the seed and its id."""
    order = sorted(item.options)
    Random(lot(seed, item.id)).shuffle(order)
    return Dealt(item=item, order=tuple(order))


def messages(form: Form, dealt: Dealt, hits: Sequence[Hit]) -> tuple[Message, ...]:
    """What the model is given: fixed words first, then the examples, then the passages and the question."""
    shown = [Message(role="system", text=form.prompt.system)]
    for example in form.shots:
        asked = _asked(form, example.question, example.options)
        shown += [Message(role="user", text=asked), Message(role="assistant", text=_told(form, example))]
    passages = [form.prompt.evidence, *map(_passage, enumerate(hits, 1))] if hits else []
    asked = _asked(form, dealt.item.question, dealt.options)
    return (*shown, Message(role="user", text="\n".join([*passages, asked])))


def shape(form: Form, dealt: Dealt) -> dict[str, Any] | None:
    """The JSON schema of a reply, None where no grammar is used."""
    if not form.constrained:
        return None
    answer = one_of(list(dealt.options))
    if not form.prompt.reasoning:
        # Without the braces of an object there is no place for blanks, with which some models never end.
        return answer
    fields = {"reasoning": {"type": "string"}, "answer": answer}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def chosen(form: Form, dealt: Dealt, reply: str) -> str | None:
    """The item's own letter of the option that a reply names; None if it does not name exactly one."""
    reasons = form.prompt.reasoning
    read = (
        _json_letter(reply, in_object=reasons) if form.constrained else _text_letter(reply, last_line=reasons)
    )
    return dealt.own(read) if read in dealt.options else None


def _asked(form: Form, question: str, options: Mapping[str, str]) -> str:
    lines = [f"{letter}. {text}" for letter, text in options.items()]
    return "\n".join([question, *lines, "", form.prompt.as_json if form.constrained else form.prompt.as_text])


def _told(form: Form, example: Example) -> str:
    """An example's answer in the form that is asked for."""
    if not form.prompt.reasoning:
        return json.dumps(example.answer) if form.constrained else example.answer
    if not form.constrained:
        return f"{example.reasoning}\nAnswer: {example.answer}"
    return json.dumps({"reasoning": example.reasoning, "answer": example.answer}, ensure_ascii=False)


def _passage(numbered: tuple[int, Hit]) -> str:
    """One JSON object: a text cannot close it, whatever it holds."""
    number, hit = numbered
    headings = [heading for heading in hit.passage.headings if heading != hit.title]
    shown = {"passage": number, "title": hit.title, "section": headings, "text": hit.passage.text}
    return json.dumps(shown, ensure_ascii=False)


def _json_letter(reply: str, *, in_object: bool) -> str | None:
    try:
        held = json.loads(reply)
    except ValueError:
        return None
    if in_object:
        held = held.get("answer") if isinstance(held, dict) else None
    return held if isinstance(held, str) else None


def _text_letter(reply: str, *, last_line: bool) -> str | None:
    """What stands alone, or alone after "Answer:" in the last line, without the marks around it."""
    if last_line:
        found = _LAST_LINE.fullmatch(next(iter(reply.strip().splitlines()[::-1]), "").strip(" *"))
        reply = found[1] if found else ""
    return "".join(character for character in reply if character.isalnum()).upper()


def _item(path: Path, row: Row) -> Item:
    try:
        item = Item(
            id=row["id"],
            dataset=text_of(row, "dataset") or path.name.split(".")[0],
            question=row["question"],
            options=row["options"],
            answer=row["answer"],
            subject=text_of(row, "subject") or None,
            may_need_image=bool(row.get("may_need_image")),
        )
    except (KeyError, ValidationError) as fault:
        raise _unreadable(path, row, "lacks id, question, options or answer") from fault
    if not 2 <= len(item.options) <= len(ascii_uppercase) or item.answer not in item.options:
        raise _unreadable(path, row, "does not have its answer among two or more options")
    return item


def _unreadable(path: Path, row: Row, what: str) -> PreceptorError:
    return PreceptorError(
        f"The question {row.get('id', '?')} of {path} {what}.", "Mend that line, or leave it out."
    )
