"""Schematic slices of the head by computed tomography; the patient's left is on the right of the picture."""

import numpy as np

from curricula.starter.draw.canvas import Canvas, Drawing
from curricula.starter.draw.shades import Grey, Plate

WIDTH, HEIGHT = 480, 560
PLATE = Plate(WIDTH, HEIGHT)
MIDDLE, INNER, OUTER = (240.0, 285.0), (176.0, 222.0), (192.0, 238.0)
BRAIN, FLUID, BLOOD = 0.42, 0.16, 0.78


def lens() -> Drawing:
    """A bright area with two convex borders within the skull on the left; the middle is pushed aside."""
    mass = _inside() * PLATE.oval((452, 262), (112, 122), blur=1.5)
    return _slice(mass, push=-16)


def crescent() -> Drawing:
    """A bright crescent along the left half of the brain, hollow towards it; the middle is pushed aside."""
    half = np.zeros((HEIGHT, WIDTH))
    half[:, 252:] = 1
    mass = _inside() * half * (1 - PLATE.oval((222, 285), (168, 222), blur=1.5))
    return _slice(mass, push=-14)


def _inside() -> Grey:
    return PLATE.oval(MIDDLE, INNER, blur=1.5)


def _slice(mass: Grey, *, push: float) -> Drawing:
    skull, inside = PLATE.oval(MIDDLE, OUTER, blur=1.5), _inside()
    scalp = PLATE.oval(MIDDLE, (204, 250), blur=2)
    grey = 0.30 * scalp
    grey = grey * (1 - skull) + 0.97 * skull
    grey = grey * (1 - inside) + BRAIN * inside
    folds = []
    for number in range(30):
        turn = 2 * np.pi * (number + 0.5) / 30
        outer = (MIDDLE[0] + 172 * np.sin(turn), MIDDLE[1] - 217 * np.cos(turn))
        depth = 0.83 + 0.04 * np.sin(5.1 * number)
        bent = turn + 0.05 * (-1) ** number
        inner = (MIDDLE[0] + 172 * depth * np.sin(bent), MIDDLE[1] - 217 * depth * np.cos(bent))
        folds.append([(float(outer[0]), float(outer[1])), (float(inner[0]), float(inner[1]))])
    # Folds are pressed flat on the side of the mass.
    free = np.ones((HEIGHT, WIDTH))
    free[:, 270:] = 0.25
    grey = grey - 0.14 * PLATE.lines(folds, 3, blur=1.2) * inside * free
    rim = PLATE.oval(MIDDLE, INNER, blur=1) - PLATE.oval(MIDDLE, (INNER[0] - 4, INNER[1] - 4), blur=1)
    grey = grey - 0.15 * np.clip(rim, 0, 1) * free
    falx = [(240, 66), (240 + 0.25 * push, 150), (240 + 0.9 * push, 270), (240 + 0.4 * push, 390), (240, 504)]
    grey = grey + 0.13 * PLATE.lines([falx], 3, blur=1)
    chambers = np.maximum(*(_chamber(side, push) for side in (-1, 1)))
    grey = grey + (FLUID - grey) * np.clip(chambers, 0, 1)
    grey = grey + (BLOOD - grey) * mass
    canvas = Canvas(WIDTH, HEIGHT, grey)
    canvas.text((456, 30), "L", size=28, anchor="mm", colour="#ffffff")
    canvas.text((WIDTH - 8, HEIGHT - 12), "schematic drawing", size=15, anchor="rm", colour="#ffffff")
    return canvas.done(40)


def _chamber(side: int, push: float) -> Grey:
    """The front and back horns of the ventricle on one side, narrower towards the mass."""
    thin = 0.55 if side > 0 else 1.0
    x = 240 + push
    front = [
        (x + side * 5, 235),
        (x + side * 34 * thin, 190),
        (x + side * 40 * thin, 200),
        (x + side * 14, 262),
    ]
    back = [
        (x + side * 12, 300),
        (x + side * 46 * thin, 350),
        (x + side * 40 * thin, 378),
        (x + side * 24 * thin, 350),
    ]
    return np.maximum(PLATE.shape(front, blur=2), PLATE.shape(back, blur=2))
