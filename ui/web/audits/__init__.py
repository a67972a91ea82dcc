"""The pages on which answers with planted errors are checked."""
