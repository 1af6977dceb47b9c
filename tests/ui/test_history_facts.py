"""Facts beside a conversation: where a line is narrow it says less, and cuts nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import uidesk

from frontdesk.desk.customers.card_views import FactLine
from frontdesk.ui.widgets.card import _fact_lines
from frontdesk.ui.widgets.figures import Figures


@pytest.mark.parametrize(
    ("cells", "line"),
    [(30, "since 17 May 2019       21 Nov"), (52, "since 17 May 2019         when the card was made 21 Nov")],
)
def test_where_a_fact_comes_from_stands_beside_it_whole_or_not_at_all(folder: Path, cells: int, line: str) -> None:
    desk = uidesk.opened(folder)
    fact = FactLine("since", "since", "17 May 2019", "when the card was made", desk.now())
    (said,) = _fact_lines((fact,), Figures.of(desk), cells)
    assert said.plain.split() == line.split()
    assert "…" not in said.plain
