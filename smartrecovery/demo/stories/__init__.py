"""What the demo cast wrote, as days ago and words. Nobody real said any of it."""
