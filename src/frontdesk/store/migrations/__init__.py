"""The history of the schema. Revisions are numbered 0001, 0002, … so that a newer one is recognised."""
