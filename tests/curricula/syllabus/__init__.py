"""Tests of reading a syllabus."""
