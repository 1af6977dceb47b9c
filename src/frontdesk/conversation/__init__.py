"""The request-first flow, promises and incidents. Pure: no clock, no file, no database."""
