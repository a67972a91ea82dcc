"""The chest films: what each shows, on the plain film of `chest`."""

import numpy as np

from curricula.starter.draw import chest
from curricula.starter.draw.canvas import Drawing, Point
from curricula.starter.draw.chest import (
    HEART,
    LARGE_HEART,
    LEFT_LUNG,
    PLATE,
    RIGHT_LUNG,
    film,
    frame,
    opened,
    vessels,
)

EDGE: tuple[Point, ...] = ((352, 120), (392, 165), (412, 235), (420, 320), (414, 400), (396, 440))
"""The border of a lung that has come away from the chest wall."""
TUBE: tuple[Point, ...] = ((282, -5), (280, 80), (281, 170), (272, 216), (248, 244))
FEEDING: tuple[Point, ...] = (
    (284, -5),
    (280, 90),
    (279, 195),
    (258, 232),
    (236, 280),
    (212, 340),
    (190, 392),
)
ZONES = {
    "rupper": (100, 110, 235, 215),
    "rmiddle": (90, 225, 225, 330),
    "rlower": (78, 340, 222, 455),
    "lupper": (325, 110, 460, 215),
    "lmiddle": (345, 225, 470, 320),
    "llower": (405, 340, 484, 470),
}


def clear() -> Drawing:
    """A film without abnormality."""
    return film(chest.plain(), dict(ZONES))


def opacity() -> Drawing:
    """A dense patch in the right lower zone with air bronchograms; it hides the diaphragm, not the heart."""
    patch = PLATE.shape(
        [(86, 350), (130, 318), (185, 322), (214, 360), (222, 420), (228, 452), (150, 470), (76, 486)],
        blur=11,
    )
    grey = chest.plain()
    dome = PLATE.shape([(70, 395), (235, 395), (240, 470), (70, 500)], blur=9)
    cover = np.clip(np.maximum(patch, 0.95 * dome * opened(RIGHT_LUNG, blur=14)), 0, 1)
    grey = grey + (0.60 - grey) * 0.93 * cover * (1 - PLATE.shape(HEART, blur=2.5))
    airways = [
        [(205, 350), (175, 380), (140, 405)],
        [(175, 380), (168, 415), (150, 440)],
        [(190, 364), (150, 366), (118, 380)],
    ]
    places = {**ZONES, "rmiddle": (90, 225, 225, 300), "rlower": (78, 304, 232, 465)}
    return film(grey - 0.17 * PLATE.lines(airways, 4, blur=1.2), places)


def detached() -> Drawing:
    """The left lung away from the chest wall: a thin line, and no markings outside it. Nothing is shifted."""
    space = _outside(EDGE)
    core = PLATE.shape(HEART, blur=2.5)
    lungs = np.maximum(opened(RIGHT_LUNG), opened(LEFT_LUNG))
    inside = lungs * (1 - space)
    marks = np.maximum(vessels(right=True), vessels(right=False, stretch=0.78)) * inside * (1 - core)
    grey = frame(lungs, core) + 0.24 * marks - 0.09 * space * lungs
    grey = grey + 0.10 * inside * (1 - core) * PLATE.shape(
        [(312, 90), (420, 90), (430, 470), (312, 470)], blur=3
    )
    grey = grey + 0.30 * PLATE.lines([EDGE], 2, blur=0.7)
    places = {
        "edge": (394, 130, 488, 460),
        "top": (352, 90, 400, 135),
        "angle": (452, 455, 490, 492),
        "llung": (335, 170, 384, 295),
        "rlung": (80, 120, 225, 430),
        "heart": (236, 300, 372, 440),
        "airway": (262, 20, 300, 200),
    }
    return film(grey - 0.16 * PLATE.oval((405, 480), (34, 15), blur=4), places)


def fluid() -> Drawing:
    """A white left chest up to a border that rises to the side; heart and airway are pushed to the right."""
    push = -30.0
    core = PLATE.shape([(x + push, y) for x, y in HEART], blur=2.5)
    lungs = np.maximum(opened(RIGHT_LUNG), opened(LEFT_LUNG))
    grey = frame(lungs, core, shift=push * 0.8)
    marks = np.maximum(vessels(right=True), vessels(right=False, stretch=0.8)) * lungs * (1 - core)
    top = [
        (505, 165),
        (470, 205),
        (430, 245),
        (380, 268),
        (325, 276),
        (302, 310),
        (304, 440),
        (340, 480),
        (500, 520),
    ]
    water = PLATE.shape(top, blur=4)
    grey = grey + 0.24 * marks
    return film(grey + (0.60 - grey) * water)


def gas() -> Drawing:
    """A dark crescent under the right side of the diaphragm, and a thinner one under the left."""
    grey = chest.plain(quiet=True)
    right = PLATE.shape(
        [(84, 478), (112, 443), (150, 422), (190, 424), (226, 444), (190, 436), (150, 437), (112, 459)],
        blur=1.5,
    )
    left = PLATE.shape([(352, 452), (396, 441), (438, 452), (468, 478), (436, 462), (396, 450)], blur=1.5)
    grey = grey - 0.42 * right - 0.40 * left
    places = {
        "under": (80, 416, 236, 482),
        "underl": (348, 434, 474, 484),
        "lung": (100, 240, 220, 400),
        "heart": (240, 300, 385, 430),
        "apex": (335, 92, 440, 190),
        "airway": (262, 20, 300, 200),
    }
    return film(grey, places)


def congested() -> Drawing:
    """A heart of 60% of the chest, hazy hila, wide upper vessels, short lines at the sides, blunt angles."""
    grey = chest.plain(heart=LARGE_HEART)
    lungs = np.maximum(opened(RIGHT_LUNG), opened(LEFT_LUNG)) * (1 - PLATE.shape(LARGE_HEART, blur=2.5))
    wings = np.maximum(PLATE.oval((205, 285), (62, 88), blur=26), PLATE.oval((368, 275), (62, 88), blur=26))
    upper = [
        [(228, 258), (214, 205), (196, 150)],
        [(240, 250), (230, 195), (214, 142)],
        [(222, 250), (180, 200), (158, 172)],
    ]
    upper += [[(334, 248), (350, 196), (368, 148)], [(342, 252), (378, 205), (402, 172)]]
    ends = ((363, 20), (378, 24), (390, 18), (405, 23), (416, 20), (431, 22))
    short = [[(79, y), (79 + long, y - 3 + number % 3)] for number, (y, long) in enumerate(ends)]
    short += [[(485, y + 8), (485 - long, y + 4 + number % 3)] for number, (y, long) in enumerate(ends)]
    grey = grey + lungs * (0.33 * wings + 0.16 * PLATE.lines(upper, 5, blur=1.6) + 0.07)
    grey = grey + 0.30 * lungs * PLATE.lines(short, 2, blur=0.5)
    corners = np.maximum(
        PLATE.shape([(60, 425), (88, 452), (130, 448), (70, 500)], blur=4),
        PLATE.shape([(500, 440), (468, 470), (430, 462), (492, 520)], blur=4),
    )
    places = {
        "lines": (74, 350, 116, 440),
        "linesl": (452, 354, 490, 448),
        "heart": (205, 320, 445, 445),
        "apex": (335, 92, 440, 150),
        "airway": (264, 20, 298, 200),
        "stomach": (368, 464, 442, 500),
    }
    return film(grey + (0.60 - grey) * 0.97 * corners, places)


def breathing_tube() -> Drawing:
    """A tube in the airway whose tip lies beyond the carina in the right main bronchus."""
    grey = chest.plain() + 0.32 * PLATE.lines([TUBE], 5, blur=0.9) - 0.12 * PLATE.lines([TUBE], 1, blur=0.7)
    x, y = TUBE[-1]
    places = {
        "tip": (x - 24, y - 22, x + 20, y + 22),
        "carina": (270, 190, 292, 216),
        "left": (312, 232, 350, 268),
        "upper": (266, 40, 296, 150),
    }
    return film(grey, places)


def feeding_tube() -> Drawing:
    """A thin tube that follows the airway into the right lower lobe; its tip lies above the diaphragm."""
    grey = chest.plain() + 0.36 * PLATE.lines([FEEDING], 3, blur=0.8)
    return film(grey)


def _outside(edge: tuple[Point, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rim = [(345, 80), *edge, (392, 460), (500, 520), (520, 300), (480, 120), (400, 70)]
    return PLATE.shape(rim, blur=1.2)
