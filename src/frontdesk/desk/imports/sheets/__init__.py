"""Files that people bring, from bytes to rows of named text cells, whatever program wrote them.

Two ways in. `preview(path)` looks: what kind of file it is, in which encoding (or which it may be, with names as each
would read), its headers with what they are taken for, its first rows, and what has to be asked. `opened(path,
encoding, meanings)` reads: a context manager that gives a `Sheet` of rows. What `preview` shows is what `opened` does
with the same arguments; the answers of a person go back as `encoding=`, `mapping=`, `dates=`, `decimal=` and
`worksheet=`.

Nothing is guessed that could be wrong in silence: an encoding, a date and an amount are read when one reading is
possible, and asked otherwise. What cannot be read is said with the row.
"""

from frontdesk.desk.imports.sheets.model import (
    DAY_FIRST,
    LEFT_OUT,
    MONTH_FIRST,
    ROW_NUMBER,
    Ambiguous,
    Broken,
    Candidate,
    FilePreview,
    HeaderPreview,
    Record,
    Row,
    Sheet,
    Stretch,
    header_key,
)
from frontdesk.desk.imports.sheets.reading import opened, preview

__all__ = [
    "DAY_FIRST",
    "LEFT_OUT",
    "MONTH_FIRST",
    "ROW_NUMBER",
    "Ambiguous",
    "Broken",
    "Candidate",
    "FilePreview",
    "HeaderPreview",
    "Record",
    "Row",
    "Sheet",
    "Stretch",
    "header_key",
    "opened",
    "preview",
]
