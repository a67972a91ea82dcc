"""The calculators over HTTP."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends

from assistant.calculators import CALCULATORS, compute
from assistant.calculators.types import Calculator, Result
from retrieval.types import Value


class CalculateRequest(Value):
    """A calculation: the calculator's name and its inputs as typed, such as "90 umol/L" or "yes"."""

    calculator: str
    inputs: dict[str, str]


def add_calculators(router: APIRouter, allowed: Callable[..., Any]) -> None:
    """Adds the list of calculators and the calculation, for whom `allowed` lets pass."""

    @router.get("/api/calculators", dependencies=[Depends(allowed)])
    def calculators() -> dict[str, list[Calculator]]:
        return {"calculators": list(CALCULATORS)}

    @router.post("/api/calculate", dependencies=[Depends(allowed)])
    def calculate(request: CalculateRequest) -> Result:
        return compute(request.calculator, request.inputs)
