"""How QTI is told what is right, what it scores, and which feedback is shown."""

from collections.abc import Iterator, Sequence

from curricula.formats import gaps
from curricula.formats.markup.written import escaped
from curricula.items.types import ClozeCard, ImageHotspot, Item, ShortAnswer

EXPLAINED = "EXPLANATION"
RIGHT = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'


def response(
    name: str, kind: str, keys: Sequence[str], *, mapped: Sequence[str] = (), several: bool = False
) -> str:
    """The declaration of a response: its keys, and everything that is worth a mark."""
    cardinality = "multiple" if several else "single"
    values = "".join(f"<value>{escaped(key)}</value>" for key in keys)
    cased = ' caseSensitive="false"' if kind == "string" else ""
    entries = "".join(
        f'<mapEntry mapKey="{escaped(key)}" mappedValue="1"{cased}/>' for key in dict.fromkeys(mapped)
    )
    mapping = f'<mapping defaultValue="0">{entries}</mapping>' if entries else ""
    head = f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
    return f"{head}<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"


def outcomes(several: bool) -> str:
    """The declarations of the score and of what decides about feedback."""
    cardinality = "multiple" if several else "single"
    declared = "".join(
        f'<outcomeDeclaration identifier="{name}" cardinality="{how}" baseType="identifier"/>'
        for name, how in (("FEEDBACK", cardinality), (EXPLAINED, "single"), ("REASON", "single"))
    )
    score = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
    return f"{score}<defaultValue><value>0</value></defaultValue></outcomeDeclaration>{declared}"


def processing(item: Item) -> str:
    """How a response is scored, all or nothing."""
    return f"<responseProcessing>{''.join(_rules(item))}</responseProcessing>"


def feedback(outcome: str, name: str, said: str) -> str:
    """Feedback that is shown where the outcome has that name; nothing for nothing said."""
    head = f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{name}" showHide="show">'
    return f"{head}{said}</modalFeedback>" if said else ""


def _rules(item: Item) -> Iterator[str]:
    if isinstance(item, ShortAnswer) and not item.accepted and item.number:
        low, high = (
            f'<baseValue baseType="float">{end!r}</baseValue>' for end in (item.number.low, item.number.high)
        )
        given = '<variable identifier="RESPONSE"/>'
        yield _if(f"<and><gte>{given}{low}</gte><lte>{given}{high}</lte></and>")
    elif isinstance(item, ShortAnswer | ImageHotspot):
        yield '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
    elif isinstance(item, ClozeCard):
        count = sum(isinstance(part, gaps.Gap) for part in gaps.split(item.text))
        yield _if(f"<and>{''.join(_matches(f'GAP_{at}') for at in range(1, count + 1))}</and>")
    else:
        yield _if(_matches("RESPONSE"))
    if not isinstance(item, ShortAnswer | ClozeCard):
        yield '<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>'
    for outcome, name in ((EXPLAINED, "explanation"), ("REASON", "reason")):
        value = f'<baseValue baseType="identifier">{name}</baseValue>'
        yield f'<setOutcomeValue identifier="{outcome}">{value}</setOutcomeValue>'


def _matches(name: str) -> str:
    return f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'


def _if(condition: str) -> str:
    return f"<responseCondition><responseIf>{condition}{RIGHT}</responseIf></responseCondition>"
