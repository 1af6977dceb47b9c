"""Customers: found, and their card: facts with sources, what they like and need, who belongs together."""
