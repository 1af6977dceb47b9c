"""The guidelines in force, how the house that they look at stands, and trying drafts on the past."""
