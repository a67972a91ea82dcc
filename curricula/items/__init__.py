"""Exam questions: what an item holds and how it is read."""
