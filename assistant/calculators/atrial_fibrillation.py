"""Stroke and bleeding risk in atrial fibrillation."""

from assistant.calculators.figures import brief
from assistant.calculators.inputs import SEX, age, yes_no
from assistant.calculators.points import total, yes_points
from assistant.calculators.types import Band, Calculator, Given, Source, Worked

STROKE_BANDS = (
    Band(at_least=0, text="low risk of thromboembolic stroke (0)"),
    Band(at_least=1, text="moderate risk (1)"),
    Band(at_least=2, text="high risk (2 or more)"),
)
BLEEDING_BANDS = (
    Band(at_least=0, text="below the mark for high risk (3)"),
    Band(at_least=3, text="high risk of major bleeding (3 or more): caution and regular review"),
)
HISTORY = (
    yes_no(
        "heart_failure",
        "Heart failure or left ventricular dysfunction",
        "congestive heart failure",
        "heart failure",
        "chf",
    ),
    yes_no("hypertension", "Hypertension", "hypertension", "hypertensive", "high blood pressure"),
    yes_no("diabetes", "Diabetes mellitus", "diabetes", "diabetic", "t2dm"),
)
STROKE = yes_no(
    "stroke",
    "Earlier stroke, TIA or thromboembolism",
    "previous stroke",
    "prior stroke",
    "past stroke",
    "history of stroke",
    "previous tia",
    "prior tia",
    "history of tia",
)
VASCULAR = yes_no(
    "vascular_disease",
    "Vascular disease",
    "previous myocardial infarction",
    "prior myocardial infarction",
    "previous mi",
    "prior mi",
    "peripheral artery disease",
    "peripheral arterial disease",
    "aortic plaque",
    why="earlier myocardial infarction, peripheral artery disease or aortic plaque",
)
BLEEDING = (
    yes_no("hypertension", "Uncontrolled hypertension", why="systolic pressure above 160 mmHg"),
    yes_no(
        "renal",
        "Abnormal renal function",
        "dialysis",
        why="dialysis, transplant, or creatinine from 200 µmol/L (2.26 mg/dL)",
    ),
    yes_no(
        "liver",
        "Abnormal liver function",
        "cirrhosis",
        why="cirrhosis, or bilirubin above twice with enzymes above three times normal",
    ),
    yes_no("stroke", "Earlier stroke", *STROKE.words[:4]),
    yes_no("bleeding", "Earlier major bleeding or predisposition", why="or anaemia"),
    yes_no("labile_inr", "Labile INR", "labile inr", why="on warfarin: in range less than 60% of the time"),
    yes_no("elderly", "Older than 65 years"),
    yes_no("drugs", "Antiplatelet drug or NSAID", "aspirin", "clopidogrel", "nsaid"),
    yes_no("alcohol", "Alcohol, 8 or more drinks a week"),
)


def _stroke_risk(given: Given) -> Worked:
    years = given.number("age")
    aged = 2 if years >= 75 else 1 if years >= 65 else 0
    items = [(one.label, float(given.yes(one.key))) for one in HISTORY]
    items += [
        (f"Age {brief(years)} (65 to 74: 1; 75 or more: 2)", aged),
        (STROKE.label, 2.0 * given.yes("stroke")),
        (VASCULAR.label, float(given.yes("vascular_disease"))),
        ("Female sex", float(given.choice("sex") == "female")),
    ]
    return total(items, "CHA₂DS₂-VASc", bands=STROKE_BANDS)


CALCULATORS = (
    Calculator(
        name="cha2ds2-vasc",
        title="CHA₂DS₂-VASc",
        purpose="Sorts adults with non-valvular atrial fibrillation by risk of stroke.",
        not_for="Not for mitral stenosis or mechanical valves, and not a treatment decision: guidelines set "
        "different marks, several count female sex only beside another factor.",
        inputs=(age(), SEX, *HISTORY, STROKE, VASCULAR),
        formula="Heart failure 1, hypertension 1, age 75 or more 2 (65 to 74: 1), diabetes 1, stroke, TIA or "
        "thromboembolism 2, vascular disease 1, female sex 1; 0 to 9",
        bands=STROKE_BANDS,
        source=Source(
            origin="Lip GYH et al., Chest 2010;137:263",
            read=(
                "pmc.ncbi.nlm.nih.gov/articles/PMC6652729/table/tbl1 (points)",
                "pmc.ncbi.nlm.nih.gov/articles/PMC5020564/table/T3 (points and risk bands)",
            ),
        ),
        names=("cha2ds2-vasc", "cha2ds2 vasc", "cha2ds2vasc", "chads-vasc", "chadsvasc", "chads vasc"),
        work=_stroke_risk,
    ),
    Calculator(
        name="has-bled",
        title="HAS-BLED",
        purpose="Counts risk factors for major bleeding on anticoagulants in atrial fibrillation.",
        not_for="Not a reason alone to withhold anticoagulation: it points to factors that can be corrected.",
        inputs=BLEEDING,
        formula="One point each: hypertension, renal, liver, stroke, bleeding, labile INR, older than 65, "
        "drugs, alcohol; 0 to 9",
        bands=BLEEDING_BANDS,
        notes=("Texts differ by an equals sign: creatinine above or from 200 µmol/L. Age counts above 65.",),
        source=Source(
            origin="Pisters R et al., Chest 2010;138:1093",
            read=(
                "pmc.ncbi.nlm.nih.gov/articles/PMC3418985/table/t3-0580850",
                "jabfm.org/highwire/markup/9515 (table 2)",
                "pmc.ncbi.nlm.nih.gov/articles/PMC6652729/table/tbl1",
            ),
        ),
        names=("has-bled", "has bled", "hasbled"),
        work=yes_points([(one, 1.0) for one in BLEEDING], "HAS-BLED", bands=BLEEDING_BANDS),
    ),
)
