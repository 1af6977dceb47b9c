"""Guidelines in words: every limit, amount, condition and role of a file as a person says it, in the language in force.

Labels are the file's own words in that language; everything else is the program's. Nothing here looks at a moment:
what is left and what is possible now is said by the desk, in the same small words (`names`, `places`, `figures`).
"""
