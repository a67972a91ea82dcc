"""A schematic chest film: posteroanterior, the patient's right on the left of the picture.

Pixels of a plate 560 by 600; the inner width of the chest is 416 pixels, about 30 cm, so 1 cm is 14 pixels.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from curricula.starter.draw.canvas import Canvas, Drawing, Point
from curricula.starter.draw.shades import Grey, Plate

WIDTH, HEIGHT = 560, 600
INNER = (72, 488)
"""The inner borders of the ribs at the level of the diaphragm."""
PLATE = Plate(WIDTH, HEIGHT)
BODY = (
    (18, 175), (85, 122), (195, 92), (225, 60), (228, -30), (332, -30), (335, 60), (365, 92),
    (475, 122), (542, 175), (552, 640), (8, 640),
)  # fmt: skip
RIGHT_LUNG = (
    (215, 88), (170, 108), (128, 165), (98, 250), (82, 340), (74, 420), (73, 478), (90, 452),
    (125, 425), (165, 413), (205, 420), (244, 446), (248, 390), (246, 300), (248, 200), (248, 120),
)  # fmt: skip
LEFT_LUNG = (
    (345, 88), (390, 108), (432, 165), (462, 250), (478, 340), (486, 425), (487, 496), (470, 470),
    (438, 445), (398, 434), (360, 444), (338, 430), (326, 390), (316, 300), (312, 200), (312, 120),
)  # fmt: skip
HEART = (
    (268, 225), (250, 285), (232, 345), (230, 395), (246, 436), (310, 452), (372, 446), (394, 420),
    (388, 375), (362, 325), (338, 292), (330, 262), (338, 240), (336, 218), (318, 204), (290, 205),
)  # fmt: skip
LARGE_HEART = (
    (266, 225), (238, 285), (206, 345), (200, 400), (226, 440), (310, 458), (420, 456), (452, 425),
    (440, 370), (398, 315), (350, 285), (334, 262), (340, 240), (337, 218), (318, 204), (290, 205),
)  # fmt: skip
CARINA = (280.0, 205.0)
RIGHT_BRONCHUS, LEFT_BRONCHUS = (240.0, 250.0), (332.0, 248.0)


def opened(outline: Sequence[Point], *, blur: float = 2.0) -> Grey:
    """A lung as a mask; its costophrenic angle stays sharp."""
    return PLATE.shape(outline, blur=blur)


def vessels(*, right: bool, stretch: float = 1.0) -> Grey:
    """The branching shadows of one lung, from its hilum outwards; `stretch` below 1 keeps them near it."""
    side = -1 if right else 1
    root = (280 + side * 52, 275 if right else 262)
    reach = (
        (95, -150),
        (130, -110),
        (150, -55),
        (160, 0),
        (155, 60),
        (140, 110),
        (100, 150),
        (55, 130),
        (50, -165),
    )
    lines, twigs = [], []
    for number, (dx, dy) in enumerate(reach):
        end = (root[0] + side * dx * stretch, root[1] + dy * stretch)
        bend = 0.09 if number % 2 else -0.07
        middle = (
            root[0] + side * (0.45 * dx - bend * dy) * stretch,
            root[1] + (0.45 * dy + bend * dx) * stretch,
        )
        lines.append([root, middle, end])
        for turn in (-0.45, 0.4):
            far = (middle[0] + side * dx * 0.38 * stretch, middle[1] + (dy * 0.38 + 70 * turn) * stretch)
            twigs.append([middle, far])
    thick = PLATE.lines([line[:2] for line in lines], 5, blur=1.6)
    return np.clip(
        0.65 * thick + 0.5 * PLATE.lines(lines, 2, blur=1.1) + 0.4 * PLATE.lines(twigs, 1, blur=0.8), 0, 1
    )


def ribs() -> Grey:
    """Nine pairs of posterior ribs and five pairs of fainter anterior ends."""
    behind, before = [], []
    for side in (-1, 1):
        for number in range(9):
            y, wide = 92 + 41 * number, min(206, 105 + 26 * number)
            behind.append(
                [
                    (280 + side * 18, y),
                    (280 + side * wide * 0.55, y - 14),
                    (280 + side * wide, y + 26 + 3 * number),
                ]
            )
        for number in range(5):
            y, wide = 190 + 48 * number, min(204, 160 + 14 * number)
            before.append(
                [(280 + side * wide, y), (280 + side * wide * 0.7, y + 46), (280 + side * 95, y + 62)]
            )
    return np.clip(PLATE.lines(behind, 10, blur=1.5) + 0.45 * PLATE.lines(before, 9, blur=2), 0, 1)


def frame(lungs: Grey, heart: Grey, *, shift: float = 0.0) -> Grey:
    """The film without lung markings: body, bones, heart, and the airway moved by `shift` pixels."""
    grey = 0.60 * PLATE.shape(BODY, blur=5)
    grey = grey * (1 - lungs) + 0.17 * lungs
    spine = PLATE.shape([(263, -20), (297, -20), (299, 620), (261, 620)], blur=3, round_off=False)
    middle = [(256 + shift, 60), (304 + shift, 60), (318 + shift, 230), (248 + shift, 230)]
    grey = np.maximum(grey, 0.66 * PLATE.shape(middle, blur=3, round_off=False))
    grey = np.maximum(grey, 0.74 * heart)
    grey = grey + 0.07 * spine
    bars = [[(266, y), (294, y)] for y in range(70, 590, 27)]
    grey = grey + 0.05 * PLATE.lines(bars, 3, blur=1.5)
    collar = [[(268, 128), (210, 108), (150, 112), (88, 92)], [(292, 128), (350, 108), (410, 112), (472, 92)]]
    grey = (
        grey + 0.13 * ribs() * (0.25 + 0.75 * lungs * (1 - heart)) + 0.17 * PLATE.lines(collar, 13, blur=1.5)
    )
    tube = PLATE.lines(
        [[(280 + 0.6 * shift, -10), (280 + shift, 110), (CARINA[0] + shift, CARINA[1])]], 17, blur=2
    )
    forks = [
        [(CARINA[0] + shift, CARINA[1] - 6), (end[0] + shift, end[1])]
        for end in (RIGHT_BRONCHUS, LEFT_BRONCHUS)
    ]
    return np.clip(grey - 0.30 * tube - 0.16 * PLATE.lines(forks, 11, blur=2.5) * (1 - lungs), 0, 1)


def plain(*, heart: Sequence[Point] = HEART, quiet: bool = False) -> Grey:
    """A film without abnormality, but for the heart's outline; `quiet` leaves the stomach's gas out."""
    lungs = np.maximum(opened(RIGHT_LUNG), opened(LEFT_LUNG))
    core = PLATE.shape(heart, blur=2.5)
    grey = frame(lungs, core)
    marks = np.maximum(vessels(right=True), vessels(right=False)) * lungs * (1 - core)
    grey = grey + 0.24 * marks
    return grey if quiet else grey - 0.16 * PLATE.oval((405, 480), (34, 15), blur=4)


def film(grey: Grey, places: Mapping[str, Sequence[float]] | None = None) -> Drawing:
    """The finished film with its side marker; `places` are boxes in pixels."""
    canvas = Canvas(WIDTH, HEIGHT, grey)
    canvas.text((516, 42), "L", size=30, anchor="mm", colour="#ffffff")
    canvas.text((WIDTH - 8, HEIGHT - 12), "schematic drawing", size=15, anchor="rm", colour="#1b1f24")
    for name, box in (places or {}).items():
        canvas.mark(name, box)
    return canvas.done(48)


def ratio(heart: Sequence[Point]) -> float:
    """The cardiothoracic ratio of that outline of the heart."""
    low = [x for x, y in heart if y > 300]
    return (max(low) - min(low)) / (INNER[1] - INNER[0])
