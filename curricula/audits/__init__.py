"""Audits: short answers as a machine writes them, some with planted errors to be found."""
