"""A business that people come in to over SSH, as docs/deploy-ssh.md sets it up: a real sshd, real users, sudo.

Everything has a name of its own in each run and is taken away at the end: users, a group, one file for sudo, one
folder. The machine's own sshd is neither asked nor changed.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from driving import PATIENCE_SECONDS, Terminal, frontdesk

from frontdesk.cli import kiosk_recipe
from frontdesk.cli.kiosk_recipe import Place
from frontdesk.desk import opening
from frontdesk.desk.people import ssh_keys, staffing

SSHD = "/usr/sbin/sshd"
SUDO = "/usr/bin/sudo"
CLOSED = ["-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
CLOSED += ["-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"]
PEOPLE = {"a": "Zane Liepa", "b": "Oskars Krūms"}
FREE = "c"
"""A user who is not one of the people: everything is open to them, so that what is tried is known to work."""


def missing() -> str:
    """Why people cannot come in on this machine; "" when they can."""
    if not sys.platform.startswith("linux") or os.getuid() != 0:
        return "users of the machine can only be made by root, on Linux"
    for program in (SSHD, SUDO, "/usr/sbin/useradd", "/usr/bin/ssh"):
        if not Path(program).exists():
            return f"there is no {program} (openssh-server, sudo)"
    return "" if interpreter() else "no interpreter of this version can be reached by other users than root"


def interpreter() -> str:
    """A Python of this minor version that every user can start."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (os.path.realpath(sys.executable), f"/usr/local/bin/{version}", f"/usr/bin/{version}"):
        path = Path(candidate)
        if path.exists() and all(each.stat().st_mode & 0o005 == 0o005 for each in (path, *path.resolve().parents)):
            return candidate
    return ""


@dataclass
class House:
    """The business, its users and its sshd; `port` is on the loopback."""

    root: Path
    mark: str
    port: int = 0
    sshd: subprocess.Popen[bytes] | None = None
    made: list[str] = field(default_factory=list)

    @property
    def service(self) -> str:
        """The user who owns the files."""
        return f"fd{self.mark}s"

    @property
    def group(self) -> str:
        """The group of the people."""
        return f"fd{self.mark}g"

    def user(self, letter: str) -> str:
        """The machine's user of a person."""
        return f"fd{self.mark}{letter}"

    @property
    def folder(self) -> Path:
        """The business's folder."""
        return self.root / "home" / "desk"

    @property
    def trap(self) -> Path:
        """A folder that everybody may write into: whatever gets out of the desk could leave something here."""
        return self.root / "trap"

    @property
    def launcher(self) -> Path:
        """What sshd and sudo start."""
        return self.root / "bin" / "kiosk"

    @property
    def python(self) -> Path:
        """The interpreter of the installed program."""
        return self.root / "venv" / "bin" / "python"

    @property
    def sudoers(self) -> Path:
        """The rule of sudo."""
        return Path("/etc/sudoers.d") / f"frontdesk-test-{self.mark}"

    @property
    def place(self) -> Place:
        """As the recipes take it."""
        return Place(
            self.folder, self.python, str(self.launcher), self.service, group=self.group, keys=str(self.root / "keys")
        )

    # --- coming in ---------------------------------------------------------------------------------------------

    def ssh(self, letter: str, *arguments: str) -> list[str]:
        """The command by which that person comes in; `arguments` stand before the host."""
        where = ["-i", str(self.root / f"key-{letter}"), "-p", str(self.port)]
        return ["/usr/bin/ssh", *CLOSED, *where, *arguments, f"{self.user(letter)}@127.0.0.1"]

    def comes_in(self, letter: str, *arguments: str, **more: object) -> Terminal:
        """That person on a terminal of their own."""
        return Terminal(program=self.ssh(letter, "-tt", *arguments), **more)  # type: ignore[arg-type]

    def with_key(self, letter: str, **more: object) -> Terminal:
        """That person as the service's user, told by the key."""
        line = [each if "@" not in each else f"{self.service}@127.0.0.1" for each in self.ssh(letter, "-tt")]
        return Terminal(program=line, **more)  # type: ignore[arg-type]

    def tries(self, letter: str, *command: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """What somebody gets who asks for something else than the desk."""
        return subprocess.run(
            [*self.ssh(letter, *before), *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def runs_as(self, letter: str, *command: str) -> subprocess.CompletedProcess[str]:
        """What that user of the machine could do if they had a shell after all."""
        line = [SUDO, "-n", "-u", self.user(letter) if letter != "s" else self.service, *command]
        return subprocess.run(
            line, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )

    # --- building ----------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Users, the installed program, the business, sudo's rule, sshd."""
        self.root.chmod(0o755)
        self.trap.mkdir()
        self.trap.chmod(0o1777)
        self._make_users()
        self._install()
        self._make_business()
        self._let_sudo()
        self._start_sshd()

    def _make_users(self) -> None:
        _run("groupadd", self.group)
        self.made.append(self.group)
        people = ((self.user(each), ("-G", self.group)) for each in PEOPLE)
        for name, more in ((self.service, ()), (self.user(FREE), ()), *people):
            _run("useradd", "--no-create-home", "--home-dir", "/", "--shell", "/bin/sh", "-p", "*", *more, name)
            self.made.append(name)

    def _install(self) -> None:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        venv = self.root / "venv"
        (venv / "bin").mkdir(parents=True)
        (venv / "pyvenv.cfg").write_text(f"home = {Path(interpreter()).parent}\n", encoding="utf-8")
        self.python.symlink_to(interpreter())
        packages = Path(pytest.__file__).parent.parent
        target = venv / "lib" / version / "site-packages"
        leave = shutil.ignore_patterns("_frontdesk*", "__editable__*", "mypy*", "ruff*", "*.pth", "hypothesis*")
        shutil.copytree(packages, target, copy_function=_linked, ignore=leave)
        source = Path(sys.modules["frontdesk"].__file__ or "").parent
        shutil.copytree(source, target / "frontdesk", dirs_exist_ok=True)
        (self.root / "bin").mkdir()
        self.launcher.write_text(kiosk_recipe.launcher(self.place), encoding="utf-8")
        self.launcher.chmod(0o755)

    def _make_business(self) -> None:
        self.folder.parent.mkdir()
        frontdesk("demo", "--headless", folder=self.folder)
        keys = self.root / "keys"
        (keys / "keys").mkdir(parents=True)
        desk = opening.open_desk(self.folder, staff=None, clock=lambda: datetime.now(UTC))
        lines = []
        for letter in (*PEOPLE, FREE):
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.root / f"key-{letter}"))
            public = (self.root / f"key-{letter}.pub").read_text(encoding="utf-8")
            (keys / "keys" / self.user(letter)).write_text(public, encoding="utf-8")
            if letter == FREE:
                continue
            name = PEOPLE[letter]
            staffing.add(desk, name, "staff", os_user=self.user(letter))
            key = ssh_keys.add(desk, name, public)
            lines.append(
                kiosk_recipe.authorized_line(key.fingerprint, key.public_key, key.name, str(self.launcher)) + "\n"
            )
        desk.store.close()
        (keys / "authorized_keys").write_text("".join(lines), encoding="utf-8")
        _run("chown", "-R", f"{self.service}:", str(self.folder.parent))
        _run("chmod", "-R", "go=", str(self.folder.parent))

    def _let_sudo(self) -> None:
        rule = self.root / "sudoers"
        rule.write_text(kiosk_recipe.sudoers(self.place), encoding="utf-8")
        _run("visudo", "-c", "-q", "-f", str(rule))
        rule.chmod(0o440)
        shutil.copy2(rule, self.sudoers)

    def _start_sshd(self) -> None:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.root / "host"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        config = self.root / "sshd_config"
        head = [f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {self.root / 'host'}", "PidFile none"]
        head += ["UsePAM no", "StrictModes yes", "Subsystem sftp internal-sftp", "PasswordAuthentication no"]
        head += [f"AuthorizedKeysFile {self.root / 'keys' / 'keys'}/%u"]
        config.write_text("\n".join([*head, kiosk_recipe.sshd(self.place)]), encoding="utf-8")
        _run(SSHD, "-t", "-f", str(config))
        with (self.root / "sshd.log").open("wb") as log:
            self.sshd = subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=log, stdin=subprocess.DEVNULL)
        self._wait_for_sshd()

    def _wait_for_sshd(self) -> None:
        for _try in range(200):
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS) as line,
            ):
                if line.recv(4).startswith(b"SSH"):
                    return
            assert self.sshd is not None
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.sshd.wait(0.1)
                break
        raise AssertionError((self.root / "sshd.log").read_text(encoding="utf-8", errors="replace"))

    # --- taking away -------------------------------------------------------------------------------------------

    def take_away(self) -> None:
        """Nothing stays: processes of these users, the users, the rule, the folder."""
        if self.sshd is not None:
            self.sshd.terminate()
            self.sshd.wait()
        self.sudoers.unlink(missing_ok=True)
        for name in reversed(self.made):
            if name == self.group:
                subprocess.run(["groupdel", name], check=False, capture_output=True)
                continue
            for _turn in range(50):
                if not (running := processes_of(name)):
                    break
                for pid in running:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, 9)
            subprocess.run(["userdel", "--force", name], check=False, capture_output=True)
            subprocess.run(["groupdel", name], check=False, capture_output=True)
        shutil.rmtree(self.root, ignore_errors=True)


def processes_of(user: str) -> list[int]:
    """The processes that run as that user now, those that are over and not yet counted aside."""
    number = str(pwd.getpwnam(user).pw_uid)
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            fields = dict(line.split(":", 1) for line in status.read_text(errors="replace").splitlines() if ":" in line)
            if fields["Uid"].split()[0] == number and not fields["State"].strip().startswith("Z"):
                found.append(int(status.parent.name))
    return found


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


def open_house() -> Iterator[House]:
    """A house for as long as it is wanted; skipped, and said so, where this machine cannot have one."""
    if why := missing():
        warnings.warn(f"nobody came in over SSH: {why}", stacklevel=2)
        pytest.skip(why)
    house = House(Path(tempfile.mkdtemp(prefix="frontdesk-test-", dir="/var/lib")), os.urandom(3).hex())
    try:
        house.build()
        yield house
    finally:
        house.take_away()
