"""Corrections and gaps of serum chemistry."""

from assistant.calculators.figures import brief, figure
from assistant.calculators.inputs import (
    ALBUMIN,
    CALCIUM_SI,
    ETHANOL_SI,
    GLUCOSE,
    MG_DL,
    MMOL,
    SODIUM,
    UREA_NITROGEN,
    UREA_SI,
    number,
)
from assistant.calculators.types import Calculator, Given, Source, Unit, Worked

CALCIUM = number("calcium", "Total calcium", (MG_DL, CALCIUM_SI), (3, 22), words=("calcium", "ca"))
CHLORIDE = number("chloride", "Chloride", (MMOL,), (60, 150), words=("chloride", "cl"))
BICARBONATE = number("bicarbonate", "Bicarbonate", (MMOL,), (2, 60), words=("bicarbonate", "bicarb", "hco3"))
POTASSIUM = number(
    "potassium",
    "Potassium",
    (MMOL,),
    (1, 10),
    optional=True,
    why="some laboratories count it; leave it out if yours does not",
    words=("potassium",),
)
OPTIONAL_ALBUMIN = ALBUMIN.model_copy(update={"optional": True, "why": "for the corrected gap"})
NITROGEN = number(
    "urea", "Urea nitrogen", (UREA_NITROGEN, UREA_SI), (1, 300), words=("bun", "urea", "urea nitrogen")
)
ETHANOL = number(
    "ethanol",
    "Ethanol",
    (MG_DL, ETHANOL_SI),
    (0, 1000),
    optional=True,
    why="only if it was measured",
    words=("ethanol", "alcohol level"),
)
MEASURED = number(
    "measured",
    "Measured osmolality",
    (Unit(name="mOsm/kg", also=("mosm/kg", "mosmol/kg", "mosm/l")),),
    (200, 500),
    optional=True,
    why="for the osmolal gap",
    words=("measured osmolality", "measured serum osmolality"),
)


def _anion_gap(given: Given) -> Worked:
    sodium, chloride = given.number("sodium"), given.number("chloride")
    bicarbonate = given.number("bicarbonate")
    potassium = given.number("potassium") if given.has("potassium") else 0.0
    gap = sodium + potassium - chloride - bicarbonate
    cations = brief(sodium) + (f" + {brief(potassium)}" if given.has("potassium") else "")
    steps = [f"{cations} - ({brief(chloride)} + {brief(bicarbonate)}) = {brief(gap)}"]
    label = "Anion gap with potassium" if given.has("potassium") else "Anion gap"
    figures = [figure(label, gap, "mmol/L", decimals=1)]
    if given.has("albumin"):
        albumin = given.number("albumin")
        corrected = gap + 2.5 * (4 - albumin)
        steps.append(f"{brief(gap)} + 2.5 × (4.0 - {brief(albumin)}) = {brief(corrected)}")
        figures.append(figure("Corrected for albumin", corrected, "mmol/L", decimals=1))
    return Worked(figures=tuple(figures), steps=tuple(steps))


def _calcium(given: Given) -> Worked:
    calcium, albumin = given.number("calcium"), given.number("albumin")
    corrected = calcium + 0.8 * (4 - albumin)
    molar = CALCIUM_SI.from_base(corrected)
    steps = (
        f"{brief(calcium)} + 0.8 × (4.0 - {brief(albumin)}) = {brief(corrected)} mg/dL",
        f"{brief(corrected)} mg/dL × 0.2495 = {brief(molar)} mmol/L",
    )
    figures = (
        figure("Corrected calcium", corrected, "mg/dL", decimals=1),
        figure("Corrected calcium", molar, "mmol/L", decimals=2),
    )
    return Worked(figures=figures, steps=steps)


def _sodium(given: Given) -> Worked:
    sodium, glucose = given.number("sodium"), given.number("glucose")
    above = (glucose - 100) / 100
    values = [(name, factor, sodium + factor * above) for name, factor in (("Katz", 1.6), ("Hillier", 2.4))]
    steps = [f"({brief(glucose)} - 100) ÷ 100 = {brief(above)}"]
    steps += [
        f"{name}: {brief(sodium)} + {factor} × {brief(above)} = {brief(value)}"
        for name, factor, value in values
    ]
    figures = [
        figure(f"Corrected sodium ({name}, {factor})", value, "mmol/L", decimals=1)
        for name, factor, value in values
    ]
    return Worked(figures=tuple(figures), steps=tuple(steps))


def _osmolality(given: Given) -> Worked:
    sodium, glucose, urea = given.number("sodium"), given.number("glucose"), given.number("urea")
    ethanol = given.number("ethanol") if given.has("ethanol") else 0.0
    value = 2 * sodium + glucose / 18 + urea / 2.8 + ethanol / 4.6
    drunk = f" + {brief(ethanol)}/4.6" if given.has("ethanol") else ""
    steps = [f"2 × {brief(sodium)} + {brief(glucose)}/18 + {brief(urea)}/2.8{drunk} = {brief(value)}"]
    figures = [figure("Calculated osmolality", value, "mOsm/kg")]
    if given.has("measured"):
        measured = given.number("measured")
        steps.append(f"{brief(measured)} - {brief(value)} = {brief(measured - value)}")
        figures.append(figure("Osmolal gap", measured - value, "mOsm/kg"))
    return Worked(figures=tuple(figures), steps=tuple(steps))


CALCULATORS = (
    Calculator(
        name="anion-gap",
        title="Anion gap, with albumin correction",
        purpose="Looks for unmeasured anions in metabolic acidosis; low albumin hides them.",
        not_for="Not comparable between laboratories without their own reference range, which is why no band "
        "is shown.",
        inputs=(SODIUM, CHLORIDE, BICARBONATE, POTASSIUM, OPTIONAL_ALBUMIN),
        formula="sodium (+ potassium) - (chloride + bicarbonate); corrected: + 2.5 × (4.0 - albumin in g/dL)",
        notes=("Some texts take 4.4 g/dL as the normal albumin: 1 mmol/L more.",),
        source=Source(
            origin="Figge J et al., Crit Care Med 1998;26:1807 for the correction",
            read=(
                "mdtools.org/albumin-corrected-ag",
                "ficm.ac.uk (What is the albumin correction for the anion gap, 0.25 per g/L)",
                "gpnotebook.com (anion gap)",
            ),
        ),
        names=("anion gap",),
        work=_anion_gap,
    ),
    Calculator(
        name="corrected-calcium",
        title="Calcium corrected for albumin",
        purpose="Estimates total calcium at an albumin of 4.0 g/dL (40 g/L).",
        not_for="Not reliable in critical illness, advanced kidney disease or very low albumin: measure "
        "ionised calcium.",
        inputs=(CALCIUM, ALBUMIN),
        formula="calcium in mg/dL + 0.8 × (4.0 - albumin in g/dL); in SI + 0.02 mmol/L for each g/L below 40",
        source=Source(
            origin="Payne RB et al., BMJ 1973;4:643",
            read=(
                "theguidewire.net/cases_questions/how-can-the-affect-of-albumin-levels-be-accounted-for",
                "correctedcalciumcalculator.com/how-to-calculate-corrected-calcium",
            ),
        ),
        names=("corrected calcium", "adjusted calcium", "calcium correction", "correct calcium"),
        work=_calcium,
    ),
    Calculator(
        name="corrected-sodium",
        title="Sodium corrected for glucose",
        purpose="Estimates what sodium would be at a glucose of 100 mg/dL, in hyperglycaemia.",
        not_for="Not for a glucose below 100 mg/dL (5.6 mmol/L), nor for other causes of low sodium.",
        inputs=(
            SODIUM,
            GLUCOSE.model_copy(update={"low": 100.0, "why": "the correction is for raised glucose"}),
        ),
        formula="sodium + factor × (glucose in mg/dL - 100) ÷ 100; factor 1.6 (Katz) or 2.4 (Hillier)",
        notes=("Both factors are in use and neither is preferred here.",),
        source=Source(
            origin="Katz MA, N Engl J Med 1973;289:843; Hillier TA et al., Am J Med 1999;106:399",
            read=(
                "mdcalc.com/sodium-correction-for-hyperglycemia (stored copy)",
                "mobile.fpnotebook.com/Renal/Lab/SrmSdm.htm",
            ),
        ),
        names=("corrected sodium", "sodium correction", "correct sodium"),
        work=_sodium,
    ),
    Calculator(
        name="osmolality",
        title="Serum osmolality and osmolal gap",
        purpose="Calculates serum osmolality; with a measured one, the gap left by unmeasured osmoles.",
        not_for="A normal gap does not exclude toxic alcohols, and the gap varies by 10 and more between "
        "formulas and laboratories; no band is shown.",
        inputs=(SODIUM, GLUCOSE, NITROGEN, ETHANOL, MEASURED),
        formula="2 × sodium + glucose/18 + urea nitrogen/2.8 (+ ethanol/4.6), the last three in mg/dL; "
        "gap = measured - calculated",
        notes=("Some texts divide ethanol by 3.7 instead of 4.6.",),
        source=Source(
            origin="the usual clinical formula",
            read=(
                "ohmycalc.com/es/serum-osmolality-calculator",
                "johnsarm.net/osmolar_gap.htm",
                "biomedcentral.com/1471-227X/8/5/table/T1 (in mmol/L)",
            ),
        ),
        names=("osmolality", "osmolarity", "osmolal gap", "osmolar gap", "osmole gap"),
        work=_osmolality,
    ),
)
