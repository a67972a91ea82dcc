"""A case as it is played: what the student does becomes events, and everything shown is a fold over them."""
