"""Objectives, and the curricula that put them in order."""
