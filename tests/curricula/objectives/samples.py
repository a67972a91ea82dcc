"""Objectives, a curriculum and a blueprint to test with."""

from typing import Any

from curricula.blueprint import Blueprint, Share
from curricula.objectives.types import Course, Curriculum, Module, Objective
from curricula.types import Reference


def objective(name: str = "potassium-management", **changes: Any) -> Objective:
    """A faultless objective, but for the changes."""
    fields: dict[str, Any] = {
        "id": name,
        "title": "Potassium: management",
        "author": "Preceptor project",
        "verb": "Treat",
        "content": "a potassium of 6.5 mmol/L or more, membrane first",
        "level": "apply",
        "competencies": ("EPA 10", "CanMEDS Medical Expert"),
        "references": (Reference(document="Potassium", quote="Calcium is given first."),),
    }
    return Objective(**fields | changes)


def curriculum(*names: str, **changes: Any) -> Curriculum:
    """One course of one module with these objectives."""
    module = Module(id="kidney", title="Kidney", objectives=names or ("potassium-management",))
    course = Course(id="medicine", title="Medicine", modules=(module,))
    fields: dict[str, Any] = {"id": "year-one", "title": "Year one", "author": "Preceptor project"}
    return Curriculum(**fields | {"courses": (course,)} | changes)


def blueprint(**changes: Any) -> Blueprint:
    """Four items of the module."""
    fields: dict[str, Any] = {"id": "mock", "title": "Mock", "author": "Preceptor project"}
    fields |= {"curriculum": "year-one", "count": 4, "shares": (Share(module="kidney", parts=1),)}
    return Blueprint(**fields | changes)
