"""The model as LangChain sees it: messages go in, chunks come out, and LangChain's types stop here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk

from assistant.connect.reading import Chunk
from assistant.connect.wire import Wire
from assistant.ports import Message, Usage

ROLES: Mapping[str, type[BaseMessage]] = {
    "system": SystemMessage,
    "user": HumanMessage,
    "assistant": AIMessage,
}


class Chat:
    """A chat model by LangChain, asked over `wire`. Raises what the wire raises."""

    def __init__(self, wire: Wire, *, temperature: float) -> None:
        # What is given here LangChain would else read from the environment. No key: the wire has it.
        self._model = init_chat_model(
            "served",
            model_provider="openai",
            base_url=wire.base,
            api_key="none",
            client=wire,
            async_client=wire,
            openai_proxy="",
            output_version="v0",
            use_responses_api=False,
            stream_usage=True,
            temperature=temperature,
        )

    def stream(
        self, messages: Sequence[Message], *, model: str, limit: int, schema: Mapping[str, Any] | None
    ) -> Iterator[Chunk]:
        """The reply of `model`, of at most `limit` tokens and, with a JSON schema, of its shape."""
        # extra_body: LangChain renames max_tokens to a name that few servers know, and parses shaped replies.
        extra: dict[str, Any] = {"max_tokens": limit}
        if schema is not None:
            shape = {"name": "reply", "schema": dict(schema), "strict": True}
            extra["response_format"] = {"type": "json_schema", "json_schema": shape}
        # Not .stream(), which reports to LangSmith, or fails, as variables of the environment say.
        for chunk in self._model._stream(list(map(_spoken, messages)), model=model, extra_body=extra):
            yield _chunk(chunk)


def _spoken(message: Message) -> BaseMessage:
    if not message.images:
        return ROLES[message.role](content=message.text)
    images = [{"type": "image_url", "image_url": {"url": url}} for url in message.images]
    return ROLES[message.role](content=[{"type": "text", "text": message.text}, *images])


def _chunk(chunk: ChatGenerationChunk) -> Chunk:
    told = getattr(chunk.message, "usage_metadata", None)
    usage = Usage(tokens_in=told["input_tokens"], tokens_out=told["output_tokens"]) if told else None
    return Chunk(chunk.text, (chunk.generation_info or {}).get("finish_reason"), usage)
