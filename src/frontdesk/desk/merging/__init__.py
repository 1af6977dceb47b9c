"""Two cards that are one person: suggested, previewed, joined, taken apart."""
