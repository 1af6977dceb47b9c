"""Gestures: what can be given now, what it would mean, giving it once, and taking it back."""
