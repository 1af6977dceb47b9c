"""Many desks pressing at once: real processes on one real file. Run as a program by the tests beside it.

    python pressing.py FOLDER < plan.json > answers.json

The plan holds one attempt for each process; every process opens its own desk, waits for all others, then gives.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from again import PATIENCE_SECONDS, until_heard
from forked import each_in_a_process

from frontdesk.desk import opening
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Attempt, Given


def press(folder: Path, at: datetime, attempt: dict[str, Any], number: int, barrier: Any) -> dict[str, Any]:
    opened = partial(opening.open_desk, folder, staff="Anna", clock=lambda: at, desk_name=f"desk {number}")
    desk = until_heard(opened)
    barrier.wait(PATIENCE_SECONDS)
    wanted = Attempt(**{**attempt, "ticks": tuple(attempt.get("ticks", ()))})
    answer = until_heard(partial(giving.give, desk, wanted))
    said: dict[str, Any] = {"kind": type(answer).__name__}
    if isinstance(answer, Given):
        said |= {"entry": answer.entry_id, "already": answer.already}
    else:
        said["ways"] = len(getattr(answer, "ways", ()))
    desk.store.close()
    return said


def main() -> None:
    folder = Path(sys.argv[1])
    plan = json.load(sys.stdin)
    at = datetime.fromisoformat(plan["at"]).astimezone(UTC)
    barrier = get_context("fork").Barrier(len(plan["attempts"]))
    works = [partial(press, folder, at, attempt, number, barrier) for number, attempt in enumerate(plan["attempts"])]
    json.dump(each_in_a_process(works), sys.stdout)


if __name__ == "__main__":
    main()
