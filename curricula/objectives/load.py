"""Objectives and curricula as files: YAML with one of them or a list, objectives best a chapter a file."""

from curricula.load import Kind
from curricula.objectives.types import Curriculum, Objective

OBJECTIVES = Kind("an objective", Objective, ("verb", "content", "competencies", "prerequisites"))
CURRICULA = Kind("a curriculum", Curriculum, ("courses",))
