"""Answering items: sittings that choose, show and grade them."""
