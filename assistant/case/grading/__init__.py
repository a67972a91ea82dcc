"""How a diagnosis in free text is compared with the right one: by names and rules, without a model."""
