"""A body from the front and from the back, with burned parts coloured; adults by the rule of nines."""

from collections.abc import Sequence

from curricula.starter.draw.canvas import FAINT, INK, ORANGE, SOFT, Canvas, Drawing, Point

SHARES = {"head": 4.5, "trunk": 18.0, "rightarm": 4.5, "leftarm": 4.5, "rightleg": 9.0, "leftleg": 9.0}
"""Percent of the body surface on one side, front or back; the perineum's 1% is left out."""
BURNED = {"front": ("trunk", "rightarm"), "back": ("rightarm", "rightleg")}


def total() -> float:
    """Percent of the body surface that is coloured."""
    return sum(SHARES[part] for parts in BURNED.values() for part in parts)


def body() -> Drawing:
    """Both views; the patient's right is on the left from the front and on the right from the back."""
    canvas = Canvas(800, 760)
    for name, x, mirror in (("front", 210.0, 1.0), ("back", 590.0, -1.0)):
        canvas.text((x, 30), name, size=28, anchor="mm")
        for part, outline in _parts(x, mirror).items():
            canvas.area(outline, ORANGE if part in BURNED[name] else FAINT)
            canvas.line([*outline, outline[0]], INK, 2)
        canvas.area([(x - 16, 140), (x + 16, 140), (x + 16, 160), (x - 16, 160)], FAINT)
        canvas.line([(x - 17, 160), (x + 17, 160)], INK, 2)
        canvas.oval((x - 42, 55, x + 42, 150), fill=FAINT)
        canvas.text((x - 150 * mirror, 180), "right", size=24, anchor="mm", colour=SOFT)
        canvas.text((x + 150 * mirror, 180), "left", size=24, anchor="mm", colour=SOFT)
    canvas.area([(20, 720), (48, 720), (48, 744), (20, 744)], ORANGE)
    canvas.text((58, 732), "blistered skin", size=24)
    canvas.text((788, 746), "schematic drawing", size=17, anchor="rm", colour=SOFT)
    return canvas.done()


def _parts(x: float, mirror: float) -> dict[str, Sequence[Point]]:
    def placed(points: Sequence[Point], side: int) -> Sequence[Point]:
        return [(x + side * mirror * dx, y) for dx, y in points]

    arm = (
        (68, 168),
        (98, 180),
        (118, 290),
        (132, 400),
        (128, 440),
        (108, 440),
        (100, 400),
        (84, 300),
        (68, 230),
    )
    leg = ((4, 415), (66, 400), (70, 520), (58, 620), (52, 690), (22, 690), (18, 620), (8, 520))
    trunk = [
        (-68, 165),
        (-17, 160),
        (-17, 140),
        (17, 140),
        (17, 160),
        (68, 165),
        (64, 260),
        (58, 320),
        (66, 400),
        (4, 415),
        (-4, 415),
        (-66, 400),
        (-58, 320),
        (-64, 260),
    ]
    return {
        "trunk": placed(trunk, 1),
        "rightarm": placed(arm, -1),
        "leftarm": placed(arm, 1),
        "rightleg": placed(leg, -1),
        "leftleg": placed(leg, 1),
    }
