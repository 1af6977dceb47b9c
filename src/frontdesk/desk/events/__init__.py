"""Mass events: one cause, many customers."""
