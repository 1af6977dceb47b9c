"""Handing over, erasing and forgetting at the command line."""

from __future__ import annotations

import stat
from pathlib import Path

from cli_driving import AtDesk

from frontdesk.cli.manual import JSON_KEYS
from frontdesk.ground.errors import USAGE


def documented(title: str) -> set[str]:
    return set(JSON_KEYS[title].split())


def test_somebody_is_handed_over_and_erased(anna: AtDesk, ilze: AtDesk) -> None:
    customer, name = anna.customer("berzina"), str(anna("customers", "find", "berzina", "--json").json[0]["name"])
    assert "leads" in anna("customers", "export", customer, code=USAGE).err

    files = [Path(line) for line in ilze("customers", "export", customer).out.splitlines()]
    assert [path.suffix for path in files] == [".json", ".txt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((anna.folder / "exports").stat().st_mode) == 0o700
    assert name in files[0].read_text(encoding="utf-8")
    assert name in ilze("customers", "export", customer, "--text").out
    found = ilze("customers", "export", customer, "--json").json
    assert found["frontdesk_export"] == 1
    assert found.keys() == documented("customers export (privacy.md says more)")
    assert [row["name"] for row in found["tables"]["customers"]] == [name]
    elsewhere = ilze("customers", "export", customer, "--text", "--output", anna.folder / "for-them").out
    assert [path.name for path in (anna.folder / "for-them").iterdir()] == [Path(elsewhere.strip()).name]

    talk = anna.started()
    looked = ilze("customers", "erase", customer, "--dry-run").out
    assert all(said in looked for said in (name, f"{files[1]} goes", "is yours", talk))
    form = ilze("customers", "erase", customer, "--dry-run", "--json").json
    assert form.keys() == documented("customers erase --dry-run")
    assert form["open"][0].keys() == documented("… open (of customers erase)")
    assert form["files"][0].keys() == documented("… files (of customers erase)")
    blocked = ilze("customers", "erase", customer, "--yes", code=USAGE).err
    assert talk in blocked
    assert "--end" in blocked
    assert "--yes" in ilze("customers", "erase", customer, "--end", code=USAGE).err, "nobody is there to be asked"
    anna("customers", "show", customer)

    assert "1 file of your own" in ilze("customers", "erase", customer, "--yes", "--end").err
    assert not any(path.exists() for path in files)
    assert "was erased on" in anna("customers", "show", customer, code=USAGE).err
    again = ilze("customers", "erase", customer, "--yes", "--json").json
    assert again.keys() == documented("customers erase")
    assert again["left"] == ""
    assert "before" in ilze("customers", "erase", customer, "--yes").err
    ilze("customers", "erase", "--finish")
    assert name.encode() not in b"".join(path.read_bytes() for path in (anna.folder / "data").iterdir())


def test_a_second_card_that_would_stay_is_named_before_somebody_is_erased(ilze: AtDesk) -> None:
    file = ilze.folder / "two.csv"
    file.write_text("key,name,phone\nA1,Zita Divkarte,+371 29 111 222\nA2,Zita Divkarte,29111222\n", encoding="utf-8")
    ilze("customers", "import", file, "--yes")
    one, other = (str(each["id"]) for each in ilze("customers", "find", "divkarte", "--json").json)
    looked = ilze("customers", "erase", one, "--dry-run").out
    assert f"frontdesk customers merge {one} {other}" in looked
    form = ilze("customers", "erase", one, "--dry-run", "--json").json
    assert form["same"][0].keys() == documented("… same (of customers erase)")
    assert [each["customer"] for each in form["same"]] == [other]


def test_what_is_asked_wrongly_is_answered(ilze: AtDesk) -> None:
    for arguments, says in (
        (("erase",), "Nobody was named"),
        (("erase", "nobody", "--yes"), "no customer nobody"),
        (("export", "nobody"), "no customer nobody"),
        (("forget",), "how long anything is kept"),
    ):
        assert says in ilze("customers", *arguments, code=USAGE).err


def test_forgetting_counts_before_it_does(ilze: AtDesk) -> None:
    file = ilze.folder / "guidelines.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nprivacy:\n  keep: {calls: 90 days}\n", encoding="utf-8")
    assert ilze("customers", "forget", "--dry-run").out.startswith("Would be forgotten: 0 customers, ")
    done = ilze("customers", "forget", "--json").json
    assert done == dict.fromkeys(documented("customers forget"), 0) | {"dry_run": False, "left": ""}
