"""Answering items."""
