"""preceptor calculate: clinical arithmetic with every step shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from retrieval.errors import WrongUse
from ui.cli.door import FINE, NO
from ui.cli.options import JsonOption
from ui.cli.screen import console, plain, print_json, table

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.calculators.types import Calculator, Input, Result

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="The calculator; without it, all are listed.")
]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY=VALUE", help="Inputs with their unit, such as creatinine=90umol/L."),
]


def calculate(name: Name = None, inputs: Pairs = None, json: JsonOption = False) -> int:
    """Calculate an eGFR, a risk score, a corrected value or a pump rate. Exits with 1 without a result."""
    from assistant.calculators import CALCULATORS, calculator, compute
    from assistant.calculators.types import Calculator

    if name is None:
        if json:
            print_json({"calculators": [one.model_dump(mode="json") for one in CALCULATORS]})
        else:
            _print_list(console(), CALCULATORS)
        return FINE
    shown = compute(name, _pairs(inputs)) if inputs else calculator(name)
    if json:
        print_json(shown.model_dump(mode="json"))
    elif isinstance(shown, Calculator):
        _print_card(console(), shown)
    else:
        _print_result(console(), shown)
    return FINE if isinstance(shown, Calculator) or shown.figures else NO


def _pairs(inputs: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for given in inputs:
        key, sign, value = given.partition("=")
        if not sign:
            raise WrongUse(f"{given[:60]!r} is not KEY=VALUE.", "Write for example: age=70")
        if key.strip() in pairs:
            raise WrongUse(f"{key.strip()[:60]} is given twice.", "Give each input once.")
        pairs[key.strip()] = value
    return pairs


def _print_list(screen: "Console", calculators: "Sequence[Calculator]") -> None:
    shown = table("Name", "What it is for", whole=("Name",))
    for one in calculators:
        shown.add_row(one.name, one.purpose)
    screen.print(shown)
    screen.print("Inputs and formula of one: preceptor calculate NAME", style="dim")


def _print_card(screen: "Console", calculator: "Calculator") -> None:
    screen.print(calculator.title, style="bold")
    screen.print(f"{calculator.purpose}\n{calculator.not_for}\n")
    shown = table("Input", "What", "Accepted", whole=("Input",))
    for one in calculator.inputs:
        shown.add_row(one.key, one.label + (f" ({one.why})" if one.why else ""), _accepted(one))
    screen.print(shown)
    screen.print(f"Formula: {calculator.formula}")
    for line in (*calculator.notes, *_unverified(calculator.unverified)):
        screen.print(line)
    _print_source(screen, calculator)


def _accepted(one: "Input") -> str:
    from assistant.calculators.figures import brief

    optional = ", optional" if one.optional else ""
    if one.kind == "yesno":
        return "yes or no" + optional
    if one.kind == "choice":
        return "; ".join(f"{offered.key} ({offered.label})" for offered in one.choices) + optional
    units = " or ".join(unit.name for unit in one.units)
    first = one.units[0].name if len(one.units) > 1 else ""
    span = f"{brief(one.low)} to {brief(one.high)} {first}".strip()
    return (f"{span}, in {units}" if first else f"{span} {units}".strip()) + optional


def _print_result(screen: "Console", result: "Result") -> None:
    screen.print(result.title, style="bold")
    for figure in result.figures:
        screen.print(f"{figure.label}: {figure.text}" + (f", {figure.band}" if figure.band else ""))
    for sentence in result.refused:
        screen.print(plain(sentence))
    if result.missing:
        screen.print(f"No result: missing {', '.join(result.missing)}.")
    if result.entered:
        screen.print("\nPut in: " + "; ".join(f"{one.label} {one.text}" for one in result.entered))
    screen.print(f"Formula: {result.formula}")
    for step in result.steps:
        screen.print(f"  {step}")
    screen.print(f"\n{result.not_for}", style="dim")
    for line in (*result.notes, *_unverified(result.unverified)):
        screen.print(line, style="dim")
    _print_source(screen, result)


def _unverified(parts: Sequence[str]) -> list[str]:
    return [f"Unverified: {part}" for part in parts]


def _print_source(screen: "Console", shown: "Calculator | Result") -> None:
    screen.print(f"Source: {shown.source.origin} (not consulted here).", style="dim")
    if shown.source.read:
        screen.print(f"Checked against: {'; '.join(shown.source.read)}.", style="dim")
    screen.print(shown.review.capitalize() + ".", style="dim")
