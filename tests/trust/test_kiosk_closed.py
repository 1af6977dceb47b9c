"""A kiosk on a real terminal: whatever is set before, whatever is pressed, no file and no command (T09, T10)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from driving import PATIENCE_SECONDS, Terminal, frontdesk

from frontdesk.cli import kiosk_recipe
from frontdesk.cli.kiosk_recipe import Place
from frontdesk.desk import opening
from frontdesk.desk.people import ssh_keys, staffing
from frontdesk.ground import environment

pytestmark = [
    pytest.mark.xdist_group("kiosk"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kiosk's machine is a Linux"),
]

NAME = "Zane Liepa"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"
PROGRAMS = ("BROWSER", "EDITOR", "VISUAL", "PAGER", "SHELL", "MANPAGER", "LESSOPEN", "SUDO_ASKPASS", "SSH_ASKPASS")
PROGRAMS += ("PYTHONBREAKPOINT", "GIT_EDITOR", "FCEDIT", "PYTHON", "PYTHONEXECUTABLE")
PLACES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR")
PLACES += ("TEXTUAL_SCREENSHOT_LOCATION", "PYTHONPYCACHEPREFIX", "SQLITE_TMPDIR", "FRONTDESK_FOLDER", "PYTHONUSERBASE")
PLACES += ("PYTHONHOME", "LOCPATH", "NLSPATH", "TERMINFO", "TERMINFO_DIRS", "PYTHONPLATLIBDIR")
FILES = ("TEXTUAL_LOG", "PYTHONSTARTUP", "PYTHONDUMPREFSFILE", "BASH_XTRACEFD", "FRONTDESK_DB", "SSLKEYLOGFILE")
WORDS = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DRIVER": "evil:Driver",
    "TEXTUAL_PRESS": "ctrl+q",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_FILENAME": "shot.svg",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_THEME": "dracula",
    "TEXTUAL_COLOR_SYSTEM": "nonsense",
    "TEXTUAL_FPS": "0",
    "TEXTUAL_ANIMATIONS": "full",
    "PYTHONINSPECT": "1",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONIOENCODING": "ascii",
    "PYTHONMALLOC": "debug",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONTRACEMALLOC": "25",
    "PYTHONPROFILEIMPORTTIME": "1",
    "PYTHONVERBOSE": "1",
    "FRONTDESK_STAFF": "Ilze",
    "FRONTDESK_DESK": "evil desk",
    "FRONTDESK_LANG": "ru",
    "FRONTDESK_THEME": "dracula",
    "_FRONTDESK_COMPLETE": "bash_source",
    "TERM": "../evil",
    "COLUMNS": "1000000",
    "LINES": "1000000",
    "LANG": "$(evil)",
    "LC_ALL": "C;evil",
    "SUDO_USER": "root",
    "SUDO_UID": "1",
    "IFS": "/",
    "TZ": ":/etc/shadow",
    "OPENSSL_CONF": "evil",
    "CDPATH": "/",
    "PS4": "$(evil)",
    "SHELLOPTS": "xtrace",
    "POSIXLY_CORRECT": "1",
    "COLORTERM": "$(evil)",
    "RICH_THEME": "evil",
}
BEGINNINGS = ("ENV", "BASH_ENV")
OPENS_TO_WRITE = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"(?P<path>[^"]*)", [^)]*O_(?:WRONLY|RDWR|CREAT)[^)]*\) = \d')
MAKES = re.compile(r"^\d+ +(?:creat|mkdir\w*|rename\w*|link\w*|symlink\w*|mknod\w*)\((?P<what>.*)\) = 0")
FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 10))
LATIN = "".join(chr(code) for code in range(0x21, 0x7F))
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A practice hotel for its owner alone, where somebody is known by a key; and the launcher of its kiosk."""
    folder = tmp_path_factory.mktemp("kiosk") / "desk"
    frontdesk("demo", "--headless", folder=folder)
    desk = opening.open_desk(folder, staff=None, clock=lambda: datetime.now(UTC))
    staffing.add(desk, NAME, "lead")
    ssh_keys.add(desk, NAME, KEY)
    desk.store.close()
    place = Place(folder, Path(sys.executable))
    launcher = folder.parent / "kiosk"
    launcher.write_text(kiosk_recipe.launcher(place), encoding="utf-8")
    launcher.chmod(0o700)
    yield folder


def line(house: Path) -> list[str]:
    """What authorized_keys starts."""
    return [str(house.parent / "kiosk"), "--key", ssh_keys.fingerprint_of(KEY)]


def sits(terminal: Terminal) -> None:
    """Wait until the desk is open for the owner of the key; what waits for a lead's yes cuts the name short."""
    terminal.wait_for(f" · {NAME[0]}", "✓ saved", "Find")


def trap(place: Path) -> dict[str, str]:
    """A folder full of things that would leave a trace if they were run, and an environment that names them all."""
    bait = place / "bait"
    bait.mkdir()
    ran = place / "ran"
    script = f"#!/bin/sh\n: >> {ran}\n"
    for name in ("run", "python", "python3", "env", "sh", "stty", "sudo", "infocmp", "cat", "less", "vi", "xdg-open"):
        (bait / name).write_text(script, encoding="utf-8")
        (bait / name).chmod(0o755)
    (bait / "rc").write_text(f": >> {ran}\n", encoding="utf-8")
    code = f"open({str(ran)!r}, 'a').close()\n"
    for name in ("sitecustomize", "usercustomize", "evil", "frontdesk", "textual", "encodings", "click"):
        (bait / f"{name}.py").write_text(code, encoding="utf-8")
    words = {name: str(bait / "run") for name in PROGRAMS} | {name: str(bait) for name in PLACES}
    words |= {name: str(bait / name.lower()) for name in FILES} | {name: str(bait / "rc") for name in BEGINNINGS}
    return words | WORDS | {"PATH": str(bait), "PYTHONPATH": str(bait), "LD_LIBRARY_PATH": str(bait)}


def looks(place: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its size and the time of its last change."""
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in place.rglob("*")}


def test_no_variable_chooses_anything(house: Path, tmp_path: Path) -> None:
    """All of them hostile at once: the desk opens, on this database, with nothing run and nothing written for them.

    Each variable has a bait of its own, so one start proves what one start for each would.
    """
    words = trap(tmp_path)
    assert len(words) >= 40
    before = looks(tmp_path)
    with Terminal(program=["/bin/sh", *line(house)], environment=words) as terminal:
        sits(terminal)
        assert "desk 1" in terminal.lines[0]
        assert max(map(len, terminal.lines)) <= 80
        pid = terminal.process.pid
        came = dict(word.split("=", 1) for word in Path(f"/proc/{pid}/environ").read_text().split("\0") if word)
        files = {os.path.realpath(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
        terminal.press("f6")
        terminal.wait_for("The day ")
        terminal.press("esc", "ctrl+q")
        assert terminal.wait_for_end() == 0
        assert terminal.restored
    assert came == environment.believed(words)
    databases = {path for path in files if ".db" in Path(path).name}
    assert databases and {os.path.dirname(path) for path in databases} == {str(house.resolve() / "data")}, files
    assert looks(tmp_path) == before
    assert not (tmp_path / "ran").exists()


def test_the_bait_bites_a_program_that_believes_its_environment(tmp_path: Path) -> None:
    """Else the test above would prove nothing: one word of the same environment, and the bait is run."""
    words = trap(tmp_path)
    (tmp_path / "bait" / "encodings.py").unlink()  # an interpreter that takes this one does not even start
    subprocess.run([sys.executable, "-c", "pass"], env={"PYTHONPATH": words["PYTHONPATH"]}, check=True)
    assert (tmp_path / "ran").exists()
    (tmp_path / "ran").unlink()
    subprocess.run(["/bin/sh", "-c", "python"], env={"PATH": words["PATH"]}, check=True)
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(("name", "text"), [("TERM", "dumb"), ("TERM", "")])
def test_without_a_terminal_it_says_so(house: Path, name: str, text: str) -> None:
    with Terminal(program=["/bin/sh", *line(house)], environment={name: text}) as terminal:
        assert terminal.wait_for_end() == 2
        assert "TERM" in terminal.text
        assert b"\x1b" not in terminal.raw


def test_without_the_launcher_the_program_believes_no_more(house: Path, tmp_path: Path) -> None:
    """Started by hand in a hostile environment of the program's own words: the same desk, and nothing written."""
    kept = ("TEXTUAL", "FRONTDESK_", "XDG_", "COLUMNS", "LINES", "EDITOR", "BROWSER", "HOME", "TMPDIR")
    words = {name: text for name, text in trap(tmp_path).items() if name.startswith(kept)}
    before = looks(tmp_path)
    program = [sys.executable, "-I", "-m", "frontdesk", "kiosk", "--folder", str(house), *line(house)[1:]]
    with Terminal(program=program, environment=words) as terminal:
        sits(terminal)
        assert "desk 1" in terminal.lines[0]
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert looks(tmp_path) == before


def test_no_key_starts_a_program_or_makes_a_file(house: Path, tmp_path: Path) -> None:
    """Every key of the keyboard, on the start, in a conversation, on the day and over each of their questions.

    Under strace: the shell, env and the interpreter are started, and after that nothing is; what is opened to be
    written is the business's own database and the terminal.
    """
    if shutil.which("strace") is None or not _may_trace():
        warnings.warn("nobody watched the kiosk's system calls: strace is not here, or may not look", stacklevel=1)
        pytest.skip("strace is not here, or may not look")
    log = tmp_path / "calls"
    calls = "execve,execveat,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
    tracer = ["strace", "-f", "-qq", "-s", "512", "--seccomp-bpf", "-e", f"trace={calls}", "-o", str(log)]
    with Terminal(program=[*tracer, "/bin/sh", *line(house)]) as terminal:
        sits(terminal)
        started = log.read_text(encoding="utf-8", errors="replace").count("execve(")
        for place in ("start", "conversation", "day"):
            _go(terminal, place)
            for key in _every_key():
                terminal.send(key)
                terminal.read(0.02)
            terminal.settle()
            _back(terminal)
        terminal.send("/etc/passwd.csv\r")
        terminal.settle()
        _back(terminal)
        terminal.press("ctrl+q")
        terminal.wait_for_end()
    text = log.read_text(encoding="utf-8", errors="replace")
    ran = re.findall(r'execve(?:at)?\("([^"]*)".*= 0', text)
    assert [Path(each).name for each in ran] == ["sh", "env", Path(sys.executable).name], ran
    assert text.count("execve(") == started
    written = {match["path"] for match in OPENS_TO_WRITE.finditer(text)}
    own = tuple(str(house.resolve() / name) for name in ("data", "backups"))  # what the program keeps by itself
    assert {path for path in written if not path.startswith((*own, "/dev/"))} == set()
    made = [found["what"] for found in map(MAKES.match, text.splitlines()) if found]
    assert [what for what in made if not any(place in what for place in own)] == []
    assert not (house / "sheets").exists() and not (house / "exports").exists() and not (house / "drafts").exists()


def _may_trace() -> bool:
    done = subprocess.run(["strace", "-f", "--seccomp-bpf", "-o", os.devnull, "true"], capture_output=True, check=False)
    return done.returncode == 0


def _every_key() -> list[str]:
    """Each as a terminal sends it; ctrl+q last of all is left out, and Escape closes what the one before opened."""
    controls = [chr(code) for code in range(1, 32) if code not in (0x11, 0x1B)]
    sequences = [f"\x1bO{letter}" for letter in "PQRS"] + [f"\x1b[{number}~" for number in range(1, 35)]
    sequences += [f"\x1b[1;{how}{letter}" for how in range(2, 9) for letter in "ABCDPQRSHF"]
    alts = [f"\x1b{letter}" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"]
    single = [each for key in (*LATIN, *CYRILLIC) for each in (key, "\x1b")]
    return [*sequences, "\x1b", *alts, "\x1b", *(each for key in controls for each in (key, "\x1b")), *single]


def _go(terminal: Terminal, place: str) -> None:
    _back(terminal)
    if place == "conversation":
        terminal.send("berzina")
        terminal.wait_for("▸ Kristīne Bērziņa")
        terminal.press("enter")
        terminal.wait_for("F9")
    elif place == "day":
        terminal.press("f6")
        terminal.wait_for("The day ")


def _back(terminal: Terminal) -> None:
    """Out of whatever is open, to the empty search, as somebody does who is lost."""
    for _time in range(12):
        terminal.press("enter" if "sits here" in terminal.text else "esc")  # a key hid the desk
        terminal.press("f2")
        terminal.settle()
        if "Find" in terminal.text and "F9" not in terminal.text.splitlines()[-1]:
            return
    raise AssertionError(f"no way back in {PATIENCE_SECONDS} s:\n{terminal.text}")
