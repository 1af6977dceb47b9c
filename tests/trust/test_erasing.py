"""Erasing somebody: no byte of them is left, and every sum stands as it stood."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import relating
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.privacy import privacy, privacy_files
from frontdesk.desk.promises import promising
from frontdesk.desk.trust import backing_up, restoring
from frontdesk.ground.errors import BadInput, NotFound, StoreUnavailable
from frontdesk.store import cleaning, customers, driver, entry_words, erased_list, groups, triggers, usage
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import reading, writing

NAME, PHONE, EMAIL, CARD = "Zoja Щербакова", "+371 2916 4455", "zoja.s@example.org", "LC-7788-4411"
REQUEST, WISH, REASON = "The radiator hisses like a kettle", "A quiet corner room", "slept two hours by her own count"
SECRETS = (
    *(NAME, "Щербаков", "shcherbakov", "scherbak", "Zoja", "zoja", PHONE, "29164455", "55446192", EMAIL, CARD),
    *("lc77884411", REQUEST, WISH, REASON, "feather", "hisses", "quiet corner", "carry the bags", "slept two"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, Clock())
    yield made
    made.store.close()


def known(desk: Desk) -> Guest:
    """Somebody with a card, a stay, a conversation, gestures, one taken back, and promises that are kept."""
    guest = make_guest(desk, NAME)
    with writing(desk.store) as connection:
        card = customers.get(connection, guest.customer)
        assert card is not None
        customers.update(
            connection,
            [replace(card, phone=PHONE, email=EMAIL, card_number=CARD, facts={"company": "Zoja & Co"})],
            desk.now(),
        )
        connection.execute('UPDATE orders SET facts_json = \'{"order.night_price":"180.00","note":"feather"}\'')
    talk = talking.start(desk, customer_id=guest.customer, request=REQUEST)
    talking.hear(desk, talk.id)
    talking.wish(desk, talk.id, WISH)
    given(desk, talk.id, "drink", reason=REASON)
    giving.take_back(desk, given(desk, talk.id, "drink").entry_id, REASON)
    given(desk, talk.id, "part_of_bill", "60", reason=REASON)
    promise = promising.promise(desk, talk.id, "Anna will carry the bags of Zoja down", desk.now() + timedelta(hours=2))
    promising.keep(desk, promise.id)
    talking.cause(desk, talk.id, "radiator of 412")
    talking.write(desk, talk.id, now="Zoja has tea", next="carry the bags")
    talking.close(desk, talk.id, nothing_owed=True)
    return guest


def residue(folder: Path) -> dict[str, list[str]]:
    """Every file of the folder with the secrets that its bytes hold, in the encodings that the program writes."""
    found: dict[str, list[str]] = {}
    for place, _folders, names in os.walk(folder):
        for name in names:
            data = (Path(place) / name).read_bytes()
            held = [each for each in SECRETS if any(each.encode(code) in data for code in ("utf-8", "utf-16-le"))]
            if held:
                found[name] = held
    return found


def test_no_byte_of_an_erased_person_is_left(desk: Desk) -> None:
    guest = known(desk)
    lead, other = as_lead(desk), make_guest(desk, "Eva Kalna")
    household = relating.make(desk, guest.customer, groups.HOUSEHOLD, f"{NAME} and Eva")
    relating.join(desk, other.customer, household.id)
    relating.join_company(desk, guest.customer, "Zoja Wines", "orders for them")
    (desk.folder / "sheets").mkdir()
    (desk.folder / "sheets" / "handover.txt").write_text(f"412 {NAME}: {REQUEST}", encoding="utf-8")
    refused = desk.folder / "guests.refused.csv"
    refused.write_text(f"name;phone\nEva Kalna;1\n{NAME};x\n", encoding="utf-8")
    assert "frontdesk.db" in "".join(residue(desk.folder)), "the search finds what is there"
    done = privacy.erase(lead, guest.customer)
    assert done.left == ""
    assert {each.path.name: each.what for each in done.files} == {
        "handover.txt": "removed",
        "guests.refused.csv": "rewritten",
    }
    assert residue(desk.folder) == {}
    (left,) = relating.of_customer(desk, other.customer)
    assert (left.id, left.name, left.members) == (household.id, "Eva Kalna", ()), "a household is who is left in it"
    assert refused.read_text(encoding="utf-8").splitlines() == ["name;phone", "Eva Kalna;1"]
    desk.store.close()
    assert residue(desk.folder) == {}
    assert guest.customer in (desk.folder / "data" / "erased.txt").read_text(encoding="utf-8")


def test_a_file_of_any_length_and_a_workbook_are_looked_into(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy_files, "BYTES_AT_ONCE", 1000)
    guest, end = known(desk), f"{NAME}\n"
    (desk.folder / "exports").mkdir()
    for number in range(10):  # the name stands across the end of a piece, wherever that is, in two ways of writing
        text = "x" * (985 + number) + "\n" + end
        (desk.folder / "exports" / f"all-{number}.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
        (desk.folder / "exports" / f"all-{number}.txt").write_bytes(text.encode("utf-16"))
    (desk.folder / "exports" / "cyrillic.csv").write_bytes(("y" * 5000 + " Щербакова\n" + PHONE).encode("cp1251"))
    (desk.folder / "exports" / "others.csv").write_text("z" * 5000, encoding="utf-8")
    with zipfile.ZipFile(desk.folder / "guests.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'a ' * 900}</t></si><si><t>{NAME}</t></si></sst>")
    (desk.folder / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing else")
    done = privacy.erase(as_lead(desk), guest.customer)
    assert [path.name for path in (desk.folder / "exports").iterdir()] == ["others.csv"]
    assert [each.path.name for each in done.files if each.what == "yours"] == ["guests.xlsx"]


def test_days_and_counters_stand_as_they_stood(desk: Desk) -> None:
    guest = known(desk)
    other = make_guest(desk, "Eva Kalna")
    given(desk, heard(desk, other), "drink", reason="waited")
    before = leading.day(desk)
    with reading(desk.store) as connection:
        counted = usage.stored(connection)
        lines = connection.execute("SELECT * FROM entries ORDER BY seq").fetchall()
    privacy.erase(as_lead(desk), guest.customer)
    after = leading.day(desk)
    assert (after.given, after.budgets, after.hours) == (before.given, before.budgets, before.hours)
    assert [line.id for line in after.kept] == [line.id for line in before.kept]
    with reading(desk.store) as connection:
        assert usage.stored(connection) == counted == usage.recount(connection, desk.days())
        assert connection.execute("SELECT * FROM entries ORDER BY seq").fetchall() == lines
        assert entry_words.changed(connection) == (), "what is left is as it was written"
        assert triggers.differing(connection) == ()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_is_open_is_named_and_ended_when_told(desk: Desk) -> None:
    guest = known(desk)
    lead = as_lead(desk)
    talk = talking.start(desk, customer_id=guest.customer, request="Where is my bag")
    talking.hear(desk, talk.id)
    promise = promising.promise(desk, talk.id, "Find the bag", desk.now() + timedelta(hours=3))
    with pytest.raises(BadInput) as caught:
        privacy.erase(lead, guest.customer)
    assert talk.id in caught.value.sentence
    assert promise.id in caught.value.sentence
    assert "--end" in caught.value.remedy
    assert {each.kind for each in privacy.preview(lead, guest.customer).open} == {"conversation", "promise"}
    privacy.erase(lead, guest.customer, end=True)
    with reading(desk.store) as connection:
        assert connection.execute(
            "SELECT count(*) FROM promises WHERE kept_at IS NULL AND withdrawn_at IS NULL"
        ).fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM conversations WHERE closed_at IS NULL").fetchone() == (0,)
    assert residue(desk.folder) == {}


def test_only_who_leads_erases_and_nobody_is_erased_by_guessing(desk: Desk) -> None:
    guest = known(desk)
    with pytest.raises(BadInput, match="leads"):
        privacy.erase(desk, guest.customer)
    with pytest.raises(NotFound):
        privacy.erase(as_lead(desk), "nobody")


def test_the_second_time_says_that_it_was_done(desk: Desk) -> None:
    guest = known(desk)
    first = privacy.erase(as_lead(desk), guest.customer)
    again = privacy.erase(as_lead(desk), guest.customer)
    assert again.already
    with pytest.raises(NotFound, match="was erased on Sat 21 Nov 2026"):
        talking.start(desk, customer_id=guest.customer)
    assert again.at == first.at


@pytest.mark.skipif(
    driver.journal_for(driver.library()[1]) != "wal", reason="without WAL a reader keeps every writer out"
)
def test_a_desk_that_reads_meanwhile_keeps_bytes_only_until_it_is_done(desk: Desk) -> None:
    guest = known(desk)
    other = at_another_desk(desk)
    with reading(other.store) as connection:
        connection.execute("SELECT count(*) FROM customers").fetchone()
        store = open_store(desk.store.path, busy_ms=100)
        done = privacy.erase(replace(as_lead(desk), store=store), guest.customer)
        assert "--finish" in done.left
    with reading(store) as connection:
        assert cleaning.waiting(connection) == 1
    assert privacy.finish(as_lead(desk), desk.now()) == ""
    assert residue(desk.folder) == {}
    store.close()


def test_a_backup_that_is_put_back_forgets_again(desk: Desk) -> None:
    guest = known(desk)
    desk.store.close()
    path = desk.folder / "data" / "frontdesk.db"
    backup = path.read_bytes()
    lead = opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock)
    privacy.erase(lead, guest.customer)
    lead.store.close()
    path.write_bytes(backup)
    assert residue(desk.folder)
    again = opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock)
    assert residue(desk.folder) == {}
    with reading(again.store) as connection:
        assert connection.execute("SELECT count(*) FROM erasures").fetchone() == (1,)
    assert erased_list.replay(again.store, desk.now()) == 0
    again.store.close()


def test_a_list_that_the_disk_did_not_take_is_written_the_second_time(desk: Desk) -> None:
    """Else a backup that is put back later would bring back somebody of whom it was said twice that they are gone."""
    guest, lead = known(desk), as_lead(desk)
    backup = backing_up.make(desk).path
    names = desk.folder / "data" / "erased.txt"
    names.mkdir()
    with pytest.raises(StoreUnavailable):
        privacy.erase(lead, guest.customer)
    names.rmdir()
    assert privacy.erase(lead, guest.customer).already
    assert guest.customer in names.read_text(encoding="utf-8")
    names.unlink()  # and whatever becomes of the list, the database that is there knows it as well
    desk.store.close()
    with restoring.made_ready(desk.store.path, backup, desk.clock, only_look=False) as ready:
        assert ready.put().forgotten_again == 1
    assert "frontdesk.db" not in residue(desk.folder)


def test_lists_of_two_places_are_held_against_a_backup_line_by_line(desk: Desk) -> None:
    """As many lines as the backup knows erasures, and the last of them known, may still be somebody else's."""
    guest, others = known(desk), [make_guest(desk, name) for name in ("Eva Kalna", "Ina Tresa")]
    names = desk.folder / "data" / "erased.txt"
    for each in others:
        privacy.erase(as_lead(desk), each.customer)
    backup = backing_up.make(desk).path
    names.write_text(f"{guest.customer} 2026-11-21 asked\n{others[0].customer} 2026-11-21 asked\n", encoding="utf-8")
    desk.store.close()
    desk.store.path.unlink()  # another machine: only the backup and the lists came with it
    with restoring.made_ready(desk.store.path, backup, desk.clock, only_look=False) as ready:
        assert ready.put().forgotten_again == 1
    assert "frontdesk.db" not in residue(desk.folder)


def test_a_large_file_is_searched_and_written_anew_only_when_something_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "QUICK_BYTES_MAX", 1000)
    lead = as_lead(desk)
    first, second = known(desk), make_guest(desk, "Ilmārs Nekur")
    assert privacy.erase(lead, second.customer).left == "", "what was removed was overwritten where it stood"
    assert b"Nekur" not in desk.store.path.read_bytes()
    with desk.store.borrowed() as connection:
        connection.execute("PRAGMA secure_delete=0").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    done = privacy.erase(lead, first.customer)
    if residue(desk.folder):  # what older versions left in gaps
        assert "--finish" in done.left
    assert privacy.finish(lead, desk.now(), large=True) == ""
    assert residue(desk.folder) == {}


def test_conversations_without_a_card_are_named_and_go_when_told(desk: Desk) -> None:
    guest = known(desk)
    lead = as_lead(desk)
    walk_in = talking.start(desk, name=NAME, request=REQUEST).id
    other = heard(desk, make_guest(desk, "Eva Kalna"))
    assert privacy.preview(lead, guest.customer).perhaps == (walk_in,)
    assert privacy.preview(lead, guest.customer, (walk_in,)).perhaps == ()
    with pytest.raises(BadInput, match="another card"):
        privacy.erase(lead, guest.customer, talks=(other,))
    with pytest.raises(NotFound):
        privacy.erase(lead, guest.customer, talks=("nothing",))
    desk.store.close()
    path = desk.folder / "data" / "frontdesk.db"
    backup = path.read_bytes()
    again = opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock)
    privacy.erase(again, guest.customer, end=True)
    assert residue(desk.folder), "the conversation without a card is still there"
    privacy.erase(again, guest.customer, talks=(walk_in,), end=True)
    assert residue(desk.folder) == {}
    again.store.close()
    path.write_bytes(backup)
    opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock).store.close()
    assert residue(desk.folder) == {}


def test_a_name_that_a_counter_is_kept_by_becomes_a_sign_unless_somebody_else_has_it(tmp_path: Path) -> None:
    text = GUIDELINES.replace("per: staff, within: day", "per: [company, place], within: day")
    desk = make_desk(tmp_path / "hotel", Clock(), text)
    alone, also, other = make_guest(desk), make_guest(desk, "Eva Kalna"), make_guest(desk, "Ilmārs Ozols")
    with writing(desk.store) as connection:
        for guest, company in ((alone, r"Zoja\|Co Ltd"), (also, "Kalna Ltd"), (other, "Kalna Ltd")):
            connection.execute(
                "UPDATE customers SET facts_json = ? WHERE id = ?", (json.dumps({"company": company}), guest.customer)
            )
    taken = {}
    for guest in (alone, also, other):
        talk = heard(desk, guest)
        given(desk, talk, "drink", reason=REASON)
        taken[guest.customer] = given(desk, talk, "drink").entry_id
        talking.close(desk, talk, nothing_owed=True)
    with reading(desk.store) as connection:
        before = usage.stored(connection)
    lead = as_lead(desk)
    privacy.erase(lead, alone.customer)
    privacy.erase(lead, also.customer)
    with reading(desk.store) as connection:
        after = usage.stored(connection)
        assert after == usage.recount(connection, desk.days())
    assert sorted(map(str, after.values())) == sorted(map(str, before.values())), "what is used is as it was"
    kept = {key.scope for key in after if "|412" in key.scope}
    assert "Kalna Ltd|412" in kept, "another guest works there, too"
    assert not any("Zoja" in scope for scope in kept)
    giving.take_back(lead, taken[alone.customer], "a mistake")
    with reading(desk.store) as connection:
        assert usage.stored(connection) == usage.recount(connection, desk.days())
    assert b"Co Ltd" not in b"".join(path.read_bytes() for path in (desk.folder / "data").iterdir())
    desk.store.close()


def test_a_list_that_cannot_be_used_is_named_and_nonsense_in_it_erases_nobody(desk: Desk) -> None:
    guest = known(desk)
    path = desk.folder / "data" / "erased.txt"
    path.write_bytes(b"\xff\xfe nonsense\n" + guest.customer.encode() + b" 2026-11-2")
    assert erased_list.replay(desk.store, desk.now()) == 0
    line = erased_list.Line("0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10", "2026-11-21", "asked")
    erased_list.add(desk.store, [line])
    assert str(line) in path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreUnavailable, match=r"erased\.txt"):
        opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock)
    path.rmdir()
    opening.open_desk(desk.folder, staff="Ilze", clock=desk.clock).store.close()
    with reading(desk.store) as connection:
        assert connection.execute("SELECT count(*) FROM erasures").fetchone() == (0,)
