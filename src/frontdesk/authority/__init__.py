"""May this be given, now? Pure: no clock, no file, no database."""
