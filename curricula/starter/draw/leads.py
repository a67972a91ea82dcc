"""Twelve leads that agree with each other: I, II and V1 to V6 are given, the others follow.

By Einthoven III = II - I, and by Goldberger aVR = -(I + II)/2, aVL = I - II/2 and aVF = II - I/2.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from curricula.starter.draw.waves import Shape, Timing

LIMB, CHEST = ("I", "II", "III", "aVR", "aVL", "aVF"), ("V1", "V2", "V3", "V4", "V5", "V6")
GIVEN = ("I", "II", *CHEST)
NORMAL: Mapping[str, Shape] = MappingProxyType(
    {
        "I": Shape(p=0.10, q=-0.05, r=0.70, s=-0.12, t=0.20),
        "II": Shape(p=0.15, q=-0.05, r=1.10, s=-0.15, t=0.30),
        "V1": Shape(p=0.06, r=0.22, s=-0.95, t=0.08),
        "V2": Shape(p=0.08, r=0.50, s=-1.20, t=0.40),
        "V3": Shape(p=0.08, r=0.80, s=-0.85, t=0.45),
        "V4": Shape(p=0.08, q=-0.04, r=1.25, s=-0.50, t=0.42),
        "V5": Shape(p=0.08, q=-0.06, r=1.20, s=-0.22, t=0.34),
        "V6": Shape(p=0.08, q=-0.07, r=0.95, s=-0.10, t=0.25),
    }
)


class Twelve(NamedTuple):
    """A record of twelve leads: when the beats are, and each lead's shape."""

    beats: tuple[Timing, ...]
    shapes: Mapping[str, Shape]


def twelve(given: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes of all twelve leads from those of I, II and V1 to V6."""
    one, two = given["I"], given["II"]
    none = Shape()
    derived = {
        "III": two.plus(one, -1),
        "aVR": none.plus(one, -0.5).plus(two, -0.5),
        "aVL": one.plus(two, -0.5),
        "aVF": two.plus(one, -0.5),
    }
    return {lead: given.get(lead) or derived[lead] for lead in (*LIMB, *CHEST)}


def changed(**leads: Shape) -> dict[str, Shape]:
    """All twelve leads, normal but for what is added to those named."""
    return twelve({lead: NORMAL[lead].plus(leads.get(lead, Shape())) for lead in GIVEN})


def regular(rate: float, *, seconds: float = 3.0, **intervals: float) -> tuple[Timing, ...]:
    """Beats at that rate per minute, the first R peak half a second after the start."""
    gap = 60 / rate
    count = int((seconds - 0.5) / gap) + 1
    first = 0.5 % gap
    return tuple(Timing(first + gap * number, **intervals) for number in range(count))


def inferior() -> Twelve:
    """ST elevation of 3 mm in III, 2.3 in aVF and 1.5 in II; depression of 2.3 mm in aVL and 1.5 in I."""
    shapes = changed(I=Shape(st=-0.15, t=-0.22), II=Shape(st=0.15, t=0.12, q=-0.05, s=0.10))
    return Twelve(regular(72, qt=0.37), shapes)


def anterior() -> Twelve:
    """ST elevation of 3 to 4 mm in V2 to V4 and 1 to 2 in V1, V5, I and aVL; depression in III and aVF."""
    shapes = changed(
        I=Shape(st=0.10, t=0.05),
        II=Shape(st=-0.05, t=-0.10),
        V1=Shape(st=0.15, t=0.10),
        V2=Shape(st=0.30, t=0.25, r=-0.30, s=0.20),
        V3=Shape(st=0.40, t=0.30, r=-0.45),
        V4=Shape(st=0.30, t=0.25, r=-0.50),
        V5=Shape(st=0.15, t=0.10, r=-0.30),
    )
    return Twelve(regular(92, qt=0.34), shapes)


def widespread() -> Twelve:
    """ST elevation of 1 to 2 mm in all leads but aVR, V1 and aVL; PR segment low in II and high in aVR."""
    up = {lead: Shape(st=0.16, pr_level=-0.06, t=0.02) for lead in ("V2", "V3", "V4", "V5", "V6")}
    shapes = changed(I=Shape(st=0.12, pr_level=-0.05), II=Shape(st=0.20, pr_level=-0.08, t=0.03), **up)
    return Twelve(regular(96, qt=0.34, pr=0.17), shapes)


def right_chest_depression() -> Twelve:
    """Horizontal ST depression of 1 to 2.5 mm in V1 to V4 with tall R and upright T waves in V2 and V3."""
    shapes = changed(
        V1=Shape(st=-0.12, r=0.15, s=0.25, t=0.12),
        V2=Shape(st=-0.25, r=0.75, s=0.70, t=0.25),
        V3=Shape(st=-0.25, r=0.55, s=0.45, t=0.15),
        V4=Shape(st=-0.12, t=0.05),
    )
    return Twelve(regular(80, qt=0.37), shapes)


def right_strain() -> Twelve:
    """Sinus tachycardia of 115; S in I, Q and inverted T in III; T waves inverted in V1 to V4."""
    shapes = changed(
        I=Shape(q=0.05, r=-0.25, s=-0.30, t=0.04),
        II=Shape(q=-0.13, r=-0.45, s=-0.25, t=-0.18),
        V1=Shape(t=-0.30),
        V2=Shape(t=-0.70),
        V3=Shape(t=-0.75),
        V4=Shape(t=-0.62, s=-0.20),
        V5=Shape(s=-0.25, t=-0.15),
        V6=Shape(s=-0.25),
    )
    return Twelve(regular(115, qt=0.31, pr=0.14), shapes)


def lateral_depression() -> Twelve:
    """Sinus rhythm of 92; ST depression of 1.5 mm in V4 to V6, 0.5 in I and II; T inverted in V5 and V6."""
    shapes = changed(
        I=Shape(st=-0.05, t=-0.08),
        II=Shape(st=-0.05, t=-0.10),
        V4=Shape(st=-0.15, t=-0.25),
        V5=Shape(st=-0.15, t=-0.52),
        V6=Shape(st=-0.15, t=-0.42),
    )
    return Twelve(regular(92, qt=0.35), shapes)


def right_chest_inversion() -> Twelve:
    """Sinus tachycardia of 112 with T waves inverted in V1 to V3, and nothing else."""
    shapes = changed(V1=Shape(t=-0.30), V2=Shape(t=-0.65), V3=Shape(t=-0.62))
    return Twelve(regular(112, qt=0.31, pr=0.14), shapes)
