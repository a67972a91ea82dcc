"""Classes: who is in them, what they are to do by when, what is allowed, and what educators may see."""
