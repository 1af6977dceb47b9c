"""The command line: the composition root. Each command is imported only when it runs."""
