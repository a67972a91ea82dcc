"""Answers are marked: by options, places, words and numbers, and left open where nobody can tell."""
