"""The pages of a curriculum: its tree, one objective in a form, and a syllabus that is read."""
