"""Conversations: begun, heard, read back, settled; what is typed is never lost."""
