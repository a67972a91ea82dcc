"""An answer in the shape of a chat completion, whole or in chunks, with the whole Answer beside it."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from assistant.types import Answer
from ui.api.chat.request import OURS
from ui.api.prose import Annotation, Prose, title_of, url_of

DONE = "data: [DONE]\n\n"
BEAT = ": still at work\n\n"


class Reply(NamedTuple):
    """What all parts of one reply say alike. `address` is where the app is reached."""

    id: str
    created: int
    model: str
    address: str

    def completion(self, answer: Answer) -> dict[str, Any]:
        """The whole reply."""
        prose = Prose(self.address)
        prose.grow(answer)
        message = {
            "role": "assistant",
            "content": prose.text,
            "refusal": None,
            "annotations": self.annotations(prose),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._named("chat.completion", [choice]) | {"usage": usage(answer), OURS: _shown(answer)}

    def chunk(
        self, delta: Mapping[str, Any], finish: str | None = None, *, answer: Answer | None = None
    ) -> str:
        """A part of the reply as an event; the answer goes with the first and the last."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        whole = self._named("chat.completion.chunk", [choice])
        return event(whole | ({OURS: _shown(answer)} if answer else {}))

    def usage_chunk(self, answer: Answer) -> str:
        """The event after the last part, for who asked for the usage."""
        return event(self._named("chat.completion.chunk", []) | {"usage": usage(answer)})

    def annotations(self, prose: Prose) -> list[dict[str, Any]]:
        """Where the marks of the citations stand in the text, and the page that each leads to."""
        return [self._annotation(one) for one in prose.annotations]

    def _annotation(self, one: Annotation) -> dict[str, Any]:
        cited = {
            "start_index": one.start,
            "end_index": one.end,
            "title": title_of(one.citation),
            "url": url_of(one.citation, self.address),
        }
        return {"type": "url_citation", "url_citation": cited}

    def _named(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "choices": choices,
        }


def usage(answer: Answer) -> dict[str, int] | None:
    """The tokens a model took, none where no model was asked; None where its server does not say."""
    written = answer.written
    tokens_in = written.tokens_in if written else 0
    tokens_out = written.tokens_out if written else 0
    if tokens_in is None or tokens_out is None:
        return None
    return {
        "prompt_tokens": tokens_in,
        "completion_tokens": tokens_out,
        "total_tokens": tokens_in + tokens_out,
    }


def event(shown: Mapping[str, Any]) -> str:
    """A server-sent event."""
    return f"data: {json.dumps(shown, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _shown(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")
