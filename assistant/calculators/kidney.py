"""Kidney function from serum creatinine."""

from assistant.calculators.figures import brief, figure
from assistant.calculators.inputs import CREATININE, SEX, WEIGHT, age
from assistant.calculators.types import Band, Calculator, Given, Source, Worked

GFR_CATEGORIES = (
    Band(at_least=0, text="G5, kidney failure (KDIGO: below 15)"),
    Band(at_least=15, text="G4, severely decreased (KDIGO: 15 to 29)"),
    Band(at_least=30, text="G3b, moderately to severely decreased (KDIGO: 30 to 44)"),
    Band(at_least=45, text="G3a, mildly to moderately decreased (KDIGO: 45 to 59)"),
    Band(at_least=60, text="G2, mildly decreased (KDIGO: 60 to 89)"),
    Band(at_least=90, text="G1, normal or high (KDIGO: 90 or more)"),
)


def _egfr(given: Given) -> Worked:
    creatinine, years = given.number("creatinine"), given.number("age")
    female = given.choice("sex") == "female"
    kappa, alpha, factor = (0.7, -0.241, 1.012) if female else (0.9, -0.302, 1.0)
    ratio = creatinine / kappa
    low, high = min(ratio, 1.0) ** alpha, max(ratio, 1.0) ** -1.2
    aged = 0.9938**years
    value = 142 * low * high * aged * factor
    steps = (
        f"κ = {kappa}, α = {alpha} for {given.choice('sex')}",
        f"creatinine ÷ κ = {brief(creatinine)} ÷ {kappa} = {brief(ratio)}",
        f"min({brief(ratio)}, 1)^{alpha} = {brief(low)}",
        f"max({brief(ratio)}, 1)^-1.200 = {brief(high)}",
        f"0.9938^{brief(years)} = {brief(aged)}",
        f"142 × {brief(low)} × {brief(high)} × {brief(aged)} × {factor:g} = {brief(value)}",
    )
    unit = "mL/min/1.73 m²"
    return Worked(figures=(figure("eGFR", value, unit, bands=GFR_CATEGORIES),), steps=steps)


def _clearance(given: Given) -> Worked:
    years, weight = given.number("age"), given.number("weight")
    creatinine = given.number("creatinine")
    factor = 0.85 if given.choice("sex") == "female" else 1.0
    above, below = (140 - years) * weight, 72 * creatinine
    value = above / below * factor
    steps = (
        f"(140 - {brief(years)}) × {brief(weight)} kg = {brief(above)}",
        f"72 × {brief(creatinine)} mg/dL = {brief(below)}",
        f"{brief(above)} ÷ {brief(below)} × {factor:g} ({given.choice('sex')}) = {brief(value)}",
    )
    return Worked(figures=(figure("Creatinine clearance", value, "mL/min"),), steps=steps)


CALCULATORS = (
    Calculator(
        name="egfr",
        title="eGFR (CKD-EPI 2021, creatinine)",
        purpose="Estimates glomerular filtration rate in adults from creatinine, age and sex, without race.",
        not_for="Not for under 18s, changing creatinine (acute kidney injury), pregnancy, or extremes of "
        "muscle mass. Drug labels that name Cockcroft-Gault want that instead.",
        inputs=(age(why="the equation was made for adults"), SEX, CREATININE),
        formula="142 × min(Scr/κ, 1)^α × max(Scr/κ, 1)^-1.200 × 0.9938^age × 1.012 if female; Scr in mg/dL; "
        "κ 0.7 female, 0.9 male; α -0.241 female, -0.302 male",
        bands=GFR_CATEGORIES,
        notes=(
            "A category alone is not chronic kidney disease: that also needs three months, and in G1 and G2 "
            "other evidence of kidney damage.",
            "The category is that of the rounded value.",
        ),
        source=Source(
            origin="Inker LA et al., N Engl J Med 2021;385:1737; KDIGO 2012 categories",
            read=(
                "kidney.org/ckd-epi-creatinine-equation-2021",
                "qxmd.com/calculate/calculator_251/egfr-using-ckd-epi-2021-update",
                "ccjm.org/highwire/markup/1488 (KDIGO categories, reprinted)",
            ),
        ),
        names=("egfr", "e-gfr", "ckd-epi", "ckd epi", "glomerular filtration rate"),
        work=_egfr,
    ),
    Calculator(
        name="cockcroft-gault",
        title="Creatinine clearance (Cockcroft-Gault)",
        purpose="Estimates creatinine clearance in adults, chiefly for drug doses whose label names it.",
        not_for="Not for under 18s, changing creatinine, or staging kidney disease. Not adjusted to body "
        "surface. Which weight to enter (actual, ideal, adjusted) is the label's or your protocol's choice.",
        inputs=(age(), SEX, WEIGHT, CREATININE),
        formula="(140 - age) × weight in kg ÷ (72 × creatinine in mg/dL), × 0.85 if female",
        source=Source(
            origin="Cockcroft DW, Gault MH, Nephron 1976;16:31",
            read=(
                "tabers.com/tabersonline (Cockcroft-Gault formula)",
                "medicalalgorithms.com/estimated-creatinine-clearance-calculator",
            ),
        ),
        names=("cockcroft-gault", "cockcroft gault", "cockroft", "creatinine clearance", "crcl"),
        work=_clearance,
    ),
)
