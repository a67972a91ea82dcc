"""The virtual patient: what was asked, what the script holds on it, and how it is said."""
