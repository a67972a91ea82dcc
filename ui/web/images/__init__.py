"""Pictures that can be looked at closely and marked: the viewer on every page, and one's own images."""
