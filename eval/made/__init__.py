"""Pictures made by rule, for measuring what is made of pictures."""
