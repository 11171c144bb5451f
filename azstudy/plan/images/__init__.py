"""How many replicas of an image to keep where."""
