"""The pages on which items are listed, written, tried, taken in and handed on."""
