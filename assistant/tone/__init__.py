"""Wishes of a course on tone and form, told to models behind the product's own rules and tried before use."""
