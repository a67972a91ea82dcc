"""Body mass index and body surface area."""

from assistant.calculators.figures import brief, figure
from assistant.calculators.inputs import HEIGHT, WEIGHT, age
from assistant.calculators.types import Band, Calculator, Given, Source, Worked

BMI_BANDS = (
    Band(at_least=0, text="underweight (WHO: below 18.5)"),
    Band(at_least=18.5, text="normal range (WHO: 18.5 to 24.9)"),
    Band(at_least=25, text="pre-obese (WHO: 25.0 to 29.9)"),
    Band(at_least=30, text="obese class I (WHO: 30.0 to 34.9)"),
    Band(at_least=35, text="obese class II (WHO: 35.0 to 39.9)"),
    Band(at_least=40, text="obese class III (WHO: 40.0 or more)"),
)


def _bmi(given: Given) -> Worked:
    weight, metres = given.number("weight"), given.number("height") / 100
    value = weight / metres**2
    steps = (
        f"{brief(metres)} m × {brief(metres)} m = {brief(metres**2)} m²",
        f"{brief(weight)} kg ÷ {brief(metres**2)} m² = {brief(value)}",
    )
    return Worked(figures=(figure("BMI", value, "kg/m²", decimals=1, bands=BMI_BANDS),), steps=steps)


def _bsa(given: Given) -> Worked:
    weight, height = given.number("weight"), given.number("height")
    mosteller = (height * weight / 3600) ** 0.5
    tall, heavy = height**0.725, weight**0.425
    du_bois = 0.007184 * tall * heavy
    steps = (
        f"Mosteller: √({brief(height)} × {brief(weight)} ÷ 3600) = {brief(mosteller)}",
        f"Du Bois: 0.007184 × {brief(height)}^0.725 × {brief(weight)}^0.425 = "
        f"0.007184 × {brief(tall)} × {brief(heavy)} = {brief(du_bois)}",
    )
    figures = (
        figure("BSA (Mosteller)", mosteller, "m²", decimals=2),
        figure("BSA (Du Bois)", du_bois, "m²", decimals=2),
    )
    return Worked(figures=figures, steps=steps)


CALCULATORS = (
    Calculator(
        name="bmi",
        title="Body mass index",
        purpose="Weight for height in adults.",
        not_for="Not for under 18s or in pregnancy; it does not tell muscle from fat, and lower marks are "
        "used for Asian populations.",
        inputs=(age(why="the bands are for adults"), WEIGHT, HEIGHT),
        formula="weight in kg ÷ (height in m)²",
        bands=BMI_BANDS,
        notes=("The band is that of the rounded value.",),
        source=Source(
            origin="WHO classification of adult weight",
            read=("greenfacts.org/en/diet-nutrition/figtableboxes/table-8.htm", "jomes.org (table 1)"),
        ),
        names=("bmi", "body mass index"),
        work=_bmi,
    ),
    Calculator(
        name="bsa",
        title="Body surface area (Mosteller, Du Bois)",
        purpose="Body surface for doses and indices given per square metre.",
        not_for="Not itself a dose: which formula, rounding and cap apply is the protocol's choice.",
        inputs=(WEIGHT, HEIGHT),
        formula="Mosteller √(height in cm × weight in kg ÷ 3600); "
        "Du Bois 0.007184 × height^0.725 × weight^0.425",
        source=Source(
            origin="Mosteller RD, N Engl J Med 1987;317:1098; Du Bois D and EF, Arch Intern Med 1916;17:863",
            read=("globalrph.com/bsa2.htm", "topendsports.com/testing/tests/bsa.htm"),
        ),
        names=("bsa", "body surface area"),
        work=_bsa,
    ),
)
