"""How what is taught goes live: from a draft over a review to what a second person has signed."""
