"""How the program starts and ends: the terminal it needs, what stays, hang-ups, and what is written when it fails."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from frontdesk.ground.language import _

LOG_NAME = "frontdesk-errors.log"
LOG_BYTES_MAX = 1_000_000
HUNG_UP = 129
"""The exit code of a program that is told that its line dropped: 128 and the number of SIGHUP."""


def terminal_fault(environment: Mapping[str, str], *streams: IO[str] | None) -> str:
    """One sentence about why the desk cannot be drawn here, "" when it can."""
    if not all(stream is not None and not stream.closed and stream.isatty() for stream in streams):
        return _("The desk needs a terminal for its keys and its screen; for scripts see: frontdesk --help")
    term = environment.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return _("This terminal (TERM={term}) cannot show the desk; try: TERM=xterm-256color frontdesk").format(
            term=term or '""'
        )
    return ""


def keep_what_stands() -> None:
    """What the program consists of is never garbage: nothing looks through it for any from here on.

    It is some hundred thousand objects, and looking through them takes as long as ten letters of a search.
    """
    gc.freeze()
    gc.enable()


def on_hang_up(leave: Callable[[int], object], at_once: Callable[[], object]) -> None:
    """Call `leave(128 + n)` when the line drops or the program is told to end; needs a running loop.

    Without it a dropped SSH line kills the program at once: words lost, the terminal left in pieces (T07). `at_once`
    is called within the signal, also while the loop waits for a terminal that takes nothing.
    """
    loop = asyncio.get_running_loop()

    def told(number: int, _frame: object) -> None:
        at_once()
        if not loop.is_closed():  # it is, for a moment, before it lets go of the signals
            loop.call_soon_threadsafe(leave, 128 + number)

    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            try:
                loop.add_signal_handler(number, _nothing)  # the loop wakes up for it, and lets go of it at the end
                signal.signal(number, told)
            except (NotImplementedError, RuntimeError, ValueError):
                return  # Windows, or not the main thread: the system ends the program in its own way
    # A line that is stuck may hold the loop up through a thousand signals: that they no longer fit into what wakes it
    # is nothing to print, they are known all the same.
    signal.set_wakeup_fd(signal.set_wakeup_fd(-1), warn_on_full_buffer=False)


def _nothing() -> None:
    """What the loop itself does about a signal that is answered within it."""


def note_what_nobody_caught(note: Callable[[BaseException], object]) -> None:
    """Call `note` with what a thread, a task or the end of an object raised where nothing waits for it.

    Python would print it with its message, and that quotes what a customer said (T27). Needs a running loop.
    """

    def of_a_task(_loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        error = told.get("exception")
        if isinstance(error, BaseException):
            note(error)

    def of_a_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            note(told.exc_value)

    def of_an_object(told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            note(told.exc_value)

    asyncio.get_running_loop().set_exception_handler(of_a_task)
    threading.excepthook = of_a_thread
    sys.unraisablehook = of_an_object


def let_go_of_a_dropped_line() -> None:
    """Point streams that can no longer be written at nothing.

    Python flushes them once more when it ends, and would turn the exit code of a hang-up into 120.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with open(os.devnull, "wb") as nothing:
                os.dup2(nothing.fileno(), stream.fileno())


def write_crash_log(folder: Path | None, error: BaseException, at: datetime | None = None) -> Path | None:
    """Append where `error` happened to a log that only its owner can read; None when nowhere can be written.

    The log holds the kind of error and the places in the program, no values and no messages: they may quote what
    a customer said (T27).
    """
    from platformdirs import user_state_path

    places = [] if folder is None else [folder / "data"]
    for place in [*places, user_state_path("frontdesk")]:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _append(place / LOG_NAME, _report(error, at))
        except OSError:
            continue  # it cannot be written here: the next place is tried, and None says that there was none
    return None


def _append(path: Path, report: str) -> Path:
    too_long = path.exists() and path.stat().st_size > LOG_BYTES_MAX
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if too_long else os.O_APPEND)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as log:
        os.chmod(path, 0o600)
        log.write(report)
    return path


def _report(error: BaseException, at: datetime | None) -> str:
    lines = [f"frontdesk {at.isoformat(timespec='seconds') if at is not None else ''}".rstrip()]
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        for frame in traceback.extract_tb(chain.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines) + "\n\n"
