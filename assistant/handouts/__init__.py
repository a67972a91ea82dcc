"""Handouts: an objective, a case or answers on paper, each sentence with the number of its source."""
