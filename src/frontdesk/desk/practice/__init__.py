"""The practice desk and its invented day."""
