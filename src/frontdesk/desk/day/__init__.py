"""The lead's day, and the sheets that are made of it."""
