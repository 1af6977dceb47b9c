"""Files that people bring: read in any form, taken over in one go, taken back."""
