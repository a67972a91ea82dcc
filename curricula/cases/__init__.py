"""Patients to practise on: what a case holds, how it is read, checked, and brought in from elsewhere."""
