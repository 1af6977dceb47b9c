"""People come in over a real sshd, as docs/deploy-ssh.md says: they reach the desk and nothing else (T07 to T10)."""

from __future__ import annotations

import json
import os
import pwd
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import at_the_desk as desk
import pytest
from driving import PATIENCE_SECONDS, Terminal
from ssh_house import FREE, PEOPLE, House, open_house, processes_of

from frontdesk.ground import environment

pytestmark = pytest.mark.xdist_group("sshd")  # one house serves all of them

TELLTALE = "reached-a-shell"
NO_DESK = "The desk needs a terminal"
WORDS = "The shower is cold and we leave at nine"

LOOK = """
import json, os, sys
from pathlib import Path
def tried(what, *arguments):
    try:
        what(*arguments)
    except OSError as error:
        return type(error).__name__
    return "done"
def opened(path, flags):
    os.close(os.open(path, flags))
answers = {}
for name in sys.argv[1:]:
    answers[name] = {
        "read": tried(opened, name, os.O_RDONLY),
        "write": tried(opened, name, os.O_WRONLY),
        "make": tried(opened, name + ".new", os.O_WRONLY | os.O_CREAT),
        "rename": tried(os.rename, name, name + ".away"),
        "unlink": tried(os.unlink, name),
        "list": tried(os.listdir, os.path.dirname(name)),
        "stat": tried(os.stat, name),
    }
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One house for all tests of this file."""
    yield from open_house()


def sits(terminal: Terminal, name: str) -> Terminal:
    """Wait until the desk is open for that person."""
    terminal.wait_for(f" · {name} ", "✓ saved", "Find")
    return terminal


def leaves(terminal: Terminal) -> None:
    """Ctrl+Q; the program ends well, and with it the line."""
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0


def kiosks(house: House) -> list[int]:
    """The desks that are open now."""
    return [pid for pid in processes_of(house.service) if b"frontdesk" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def wait_until_closed(terminal: Terminal, house: House) -> None:
    """Wait until no desk is open any more: what it had to save is saved."""
    terminal.wait(lambda: not kiosks(house), "the desk to end")


def test_each_person_comes_in_as_who_they_are_and_gives_in_their_own_name(house: House) -> None:
    """By their user and sudo, or by their key; the ledger has two people."""
    with house.comes_in("a") as zane, house.with_key("b") as oskars:
        sits(zane, PEOPLE["a"])
        sits(oskars, PEOPLE["b"])
        for terminal, name in ((zane, "Kristīne Bērziņa"), (oskars, "")):
            desk.find(terminal, "berzina" if name else "a", name)
            desk.listen(terminal, "The heating is dead")
            desk.agreed(terminal)
            terminal.answer("2", "✓ What we do   Free drink")  # a small thing: its digit gives it
            leaves(terminal)
    with house.comes_in("b") as terminal:
        leaves(sits(terminal, PEOPLE["b"]))
    people = ledger(house)
    assert {PEOPLE["a"], PEOPLE["b"]} <= people, people


def ledger(house: House) -> set[str]:
    """Who stands in the ledger, asked of the database by its owner."""
    code = (
        "import sqlite3, sys, json\n"
        "rows = sqlite3.connect(sys.argv[1]).execute("
        "'SELECT DISTINCT s.name FROM entries e JOIN staff s ON s.id = e.staff_id')\n"
        "print(json.dumps([row[0] for row in rows]))"
    )
    done = house.runs_as("s", str(house.python), "-I", "-c", code, str(house.folder / "data" / "frontdesk.db"))
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((), ("sh", "-c", f"'echo {TELLTALE}'")),
        ((), (f"echo {TELLTALE}; id",)),
        ((), (f"kiosk --recipe launcher; echo {TELLTALE}",)),
        ((), (f"'; echo {TELLTALE} #\"$(echo {TELLTALE})`id`",)),
        (("-A",), ("ssh-add", "-L")),
        (("-T",), ()),
    ],
    ids=["shell", "two commands", "an argument", "quotes", "agent", "no terminal"],
)
def test_a_command_is_never_run(house: House, before: tuple[str, ...], command: tuple[str, ...]) -> None:
    """Whatever is asked for is answered by the desk, which says that it needs a terminal."""
    done = house.tries("a", *command, before=before)
    assert NO_DESK in done.stderr + done.stdout, done
    assert TELLTALE not in done.stdout + done.stderr
    assert "uid=" not in done.stdout
    assert done.returncode == 2


def test_what_is_tried_here_works_for_somebody_who_is_free(house: House, tmp_path: Path) -> None:
    """The same attempts by a user who is not one of the people: a shell, a file, a port."""
    assert house.tries(FREE, f"echo {TELLTALE}").stdout == TELLTALE + "\n"
    batch = tmp_path / "batch"
    batch.write_text("get /etc/passwd got\n", encoding="utf-8")
    subprocess.run(sftp(house, FREE, batch), cwd=tmp_path, capture_output=True, timeout=PATIENCE_SECONDS, check=True)
    assert (tmp_path / "got").read_bytes() == Path("/etc/passwd").read_bytes()
    with forwarding(house, FREE, "-L") as (client, port):
        assert answer_through(port, client, socks=False, to=house.port).startswith(b"SSH")


def test_a_subsystem_is_the_desk_as_well(house: House) -> None:
    """What is asked for as sftp gets not a byte of it: the desk ends, because there is no terminal."""
    done = house.tries("a", "sftp", before=("-s",))
    assert (done.returncode, done.stdout) == (2, "")


def test_a_command_on_a_terminal_is_the_desk(house: House) -> None:
    with Terminal(f"echo {TELLTALE} > {house.trap}/made", program=house.ssh("a", "-tt", "-A")) as terminal:
        sits(terminal, PEOPLE["a"])
        assert TELLTALE not in terminal.text
        assert not list(house.trap.iterdir())
        leaves(terminal)


def test_files_are_not_fetched_or_brought(house: House, tmp_path: Path) -> None:
    """scp in its old and new way, and sftp."""
    mine = tmp_path / "mine"
    mine.write_text(TELLTALE, encoding="utf-8")
    there = f"{house.user('a')}@127.0.0.1:"
    batch = tmp_path / "batch"
    batch.write_text(f"ls\nget /etc/passwd got\nput mine {house.trap}/brought\n", encoding="utf-8")
    scp = ["/usr/bin/scp", *sftp(house, "a", batch)[1:-3]]
    lines = [[*scp, *way, str(mine), f"{there}{house.trap}/brought"] for way in ([], ["-O"])]
    lines += [[*scp, *way, there + "/etc/passwd", str(tmp_path / "got")] for way in ([], ["-O"])]
    for line in [*lines, sftp(house, "a", batch)]:
        done = subprocess.run(line, cwd=tmp_path, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
        assert done.returncode != 0, done
    assert not (tmp_path / "got").exists()
    assert not list(house.trap.iterdir())


def sftp(house: House, letter: str, batch: Path) -> list[str]:
    """The command that does with files what stands in `batch`."""
    options = house.ssh(letter)[1:-1]
    options[options.index("-p")] = "-P"
    return ["/usr/bin/sftp", *options, "-b", str(batch), house.ssh(letter)[-1]]


@contextmanager
def forwarding(house: House, letter: str, way: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Somebody who asks for a forwarded port and for nothing else; the client, and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    spoken = f"{port}" if way == "-D" else f"{port}:127.0.0.1:{house.port}"
    line = house.ssh(letter, "-N", way, f"127.0.0.1:{spoken}", "-o", "ExitOnForwardFailure=yes")
    with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as client:
        try:
            yield client, port
        finally:
            client.kill()


@pytest.mark.parametrize("way", ["-L", "-D", "-R"])
def test_no_port_is_forwarded(house: House, way: str) -> None:
    """-N opens no session and gets no further: nothing answers through a forwarded port."""
    with forwarding(house, "a", way) as (client, port):
        if way == "-R":  # refused at once, and said
            assert client.wait(PATIENCE_SECONDS) != 0
        else:
            assert answer_through(port, client, socks=way == "-D", to=house.port) == b""


def answer_through(port: int, client: subprocess.Popen[bytes], *, socks: bool, to: int) -> bytes:
    """What the other end of a forwarded port says; b"" when the line is closed without a word."""
    while client.poll() is None:
        try:
            line = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        except ConnectionRefusedError:
            continue  # the client is still on its way
        with line:
            if socks:
                line.sendall(b"\x04\x01" + to.to_bytes(2) + b"\x7f\x00\x00\x01\x00")
            try:
                said = line.recv(64)
            except ConnectionResetError:
                return b""
            return b"" if socks and said[1:2] != b"\x5a" else said
    raise AssertionError("the client ended by itself")


def test_no_agent_is_lent(house: House) -> None:
    """A person's own agent, offered with -A, makes no socket on the machine that somebody else could use."""
    agent = subprocess.run(["/usr/bin/ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    words = dict(part.split("=", 1) for part in agent.replace("\n", ";").split(";") if "=" in part)
    try:
        with house.comes_in("a", "-A", environment={"SSH_AUTH_SOCK": words["SSH_AUTH_SOCK"]}) as terminal:
            sits(terminal, PEOPLE["a"])
            lent = sockets_of(house.user("a")) | sockets_of(house.service)
            leaves(terminal)
    finally:
        os.kill(int(words["SSH_AGENT_PID"]), signal.SIGTERM)
    assert lent == set()


def sockets_of(user: str) -> set[str]:
    """The sockets of agents that sshd made for that user."""
    number = pwd.getpwnam(user).pw_uid
    return {str(path) for path in Path(tempfile.gettempdir()).glob("ssh-*/agent.*") if path.stat().st_uid == number}


def test_sudo_lets_a_person_do_this_and_nothing_else(house: House) -> None:
    """If somebody had a shell after all: no other command, no argument, no environment, no other user."""
    launcher = str(house.launcher)
    for asked in (
        ("-u", house.service, "/bin/sh", "-c", f"echo {TELLTALE}"),
        ("-u", house.service, launcher, "--key", "SHA256:" + "a" * 43),
        ("-u", house.service, launcher, "--folder", str(house.trap)),
        ("-u", house.service, "LD_PRELOAD=x.so", launcher),
        ("-E", "-u", house.service, launcher),
        ("-u", house.user("b"), launcher),
        (launcher,),
        ("-u", house.service, "-s"),
        ("-u", house.service, "-e", "/etc/hostname"),
    ):
        done = house.runs_as("a", "/usr/bin/sudo", "-n", *asked)
        said = done.stdout + done.stderr
        assert done.returncode == 1, (asked, said)
        assert TELLTALE not in said
        assert "password is required" in said or "not allowed" in said, (asked, said)


def test_nobody_but_the_owner_gets_at_the_files(house: House) -> None:
    """Open, write, make, rename, remove, list: all denied, while a desk is open and writes."""
    data = house.folder / "data"
    names = [str(data / f"frontdesk.db{each}") for each in ("", "-wal", "-shm", "-journal", "-turn")]
    names += [str(data / "erased.txt"), str(house.folder / "guidelines.yaml"), str(house.folder / "backups" / "x.db")]
    names += [str(house.folder / "exports" / "x.json"), str(house.folder / "sheets" / "hand-over.txt")]
    with house.comes_in("a") as terminal:
        sits(terminal, PEOPLE["a"])
        done = house.runs_as("b", str(house.python), "-I", "-c", LOOK, *names)
        answers: dict[str, dict[str, str]] = json.loads(done.stdout)
        leaves(terminal)
    assert set(answers) == set(names)
    assert {answer for each in answers.values() for answer in each.values()} == {"PermissionError"}, answers
    modes = {path: path.stat().st_mode & 0o077 for path in (house.folder, data, *data.iterdir())}
    assert not any(modes.values()), modes


def test_the_windows_size_comes_in_and_changes_with_it(house: House) -> None:
    with house.comes_in("a", columns=100, rows=30) as terminal:
        sits(terminal, PEOPLE["a"])
        assert max(map(len, terminal.lines)) > 90
        terminal.resize(59, 24)
        terminal.wait_for("Please widen the window", "59 × 24")
        terminal.resize(80, 24)
        terminal.wait_until_gone("Please widen the window")
        terminal.wait_for("Find")
        leaves(terminal)


def test_a_dropped_line_keeps_the_words_and_coming_in_again_goes_on(house: House) -> None:
    """The client is killed in the middle of a sentence: the desk ends, the words are there, nothing is left running."""
    with house.comes_in("b") as terminal:
        sits(terminal, PEOPLE["b"])
        desk.find(terminal, "dupont", "")
        terminal.send(WORDS)
        terminal.wait_for(WORDS)
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
        wait_until_closed(terminal, house)
    with house.comes_in("b") as terminal:
        sits(terminal, PEOPLE["b"])
        desk.go_on(terminal, WORDS[:20])
        terminal.wait_for(WORDS)
        leaves(terminal)


def test_what_a_terminal_sends_along_does_not_come_in(house: House) -> None:
    """sshd takes the language and nothing else; the program has the few words that are believed."""
    names = ("FRONTDESK_FOLDER", "LD_PRELOAD", "TEXTUAL_LOG", "BASH_ENV", "PYTHONPATH", "SUDO_USER", "LC_PAPER")
    line = house.ssh("a", "-tt", "-o", "SetEnv=" + " ".join(f"{name}={house.trap}/x" for name in names))
    with Terminal(program=line, environment={"TERM": "xterm-of-mine"}) as terminal:
        sits(terminal, PEOPLE["a"])
        (pid,) = kiosks(house)
        found = environment_of(pid)
        leaves(terminal)
    assert found.pop("SUDO_UID").isdigit()
    assert found == {
        "PATH": environment.COMMAND_PATH,
        "LANG": found["LANG"],
        "TERM": environment.USUAL_TERMINAL,
        "SUDO_USER": house.user("a"),
    }


def environment_of(pid: int) -> dict[str, str]:
    """The environment that a process was started with."""
    words = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if word)


def test_whom_nobody_knows_is_asked_who_they_are(house: House) -> None:
    """A key that was taken away names nobody any more: the desk asks, and gives nothing away."""
    unknown = "SHA256:" + "A" * 43
    line = ["/usr/sbin/runuser", "-u", house.service, "--", str(house.launcher), "--key", unknown]
    with Terminal(program=line, environment=dict[str, Any](os.environ)) as terminal:
        terminal.wait_for("Who is at the desk?")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
