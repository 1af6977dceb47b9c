"""Help: every command has an example and says what it takes, and looking at it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from frontdesk import __version__
from frontdesk.cli.frame import TEXT, Argument, Command, Group, Option
from frontdesk.cli.main import root
from frontdesk.cli.manual import manual
from frontdesk.ground import language

HEAVY = ("textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "yaml", "babel", "sqlite3", "pysqlite3")


def _all(group: Group = root, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, Group):
            yield from _all(command, (*path, name))


COMMANDS = dict(_all())


def _loaded_by(*arguments: str) -> set[str]:
    """The heavy packages that `frontdesk ARGUMENTS` imports, in a process of its own."""
    program = (
        "import sys\n"
        "from frontdesk.cli.main import run\n"
        f"code = run({list(arguments)!r})\n"
        f"print('LOADED', *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)\n"
        "raise SystemExit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split("LOADED", 1)[1].split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("give", "--help"), ("paths",)])
def test_looking_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert _loaded_by(*arguments) == set()


def test_check_and_decide_load_neither_the_screen_nor_the_database(tmp_path: Path) -> None:
    """They run in editors and pipelines: only the guidelines and the decision may be loaded."""
    folder = tmp_path / "hotel"
    done = subprocess.run(
        [sys.executable, "-m", "frontdesk", "init", str(folder), "--pack", "hotel"],
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    forbidden = {"textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "sqlite3", "pysqlite3"}
    assert not _loaded_by("check", str(folder / "guidelines.yaml")) & forbidden
    questions = tmp_path / "questions.jsonl"
    questions.write_text("")
    assert not _loaded_by("decide", str(questions), "--folder", str(folder)) & forbidden


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_an_example_that_names_it(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert isinstance(command, (Command, Group))
    assert command.examples
    assert all(example.line.startswith("frontdesk " + " ".join(path)) for example in command.examples)
    assert all(example.does for example in command.examples)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_example_is_taken_by_the_parser(path: tuple[str, ...]) -> None:
    """A pasted example never ends in a usage error."""
    import shlex

    command = COMMANDS[path]
    assert isinstance(command, (Command, Group))
    for example in command.examples:
        words = shlex.split(example.line, comments=True)[1:]
        for stop in ("<", ">", ">>", "|"):
            words = words[: words.index(stop)] if stop in words else words
        words = [word if word != "questions.jsonl" else "-" for word in words]
        context = click.Context(root, info_name="frontdesk")
        current: click.Command = root
        while isinstance(current, Group) and words:
            name, found, words = current.resolve_command(context, words)
            assert found is not None and name is not None
            current, context = found, click.Context(found, parent=context, info_name=name)
        if not isinstance(current, Group):
            current.make_context(str(current.name), list(words))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_and_argument_says_what_it_is(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    for each in command.params:
        if isinstance(each, Argument):
            assert each.told
        else:
            assert isinstance(each, Option) and each.help, each.name


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_no_text_enters_unchecked(path: tuple[str, ...]) -> None:
    """Plain click strings would take what the terminal could not decode."""
    for each in COMMANDS[path].params:
        assert not isinstance(each.type, type(click.STRING)) or each.type is TEXT


def test_help_is_answered_by_both_names(cli) -> None:
    for path in COMMANDS:
        short, long = cli(*path, "-h"), cli(*path, "--help")
        assert short.code == 0 and short.out == long.out
        assert "Examples:" in short.out and f"Usage: frontdesk {' '.join(path)}" in short.out


def test_the_list_of_commands_says_what_the_commands_say(cli) -> None:
    listed = cli("--help").out
    for path, command in COMMANDS.items():
        if len(path) == 1:
            assert f"  {path[0]}" in listed
            assert command.help


def test_the_version_is_data(cli) -> None:
    answer = cli("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"frontdesk {__version__}\n", "")


def test_the_page_of_commands_is_the_commands_help() -> None:
    page = Path(__file__).parents[2] / "docs" / "commands.md"
    language.use("en")
    assert page.read_text(encoding="utf-8") == manual(), "run: python -m frontdesk.cli.manual > docs/commands.md"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["chekc"], "check"), (["customer"], "customers"), (["staff", "ad"], "add"), (["hera"], "hear")],
)
def test_a_slip_in_a_command_is_answered_with_what_was_meant(cli, typed: list[str], meant: str) -> None:
    answer = cli(*typed)
    assert answer.code == 2 and answer.out == ""
    assert f"Did you mean {meant}" in answer.err.replace(" or ", "? Did you mean ")


def test_a_slip_in_an_option_is_answered_with_what_was_meant(cli) -> None:
    answer = cli("check", "--stirct")
    assert answer.code == 2 and "--strict" in answer.err and "frontdesk check --help" in answer.err


def test_a_missing_value_is_named(cli) -> None:
    answer = cli("give", "some-conversation")
    assert answer.code == 2 and "GESTURE is missing." in answer.err


def test_completion_offers_commands(cli) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_FRONTDESK_COMPLETE" in cli("completion", shell).out


def test_service_loads_neither_the_screen_nor_the_orm(hotel: Path) -> None:
    """The conversation speaks to the driver directly: a script that gives a hundred times pays for no ORM."""
    place = ("--folder", str(hotel), "--staff", "Anna")
    for line in (("customers", "find", "berzina", "--json"), ("start", "--name", "x"), ("day",)):
        assert not _loaded_by(*place, *line) & {"textual", "rich", "sqlmodel", "sqlalchemy", "alembic"}
