"""Files beside the database: lines at their end, whole and on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.store.beside import append


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "new\n"), ("", "new\n"), ("old\n", "old\nnew\n"), ("old\ncut o", "old\ncut o\nnew\n")],
)
def test_a_line_that_was_cut_off_does_not_run_into_the_next(tmp_path: Path, before: str | None, after: str) -> None:
    path = tmp_path / "list.txt"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    append(path, "new\n")
    append(path, "")
    assert path.read_text(encoding="utf-8") == after
    assert before is not None or path.stat().st_mode & 0o777 == 0o600
