"""Drafts of items, made from passages of the library: by rule, or by a served model and its gates."""
