"""Guidelines change while desks give: the new limit holds from its first moment, over what was given before it, too."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from a_desk import GUIDELINES, NOON, make_desk
from figures import TellFigures
from frontdesk.desk.rules import history
from frontdesk.store import usage
from frontdesk.store.transaction import reading

CHANGING = Path(__file__).with_name("changing.py")
OLD = """\
      - {id: per_stay, up_to: 4 times, per: [customer, order], within: ever}
      - {id: per_day, up_to: 20 times, per: staff, within: day}
"""
FIRST = "      - {{id: drinks, up_to: {} times, per: staff, within: day}}\n"
SECOND = "      - {{id: drinks, up_to: {} times, per: site, within: 24 hours}}\n"
THIRD = "      - {{id: drinks, up_to: {} times, per: business, within: week, across: [drink, luggage]}}\n"
"""Another figure, another scope, another window, another measure of what counts."""


@pytest.mark.parametrize("desks", [4, pytest.param(50, marks=pytest.mark.tier_b)])
def test_a_changed_limit_holds_from_its_first_moment_over_everything_that_was_given(
    tmp_path: Path, desks: int, tell_figures: TellFigures
) -> None:
    """With four desks the limits are 200, 100 and 60, and others come into force after 10 and after 25 entries."""
    assert OLD in GUIDELINES
    most = 15 * desks
    limits = (FIRST.format(50 * desks), SECOND.format(25 * desks), THIRD.format(most))
    first, second, third = (GUIDELINES.replace(OLD, limit).replace("1200.00", "90000.00") for limit in limits)
    desk = make_desk(tmp_path, text=first)
    (tmp_path / "second.yaml").write_text(second, encoding="utf-8")
    (tmp_path / "third.yaml").write_text(third, encoding="utf-8")
    drafts = [[10 * desks // 4, "second.yaml"], [25 * desks // 4, "third.yaml"]]
    plan = {"at": NOON.isoformat(), "desks": desks, "drafts": drafts}
    result = subprocess.run(
        [sys.executable, str(CHANGING), str(tmp_path)],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers = json.loads(result.stdout)
    assert [answer for answer in answers if "crash" in answer] == []
    assert sum(answer.get("Blocked", 0) for answer in answers) == desks

    with reading(desk.store) as connection:
        rows = connection.execute("SELECT gesture, guidelines_version FROM entries ORDER BY seq").fetchall()
        assert usage.stored(connection) == usage.recount(connection, desk.days())
    versions = [line.version for line in reversed(history.history(desk))]
    assert [version for version, _rows in groupby(row[1] for row in rows)] == versions  # none after the next one
    drinks = [at for at, row in enumerate(rows, 1) if row == ("drink", versions[-1])]
    # Luggage counts and is not stopped: by the last version no drink is one too many, however late it came into force.
    assert max(drinks, default=0) <= most <= len(rows)
    decided = [(line.number, line.gestures) for line in history.history(desk)]
    assert sum(count for _number, count in decided) == len(rows)
    assert min(count for _number, count in decided) > 0
    by_each = [count for _number, count in decided]
    tell_figures(f"{desks} desks gave {len(rows)} times by {len(decided)} guidelines: {by_each}, 0 false")
