"""What a kiosk believes and whom, and that the program has no way to a command: read off the source and the shell."""

from __future__ import annotations

import ast
import base64
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from a_desk import make_desk
from frontdesk.cli import kiosk_recipe
from frontdesk.cli.coming_in import Arrival, arrival, user_by_sudo
from frontdesk.cli.kiosk import own_business
from frontdesk.cli.kiosk_recipe import Place, authorized_line
from frontdesk.desk.people import pins, ssh_keys
from frontdesk.desk.people.leading import MustLead
from frontdesk.ground import environment
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound
from source import calls, modules, named, nodes, together

SHELLS_OWN = {"PWD", "OLDPWD", "SHLVL", "_"}  # a shell makes these up by itself

HOSTILE: tuple[dict[str, str], ...] = (
    {},
    {"TERM": "xterm-256color", "LANG": "lv_LV.UTF-8", "COLORTERM": "truecolor", "NO_COLOR": "yes"},
    {"TERM": "dumb", "LANG": "", "LC_ALL": "C"},
    {"TERM": "../../etc/passwd", "LANG": "$(id)", "LC_ALL": "a b", "COLORTERM": "`id`"},
    {"TERM": "xterm|id", "LANG": "x" * 33, "LC_CTYPE": "ru_RU.UTF-8@x", "LC_MESSAGES": "x" * 32},
    {"TERM": "*", "LANG": "*", "LC_ALL": "/etc/*", "LC_PAPER": "lv_LV"},
    {"SUDO_USER": "anna", "SUDO_UID": "1000", "SUDO_COMMAND": "x", "SUDO_GID": "0"},
    {"SUDO_USER": "an na", "SUDO_UID": "0;id"},
    {"FRONTDESK_FOLDER": "/", "FRONTDESK_STAFF": "Ilze", "PYTHONPATH": "/", "TEXTUAL_LOG": "/x", "HOME": "/x"},
    {"LANG": "en_US.UTF-8\nX=1", "TERM": "xterm\n", "LC_ALL": "ü"},
)


@pytest.mark.parametrize("words", HOSTILE)
def test_the_launchers_shell_believes_what_the_program_believes(tmp_path: Path, words: dict[str, str]) -> None:
    """One list, two readers: what comes through the launcher is what `environment.believed` keeps."""
    stub = tmp_path / "python"
    stub.write_text("#!/bin/sh\nexec cat /proc/self/environ\n", encoding="utf-8")
    stub.chmod(0o755)
    launcher = tmp_path / "kiosk"
    launcher.write_text(kiosk_recipe.launcher(Place(tmp_path / "it's", stub)), encoding="utf-8")
    done = subprocess.run(["/bin/sh", str(launcher)], env=words, capture_output=True, check=True)
    came = dict(word.split("=", 1) for word in done.stdout.decode().split("\0") if word)
    assert {name: text for name, text in came.items() if name not in SHELLS_OWN} == environment.believed(words)
    assert done.stderr == b""


def test_the_launcher_starts_this_folder_and_no_other(tmp_path: Path) -> None:
    """A folder with a quote in its name, and what stands on the launcher's own line after it."""
    stub = tmp_path / "python"
    stub.write_text('#!/bin/sh\nfor each in "$@"; do echo "$each"; done\n', encoding="utf-8")
    stub.chmod(0o755)
    launcher = tmp_path / "kiosk"
    place = Place(tmp_path / "o'neil $HOME", stub, desk="till 2")
    launcher.write_text(kiosk_recipe.launcher(place), encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", str(launcher), "--key", "a b"], env={}, capture_output=True, text=True, check=True
    )
    wanted = ["-I", "-B", "-X", "utf8", "-m", "frontdesk", "kiosk", "--folder", str(place.folder), "--desk", "till 2"]
    assert done.stdout.splitlines() == [*wanted, "--key", "a b"]


def test_narrowing_leaves_only_what_is_believed() -> None:
    words = {name: "x" for name in ("FRONTDESK_DESK", "EDITOR", "COLUMNS")} | {"TERM": "xterm", "PATH": "/evil"}
    environment.narrow(words)
    assert words == {"TERM": "xterm", "PATH": environment.COMMAND_PATH, "LANG": environment.USUAL_LANGUAGE}


# --- who came in -------------------------------------------------------------------------------------------------


def test_the_environment_alone_names_nobody() -> None:
    """SUDO_USER written by anybody: the process that started this one is neither sudo nor that user."""
    own = os.getuid()
    for name, number in (("daemon", "1"), ("root", "0"), ("daemon", "2"), ("nobody", "x"), ("", "1"), ("x", "9" * 30)):
        if own != 0 and number == "0":
            continue  # a parent of root's would be sudo itself
        assert user_by_sudo({"SUDO_USER": name, "SUDO_UID": number}) == ""
    assert arrival({"SUDO_USER": "daemon", "SUDO_UID": "1"}, None) == Arrival()


def test_a_key_is_a_fingerprint() -> None:
    key = "SHA256:" + "aB3/+" * 8 + "xyz"
    assert arrival({}, key) == Arrival(fingerprint=key)
    for wrong in ("", "SHA256:", key + "=", key + "\n", "MD5:00", "' OR 1=1", key.lower()):
        with pytest.raises(BadInput, match="fingerprint"):
            arrival({}, wrong)


def ed25519(seed: int) -> str:
    """A public key as `ssh-keygen` writes it."""
    parts = (b"ssh-ed25519", bytes([seed]) * 32)
    data = b"".join(len(part).to_bytes(4) + part for part in parts)
    return f"ssh-ed25519 {base64.b64encode(data).decode()} somebody@home"


def rsa(bits: int) -> str:
    """The same, of another kind and of so many bits."""
    number = (1 << (bits - 1)).to_bytes(bits // 8 + 1)
    data = b"".join(len(part).to_bytes(4) + part for part in (b"ssh-rsa", b"\1\0\1", number))
    return f"ssh-rsa {base64.b64encode(data).decode()}"


def test_keys_are_kept_as_one_persons_and_taken_away(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    first = ssh_keys.add(desk, "Anna", ed25519(1))
    assert ssh_keys.add(desk, "anna", ed25519(1)) == first
    assert first.public_key.split() == ed25519(1).split()[:2]
    second = ssh_keys.add(desk, "Janis", rsa(3072))
    assert ssh_keys.listed(desk) == (first, second)
    with pytest.raises(BadInput, match="Anna"):
        ssh_keys.add(desk, "Janis", ed25519(1))
    with pytest.raises(NotFound, match="no such key"):
        ssh_keys.remove(desk, "Janis", first.fingerprint)
    ssh_keys.remove(desk, "Anna", first.fingerprint)
    assert ssh_keys.listed(desk, "Anna") == ()
    assert ssh_keys.add(desk, "Janis", ed25519(1)).name == "Janis"
    assert {each.name for each in ssh_keys.listed(desk)} == {"Janis"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no public SSH key"),
        ("ssh-ed25519", "no public SSH key"),
        ("ssh-ed25519 AAAA", "no public SSH key"),
        ("ssh-ed25519 not/base64!", "no public SSH key"),
        (ed25519(1).replace("ssh-ed25519 ", "ssh-rsa "), "no public SSH key"),
        ("ssh-dss AAAAB3NzaC1kc3M=", "no public SSH key"),
        ('command="sh" ' + ed25519(1), "no public SSH key"),
        (rsa(1024), "too short"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "private half"),
    ],
)
def test_what_is_no_key_is_named(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        ssh_keys.as_public_key(text)


def test_once_a_lead_has_a_code_only_a_lead_gives_keys(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    pins.set_pin(desk, "Ilze", "482913")
    with pytest.raises(MustLead):
        ssh_keys.add(desk, "Anna", ed25519(2))
    assert ssh_keys.listed(desk) == ()


def test_a_name_cannot_break_out_of_its_line() -> None:
    line = authorized_line("SHA256:x", "ssh-ed25519 AAAA", 'A"\nssh-rsa evil\r\tB')
    assert "\n" not in line and "\r" not in line
    assert line.startswith('restrict,pty,command="/opt/frontdesk/bin/kiosk --key SHA256:x" ssh-ed25519 AAAA A"')


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not here")
def test_fingerprints_are_those_of_ssh(tmp_path: Path) -> None:
    file = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", str(file)], check=True)
    public = (tmp_path / "key.pub").read_text(encoding="utf-8")
    shown = subprocess.run(["ssh-keygen", "-lf", str(file)], capture_output=True, text=True, check=True).stdout
    assert ssh_keys.fingerprint_of(ssh_keys.as_public_key(public)) == shown.split()[1]


# --- whose folder ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of this kind are not known here")
@pytest.mark.parametrize(
    ("path", "mode"),
    [("house", 0o750), ("house", 0o705), ("house/data", 0o701), ("house/data/frontdesk.db", 0o640), (".", 0o777)],
)
def test_a_folder_that_others_can_get_at_is_refused(tmp_path: Path, path: str, mode: int) -> None:
    """With the line that closes it; closed, it is taken."""
    house = tmp_path / "house"
    house.mkdir()
    make_desk(house).store.close()
    for each in (house, house / "data"):
        each.chmod(0o700)
    assert own_business(house) == house.resolve()
    (tmp_path / path).chmod(mode)
    with pytest.raises(Misconfigured, match="Other users") as refused:
        own_business(house)
    assert "chmod" in refused.value.remedy
    (tmp_path / path).chmod(0o700)
    assert own_business(house) == house.resolve()


# --- no way to a command (T10) -----------------------------------------------------------------------------------

FORBIDDEN_MODULES = frozenset(
    [
        "subprocess",
        "webbrowser",
        "pty",
        "pexpect",
        "runpy",
        "code",
        "codeop",
        "pickle",
        "marshal",
        "shelve",
        "ctypes",
        "imp",
        "multiprocessing",
        "popen2",
        "commands",
        "antigravity",
        "pdb",
        "socketserver",
        "xmlrpc",
        "ftplib",
        "telnetlib",
        "smtplib",
    ]
)
FORBIDDEN_CALLS = re.compile(
    r"^(eval|exec|compile|__import__|breakpoint|input"
    r"|os\.(system|popen|exec\w+|spawn\w+|posix_spawnp?|fork|forkpty|startfile)"
    r"|(importlib\.)?import_module|asyncio\.create_subprocess\w+|.*\.open_url|.*\.suspend"
    r"|.*\.(deliver_\w+|save_screenshot))$"
)
BESIDE = "desk/imports/reading_beside.py"
ALLOWED = {
    ("cli/frame.py", "import_module"): "a command's module, by its name in the catalogue, which is a constant",
    (BESIDE, "subprocess"): "this program itself, to read a large file beside; at a kiosk no file is read",
    (BESIDE, "pickle"): "what that process is to do, written by the one that started it",
    (BESIDE, "marshal"): "what that process read, back through its own pipe",
}
FORBIDDEN_WIDGETS = frozenset({"DirectoryTree", "Markdown", "MarkdownViewer", "Link"})


@together
def test_no_module_can_start_a_program_or_run_a_text() -> None:
    """The whole source is read: what could is not imported, not called, or stands in a short list with its reason."""
    found: set[tuple[str, str]] = set()
    for path in modules():
        where = named(path)
        for node in nodes(path):
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0]}
                if where.startswith("ui/"):
                    found |= {(where, alias.name) for alias in node.names if alias.name in FORBIDDEN_WIDGETS}
            else:
                names = set()
            found |= {(where, name) for name in names & FORBIDDEN_MODULES}
        found |= {(where, called) for called, _call in calls(path) if FORBIDDEN_CALLS.match(called)}
    assert found == set(ALLOWED), found ^ set(ALLOWED)


@together
def test_files_are_only_looked_at_where_a_kiosk_is_asked_first() -> None:
    """Both screens of an import are opened in one place, behind `dropped.allowed`."""
    openers = set()
    for path in modules("ui"):
        if any(called in {"ImportScreen", "ImportChoiceScreen"} for called, _call in calls(path)):
            openers.add(path.name)
    assert openers == {"importing_choose.py"}


def test_the_program_can_print_its_recipes(tmp_path: Path) -> None:
    """Each is a whole file; the launcher is one that the shell understands."""
    for name in kiosk_recipe.RECIPES:
        line = [sys.executable, "-m", "frontdesk", "kiosk", "--folder", str(tmp_path), "--recipe", name]
        done = subprocess.run(line, capture_output=True, text=True, check=True)
        place = Place(tmp_path, Path(sys.executable))
        assert done.stdout == kiosk_recipe.RECIPES[name](place)
        if name == "launcher":
            subprocess.run(["/bin/sh", "-n"], input=done.stdout, text=True, check=True)
