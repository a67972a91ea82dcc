"""Doses by weight and pump rates: only arithmetic on the numbers that are given."""

from math import floor, log10

from assistant.calculators.figures import brief, figure
from assistant.calculators.inputs import WEIGHT, choice, number
from assistant.calculators.types import Calculator, Given, Source, Unit, Worked

MG = Unit(name="mg", also=("milligram", "milligrams"))
MICROGRAM = Unit(name="microgram", factor=0.001, also=("mcg", "µg", "ug", "micrograms"))
GRAM = Unit(name="g", factor=1000, also=("gram", "grams"))
MOST_MG = 100_000.0
SMALL = WEIGHT.model_copy(update={"low": 0.3, "why": "from preterm infants to 350 kg"})
PER_KG = number(
    "dose_per_kg",
    "Dose per kg",
    (
        Unit(name="mg/kg"),
        Unit(name="microgram/kg", factor=0.001, also=("mcg/kg", "µg/kg", "ug/kg", "micrograms/kg")),
        Unit(name="g/kg", factor=1000),
    ),
    (0.00001, 5000),
    bare=True,
)
MAXIMUM = number(
    "maximum",
    "Maximum single dose",
    (MG, MICROGRAM, GRAM),
    (0.0001, MOST_MG),
    optional=True,
    why="the cap that your source gives",
)
STRENGTH = number(
    "concentration",
    "Concentration",
    (
        Unit(name="mg/mL"),
        Unit(name="microgram/mL", factor=0.001, also=("mcg/ml", "µg/ml", "ug/ml", "micrograms/ml")),
    ),
    (0.0001, 2000),
    optional=True,
    why="for the volume",
)
DOSES = number(
    "doses_a_day",
    "Doses a day",
    (Unit(name=""),),
    (1, 24),
    optional=True,
    why="if the dose is per day",
    grain=1.0,
    needed_with=("per", "day"),
)
RATE = number(
    "dose_rate",
    "Dose rate",
    (
        Unit(name="microgram/kg/min", also=("mcg/kg/min", "µg/kg/min", "ug/kg/min", "micrograms/kg/min")),
        Unit(name="microgram/kg/h", factor=1 / 60, also=("mcg/kg/h", "µg/kg/h", "mcg/kg/hr", "ug/kg/h")),
        Unit(name="mg/kg/h", factor=1000 / 60, also=("mg/kg/hr",)),
    ),
    (0.0001, 1000),
    bare=True,
)
AMOUNT = number("amount", "Drug in the bag or syringe", (MG, MICROGRAM, GRAM), (0.001, MOST_MG), bare=True)
VOLUME = number(
    "volume",
    "Volume of the bag or syringe",
    (Unit(name="mL"), Unit(name="L", factor=1000)),
    (1, 5000),
    bare=True,
)


def _dose(given: Given) -> Worked:
    per_kg, weight = given.number("dose_per_kg"), given.number("weight")
    amount = per_kg * weight
    steps = [f"{brief(per_kg)} mg/kg × {brief(weight)} kg = {brief(amount)} mg"]
    if given.choice("per") == "day":
        count = given.number("doses_a_day")
        steps.append(f"{brief(amount)} mg a day ÷ {brief(count)} doses = {brief(amount / count)} mg")
        amount /= count
    if given.has("maximum") and amount > given.number("maximum"):
        amount = given.number("maximum")
        steps.append(f"above the maximum, taken as {brief(amount)} mg")
    figures = [figure("Single dose", amount, "mg", decimals=_decimals(amount))]
    if given.has("concentration"):
        strength = given.number("concentration")
        volume = amount / strength
        steps.append(f"{brief(amount)} mg ÷ {brief(strength)} mg/mL = {brief(volume)} mL")
        figures.append(figure("Volume", volume, "mL", decimals=_decimals(volume)))
    return Worked(figures=tuple(figures), steps=tuple(steps))


def _infusion(given: Given) -> Worked:
    rate, weight = given.number("dose_rate"), given.number("weight")
    amount, volume = given.number("amount"), given.number("volume")
    strength, hourly = amount * 1000 / volume, rate * weight * 60
    value = hourly / strength
    steps = (
        f"{brief(amount)} mg × 1000 ÷ {brief(volume)} mL = {brief(strength)} microgram/mL",
        f"{brief(rate)} microgram/kg/min × {brief(weight)} kg × 60 = {brief(hourly)} microgram/h",
        f"{brief(hourly)} ÷ {brief(strength)} = {brief(value)} mL/h",
    )
    return Worked(figures=(figure("Pump rate", value, "mL/h", decimals=_decimals(value)),), steps=steps)


def _decimals(value: float) -> int:
    """Enough for three digits, half a percent at most: a fixed count would distort small doses."""
    return max(0, 2 - floor(log10(value)))


CALCULATORS = (
    Calculator(
        name="dose-by-weight",
        title="Weight-based dose",
        purpose="Multiplies the dose per kg that you give by the weight, and turns it into a volume.",
        not_for="Suggests no dose and knows no drug: dose, cap, interval and concentration are yours to take "
        "from the source. Not for units (IU).",
        inputs=(
            PER_KG,
            SMALL,
            choice("per", "The dose is", dose="per dose", day="per day"),
            DOSES,
            MAXIMUM,
            STRENGTH,
        ),
        formula="dose per kg × weight (÷ doses a day if per day), at most the maximum; "
        "volume = dose ÷ concentration",
        notes=("Have a second person check it before it is given.",),
        source=Source(origin="arithmetic"),
        names=("weight-based dose", "weight based dose", "dose by weight", "mg/kg", "mcg/kg", "microgram/kg"),
        work=_dose,
    ),
    Calculator(
        name="infusion-rate",
        title="Infusion rate",
        purpose="Turns a dose rate per kg into the pump rate in mL/h for what is in the bag or syringe.",
        not_for="Suggests no dose rate and knows no drug. Not for units (IU) or rates not by weight.",
        inputs=(RATE, SMALL, AMOUNT, VOLUME),
        formula="dose rate in microgram/kg/min × weight in kg × 60 ÷ concentration in microgram/mL",
        notes=("Have a second person check it before the pump is set.",),
        source=Source(
            origin="arithmetic",
            read=(
                "calculatorhub.com/tools/infusion-rate-calculator",
                "droracle.ai/articles/561188/how-do-i-convert-infusion-rates-to-mlhr (examples)",
            ),
        ),
        names=("infusion rate", "pump rate", "mcg/kg/min", "microgram/kg/min", "micrograms/kg/min"),
        work=_infusion,
    ),
)
