"""Several people acting at once: real processes on one real file. Run as a program by the tests beside it.

    python acting.py FOLDER < plan.json > answers.json

The plan holds one act for each process: who does it (`staff`), `what` it is, and with which values. Every process opens
its own desk, waits for all others, then acts.
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

from frontdesk.desk import opening
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import event_giving
from frontdesk.desk.gestures import giving
from frontdesk.desk.people import pins
from frontdesk.desk.views import Attempt, Given
from frontdesk.ground.errors import DeskError


def act(desk: Desk, what: str, values: dict[str, Any]) -> dict[str, Any]:
    if what == "give":
        done = giving.give(desk, Attempt(**{**values, "ticks": tuple(values.get("ticks", ()))}))
        return {"kind": type(done).__name__} | ({"entry": done.entry_id} if isinstance(done, Given) else {})
    if what == "owed":
        owed = event_giving.give(desk, **values)
        return {"kind": type(owed).__name__} | ({"entry": owed.entry_id} if isinstance(owed, Given) else {})
    if what == "pin":
        return {"kind": "right", "name": pins.by_pin(desk, **values).person.name}
    answers = {"yes": approving.answer_yes, "other": approving.answer_other, "ask": approving.ask}
    line = answers[what](desk, **values)  # type: ignore[operator]  # three functions, chosen by the plan
    return {"kind": "line", "id": line.id} if isinstance(line, ApprovalLine) else {"kind": type(line).__name__}


def acted(folder: str, at: datetime, number: int, plan: dict[str, Any], barrier: Any, answers: Any) -> None:
    try:
        name, place = f"desk {number}", Path(folder)
        desk = until_heard(partial(opening.open_desk, place, staff=plan["staff"], clock=lambda: at, desk_name=name))
        barrier.wait(PATIENCE_SECONDS)
        said = until_heard(partial(act, desk, plan["what"], plan["values"]))
        desk.store.close()
    except DeskError as error:
        said = {"kind": "error", "text": str(error)}
    except BaseException as wrong:
        said = {"kind": "crash", "text": repr(wrong)}
    answers.put((number, said))


def main() -> None:
    plan = json.load(sys.stdin)
    at = datetime.fromisoformat(plan["at"]).astimezone(UTC)
    context = get_context("fork")
    barrier, answers = context.Barrier(len(plan["acts"])), context.Queue()
    processes = [
        context.Process(target=acted, args=(sys.argv[1], at, number, each, barrier, answers))
        for number, each in enumerate(plan["acts"])
    ]
    for process in processes:
        process.start()
    found = dict(answers.get(timeout=PATIENCE_SECONDS) for _process in processes)
    for process in processes:
        process.join(30)
    json.dump([found[number] for number in range(len(processes))], sys.stdout)


if __name__ == "__main__":
    main()
