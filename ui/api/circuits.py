"""Circuits of stations over HTTP, each for its owner."""

from typing import Annotated

from fastapi import APIRouter, Depends

from assistant.accounts import Account
from assistant.case.bedside.circuit import CircuitPlan, CircuitView
from assistant.case.bedside.view import View
from ui.api.parts import Api


def add_circuits(router: APIRouter, api: Api) -> None:
    """Adds starting, seeing, walking and removing a circuit."""

    @router.post("/api/circuits")
    def start(plan: CircuitPlan, who: Annotated[Account, Depends(api.door.account)]) -> CircuitView:
        return api.desk.circuits.start(who, plan)

    @router.get("/api/circuits/{circuit}")
    def view(circuit: str, who: Annotated[Account, Depends(api.door.account)]) -> CircuitView:
        return api.desk.circuits.view(who, circuit)

    @router.post("/api/circuits/{circuit}/stations/{number}")
    def enter(circuit: str, number: int, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.circuits.enter(who, circuit, number)

    @router.delete("/api/circuits/{circuit}")
    def forget(circuit: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.circuits.forget(who, circuit)
        return {"status": "forgotten"}
