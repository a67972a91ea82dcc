"""Verbs to begin an objective with: those that say what is to be seen, by level, and those that do not.

After the lists used with the revised taxonomy (Anderson and Krathwohl, A Taxonomy for Learning, Teaching, and
Assessing, 2001), with the verbs of clinical work put where their thinking is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from curricula.objectives.types import DEPTHS, Depth

VERBS: Mapping[Depth, tuple[str, ...]] = MappingProxyType(
    {
        "recall": ("cite", "define", "identify", "label", "list", "name", "quote", "recall", "state"),
        "understand": (
            *("classify", "compare", "contrast", "describe", "discuss", "distinguish", "estimate"),
            *("explain", "illustrate", "interpret", "outline", "paraphrase", "predict", "recognise"),
            *("relate", "summarise", "tell apart"),
        ),
        "apply": (
            *(
                "administer",
                "apply",
                "assess",
                "avoid",
                "calculate",
                "carry out",
                "check",
                "choose",
                "communicate",
            ),
            *("counsel", "demonstrate", "elicit", "examine", "give", "initiate", "investigate", "manage"),
            *(
                "measure",
                "monitor",
                "obtain",
                "order",
                "perform",
                "prescribe",
                "prevent",
                "protect",
                "reassess",
            ),
            *(
                "record",
                "refer",
                "report",
                "resuscitate",
                "select",
                "stop",
                "take",
                "titrate",
                "treat",
                "use",
            ),
        ),
        "analyse": (
            *("analyse", "break down", "correlate", "deduce", "diagnose", "differentiate", "examine"),
            *("infer", "interpret", "localise", "organise", "question", "separate", "stratify", "trace"),
        ),
        "evaluate": (
            *("appraise", "argue", "assess", "audit", "critique", "decide", "defend", "evaluate"),
            *("judge", "justify", "prioritise", "rank", "rate", "recommend", "review", "select", "weigh"),
        ),
        "create": (
            *("adapt", "compose", "construct", "create", "design", "develop", "devise", "draft"),
            *("formulate", "plan", "prepare", "produce", "propose", "synthesise", "write"),
        ),
    }
)
VAGUE = frozenset(
    (
        *("appreciate", "be aware of", "be familiar with", "become", "believe", "comprehend", "cover"),
        *("enjoy", "familiarise", "gain", "grasp", "have", "improve", "increase", "know", "learn"),
        *("realise", "remember", "see", "study", "think", "understand"),
    )
)
"""What goes on in a head and cannot be seen, so that nobody can tell whether it was reached."""


def levels_of(verb: str) -> tuple[Depth, ...]:
    """The levels at which the verb is used, the lowest first; none where the table does not have it."""
    plain = british(verb)
    return tuple(level for level in DEPTHS if plain in VERBS[level])


def is_vague(verb: str) -> bool:
    """Whether nobody could see that it was done."""
    return british(verb) in VAGUE


def british(verb: str) -> str:
    """The verb in small letters, spelt as in the table."""
    plain = " ".join(verb.casefold().split())
    return f"{plain[:-3]}ise" if plain.endswith("ize") else plain.replace("analyze", "analyse")
