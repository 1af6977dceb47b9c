"""Where words leave the command line: data on stdout, messages on stderr, every line filtered once more."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from frontdesk.ground.text import visible

BROKEN_PIPE = 141  # as a shell reports a process that SIGPIPE ended
_JSON_LINE = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def tell(line: str = "") -> None:
    """One line of what was asked for, on stdout; a line end in it is a space: no word makes a line of its own."""
    _write(sys.stdout, _one_line(line))


def say(line: str) -> None:
    """One line about what happened or what to do, on stderr; as `tell`."""
    _write(sys.stderr, _one_line(line))


def tell_lines(text: str) -> None:
    """A text of this program's own that has several lines, on stdout."""
    _write(sys.stdout, text)


def tell_exactly(text: str) -> None:
    """A file's text on stdout, byte for byte; a terminal gets it filtered, as every other line."""
    out = sys.stdout
    if out is None or out.isatty():
        _write(out, text.rstrip("\n"))
        return
    out.flush()
    out.buffer.write(text.encode("utf-8"))


def tell_json(value: Any) -> None:
    """`value` as JSON on stdout."""
    _write(sys.stdout, json_text(value))


def json_text(value: Any) -> str:
    """`value` as JSON for stdout: letters as they are where the terminal can show them."""
    out = sys.stdout
    plain = out is None or (getattr(out, "encoding", None) or "").lower().replace("-", "") != "utf8"
    return json.dumps(value, ensure_ascii=plain, indent=2)


def tell_json_lines(values: Iterable[Any]) -> None:
    """Each of `values` as one line of JSON on stdout, all at once: whoever asked waits for them."""
    if sys.stdout is not None:
        sys.stdout.write("".join([visible(_JSON_LINE.encode(value)) + "\n" for value in values]))
        sys.stdout.flush()


def prepare() -> None:
    """Let no letter that the terminal cannot show stop a message, and an input that was closed be an empty one."""
    if sys.stdin is None:  # closed before the start (`<&-`): nobody answers, and nobody waits
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - it is there for as long as the program
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush() -> None:
    """Everything written so far is out. Raises what the stream raises: nothing may be lost unseen."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()


def leave() -> None:
    """Write out what is left, and let no stream that is broken make the interpreter complain at exit."""
    for stream, original in ((sys.stdout, sys.__stdout__), (sys.stderr, sys.__stderr__)):
        if stream is None or stream.closed:
            continue
        try:
            stream.flush()
        except OSError:
            if original is not None and stream is original:  # somebody else's stream is theirs to close
                _to_nowhere(original)


def _to_nowhere(stream: IO[str]) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _one_line(text: str) -> str:
    return text.replace("\n", " ") if "\n" in text else text


def _write(stream: IO[str] | None, line: str) -> None:
    if stream is not None:  # closed before the start (`>&-`)
        stream.write(visible(line) + "\n")
