"""Promises: who does what by when, what is usual, and what the next shift takes over."""
