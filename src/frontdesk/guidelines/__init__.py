"""The business's own words: the guidelines file, read with positions, and what it means."""
