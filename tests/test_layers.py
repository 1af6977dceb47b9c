"""The rules of the house, read off the source: arrows, one commit, one text gate, one key registry, one clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from source import SOURCE, calls, modules, nodes, together

pytestmark = together

PURE = ("authority", "conversation")


@cache
def imported(path: Path) -> set[str]:
    """The top-level names of everything the module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_what_shares_something_costly_stays_together(request: pytest.FixtureRequest) -> None:
    """Where tests are spread over workers by their groups, they really are: pytest and pytest-xdist have fallen out
    over this in silence, and every worker made everything anew."""
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@source")


def test_arrows_point_down() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=SOURCE.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("textual", {"ui"}),
        ("rich", {"ui"}),
        ("sqlmodel", {"store"}),
        ("sqlalchemy", {"store"}),
        ("alembic", {"store"}),
        ("pysqlite3", {"store"}),
        ("sqlite3", {"store"}),
        ("yaml", {"guidelines"}),
        ("click", {"cli", "__main__"}),
    ],
)
def test_a_library_lives_in_its_room(library: str, rooms: set[str]) -> None:
    found = {
        path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for path in modules()
        if any(name == library or name.startswith(library + ".") for name in imported(path))
    }
    assert found <= rooms


@pytest.mark.parametrize("room", ["guidelines", "authority", "conversation", "ground"])
def test_a_quiet_room_loads_neither_screen_nor_database(room: str) -> None:
    names = [
        ".".join(("frontdesk", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        for path in modules(room)
    ]
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        "heavy = {'textual', 'rich', 'sqlmodel', 'sqlalchemy', 'sqlite3', 'pysqlite3', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_meaning_of_guidelines_needs_neither_yaml_nor_pydantic() -> None:
    program = (
        "import frontdesk.authority.decision, sys\nprint(sorted({'yaml', 'pydantic', 'babel'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_one_commit_in_the_program() -> None:
    places = []
    for path in modules():
        for name, node in calls(path):
            texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if name.split(".")[-1] == "commit" or any(text.strip().upper().startswith("COMMIT") for text in texts):
                places.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert len(places) == 1, places
    assert places[0].startswith("store/transaction.py")


def test_one_begin_of_a_write() -> None:
    places = [path for path in modules() if any("BEGIN IMMEDIATE" in text for text in texts_in_force(path))]
    assert [str(path.relative_to(SOURCE)) for path in places] == ["store/transaction.py"]


def texts_in_force(path: Path) -> Iterator[str]:
    """The texts of the module but its docstrings."""
    told = {
        id(node.body[0].value)
        for node in nodes(path)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_no_clock_in_the_pure_rooms() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {name}"
        for path in modules(*PURE)
        for name, node in calls(path)
        if name.split(".")[-1] in {"now", "today", "utcnow", "monotonic"} or name == "time.time"
    ]
    assert found == []


def test_the_wall_clock_is_read_in_the_composition_root_only() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in modules()
        for name, _node in calls(path)
        if name in {"datetime.now", "datetime.datetime.now", "date.today", "datetime.utcnow", "time.time"}
    }
    # The crash log stamps itself: the desk and its clock may be what broke.
    found -= {"ui/lifecycle.py"}
    assert all(place.startswith("cli/") for place in found), found


def test_one_text_gate() -> None:
    """Only `ground.text` normalises text: two gates would let different characters through."""
    found = {
        str(path.relative_to(SOURCE))
        for path in modules()
        for name, _node in calls(path)
        if name == "unicodedata.normalize"
    }
    assert found <= {"ground/text.py", "ground/folding.py"}


def test_one_key_registry() -> None:
    """Screens and widgets take their bindings from `ui.keys`; nobody writes a Binding of his own."""
    found = {
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in modules("ui")
        if path.name != "keys.py"
        for name, node in calls(path)
        if name.split(".")[-1] == "Binding"
    }
    assert found == set()


def test_nothing_in_the_program_starts_another_program() -> None:
    forbidden = {"subprocess", "pty", "webbrowser", "multiprocessing"}
    found = {str(path.relative_to(SOURCE)) for path in modules() if imported(path) & forbidden}
    # This program itself, to read a large file beside; tests/trust/test_kiosk.py looks closer and at more.
    assert found == {"desk/imports/reading_beside.py"}


def test_modules_stay_readable() -> None:
    """A module that outgrows its room has a room missing (the bound is generous on purpose)."""
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert long == {}


def test_every_ignore_says_why() -> None:
    silent = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ("# noqa" in line and "# noqa:" not in line) or ("# type: ignore" in line and "# type: ignore[" not in line)
    ]
    assert silent == []
