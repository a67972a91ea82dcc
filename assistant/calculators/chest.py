"""Pneumonia severity, and the pretest probability of venous thrombosis."""

from assistant.calculators.figures import brief
from assistant.calculators.inputs import MMHG, RESPIRATORY_RATE, SYSTOLIC, age, number, yes_no
from assistant.calculators.points import total, yes_points
from assistant.calculators.types import Band, Calculator, Given, Source, Unit, Worked

CURB_BANDS = (
    Band(at_least=0, text="low risk of death (0 or 1: below 3%)"),
    Band(at_least=2, text="intermediate risk of death (2: 3 to 15%)"),
    Band(at_least=3, text="high risk of death (3 to 5: above 15%)"),
)
DVT_BANDS = (
    Band(at_least=-2, text="DVT unlikely (1 or less)"),
    Band(at_least=2, text="DVT likely (2 or more)"),
)
PE_BANDS = (
    Band(at_least=0, text="PE unlikely (4 or less)"),
    Band(at_least=4.5, text="PE likely (more than 4)"),
)
UREA = number(
    "urea",
    "Urea",
    (Unit(name="mmol/L"), Unit(name="mg/dL BUN", factor=1 / 2.8, also=("mg/dl",))),
    (0.5, 80),
    words=("urea", "bun", "blood urea nitrogen"),
)
DIASTOLIC = number("diastolic", "Diastolic blood pressure", (MMHG,), (10, 200), words=("diastolic", "dbp"))
DVT = (
    (yes_no("cancer", "Active cancer", "active cancer", why="treated within 6 months, or palliative"), 1.0),
    (yes_no("paralysis", "Paralysis, paresis or recent plaster of the leg"), 1.0),
    (
        yes_no(
            "bedridden",
            "Bedridden for 3 days, or major surgery within 12 weeks",
            why="surgery with general or regional anaesthesia",
        ),
        1.0,
    ),
    (yes_no("tenderness", "Tenderness along the deep veins"), 1.0),
    (yes_no("leg_swollen", "Entire leg swollen"), 1.0),
    (
        yes_no(
            "calf_swelling",
            "Calf at least 3 cm larger than the other",
            why="10 cm below the tibial tuberosity",
        ),
        1.0,
    ),
    (yes_no("pitting_oedema", "Pitting oedema in the symptomatic leg only"), 1.0),
    (yes_no("collateral_veins", "Collateral superficial veins, not varicose"), 1.0),
    (yes_no("previous_dvt", "Earlier documented DVT", "previous dvt", "prior dvt", "history of dvt"), 1.0),
    (yes_no("alternative", "Another diagnosis at least as likely"), -2.0),
)
PE = (
    (
        yes_no(
            "dvt_signs", "Clinical signs of DVT", why="at least leg swelling and pain over the deep veins"
        ),
        3.0,
    ),
    (yes_no("pe_likeliest", "Another diagnosis less likely than PE"), 3.0),
    (yes_no("fast_heart", "Heart rate above 100 per minute", "tachycardia"), 1.5),
    (
        yes_no("immobile", "Immobile for 3 days, or surgery within 4 weeks", "recent surgery"),
        1.5,
    ),
    (
        yes_no("previous", "Earlier DVT or PE", "previous dvt", "prior dvt", "previous pe", "prior pe"),
        1.5,
    ),
    (yes_no("haemoptysis", "Haemoptysis", "haemoptysis", "hemoptysis"), 1.0),
    (
        yes_no("malignancy", "Malignancy", "active cancer", why="treated within 6 months, or palliative"),
        1.0,
    ),
)


def _curb(given: Given) -> Worked:
    urea, breaths = given.number("urea"), given.number("respiratory_rate")
    systolic, diastolic = given.number("systolic"), given.number("diastolic")
    years = given.number("age")
    items = [
        ("New confusion", float(given.yes("confusion"))),
        (f"Urea {brief(urea)} mmol/L (above 7)", float(urea > 7)),
        (f"Respiratory rate {brief(breaths)} (30 or more)", float(breaths >= 30)),
        (
            f"Pressure {brief(systolic)}/{brief(diastolic)} (systolic below 90 or diastolic 60 or less)",
            float(systolic < 90 or diastolic <= 60),
        ),
        (f"Age {brief(years)} (65 or more)", float(years >= 65)),
    ]
    return total(items, "CURB-65", bands=CURB_BANDS)


CALCULATORS = (
    Calculator(
        name="curb-65",
        title="CURB-65",
        purpose="Sorts adults with community-acquired pneumonia in hospital by risk of death in 30 days.",
        not_for="Not for under 18s or pneumonia acquired in hospital; not a substitute for judgement about "
        "oxygen, comorbidity and social support.",
        inputs=(
            yes_no(
                "confusion",
                "New confusion",
                "confused",
                "confusion",
                why="mental test score 8 or less, or new disorientation",
            ),
            UREA,
            RESPIRATORY_RATE,
            SYSTOLIC,
            DIASTOLIC,
            age(),
        ),
        formula="One point each: confusion, urea above 7 mmol/L, respiratory rate 30 or more, systolic below "
        "90 or diastolic 60 or less, age 65 or more; 0 to 5",
        bands=CURB_BANDS,
        notes=(
            "In mg/dL texts put the mark for urea nitrogen (BUN) at above 19 or 20; here it is converted "
            "and compared with 7 mmol/L (19.6 mg/dL).",
        ),
        source=Source(
            origin="Lim WS et al., Thorax 2003;58:377; NICE pneumonia guideline for the bands",
            read=(
                "gpnotebook.com (CURB65 score, hospital setting: criteria and bands)",
                "healthcare.uiowa.edu/familymedicine/fpinfo/curb65.htm (criteria)",
            ),
        ),
        names=("curb-65", "curb65", "curb 65"),
        work=_curb,
    ),
    Calculator(
        name="wells-dvt",
        title="Wells score for DVT (two-level)",
        purpose="Pretest probability of deep vein thrombosis in adults with a symptomatic leg.",
        not_for="Not for pregnancy, arms, or people already on anticoagulants; not a diagnosis by itself.",
        inputs=tuple(one for one, _ in DVT),
        formula="One point for each feature, minus 2 if another diagnosis is at least as likely; -2 to 9",
        bands=DVT_BANDS,
        notes=(
            "This is the version of 2003: surgery within 12 weeks, earlier DVT counted. That of 1997 says "
            "4 weeks and more than 3 cm, does not count earlier DVT and has three levels.",
        ),
        source=Source(
            origin="Wells PS et al., N Engl J Med 2003;349:1227",
            read=(
                "ncbi.nlm.nih.gov/pubmedhealth/PMH0055213/table/appk.tu1",
                "dickyricky.com/Medicine/Charts/Wells.htm",
            ),
        ),
        names=(
            "wells score",
            "wells criteria",
            "wells score for dvt",
            "wells dvt",
            "dvt wells",
            "wells criteria for dvt",
            "wells score for deep vein thrombosis",
        ),
        work=yes_points(DVT, "Wells score", bands=DVT_BANDS),
    ),
    Calculator(
        name="wells-pe",
        title="Wells score for PE (two-level)",
        purpose="Pretest probability of pulmonary embolism in adults in whom it is suspected.",
        not_for="Not for pregnancy or people in whom PE is not suspected; not a diagnosis by itself.",
        inputs=tuple(one for one, _ in PE),
        formula="Signs of DVT 3, another diagnosis less likely 3, heart rate above 100 1.5, immobile or "
        "surgery 1.5, earlier DVT or PE 1.5, haemoptysis 1, malignancy 1; 0 to 12.5",
        bands=PE_BANDS,
        source=Source(
            origin="Wells PS et al., Thromb Haemost 2000;83:416",
            read=(
                "err.ersjournals.com/highwire/markup/11983 (table 2)",
                "emed.ie/Haematology/Wells.php",
                "globalrph.com/medcalcs/wells-clinical-prediction-rule-for-pulmonary-embolism-pe",
            ),
        ),
        names=(
            "wells score",
            "wells criteria",
            "wells score for pe",
            "wells pe",
            "pe wells",
            "wells criteria for pe",
            "wells score for pulmonary embolism",
        ),
        work=yes_points(PE, "Wells score", bands=PE_BANDS, decimals=1),
    ),
)
