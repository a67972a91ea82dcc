"""Marks on pictures: kept version by version, and those of a learner compared with an expert's."""
