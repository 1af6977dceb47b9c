"""What `docs/commands.md` says of every command holds: no option is passed over in silence, instants are the site's."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from cli_driving import AtDesk

from frontdesk.cli.main import root
from frontdesk.cli.manual import JSON_KEYS
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import sessions
from frontdesk.ground.errors import USAGE
from frontdesk.ground.ids import new_id


def test_finishing_erasures_is_said_alone_and_answers_a_script_as_json(ilze: AtDesk) -> None:
    customer = ilze.customer("berzina")
    for arguments in ((customer,), (customer, "--yes"), ("--dry-run",), ("--end",), ("--conversation", "x")):
        refused = ilze("customers", "erase", "--finish", *arguments, code=USAGE)
        assert refused.out == ""
        assert "frontdesk customers erase --finish" in refused.err
    assert ilze("customers", "show", customer, "--json").json["id"] == customer
    finished = ilze("customers", "erase", "--finish", "--json").json
    assert finished.keys() == set(JSON_KEYS["customers erase --finish"].split())
    assert finished["left"] == ""


def test_a_script_that_forgot_to_say_yes_is_not_told_of_an_erasure(ilze: AtDesk) -> None:
    customer = ilze.customer("berzina")
    refused = ilze("customers", "erase", customer, "--json", code=USAGE)
    assert refused.out == ""
    assert "--dry-run" in refused.err
    assert "--yes" in refused.err
    assert ilze("customers", "show", customer, "--json").json["id"] == customer


def test_taking_an_import_back_is_never_about_the_file_that_stands_beside_it(ilze: AtDesk, tmp_path: Path) -> None:
    """The last import may be another file: whoever names one would lose what they did not mean."""
    (last := tmp_path / "last.csv").write_text("name,phone\nZita Zed,+37126999999\n", encoding="utf-8")
    ilze("customers", "import", last, "--yes")
    for more in ((tmp_path / "earlier.csv",), ("--encoding", "cp1257"), ("--by-number",), ("--bring-back", "2")):
        refused = ilze("customers", "import", "--undo", "--yes", *more, code=USAGE)
        assert refused.out == ""
        assert "frontdesk customers imports" in refused.err
    assert ilze("customers", "imports", "--json").json[0]["undone_at"] is None
    ilze("customers", "import", "--undo", "--yes")
    assert ilze("customers", "imports", "--json").json[0]["undone_at"] is not None


def test_two_people_are_kept_and_answered_as_json(ilze: AtDesk) -> None:
    one, other = ilze.customer("berzina"), ilze.customer("smith")
    kept = ilze("customers", "duplicates", one, "--two-people", other, "--json").json
    assert kept == {"customer": one, "two_people": other}
    assert kept.keys() == set(JSON_KEYS["customers duplicates --two-people"].split())


@pytest.mark.parametrize("sheet", ["lineup", "handover", "day"])
def test_a_sheet_as_json_goes_into_the_file_that_was_named(ilze: AtDesk, tmp_path: Path, sheet: str) -> None:
    file = tmp_path / "sheet.json"
    assert ilze(sheet, "--json", "--out", file).out == ""
    assert json.loads(file.read_text(encoding="utf-8")).keys() == ilze(sheet, "--json").json.keys()
    assert "--out" in ilze(sheet, "--json", "--force", code=USAGE).err


@pytest.mark.parametrize(
    "line",
    [
        ("customers", "export", "{customer}", "--json", "--text"),
        ("customers", "export", "{customer}", "--json", "--text", "--output", "{folder}"),
        ("event", "calls", "nothing", "--json", "--csv"),
        ("event", "add", "nothing", "--serial", "S-1", "--encoding", "cp1257"),
        ("idea", "answer", "{idea}", "yes", "--text", "good", "--on", "2026-12-15"),
        ("calls", "--why", "wrong number"),
        ("calls", "--reached", "x", "--customer", "{customer}"),
        ("calls", "--take", "x", "--why", "wrong number"),
        ("backup", "--list", "--to", "{folder}"),
    ],
    ids=" ".join,
)
def test_what_does_not_go_together_is_said(ilze: AtDesk, tmp_path: Path, line: tuple[str, ...]) -> None:
    folder = tmp_path / "elsewhere"
    words = {"{customer}": ilze.customer("berzina"), "{folder}": str(folder)}
    if "{idea}" in line:
        words["{idea}"] = str(ilze("idea", "propose", "more drinks", "--json").json["id"])
    refused = ilze(*(words.get(word, word) for word in line), code=USAGE)
    assert refused.out == ""
    assert len(refused.err.splitlines()) == 2, "a sentence and a remedy"
    assert "There is no" not in refused.err
    assert not folder.exists()


def test_instants_are_told_on_the_clock_of_the_site(ilze: AtDesk, tmp_path: Path) -> None:
    """The hotel is in Riga, wherever the machine stands."""
    (file := tmp_path / "one.csv").write_text("name,phone\nZita Zed,+37126999999\n", encoding="utf-8")
    ilze("customers", "import", file, "--yes")
    ilze("backup")
    undone = ilze("customers", "import", "--undo", "--yes", "--json").json
    backup = ilze("backup", "--list", "--json").json[0]
    erased = ilze("customers", "erase", ilze.customer("smith"), "--yes", "--json").json
    told = [
        *(undone[name] for name in ("at", "undone_at")),
        *(backup[name] for name in ("made_at", "proven_at")),
        ilze("day", "--json").json["backup_at"],
        ilze("head", "--json").json["made_at"],
        ilze("clock", "--json").json["now"],
        erased["erased_at"],
    ]
    for instant in told:
        at = datetime.fromisoformat(instant)
        assert at.utcoffset() == at.astimezone(ZoneInfo("Europe/Riga")).utcoffset(), instant
    assert ilze("backup", "--list").out.startswith(f"{datetime.fromisoformat(backup['made_at']):%Y-%m-%d %H:%M}")


def _with_json(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The commands that answer as JSON, as they are typed."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _with_json(found, (*path, name))
    elif any(each.name == "as_json" for each in command.params):
        yield " ".join(path)


def test_what_every_command_answers_as_json_is_documented() -> None:
    """A title names its commands: `customers import, orders import`, `promises show, move, reassign`, `lead answer`."""
    said = [re.split(r"[ ,;()]+", title) for title in JSON_KEYS]
    for command in _with_json(root):
        words = set(command.split())
        assert any(words <= set(title) for title in said) or any(command.split()[-1] in title for title in said), (
            command
        )


def test_what_the_people_the_proofs_and_the_places_answer_has_every_documented_key(ilze: AtDesk) -> None:
    key = base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + b"k" * 32).decode()
    ilze("staff", "unlock", "Anna")
    desk = open_desk(ilze.folder, staff="Anna", clock=lambda: datetime.now(UTC))
    sessions.begin(replace(desk, session_id=new_id()))
    desk.store.close()
    answers = {
        "staff user": ilze("staff", "user", "Anna", "anna", "--json").json,
        "staff authority": ilze("staff", "authority", "Anna", "--json").json,
        "staff ssh-key (each of the list)": ilze(
            "staff", "ssh-key", "Anna", "--add", f"ssh-ed25519 {key}", "--json"
        ).json[0],
        "staff sessions (each of the list)": ilze("staff", "sessions", "--json").json[0],
        "staff sign-ins (each of the list)": ilze("staff", "sign-ins", "--json").json[0],
        "verify": ilze("verify", "--json").json,
        "head (null where there is none)": ilze("head", "--json").json,
        "… findings (of verify)": ilze("verify", "--head", "lusab babad gutih tugad", "--json", code=1).json[
            "findings"
        ][0],
        "clock": ilze("clock", "--json").json,
        "paths": (places := ilze("paths", "--json").json),
        "… folder, guidelines, database, log (of paths)": places["log"],
    }
    assert {title: set(answer) for title, answer in answers.items()} == {
        title: set(JSON_KEYS[title].split()) for title in answers
    }
