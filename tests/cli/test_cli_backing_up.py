"""What `backup`, `restore` and `doctor` print for scripts has the keys that the documents name."""

from __future__ import annotations

from pathlib import Path

from frontdesk.cli.manual import JSON_KEYS


def keys(title: str) -> set[str]:
    return set(JSON_KEYS[title].split())


def test_what_scripts_read_of_backups_has_every_documented_key(cli, hotel) -> None:
    at = ("--folder", hotel)
    made = cli(*at, "backup", "--json").json
    assert set(made) == keys("backup; backup --list (each of the list)")
    assert set(cli(*at, "backup", "--list", "--json").json[0]) == set(made)
    name = Path(made["path"]).name
    assert set(cli(*at, "restore", name, "--dry-run", "--json").json) == keys("restore --dry-run")
    restored = cli(*at, "restore", name, "--yes", "--json").json
    assert set(restored) == keys("restore --dry-run") | keys("restore, besides")


def test_what_the_doctor_says_has_every_documented_key(cli, hotel) -> None:
    assert {frozenset(each) for each in cli("--folder", hotel, "doctor", "--json").json} == {
        frozenset(keys("doctor (each of the list)"))
    }


def test_where_no_backup_could_be_made_the_exit_code_says_so(cli, hotel: Path, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for where in (hotel / "guidelines.yaml", hotel / "guidelines.yaml" / "below", loop):
        answer = cli("--folder", hotel, "backup", "--to", where, "--json")
        assert answer.code == 3, answer
        assert answer.out == ""
        assert str(where) in answer.err
        assert "--to" in answer.err
