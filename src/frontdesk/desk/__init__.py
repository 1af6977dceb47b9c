"""What staff do, in their own verbs: find, talk, give, promise, lead."""
