"""Cases and items of other makers, each format in one file."""
