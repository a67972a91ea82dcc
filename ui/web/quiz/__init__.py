"""The pages Quiz, Review and Progress: what is answered, how it went, and what follows from it."""
