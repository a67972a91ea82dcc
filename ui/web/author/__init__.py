"""The page Author: cases written and changed in forms, each save a new version."""
