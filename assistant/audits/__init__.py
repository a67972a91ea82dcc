"""Answers with planted errors: given to a learner, marked by them, and held against what was planted."""
