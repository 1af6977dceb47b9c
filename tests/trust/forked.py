"""Each of several works in a process of its own, at once; what each said, in their order."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from frontdesk.ground.errors import DeskError

Said = dict[str, Any]


def each_in_a_process(works: Sequence[Callable[[], Said]]) -> list[Said]:
    """The answers; `kind` is "error" for what the desk refused, "crash" for what it fell over, "died" for nothing."""
    children = []
    for work in works:
        out_read, out_write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(out_read)
            try:
                said = work()
            except DeskError as error:
                said = {"kind": "error", "text": str(error)}
            except BaseException:
                said = {"kind": "crash", "text": traceback.format_exc()}
            with os.fdopen(out_write, "w") as out:
                json.dump(said, out)
            os._exit(0)
        os.close(out_write)
        children.append((child, out_read))
    answers = []
    for child, out_read in children:
        with os.fdopen(out_read) as out:
            answers.append(json.loads(out.read() or '{"kind": "died"}'))
        os.waitpid(child, 0)
    return answers
