"""NEWS2, the early warning score."""

from collections.abc import Sequence

from assistant.calculators.figures import brief
from assistant.calculators.inputs import BEATS, HEART_RATE, RESPIRATORY_RATE, SYSTOLIC, choice, number, yes_no
from assistant.calculators.points import Points, total
from assistant.calculators.types import Band, Calculator, Given, Input, Source, Unit, Worked

Ladder = Sequence[tuple[float, int]]
"""(highest value, points), ascending; the last step has no upper end."""

END = float("inf")
BREATHS: Ladder = ((8, 3), (11, 1), (20, 0), (24, 2), (END, 3))
SCALE_1: Ladder = ((91, 3), (93, 2), (95, 1), (END, 0))
SCALE_2: Ladder = ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2), (END, 3))
PRESSURE: Ladder = ((90, 3), (100, 2), (110, 1), (219, 0), (END, 3))
PULSE: Ladder = ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (END, 3))
TEMPERATURES: Ladder = ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (END, 2))
LOW, SINGLE = "low (0 to 4)", "a single measurement scores 3: urgent, as 5 or 6"
BANDS = (
    Band(at_least=0, text=LOW),
    Band(at_least=5, text="medium (5 or 6): urgent response"),
    Band(at_least=7, text="high (7 or more): emergency response"),
)


def _whole(one: Input) -> Input:
    return one.model_copy(update={"grain": 1.0, "units": (BEATS,) if BEATS in one.units else one.units})


SPO2 = number(
    "spo2",
    "Oxygen saturation (SpO₂)",
    (Unit(name="%"),),
    (40, 100),
    grain=1.0,
    words=("spo2", "oxygen saturation", "saturation", "sats"),
)
TEMPERATURE = number(
    "temperature",
    "Temperature",
    (
        Unit(name="°C", also=("c", "celsius", "degrees c")),
        Unit(name="°F", factor=5 / 9, offset=-160 / 9, also=("f", "fahrenheit", "degrees f")),
    ),
    (25, 44),
    grain=0.1,
    words=("temperature", "temp"),
)


def points_of(value: float, ladder: Ladder) -> int:
    """The points of the first step whose highest value is not exceeded."""
    return next(points for highest, points in ladder if value <= highest)


def _saturation(given: Given) -> Points:
    value, oxygen = given.number("spo2"), given.yes("oxygen")
    if given.choice("scale") == "1":
        return (f"SpO₂ {brief(value)}% on scale 1", points_of(value, SCALE_1))
    # Scale 2 counts saturations above the target only on oxygen.
    points = points_of(value, SCALE_2) if oxygen or value <= 92 else 0
    return (f"SpO₂ {brief(value)}% on scale 2, on {'oxygen' if oxygen else 'air'}", points)


def _news2(given: Given) -> Worked:
    measured = (
        ("Respiratory rate", "respiratory_rate", BREATHS),
        ("Systolic blood pressure", "systolic", PRESSURE),
        ("Pulse", "heart_rate", PULSE),
        ("Temperature", "temperature", TEMPERATURES),
    )
    items: list[Points] = [
        (f"{label} {brief(given.number(key))}", points_of(given.number(key), ladder))
        for label, key, ladder in measured
    ]
    items += [
        _saturation(given),
        ("Oxygen" if given.yes("oxygen") else "Air", 2 if given.yes("oxygen") else 0),
        (
            f"Consciousness: {given.choice('consciousness')}",
            0 if given.choice("consciousness") == "alert" else 3,
        ),
    ]
    worked = total(items, "NEWS2", bands=BANDS)
    score = worked.figures[0]
    if score.band == LOW and any(points == 3 for _, points in items):
        score = score.model_copy(update={"band": SINGLE})
    return worked.model_copy(update={"figures": (score,)})


CALCULATORS = (
    Calculator(
        name="news2",
        title="NEWS2 (National Early Warning Score 2)",
        purpose="Signals acute deterioration in adults from six bedside measurements and oxygen.",
        not_for="Not for under 16s, pregnancy or spinal cord injury. SpO₂ scale 2 only for confirmed "
        "hypercapnic respiratory failure with a prescribed target of 88 to 92%.",
        inputs=(
            _whole(RESPIRATORY_RATE),
            SPO2,
            choice("scale", "SpO₂ scale", **{"1": "1, the usual one", "2": "2, target 88 to 92%"}),
            yes_no("oxygen", "On supplemental oxygen", "on oxygen", "supplemental oxygen"),
            _whole(SYSTOLIC),
            _whole(HEART_RATE),
            choice(
                "consciousness",
                "Consciousness",
                alert="alert",
                cvpu="confused, or responds to voice, pain, or not",
            ),
            TEMPERATURE,
        ),
        formula="The points of respiratory rate, SpO₂ on its scale, air or oxygen (2), systolic pressure, "
        "pulse, consciousness (3 unless alert) and temperature added; 0 to 20",
        bands=BANDS,
        notes=("The clinical response to a band is your local policy's.",),
        source=Source(
            origin="Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017",
            read=(
                "scribd.com/document/584338409 (chart 1, the scoring table)",
                "thorax.bmj.com/highwire/markup/192780 (both SpO₂ scales)",
                "rcpjournals.org/highwire/markup/14242 (cut points of the response)",
                "a public rule set of SpO₂ on both scales, found by its steps, which agrees",
            ),
        ),
        names=("news2", "news 2", "news-2", "national early warning score"),
        work=_news2,
    ),
)
