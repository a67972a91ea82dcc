"""A learner's read of an image is compared with a reference report, finding by finding."""
