"""Trust in the ledger: its heads, and proving that it is as it was written."""
