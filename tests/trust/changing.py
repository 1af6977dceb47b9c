"""Desks that give while others publish: real processes on one real file. Run as a program by the test beside it.

    python changing.py FOLDER < plan.json > answers.json

Every desk gives drinks, and a piece of luggage after every second one and after every change, until a limit of the
last guidelines stops it; when it hears that the guidelines changed it takes them and goes on. Meanwhile one process
publishes the drafts of the plan, each as soon as so many entries are in the ledger, at least one of them by the
guidelines before it.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from again import PATIENCE_SECONDS, until_heard

from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules import in_force, publishing
from frontdesk.desk.views import Blocked, Given, Preview
from frontdesk.store import ledger
from frontdesk.store.transaction import reading

STEPS_MAX = 500


def give_until_blocked(desk: Desk, drafts: int) -> dict[str, int]:
    begun = until_heard(partial(talking.start, desk, request="cold"))
    conversation = until_heard(partial(talking.hear, desk, begun.id)).id
    seen: Counter[str] = Counter()
    since_luggage = 0
    while seen.total() < STEPS_MAX:
        try:
            gesture = "luggage" if since_luggage == 2 else "drink"
            opened = until_heard(partial(giving.open_gesture, desk, conversation, gesture))
            answer = until_heard(partial(giving.give, desk, opened.attempt)) if isinstance(opened, Preview) else opened
        except in_force.GuidelinesChanged:
            desk = in_force.refreshed(desk)
            seen["changed"] += 1
            since_luggage = 2
            continue
        if isinstance(answer, Blocked) and (desk.in_force_number or 0) <= drafts:
            desk, since_luggage = newer(desk), 2  # what is in force has no more for it: it waits for the next
            continue
        seen[type(answer).__name__] += 1
        if isinstance(answer, Blocked):
            return dict(seen)
        if not isinstance(answer, Given):
            raise AssertionError(answer)
        since_luggage = (since_luggage + 1) % 3
    raise AssertionError("no limit ever stopped this desk")


def newer(desk: Desk) -> Desk:
    """The desk by the next guidelines, once they are in force."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (now := in_force.refreshed(desk)).in_force_number == desk.in_force_number:
        if time.monotonic() > until:
            raise AssertionError("no other guidelines came into force")
        time.sleep(0.001)  # the processor is the other processes' meanwhile
    return now


def entries_in(desk: Desk) -> int:
    with reading(desk.store) as connection:
        return ledger.last_number(connection)


def publish_all(desk: Desk, drafts: list[list[Any]]) -> dict[str, int]:
    before, until = 0, time.monotonic() + PATIENCE_SECONDS
    for entries, name in drafts:
        while entries_in(desk) < max(entries, before + 1):
            if time.monotonic() > until:
                raise AssertionError(f"never {entries} entries, nor one after {before}")
            time.sleep(0.001)  # the processor is the other processes' meanwhile
        until_heard(partial(publishing.publish, desk, publishing.drafted(desk.folder / name)))
        before = entries_in(desk)
    return {"published": len(drafts)}


def child(work: Callable[[Desk], dict[str, int]], folder: Path, clock: Callable[[], datetime], barrier: Any) -> int:
    """The reading end of a pipe on which a new process answers."""
    out_read, out_write = os.pipe()
    if os.fork():
        os.close(out_write)
        return out_read
    os.close(out_read)
    said: dict[str, Any]
    try:
        desk = until_heard(partial(opening.open_desk, folder, staff="Anna", clock=clock))
        barrier.wait(PATIENCE_SECONDS)
        said = work(desk)
    except BaseException:
        said = {"crash": traceback.format_exc()}
    with os.fdopen(out_write, "w") as out:
        json.dump(said, out)
    os._exit(0)


def main() -> None:
    folder, plan = Path(sys.argv[1]), json.load(sys.stdin)
    noon, began = datetime.fromisoformat(plan["at"]).astimezone(UTC), time.monotonic()

    def clock() -> datetime:
        return noon + timedelta(seconds=time.monotonic() - began)

    barrier = get_context("fork").Barrier(plan["desks"] + 1)
    works = [partial(give_until_blocked, drafts=len(plan["drafts"]))] * plan["desks"]
    works.append(partial(publish_all, drafts=plan["drafts"]))
    pipes = [child(work, folder, clock, barrier) for work in works]
    answers = []
    for pipe in pipes:
        with os.fdopen(pipe) as out:
            answers.append(json.loads(out.read() or '{"crash": "died"}'))
    for _child in pipes:
        os.wait()
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
