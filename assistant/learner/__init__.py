"""What a learner has done, and what follows from it: mastery, calibration, and what is due."""
