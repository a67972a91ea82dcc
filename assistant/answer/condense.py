"""A question of a conversation made to stand alone: by rules, and by the model where these cannot."""

from collections.abc import Callable, Sequence

from assistant.answer.followup import points_back, standalone
from assistant.answer.plain import plain_sentence
from assistant.answer.request import Asked, condensing
from assistant.ports import ChatModel
from assistant.prompts import prompt
from retrieval.indexes.lexical import stems
from retrieval.text import STOP_WORDS
from retrieval.types import Query

LONGEST = 400


def condensed(query: Query, model: ChatModel, private: Callable[[str], str]) -> str:
    """The question to search; raises ModelFault where the model was needed and did not answer.

    The model is asked only if the question points back at something and the rules find no subject to put in;
    what it adds to the words of the conversation is refused. `private` gives a text as it may be sent; where
    that takes something out, the model is not asked.
    """
    said = [*query.history, query.text]
    asked = standalone(query.text, query.history)
    if asked != query.text or not query.history or not points_back(query.text):
        return asked
    if any(private(text) != text for text in said):
        return asked
    reply = model.complete(condensing(prompt("condense"), Asked(query.text, query.history)))
    question = plain_sentence(reply)
    return question if is_faithful(question, said) else asked


def is_faithful(question: str, said: Sequence[str]) -> bool:
    """Whether a question holds only words of what was said, apart from stop words."""
    known = {stem for text in said for stem in stems(text)} | set(stems(" ".join(STOP_WORDS)))
    return 0 < len(question) <= LONGEST and known.issuperset(stems(question))
