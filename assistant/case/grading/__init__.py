"""What was written is marked: the diagnosis in free text by names and rules, and the plan by its steps."""
