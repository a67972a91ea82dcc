"""What is wrong with how a question is put."""

import re
from collections.abc import Iterator

from curricula.items.lint.rule import Choice
from curricula.items.types import ClozeCard, Item
from curricula.items.words import telling, tokens
from curricula.tree import Remark

ASKED = "a question that can be answered with the options covered"
COMPLETED = re.compile(
    r"_{2,}|(?:[:…_–—-]|\.\.\.|\b(?:a|an|are|because|by|cause[sd]?|for|from|in|include[sd]?|is|of|on|the|to|was|were"
    r"|when|with))\s*$",
    re.IGNORECASE,
)
BIDDEN = re.compile(
    r"(?:calculate|choose|click|estimate|find|give|identify|list|mark|match|name|pick|point|select|state|write)\b",
    re.IGNORECASE,
)
LEAST_WORDS = 3
CLAUSE = re.compile(
    r"\b(?:if|when|who|whose|because|since|after|although|despite|unless)\b[^,?]*", re.IGNORECASE
)
NEGATIVE = re.compile(
    r"\b(?:except(?: for)?|not|cannot|\w+n['’]t|(?<!at )least (?!\d)\w+|incorrect|untrue|wrong"
    r"|false(?![- ](?:positive|negative)))\b",
    re.IGNORECASE,
)
TRUE_OF = re.compile(
    r"\b(?:true|false|correct|incorrect|untrue|accurate|wrong)\b\s*"
    r"(?:$|[?.:;,–-]|about|regarding|concerning|of|for|in|with|except|statements?|options?|answers?|is|are)",
    re.IGNORECASE,
)
OPEN = re.compile(r"\b(?:following|these|those|all|statements?|options?|answers?|ones?)\b", re.IGNORECASE)
EXCEPT = re.compile(r"\ball (?:of )?(?:the following|these)?\b.*\bexcept\b", re.IGNORECASE)


def missing_lead_in(item: Item) -> Iterator[Remark]:
    """A lead-in that asks nothing, bids nothing and leaves no sentence to complete."""
    if isinstance(item, ClozeCard):
        return
    text = item.lead_in.strip().rstrip("\"'”’)] ")
    if text.endswith("?") or BIDDEN.match(text):
        return
    if (text.endswith((".", "!")) and not text.endswith("...")) or len(tokens(text)) < LEAST_WORDS:
        yield Remark(("lead_in",), "asks nothing", ASKED)
    elif not COMPLETED.search(text):
        yield Remark(("lead_in",), "is no question", ASKED, warning=True)


def negative_stem(item: Item) -> Iterator[Remark]:
    """A question for what is not so, which learners misread; a condition (“if it does not stop”) is none."""
    if isinstance(item, ClozeCard):
        return
    if found := NEGATIVE.search(CLAUSE.sub("", item.lead_in)):
        what = f"is negative (“{found[0]}”)"
        yield Remark(("lead_in",), what, "a question for what is right", warning=True)


def needs_its_options(item: Item) -> Iterator[Remark]:
    """A lead-in that nobody can answer with the options covered, such as “Which of these is true?”."""
    if not isinstance(item, Choice):
        return
    text = item.lead_in
    says_little = not item.vignette and not telling(text)
    if says_little or EXCEPT.search(text) or (OPEN.search(text) and TRUE_OF.search(text)):
        yield Remark(("lead_in",), "cannot be answered with the options covered", ASKED, warning=True)
