"""Figures of sources: found at reading, kept with their captions, searched by words and by picture."""
