"""Draws the starter curriculum's pictures anew, beside the items and cases that use them."""

from curricula.starter.draw.gallery import write_all

write_all()
