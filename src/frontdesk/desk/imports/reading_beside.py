"""Reading a large file in a process of its own, so that it is read while what was read is kept aside.

The process is begun anew (nothing of a running desk is forked into it), reads the file and the columns of its rows,
and writes what it made of them to a pipe. It opens no database and leaves no file; when the desk ends, however, it
ends with it. What it cannot take as a whole comes back as it stands in the file, and is read here. Where there is no
second processor, or no process can be begun, everything is read here.
"""

from __future__ import annotations

import marshal
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

from frontdesk.desk.imports import sheets
from frontdesk.desk.imports.import_columns import CustomerColumns, People
from frontdesk.desk.imports.import_rows import CustomerRows
from frontdesk.desk.imports.order_columns import OrderColumns, Orders
from frontdesk.desk.imports.order_rows import OrderRows
from frontdesk.desk.imports.sheets import Broken, Sheet, Stretch
from frontdesk.ground import language
from frontdesk.ground.errors import BadInput, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Fact
from frontdesk.store.imports import CUSTOMERS

BYTES_MIN = 4 * 1024 * 1024  # a smaller file is read before a process has begun
WAITING_MAX = 100  # stretches that were read and not yet taken: some 12 MB
_PROGRAM = "from frontdesk.desk.imports.reading_beside import main; main()"
_ITSELF_ALONE = ("-I", "-B") if sys.flags.isolated else ("-P",)
"""Nothing is imported from the folder somebody stands in; begun as a kiosk is, it goes by no variable either."""
_LENGTH = struct.Struct("!I")
_PEOPLE, _RECORDS, _END, _REFUSED, _BUG = range(5)


class Taken(NamedTuple):
    """Neighbouring rows: the new ones that they are, when nothing in them is unusual, and the rows themselves."""

    people: People | None
    stretch: Callable[[], Stretch]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and all by which it is read; as the arguments of `sheets.opened` and of `CustomerRows` or `OrderRows`.

    `what` is CUSTOMERS or ORDERS.
    """

    what: str
    path: Path
    arguments: Mapping[str, Any]
    facts: Mapping[str, Fact]
    exponent: int
    language: str
    lines_later: bool = False

    def by_columns(self) -> ByColumns:
        """What reads its columns."""
        if self.what == CUSTOMERS:
            return CustomerColumns(CustomerRows(self.facts, self.exponent), lines_later=self.lines_later)
        return OrderColumns(OrderRows(self.facts, self.exponent))


def worth_it(path: Path, sheet: Sheet) -> bool:
    """Whether reading the file beside is possible, and quicker."""
    return sheet.simple and processors() > 1 and bool(sys.executable) and path.stat().st_size >= BYTES_MIN


def processors() -> int:
    """How many processors this program may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


class ByColumns(Protocol):
    """Reads columns, where nothing in them is unusual."""

    def read(self, first: int, said: Mapping[str, Sequence[str]], /) -> People | None:
        """What these columns are, from that row on; None when the rows are to be read one by one."""


def here(sheet: Sheet, by_columns: ByColumns | None) -> Iterator[Taken]:
    """Everything the file has, read in this process."""
    for stretch in sheet.stretches:
        people = None
        if by_columns is not None and stretch.columns is not None:
            people = by_columns.read(stretch.numbers[0], stretch.columns)
        yield Taken(people, partial(_itself, stretch))


def _itself(stretch: Stretch) -> Stretch:
    return stretch


@contextmanager
def beside(source: Source, sheet: Sheet) -> Iterator[Iterator[Taken] | None]:
    """Everything the file has, read in a process that ends with the block; None when none can be begun.

    Raises BadInput while it is gone through, as reading here does, and StoreUnavailable when the process was ended.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, *_ITSELF_ALONE, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is the desk's: it ends the process itself
        )
    except OSError:
        yield None
        return
    try:
        assert process.stdin is not None and process.stdout is not None
        waiting: queue.Queue[bytes] = queue.Queue(WAITING_MAX)
        stopped = threading.Event()
        threading.Thread(target=_fetch, args=(process.stdout, waiting, stopped), daemon=True).start()
        with _gone(process):
            pickle.dump(source, process.stdin)
            process.stdin.close()
        yield _received(waiting, sheet, source)
    finally:
        stopped.set()
        process.kill()
        process.wait()


@contextmanager
def _gone(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A process that ended before it was told anything says so by its silence."""
    try:
        yield
    except BrokenPipeError:
        process.kill()


def _fetch(pipe: BinaryIO, waiting: queue.Queue[bytes], stopped: threading.Event) -> None:
    """Take messages out of the pipe while the database is at work; an empty one is the last."""
    message = b"-"
    while message and not stopped.is_set():
        head = pipe.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
        body = pipe.read(length)
        message = body if len(body) == length else b""
        while not stopped.is_set():
            try:
                waiting.put(message, timeout=1)
                break
            except queue.Full:
                continue
    pipe.close()


def _received(waiting: queue.Queue[bytes], sheet: Sheet, source: Source) -> Iterator[Taken]:
    people = People if source.what == CUSTOMERS else Orders
    while message := waiting.get():
        kind, number, raw, said = marshal.loads(message)  # noqa: S302 - from the process that was begun here
        if kind == _END:
            return
        if kind == _REFUSED:
            raise BadInput(*said)
        if kind == _BUG:
            raise RuntimeError(said)
        yield Taken(people(*said) if kind == _PEOPLE else None, partial(_again, sheet, number, raw))
    raise StoreUnavailable(
        _("The reading of {path} was ended from outside; nothing was taken over.").format(path=source.path.name),
        _("Run the same command again."),
        retryable=True,
    )


def _again(sheet: Sheet, number: int, raw: bytes) -> Stretch:
    """A stretch as it stands in the file; few of those that were read beside are asked for."""
    records = marshal.loads(raw)  # noqa: S302 - from the process that was begun here
    return sheet.again(number, [record if isinstance(record, list) else Broken(*record) for record in records])


def main() -> None:
    """The process: read what is said on the standard input, write what was read to the standard output."""
    out = sys.stdout.buffer
    try:
        source = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the desk that began this process
        for message in _messages(source):
            body = marshal.dumps(message)
            out.write(_LENGTH.pack(len(body)))
            out.write(body)
            out.flush()
    except (BrokenPipeError, EOFError):  # the desk has ended, and with it the work
        os._exit(1)


def _messages(source: Source) -> Iterator[Any]:
    language.use(source.language)
    by_columns = source.by_columns()
    try:
        with sheets.opened(source.path, **source.arguments) as sheet:
            for people, whole in here(sheet, by_columns):
                stretch = whole()
                raw = marshal.dumps([each if type(each) is list else tuple(each) for each in stretch.raw])
                if people is None:
                    yield _RECORDS, stretch.numbers[0], raw, None
                else:
                    yield _PEOPLE, stretch.numbers[0], raw, people.packed
        yield _END, 0, b"", None
    except BadInput as refused:
        yield _REFUSED, 0, b"", (refused.sentence, refused.remedy)
    except BrokenPipeError:
        raise
    except Exception:  # is raised where somebody sees it
        yield _BUG, 0, b"", traceback.format_exc()
