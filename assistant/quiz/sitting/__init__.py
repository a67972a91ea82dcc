"""Sittings: what a learner may do in one, how it is kept, and what is shown of it."""
