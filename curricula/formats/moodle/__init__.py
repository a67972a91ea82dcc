"""Moodle XML: the questions of a course's question bank."""
