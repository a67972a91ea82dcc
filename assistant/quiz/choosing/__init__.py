"""Which items come next, and in what order they and their options are shown."""
