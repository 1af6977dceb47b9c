"""A line per call: a named pipe and a socket, with real processes, writers that come and go, and nonsense."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_driving import AtDesk, Runner, own_environment

from a_desk import make_desk
from frontdesk.cli.manual import JSON_KEYS
from frontdesk.desk.customers import cards

PATIENCE_SECONDS = 90


@pytest.fixture
def hotel(tmp_path: Path) -> Path:
    """A hotel with Anna, who works there, Ilze, who leads, and one customer."""
    (tmp_path / "hotel").mkdir(mode=0o700)
    desk = make_desk(tmp_path / "hotel")
    cards.new_customer(desk, "Kristīne Bērziņa", phone="+371 26 123 456")
    desk.store.close()
    return desk.folder


class Listener:
    """`frontdesk calls` as a process that listens, with what it wrote on stdout line by line."""

    def __init__(self, hotel: Path, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "frontdesk", "--folder", str(hotel), "calls", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what is buffered here, `select` does not see
            env=own_environment() | {"XDG_STATE_HOME": str(hotel / "state")},
        )
        assert self.process.stderr is not None and self.process.stdout is not None
        said = self.process.stderr.readline()
        assert b"Listening" in said, said + self.process.stderr.read()
        self._out = self.process.stdout

    def answer(self) -> Any:
        """The next line on stdout."""
        ready, _, _ = select.select([self._out], [], [], PATIENCE_SECONDS)
        assert ready, "no answer"
        return json.loads(self._out.readline())

    def is_silent(self, seconds: float) -> bool:
        """Whether it says nothing for so long."""
        return not select.select([self._out], [], [], seconds)[0]

    def cpu_seconds(self) -> float:
        """The time of the processor that it has taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, number: int) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


Listening = Callable[..., Listener]


@pytest.fixture
def listening(hotel: Path) -> Iterator[Listening]:
    with contextlib.ExitStack() as ends:

        def started(*arguments: str | Path) -> Listener:
            listener = Listener(hotel, *arguments)
            ends.callback(listener.process.communicate)
            ends.callback(listener.process.kill)
            return listener

        yield started


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_pipe_is_read_line_by_line_whoever_writes_and_whatever(listening: Listening, tmp_path: Path) -> None:
    pipe = tmp_path / "calls"
    listener = listening("--listen", pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode) and mode(pipe) == 0o600
    pipe.write_text("+37126123456 1\n", encoding="utf-8")  # each write_text is a writer that comes and goes
    first = listener.answer()
    assert (first["state"], first["customers"], first["again"]) == ("rings", 1, False)
    assert "Kristīne" not in json.dumps(first)
    with pipe.open("wb", buffering=0) as writer:
        writer.write(b"\n\n   \nhello\n" + b"9" * 5000)
        writer.write(b"9" * 5000 + b"\n\xff\xfe\n{\n[]\n" + b"[" * 900 + b"\n" + b'{"number": true}\n"open\n1 2 3 4\n')
        writer.write(b'{"number": 26123456, "desk": "1", "state": "ended"}\n{"number": "1", "dsk": "1"}\nended 112\n')
    refused = [listener.answer() for _each in range(9)]
    assert all("error" in each for each in refused), refused
    assert listener.answer()["error"]  # a local form is another number to an exchange that said the foreign one
    assert [sorted(listener.answer()) for _each in range(2)] == [["error", "remedy"]] * 2
    pipe.write_text("ended 0037126123456")  # without an end of the line: the writer has gone
    assert listener.answer() == {"call": first["call"], "state": "ended", "again": False, "customers": 1}
    pipe.write_text('{"number": "sip:+37129000111@pbx", "desk": "reception desk", "line": "101"}\nanonymous\n')
    assert listener.answer()["customers"] == 0 and listener.answer()["state"] == "rings"
    assert listener.end(signal.SIGTERM) == 0
    assert stat.S_ISFIFO(pipe.stat().st_mode)  # else the next script would write an ordinary file
    again = listening("--listen", pipe)
    pipe.write_text("112\n")
    assert again.answer()["state"] == "rings"
    assert again.end(signal.SIGINT) == 130


def test_a_pipe_without_a_writer_costs_nothing(listening: Listening, tmp_path: Path) -> None:
    pipe = tmp_path / "calls"
    listener = listening("--listen", pipe)
    for number in ("111", "112", "113"):
        pipe.write_text(number + "\n")
        listener.answer()
    before = listener.cpu_seconds()
    assert listener.is_silent(1.0)
    assert listener.cpu_seconds() - before < 0.1


def test_many_writers_at_once_lose_no_call(listening: Listening, tmp_path: Path) -> None:
    pipe = tmp_path / "calls"
    listener = listening("--listen", pipe)
    script = 'for n in 0 1 2 3 4; do echo "+3712600${0}00$n $0" > "$1"; done'
    writers = [subprocess.Popen(["sh", "-c", script, str(each), str(pipe)]) for each in range(4)]
    answers = [listener.answer() for _each in range(20)]
    assert {writer.wait(PATIENCE_SECONDS) for writer in writers} == {0}
    assert len({each["call"] for each in answers}) == 20


def connected(path: Path) -> socket.socket:
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.connect(str(path))
    client.settimeout(PATIENCE_SECONDS)
    return client


def test_a_socket_answers_each_line_to_whoever_said_it(listening: Listening, tmp_path: Path) -> None:
    path = tmp_path / "calls.sock"
    listener = listening("--socket", path)
    assert stat.S_ISSOCK(path.stat().st_mode) and mode(path) == 0o600
    with connected(path) as one, connected(path) as two:
        one.sendall(b"+37126123456 1\nrubb")
        two.sendall(b"anonymous\n")
        with one.makefile() as said, two.makefile() as other:
            first = json.loads(said.readline())
            assert set(first) == set(JSON_KEYS["calls --listen, --socket (each line)"].split())
            assert first["customers"] == 1
            assert json.loads(other.readline())["customers"] == 0
            one.sendall(b"ish\nended +37126123456\n")
            assert set(json.loads(said.readline())) == set(JSON_KEYS["… when a line is not understood"].split())
            assert json.loads(said.readline())["state"] == "ended"
            one.shutdown(socket.SHUT_WR)
            assert said.read() == ""
    for _each in range(40):  # who connects and says nothing keeps nobody out
        silent = connected(path)
        silent.close()
    with contextlib.ExitStack() as held:
        for _each in range(40):
            held.enter_context(connected(path))
        with connected(path) as late, late.makefile() as said:
            late.sendall(b"112\n")
            assert json.loads(said.readline())["state"] == "rings"
    assert listener.end(signal.SIGTERM) == 0
    assert not path.exists()


def test_a_client_that_reads_nothing_is_hung_up_on(listening: Listening, tmp_path: Path) -> None:
    path = tmp_path / "calls.sock"
    listening("--socket", path)
    with connected(path) as deaf:
        until = time.monotonic() + PATIENCE_SECONDS
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            while time.monotonic() < until:
                deaf.sendall(b"rubbish\n" * 4000)
    with connected(path) as next_one, next_one.makefile() as said:
        next_one.sendall(b"112\n")
        assert json.loads(said.readline())["state"] == "rings"


def test_a_path_that_is_something_else_is_never_touched(
    cli: Runner, hotel: Path, tmp_path: Path, listening: Listening
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("keep me")
    for option in ("--listen", "--socket"):
        assert cli("calls", option, file, "--folder", hotel).code == 2
    assert file.read_text() == "keep me"
    assert cli("calls", "--socket", tmp_path / ("x" * 200), "--folder", hotel).code == 2
    path = tmp_path / "calls.sock"
    listener = listening("--socket", path)
    assert cli("calls", "--socket", path, "--folder", hotel).code == 2  # it is listened at already
    listener.process.kill()
    listener.process.wait(PATIENCE_SECONDS)
    assert path.exists()
    second = listening("--socket", path)  # what a killed one left is no obstacle
    assert second.end(signal.SIGTERM) == 0


def test_of_two_processes_that_take_at_once_one_has_the_call(anna: AtDesk, hotel: Path) -> None:
    call = anna("ring", "+37126123456", "--json").json["call"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "frontdesk", "--folder", hotel, "--staff", who, "calls", "--take", call, "--json"],
            stdout=subprocess.PIPE,
            env=own_environment(),
        )
        for who in ("Anna", "Ilze", "Anna", "Ilze")
    ]
    answers = [(each.communicate()[0], each.returncode) for each in running]
    won = [json.loads(out) for out, code in answers if code == 0]
    lost = [json.loads(out) for out, code in answers if code == 1]
    assert (
        len(won) == 2 and len({each["conversation"] for each in won}) == 1
    )  # once more by the same person is the same
    assert len(lost) == 2 and len({each["by"] for each in lost}) == 1
