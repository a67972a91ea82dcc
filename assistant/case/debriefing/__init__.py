"""An encounter looked back on: what was asked, missed, thought and done, and its marks."""
