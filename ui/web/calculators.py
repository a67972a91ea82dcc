"""A calculator under an answer: offered where the question needs one, filled with what it states, no more."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.calculators import calculator, compute
from assistant.calculators.find import Offer, offers
from assistant.calculators.reading import unit_of
from assistant.calculators.types import Figure, Input, Result
from retrieval.errors import WrongUse
from ui.web.markup import badge, escape, join, tag, text_tag, void

UNIT = ".unit"
MOST_FIELDS = 60


def offered(question: str) -> str:
    """The calculators that the question needs, each folded to one line; empty if none."""
    return join(_folded(offer) for offer in offers(question))


def calculator_routes() -> APIRouter:
    """Where the form of a calculator is sent; the reply is the result as HTML."""
    router = APIRouter(include_in_schema=False)

    @router.post("/calculated/{name}")
    async def calculated(name: str, request: Request) -> HTMLResponse:
        form = await request.form(max_files=0, max_fields=MOST_FIELDS)
        try:
            result = compute(name, typed({key: str(value) for key, value in form.items()}))
        except WrongUse as fault:
            return HTMLResponse(text_tag("p", str(fault), class_="problem"), 400)
        return HTMLResponse(result_html(result))

    return router


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form as inputs: each number with the unit chosen beside it."""
    return {
        key: f"{value} {form.get(key + UNIT, '')}".strip() if value.strip() else ""
        for key, value in form.items()
        if not key.endswith(UNIT)
    }


def _folded(offer: Offer) -> str:
    chosen = calculator(offer.calculator)
    fields = join(_field(one, offer.stated.get(one.key, "")) for one in chosen.inputs)
    known = "Filled in from your question; please check. " if offer.stated else ""
    lead = text_tag("p", f"{known}{chosen.purpose}", class_="note")
    limits = text_tag("p", chosen.not_for, class_="note")
    send = text_tag("button", "Calculate", type="submit", class_="action")
    form = tag(
        "form",
        tag("div", fields, class_="fields") + send,
        data_calculate=f"/calculated/{chosen.name}",
        autocomplete="off",
    )
    outcome = tag("div", "", class_="outcome", role="status")
    summary = text_tag("summary", f"Calculator: {chosen.title}")
    return tag("details", summary + lead + limits + form + outcome, class_="calculator")


def _field(one: Input, stated: str) -> str:
    words = one.label + (" (optional)" if one.optional else "")
    reason = text_tag("small", one.why) if one.why and one.kind != "number" else ""
    if one.kind == "number":
        control = _number(one, stated)
    elif one.kind == "yesno":
        control = _choices(one.key, {"": "not answered", "yes": "yes", "no": "no"}, stated)
    else:
        answers = {"": "not answered"} | {offered.key: offered.label for offered in one.choices}
        control = _choices(one.key, answers, stated)
    return tag("label", text_tag("span", words) + reason + control)


def _number(one: Input, stated: str) -> str:
    value, _, written = stated.partition(" ")
    field = void("input", type="text", inputmode="decimal", name=one.key, value=value or None, maxlength=12)
    if len(one.units) == 1:
        return tag("span", field + text_tag("small", one.units[0].name), class_="quantity")
    unit = unit_of(one, written)
    names = {"": "unit"} | {known.name: known.name for known in one.units}
    units = _choices(one.key + UNIT, names, unit.name if unit else "", f"Unit of {one.label}")
    return tag("span", field + units, class_="quantity")


def _choices(name: str, choices: Mapping[str, str], chosen: str, label: str | None = None) -> str:
    options = join(
        text_tag("option", words, value=key, selected=key == chosen and key != "")
        for key, words in choices.items()
    )
    return tag("select", options, name=name, aria_label=label)


def result_html(result: Result) -> str:
    """The figures with formula, numbers put in, steps, limits and source; or what is missing or refused."""
    refused = join(text_tag("p", sentence, class_="problem") for sentence in result.refused)
    missing = f"No result yet: {', '.join(result.missing)} not given."
    lacking = refused + (text_tag("p", missing, class_="abstained") if result.missing else "")
    return join(_figure(one) for one in result.figures) + _working(result) if result.figures else lacking


def _figure(one: Figure) -> str:
    band = text_tag("span", one.band) if one.band else ""
    label = text_tag("span", one.label)
    return tag("p", label + " " + text_tag("strong", one.text) + " " + band, class_="figure")


def _working(result: Result) -> str:
    put_in = "; ".join(f"{one.label} {one.text}" for one in result.entered)
    return join(
        (
            tag("p", escape(f"Put in: {put_in}. ") + badge(result.review, "caution"), class_="note"),
            text_tag("p", f"Formula: {result.formula}", class_="note"),
            tag("ol", join(text_tag("li", step) for step in result.steps)),
            _grounds(result),
        )
    )


def _grounds(result: Result) -> str:
    source = result.source
    lines = [*result.notes, *(f"Unverified: {part}" for part in result.unverified)]
    lines.append(f"Source: {source.origin} (not consulted here).")
    lines += [f"Checked against: {'; '.join(source.read)}."] if source.read else []
    summary = text_tag("summary", "Notes and source")
    return tag("details", summary + join(text_tag("p", line, class_="note") for line in lines))
