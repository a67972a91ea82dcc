"""The QT interval corrected for heart rate."""

from assistant.calculators.figures import brief, figure
from assistant.calculators.inputs import HEART_RATE, number
from assistant.calculators.types import Band, Calculator, Given, Source, Unit, Worked

QT = number(
    "qt",
    "QT interval",
    (Unit(name="ms", also=("msec", "milliseconds")), Unit(name="s", factor=1000, also=("sec", "seconds"))),
    (200, 800),
    words=("qt interval", "qt"),
)
QTC_BANDS = (Band(at_least=501, text="above 500 ms: named as torsadogenic in both texts read"),)


def _qtc(given: Given) -> Worked:
    qt, rate = given.number("qt"), given.number("heart_rate")
    interval = 60 / rate
    root, third = interval**0.5, interval ** (1 / 3)
    values = (("Bazett", qt / root), ("Fridericia", qt / third), ("Framingham", qt + 154 * (1 - interval)))
    root_step = f"{brief(qt)} ÷ √{brief(interval)} = {brief(qt)} ÷ {brief(root)}"
    third_step = f"{brief(qt)} ÷ ∛{brief(interval)} = {brief(qt)} ÷ {brief(third)}"
    steps = (
        f"RR = 60 ÷ {brief(rate)} = {brief(interval)} s",
        f"Bazett: {root_step} = {brief(values[0][1])} ms",
        f"Fridericia: {third_step} = {brief(values[1][1])} ms",
        f"Framingham: {brief(qt)} + 154 × (1 - {brief(interval)}) = {brief(values[2][1])} ms",
    )
    figures = tuple(figure(f"QTc ({name})", value, "ms", bands=QTC_BANDS) for name, value in values)
    return Worked(figures=figures, steps=steps)


CALCULATORS = (
    Calculator(
        name="qtc",
        title="QTc (Bazett, Fridericia, Framingham)",
        purpose="Corrects the QT interval to a heart rate of 60 per minute.",
        not_for="Not with a wide QRS, pacing or an irregular rhythm without averaging; Bazett overcorrects "
        "above 100 and undercorrects below 60 per minute.",
        inputs=(QT, HEART_RATE),
        formula="RR = 60 ÷ rate, in s; Bazett QT ÷ √RR; Fridericia QT ÷ ∛RR; Framingham QT + 154 × (1 - RR)",
        bands=QTC_BANDS,
        notes=(
            "Texts differ on when QTc is prolonged (440 to 470 ms in men, 460 to 480 in women), so no "
            "limit is shown below 500 ms.",
        ),
        source=Source(
            origin="Bazett HC, Heart 1920;7:353; Fridericia LS, Acta Med Scand 1920;53:469; Sagie A et al., "
            "Am J Cardiol 1992;70:797",
            read=(
                "development.cds-platform.com (QTc_Calculation v.1)",
                "calculatorlib.com/qtc-calculator",
                "covidqtc.com/qtc-calculator (500 ms)",
            ),
        ),
        names=("qtc", "corrected qt", "correct qt", "correct the qt", "qt correction"),
        work=_qtc,
    ),
)
