"""Images that a person brings or a source shows: taken in, judged fit to look at, marked and read."""
