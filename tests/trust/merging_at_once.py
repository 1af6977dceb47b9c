"""Many desks press while a lead merges two cards: real processes on one file. Run as a program by the tests beside it.

    python merging_at_once.py FOLDER < plan.json > answers.json

The plan holds attempts, which two cards are merged, after how many presses were answered, and whether they are taken
apart after as many more.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from again import PATIENCE_SECONDS, until_heard
from forked import each_in_a_process

from frontdesk.desk import opening
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.desk.views import Attempt


def press(
    folder: Path, clock: Callable[[], datetime], attempt: dict[str, Any], barrier: Any, answered: Any
) -> dict[str, Any]:
    desk = until_heard(partial(opening.open_desk, folder, staff="Anna", clock=clock, desk_name="a desk"))
    barrier.wait(PATIENCE_SECONDS)
    wanted = Attempt(**{**attempt, "ticks": tuple(attempt.get("ticks", ()))})
    answer = until_heard(partial(giving.give, desk, wanted))
    answered.release()
    desk.store.close()
    return {"kind": type(answer).__name__}


def wait_for(answered: Any, presses: int) -> None:
    """Until so many more presses were answered, while the others go on."""
    for _press in range(presses):
        if not answered.acquire(timeout=PATIENCE_SECONDS):
            raise AssertionError("too few presses were answered")


def merge(
    folder: Path, clock: Callable[[], datetime], plan: dict[str, Any], barrier: Any, answered: Any
) -> dict[str, Any]:
    desk = until_heard(partial(opening.open_desk, folder, staff="Ilze", clock=clock, desk_name="the lead's"))
    barrier.wait(PATIENCE_SECONDS)
    wait_for(answered, plan["after"])
    until_heard(partial(merging.merge, desk, *plan["merge"]))
    if plan["unmerge"]:
        wait_for(answered, plan["after"])
        until_heard(partial(merging.unmerge, desk, plan["merge"][1]))
    desk.store.close()
    return {"kind": "merged"}


def main() -> None:
    folder = Path(sys.argv[1])
    plan = json.load(sys.stdin)
    at, began = datetime.fromisoformat(plan["at"]).astimezone(UTC), time.monotonic()

    def clock() -> datetime:
        return at + timedelta(seconds=time.monotonic() - began)

    barrier = get_context("fork").Barrier(len(plan["attempts"]) + 1)
    answered = get_context("fork").Semaphore(0)
    merges = partial(merge, folder, clock, plan, barrier, answered)
    presses = [partial(press, folder, clock, attempt, barrier, answered) for attempt in plan["attempts"]]
    json.dump(each_in_a_process([merges, *presses]), sys.stdout)


if __name__ == "__main__":
    main()
