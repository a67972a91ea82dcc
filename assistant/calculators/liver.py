"""Severity of chronic liver disease."""

from math import log

from assistant.calculators.figures import brief, figure
from assistant.calculators.inputs import ALBUMIN, BILIRUBIN, CREATININE, INR, SEX, SODIUM, choice, yes_no
from assistant.calculators.points import total
from assistant.calculators.types import Band, Calculator, Given, Source, Worked

PUGH_BANDS = (
    Band(at_least=5, text="class A (5 or 6)"),
    Band(at_least=7, text="class B (7 to 9)"),
    Band(at_least=10, text="class C (10 to 15)"),
)
ASCITES = choice(
    "ascites",
    "Ascites",
    none="none",
    mild="mild, or controlled",
    severe="moderate to severe, or not controlled",
)
ENCEPHALOPATHY = choice(
    "encephalopathy",
    "Hepatic encephalopathy",
    none="none",
    grade_1_2="grade 1 or 2",
    grade_3_4="grade 3 or 4",
)
GRADES = {"none": 1, "mild": 2, "severe": 3, "grade-1-2": 2, "grade-3-4": 3}


def _bounded(name: str, value: float, low: float, high: float) -> tuple[float, str]:
    kept = min(max(value, low), high)
    if kept == value:
        return kept, f"{name} {brief(value)}"
    return kept, f"{name} {brief(value)}, taken as {brief(kept)}"


def _meld(given: Given) -> Worked:
    dialysed = given.yes("dialysis")
    measured = 3.0 if dialysed else given.number("creatinine")
    bounded = (
        _bounded("bilirubin", given.number("bilirubin"), 1, float("inf")),
        _bounded("INR", given.number("inr"), 1, float("inf")),
        _bounded("creatinine on dialysis" if dialysed else "creatinine", measured, 1, 3),
        _bounded("sodium", given.number("sodium"), 125, 137),
        _bounded("albumin", given.number("albumin"), 1.5, 3.5),
    )
    bilirubin, inr, creatinine, sodium, albumin = (value for value, _ in bounded)
    female = 1.33 if given.choice("sex") == "female" else 0.0
    low_sodium, low_albumin = 137 - sodium, 3.5 - albumin
    terms = (
        ("female sex", female),
        (f"4.56 × ln({brief(bilirubin)})", 4.56 * log(bilirubin)),
        (f"0.82 × (137 - {brief(sodium)})", 0.82 * low_sodium),
        (f"-0.24 × {brief(low_sodium)} × ln({brief(bilirubin)})", -0.24 * low_sodium * log(bilirubin)),
        (f"9.09 × ln({brief(inr)})", 9.09 * log(inr)),
        (f"11.14 × ln({brief(creatinine)})", 11.14 * log(creatinine)),
        (f"1.85 × (3.5 - {brief(albumin)})", 1.85 * low_albumin),
        (f"-1.83 × {brief(low_albumin)} × ln({brief(creatinine)})", -1.83 * low_albumin * log(creatinine)),
        ("constant", 6.0),
    )
    value = sum(term for _, term in terms)
    kept = min(max(value, 6.0), 40.0)
    steps = [words for _, words in bounded] + [f"{what} = {brief(term)}" for what, term in terms]
    steps.append(f"sum = {brief(value)}" + ("" if kept == value else f", taken as {brief(kept)}"))
    return Worked(figures=(figure("MELD 3.0", kept, "points"),), steps=tuple(steps))


# In SI units the tables begin 2 points at 34 µmol/L, which is 1.99 mg/dL.
TWO_POINTS = 34 / 17.1


def _graded(value: float, low: float, high: float) -> int:
    return 1 if value < low else 2 if value <= high else 3


def _child_pugh(given: Given) -> Worked:
    bilirubin, albumin, inr = given.number("bilirubin"), given.number("albumin"), given.number("inr")
    items = (
        (
            f"Bilirubin {brief(bilirubin)} mg/dL (below 2: 1; 2 to 3: 2; above 3: 3)",
            _graded(bilirubin, TWO_POINTS, 3),
        ),
        (
            f"Albumin {brief(albumin)} g/dL (above 3.5: 1; 2.8 to 3.5: 2; below 2.8: 3)",
            1 if albumin > 3.5 else 2 if albumin >= 2.8 else 3,
        ),
        (f"INR {brief(inr)} (below 1.7: 1; 1.7 to 2.3: 2; above 2.3: 3)", _graded(inr, 1.7, 2.3)),
        (f"Ascites: {given.choice('ascites')}", GRADES[given.choice("ascites")]),
        (f"Encephalopathy: {given.choice('encephalopathy')}", GRADES[given.choice("encephalopathy")]),
    )
    return total(items, "Child-Pugh", bands=PUGH_BANDS)


CALCULATORS = (
    Calculator(
        name="meld",
        title="MELD 3.0",
        purpose="Risk of death in 90 days in adults with end-stage liver disease, for waiting lists.",
        not_for="Not for under 18s (another constant), nor for exceptions such as hepatocellular carcinoma. "
        "Not MELD or MELD-Na: the numbers differ.",
        inputs=(
            SEX,
            BILIRUBIN,
            INR,
            CREATININE,
            yes_no("dialysis", "Dialysis twice in the last week", "on dialysis", why="or 24 hours of CVVHD"),
            SODIUM,
            ALBUMIN,
        ),
        formula="1.33 if female + 4.56 × ln(bilirubin) + 0.82 × (137 - Na) "
        "- 0.24 × (137 - Na) × ln(bilirubin) + 9.09 × ln(INR) + 11.14 × ln(creatinine) "
        "+ 1.85 × (3.5 - albumin) - 1.83 × (3.5 - albumin) × ln(creatinine) + 6, rounded, 6 to 40. "
        "Bilirubin and INR at least 1, creatinine 1 to 3, sodium 125 to 137, albumin 1.5 to 3.5",
        source=Source(
            origin="Kim WR et al., Gastroenterology 2021;161:1887; OPTN policy of 2023",
            read=(
                "pmc.ncbi.nlm.nih.gov/articles/PMC8608337 (abstract only: the terms and the bound of 3.0)",
                "staging.patientnotes.ai/tools/calculators/meld-score (coefficients and bounds)",
                "two public programs found by their coefficients, which agree",
            ),
        ),
        names=("meld", "meld 3.0", "meld score"),
        work=_meld,
    ),
    Calculator(
        name="child-pugh",
        title="Child-Pugh",
        purpose="Severity of cirrhosis in adults.",
        not_for="Not for primary biliary or sclerosing cholangitis, whose bilirubin marks are higher.",
        inputs=(BILIRUBIN, ALBUMIN, INR, ASCITES, ENCEPHALOPATHY),
        formula="1 to 3 points each for bilirubin, albumin, INR, ascites and encephalopathy; 5 to 15",
        bands=PUGH_BANDS,
        notes=(
            "Texts differ on the lower mark for albumin: 2.8 g/dL here, 3.0 g/dL in others.",
            "Bilirubin counts 2 points from 34 µmol/L (1.99 mg/dL), as the tables in SI units say.",
        ),
        source=Source(
            origin="Pugh RN et al., Br J Surg 1973;60:646",
            read=(
                "ccjm.org/highwire/markup/12320 (table 1)",
                "gut.bmj.com/highwire/markup/188450 (table 2, in SI units)",
            ),
        ),
        names=("child-pugh", "child pugh", "childs-pugh", "child-turcotte-pugh"),
        work=_child_pugh,
    ),
)
