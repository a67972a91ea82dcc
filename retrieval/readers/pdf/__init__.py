"""Reading PDFs: characters into lines, lines into blocks that map back to the page."""
