"""Inputs that several calculators ask for, with their units both ways and plausible ranges."""

from assistant.calculators.types import Choice, Input, Unit

YEARS = Unit(name="years", also=("y", "yr", "yrs", "year"))
MMHG = Unit(name="mmHg", also=("mm hg",))
BEATS = Unit(name="/min", also=("bpm", "per minute", "beats/min", "min-1"))
KG = Unit(name="kg", also=("kgs", "kilograms"))
# The international pound is exactly this many kilograms, the inch exactly 2.54 cm.
LB = Unit(name="lb", factor=0.45359237, also=("lbs", "pounds"))
CM = Unit(name="cm")
M = Unit(name="m", factor=100, also=("metres", "meters"))
INCH = Unit(name="in", factor=2.54, also=("inch", "inches"))
MMOL = Unit(name="mmol/L", also=("meq/l",))
MG_DL = Unit(name="mg/dL")
# Conversion factors as in the tables read at w3.csmu.edu.tw (Int_unit_conversion) and quickmedcalc.com.
CREATININE_SI = Unit(name="µmol/L", factor=1 / 88.4, also=("umol/l", "micromol/l", "mcmol/l"))
BILIRUBIN_SI = Unit(name="µmol/L", factor=1 / 17.1, also=("umol/l", "micromol/l", "mcmol/l"))
CALCIUM_SI = Unit(name="mmol/L", factor=1 / 0.2495)
GLUCOSE_SI = Unit(name="mmol/L", factor=18)
UREA_SI = Unit(name="mmol/L", factor=2.8, also=("mmol/l urea",))
UREA_NITROGEN = Unit(name="mg/dL BUN", also=("mg/dl",))
ETHANOL_SI = Unit(name="mmol/L", factor=1 / 0.217)
G_DL = Unit(name="g/dL")
G_L = Unit(name="g/L", factor=0.1)


def number(
    key: str, label: str, units: tuple[Unit, ...], bounds: tuple[float, float], **more: object
) -> Input:
    """A number in [low, high] of its first unit; the rest as in `Input`."""
    given = {"key": key, "label": label, "kind": "number", "units": units, "low": bounds[0]}
    return Input.model_validate({**given, "high": bounds[1], **more})


def yes_no(key: str, label: str, *words: str, why: str = "") -> Input:
    """A question to answer with yes or no; `words` are how a person's history names a yes."""
    return Input(key=key, label=label, kind="yesno", words=words, why=why)


def choice(key: str, label: str, **choices: str) -> Input:
    """One of these answers; an underscore in a key stands for a hyphen."""
    offered = tuple(Choice(key=name.replace("_", "-"), label=text) for name, text in choices.items())
    return Input(key=key, label=label, kind="choice", choices=offered)


def age(low: float = 18, why: str = "made for adults") -> Input:
    """Age in years from `low` to 120."""
    return number("age", "Age", (YEARS,), (low, 120), why=why)


SEX = choice("sex", "Sex", female="female", male="male")
WEIGHT = number(
    "weight", "Weight", (KG, LB), (2, 350), words=("weight", "weighs", "weighing", "wt"), bare=True
)
HEIGHT = number("height", "Height", (CM, M, INCH), (40, 250), words=("height", "ht"), bare=True)
CREATININE = number(
    "creatinine",
    "Serum creatinine",
    (MG_DL, CREATININE_SI),
    (0.2, 25),
    words=("serum creatinine", "creatinine", "scr", "cr"),
)
SODIUM = number("sodium", "Sodium", (MMOL,), (100, 190), words=("sodium", "na"))
GLUCOSE = number("glucose", "Glucose", (MG_DL, GLUCOSE_SI), (20, 2000), words=("glucose", "sugar"))
ALBUMIN = number("albumin", "Serum albumin", (G_DL, G_L), (0.8, 6), words=("albumin", "alb"))
BILIRUBIN = number(
    "bilirubin", "Total bilirubin", (MG_DL, BILIRUBIN_SI), (0.1, 60), words=("bilirubin", "bili")
)
INR = number("inr", "INR", (Unit(name=""),), (0.5, 20), words=("inr",))
HEART_RATE = number(
    "heart_rate", "Heart rate", (BEATS,), (20, 300), words=("heart rate", "pulse", "hr", "rate")
)
SYSTOLIC = number(
    "systolic", "Systolic blood pressure", (MMHG,), (30, 300), words=("systolic", "sbp", "systolic bp")
)
RESPIRATORY_RATE = number(
    "respiratory_rate",
    "Respiratory rate",
    (BEATS,),
    (1, 80),
    words=("respiratory rate", "respiration rate", "rr", "breathing rate"),
)
