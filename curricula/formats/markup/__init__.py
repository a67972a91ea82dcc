"""Marked-up text, as HTML or inside XML: read as plain words, and written."""
