"""The desk on a terminal (Textual). Knows the desk, never the store."""
