"""What attempts tell about items and exams, and nothing about who made them."""
