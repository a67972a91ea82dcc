"""A question of a conversation made to stand alone: by rules, and by the model where these cannot."""

from collections.abc import Callable, Sequence

from assistant.answer.followup import points_back
from assistant.answer.plain import plain_sentence
from assistant.answer.request import Asked, condensing
from assistant.ports import ChatModel
from assistant.prompts import prompt
from retrieval.indexes.lexical import stems
from retrieval.text import STOP_WORDS
from retrieval.types import Query

LONGEST = 400


def leaves_open(query: Query, asked: str, private: Callable[[str], str]) -> bool:
    """Whether the question points back at something that the rules, which made `asked` of it, left open.

    `private` gives a text as it may be sent: a conversation from which that takes something out is not.
    """
    if asked != query.text or not query.history or not points_back(query.text):
        return False
    return all(private(text) == text for text in (*query.history, query.text))


def condensed(query: Query, model: ChatModel) -> str:
    """The question as the model makes it stand alone, or as it is where that adds to what was said.

    Raises ModelFault.
    """
    reply = model.complete(condensing(prompt("condense"), Asked(query.text, query.history)))
    question = plain_sentence(reply)
    return question if is_faithful(question, (*query.history, query.text)) else query.text


def is_faithful(question: str, said: Sequence[str]) -> bool:
    """Whether a question holds only words of what was said, apart from stop words."""
    known = {stem for text in said for stem in stems(text)} | set(stems(" ".join(STOP_WORDS)))
    return 0 < len(question) <= LONGEST and known.issuperset(stems(question))
