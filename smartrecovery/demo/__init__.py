"""People who do not exist: the demo cast with a story, and members in volume for measuring."""
