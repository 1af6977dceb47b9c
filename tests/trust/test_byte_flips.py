"""A disk that turns bytes: whatever it hits, it is named or changes no total, and nobody reads a traceback."""

from __future__ import annotations

import os
import random
import re
import shutil
from pathlib import Path

import pytest
from tampering import path_of, worked_desk

from a_desk import Clock
from figures import TellFigures
from frontdesk.desk import opening
from frontdesk.desk.trust import heads, verifying
from frontdesk.ground.errors import StoreDamaged, StoreUnavailable
from frontdesk.store import usage
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

BACKUP = "frontdesk-2026-11-21.db"
SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = worked_desk(tmp_path_factory.mktemp("house"))
    heads.make(desk)
    return path_of(desk)


@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.tier_b)])
def test_a_byte_that_is_flipped_is_named_or_changes_no_total(
    closed: Path, tmp_path: Path, count: int, tell_figures: TellFigures
) -> None:
    """Each byte by itself, in a copy. The message names the newest backup wherever something is off."""
    whole, chance, totals = closed.read_bytes(), random.Random(f"{SEED} {count}"), totals_of(closed)
    copy = tmp_path / closed.name
    shutil.copy(closed.with_name("heads.txt"), tmp_path / "heads.txt")
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / BACKUP).write_bytes(b"")
    named = unharmed = 0
    written = [place for place, byte in enumerate(whole) if byte]
    places = set(chance.sample(written, count // 2))  # much of a small file is empty: half of them hold something
    places |= set(chance.sample([place for place in range(len(whole)) if place not in places], count - len(places)))
    for place in sorted(places):
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(data)
        proof = verifying.verify_file(copy)
        if proof.findings:
            named += 1
            assert BACKUP in proof.remedy, (place, proof)
        else:
            unharmed += 1
            assert totals_of(copy) == totals, f"byte {place} changed a total and nobody said so"
    assert named + unharmed == count
    tell_figures(f"seed {SEED}: {count} bytes flipped, each by itself: {named} named, {unharmed} changed no total")
    assert named


def test_a_rule_of_a_table_that_can_be_understood_no_more_is_damage(closed: Path, tmp_path: Path) -> None:
    """What SQLite says of it sounds like a slip in a statement of ours ("unknown function"), and is none."""
    whole, copy = closed.read_bytes(), tmp_path / "data" / closed.name
    copy.parent.mkdir()
    places = [each.start() + 2 for each in re.finditer(rb"\b(?:length|trim|coalesce|count|max)\(", whole)]
    assert len(places) > 20
    for place in places[:: max(1, len(places) // 20)]:
        data = bytearray(whole)
        data[place] ^= 2
        copy.write_bytes(data)
        assert verifying.verify_file(copy).findings, whole[place - 2 : place + 20]


def test_a_ledger_whose_columns_are_not_what_they_were_is_named(closed: Path, tmp_path: Path) -> None:
    """With one letter turned the number of a line is no key any more, and every column stands in another's place."""
    whole, copy = closed.read_bytes(), tmp_path / "data" / closed.name
    copy.parent.mkdir()
    turned = whole.replace(b"seq INTEGER NOT NULL", b"seq INTEGER NOD NULL")
    assert turned != whole
    copy.write_bytes(turned)
    assert verifying.verify_file(copy).findings
    (tmp_path / "guidelines.yaml").write_bytes((closed.parent.parent / "guidelines.yaml").read_bytes())
    with pytest.raises(StoreUnavailable):
        opening.open_desk(tmp_path, staff="Anna", clock=Clock())


def test_a_desk_whose_tables_are_damaged_says_so_when_it_opens(tmp_path: Path) -> None:
    desk = worked_desk(tmp_path / "house")
    path = path_of(desk)
    path.write_bytes(path.read_bytes().replace(b"name_length CHECK (length(", b"name_length CHECK (leneth("))
    with pytest.raises(StoreDamaged, match="is damaged; nothing more is written"):
        opening.open_desk(desk.folder, staff="Anna", clock=desk.clock)


def totals_of(path: Path) -> object:
    """What was given and taken back in sum, and every counter."""
    store = Store(path)
    try:
        with reading(store) as connection:
            sums = connection.execute(
                "SELECT kind, currency, count(*), sum(value_minor), sum(cost_minor) FROM entries GROUP BY 1, 2"
            ).fetchall()
            return sums, usage.stored(connection)
    except StoreUnavailable as error:
        return str(error)
    finally:
        store.close()
