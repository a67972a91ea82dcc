"""A syllabus becomes a draft of objectives in modules: read by rule, to be corrected and kept by a person."""
