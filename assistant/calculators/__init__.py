"""Clinical arithmetic by tested code: every number comes with its formula, its steps and its source."""

from collections.abc import Mapping

from assistant.calculators import (
    acuity,
    atrial_fibrillation,
    body,
    chemistry,
    chest,
    drugs,
    heart,
    kidney,
    liver,
)
from assistant.calculators.reading import read
from assistant.calculators.types import Calculator, Result
from retrieval.errors import WrongUse

CALCULATORS: tuple[Calculator, ...] = (
    *kidney.CALCULATORS,
    *atrial_fibrillation.CALCULATORS,
    *chest.CALCULATORS,
    *chemistry.CALCULATORS,
    *heart.CALCULATORS,
    *body.CALCULATORS,
    *liver.CALCULATORS,
    *acuity.CALCULATORS,
    *drugs.CALCULATORS,
)


def calculator(name: str) -> Calculator:
    """The calculator of that name, or of one that people call it by."""
    wanted = name.strip().casefold()
    exact = [one for one in CALCULATORS if wanted == one.name]
    called = exact or [one for one in CALCULATORS if wanted in one.names]
    if len(called) == 1:
        return called[0]
    if called:
        raise WrongUse(
            f"{name[:60]!r} is more than one.", f"Choose: {', '.join(one.name for one in called)}."
        )
    raise WrongUse(f"There is no calculator {name[:60]!r}.", "List them with: preceptor calculate")


def compute(name: str, inputs: Mapping[str, str]) -> Result:
    """The result for inputs as typed ("90 umol/L", "yes"). Without figures if any is missing or refused."""
    chosen = calculator(name)
    understood = read(chosen, inputs)
    ready = not understood.missing and not understood.refused
    worked = chosen.work(understood.given) if ready else None
    return Result(
        calculator=chosen.name,
        title=chosen.title,
        figures=worked.figures if worked else (),
        missing=understood.missing,
        refused=understood.refused,
        entered=understood.entered,
        formula=chosen.formula,
        steps=worked.steps if worked else (),
        not_for=chosen.not_for,
        notes=chosen.notes,
        unverified=chosen.unverified,
        source=chosen.source,
        review=chosen.review,
    )
