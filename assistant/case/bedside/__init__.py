"""An encounter under way: what a learner may do, the clock, the tutor, the circuit, and what is shown."""
