"""YAML from strangers: plain values only."""

from collections.abc import Hashable
from typing import Any

import yaml

from retrieval.errors import Refused

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20


class _PlainLoader(yaml.SafeLoader):
    """Refuses what makes YAML dangerous or ambiguous: tags, aliases, repeated keys, deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _fault(f"uses the alias *{event.anchor}", _line(event))
        if getattr(event, "tag", None) is not None:
            raise _fault(f"uses the tag {event.tag}", _line(event))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _fault(f"is nested more than {MAX_DEPTH} levels deep", _line(event))
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen if isinstance(key, yaml.ScalarNode) else False:
                raise _fault(f"gives {key.value} twice", _line(key))
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _line(found: yaml.Event | yaml.Node) -> int:
    return found.start_mark.line if found.start_mark else 0


def _fault(what: str, line: int) -> Refused:
    return Refused(f"The YAML {what[:120]} (line {line + 1}).", "Write each value out once, as plain text.")


def load_plain_yaml(text: str) -> object:
    """The value written in the text. Refused if it is damaged or needs more than plain YAML."""
    if len(text) > MAX_BYTES:
        raise Refused(
            f"The YAML is longer than {MAX_BYTES // 1024} KB.", "Keep only the fields about the source."
        )
    try:
        return yaml.load(text, _PlainLoader)  # noqa: S506 - a SafeLoader, stricter still
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise Refused(
            f"The YAML cannot be read: {fault.problem} (line {line}).", "Correct that line."
        ) from fault
    except (yaml.YAMLError, ValueError) as fault:
        raise Refused(
            "The YAML holds a character or value that cannot be read.", "Save it as UTF-8."
        ) from fault
