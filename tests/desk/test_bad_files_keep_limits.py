"""A bad guidelines file never empties limits: a running desk goes on by the last good one, and what was used stays."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from a_desk import GUIDELINES, Clock, given, heard, make_desk, make_guest, previewed
from frontdesk.desk import opening
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules import in_force
from frontdesk.desk.views import Blocked
from frontdesk.store import usage
from frontdesk.store.transaction import reading


def bytes_of(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


def looped(path: Path) -> None:
    path.symlink_to(path)


BAD: dict[str, Callable[[Path], object]] = {
    "a mistake": bytes_of(GUIDELINES.replace("up_to: 4 times", "up_to: four").encode()),
    "no limits at all, and a mistake": bytes_of(b"frontdesk: 1\ngestures: {drink: {amount: 8.00, limits: []}}\n"),
    "empty": bytes_of(b""),
    "cut in the middle": bytes_of(GUIDELINES.encode()[:1500]),
    "UTF-16": bytes_of(GUIDELINES.encode("utf-16")),
    "lone surrogates": bytes_of(GUIDELINES.encode() + b"# \xed\xa0\x80\n"),
    "nothing but NUL": bytes_of(b"\0" * 5000),
    "binary": bytes_of(bytes(range(256)) * 64),
    "deep": bytes_of(b"[" * 200_000),
    "aliases": bytes_of(b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
    "a gigabyte": sparse,
    "just too large": bytes_of(GUIDELINES.encode() + b"#" * (262_145 - len(GUIDELINES.encode()))),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to itself": looped,
    "gone": lambda path: None,
}


def put(desk: Desk, bad: Callable[[Path], object]) -> None:
    path = desk.folder / "guidelines.yaml"
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    bad(path)


def left(desk: Desk, conversation: str) -> str:
    return next(line.left for line in giving.bar(desk, conversation).lines if line.gesture == "drink")


def test_what_was_used_stays_used_whatever_stands_in_the_folder(tmp_path: Path) -> None:
    clock = Clock()
    desk = make_desk(tmp_path, clock)
    good = desk.rules().version
    conversation = heard(desk, make_guest(desk))
    for _ in range(3):
        given(desk, conversation, "drink")
    for name, bad in BAD.items():
        put(desk, bad)
        clock.forward(minutes=1)
        began = time.process_time()
        desk = in_force.refreshed(desk)
        assert time.process_time() - began < 1, name
        assert any(problem.severity == "error" for problem in desk.problems), name
        assert (desk.rules().version, left(desk, conversation)) == (good, "1 left this stay"), name
        again = opening.open_desk(desk.folder, staff="Anna", clock=clock)
        assert (again.rules().version, left(again, conversation)) == (good, "1 left this stay"), name
        again.store.close()
    given(desk, conversation, "drink")
    stopped = giving.open_gesture(desk, conversation, "drink")
    assert isinstance(stopped, Blocked)
    assert [(each.rule, each.used, each.up_to) for each in stopped.decision.binding] == [("per_stay", 4, 4)]
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days())


def test_a_file_that_is_broken_between_the_preview_and_the_press_opens_no_limit(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    guest = make_guest(desk)
    conversation = heard(desk, guest)
    for _ in range(3):
        given(desk, conversation, "drink")
    last = previewed(desk, conversation, "drink")
    given(desk, heard(desk, guest), "drink")
    put(desk, BAD["no limits at all, and a mistake"])
    answer = giving.give(in_force.refreshed(desk), last)
    assert isinstance(answer, Blocked)
    assert [each.rule for each in answer.decision.binding] == ["per_stay"]
