"""Anki packages: notes of cards to learn by heart."""
