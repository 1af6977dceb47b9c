"""The telephone without a screen: rings, who takes them and what becomes of them, as scripts of an exchange say it."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from cli_driving import AtDesk, Runner
from hypothesis import given
from hypothesis import strategies as any_of

from a_desk import Clock, make_desk
from frontdesk.cli.manual import JSON_KEYS
from frontdesk.cli.ring_lines import read_line
from frontdesk.desk.customers import cards
from frontdesk.desk.opening import open_desk
from frontdesk.ground.errors import BadInput


@pytest.fixture
def hotel(tmp_path: Path) -> Path:
    """A hotel with Anna, who works there, Ilze, who leads, and one customer."""
    (tmp_path / "hotel").mkdir(mode=0o700)
    desk = make_desk(tmp_path / "hotel")
    cards.new_customer(desk, "Kristīne Bērziņa", phone="+371 26 123 456")
    desk.store.close()
    return desk.folder


def keys(name: str) -> set[str]:
    """The documented keys."""
    return set(JSON_KEYS[name].split())


def test_a_ring_names_the_caller_and_needs_nobody_signed_in(cli: Runner, hotel: Path) -> None:
    rung = cli("ring", "0037126123456", "--desk", "1", "--line", "101", "--folder", hotel, "--json")
    assert rung.code == 0, rung
    found = rung.json
    assert set(found) == keys("ring") and set(found["customers"][0]) == keys("… customers (of ring, calls)")
    assert [each["name"] for each in found["customers"]] == ["Kristīne Bērziņa"]
    assert (found["number"], found["desk"], found["line"], found["state"]) == ("0037126123456", "1", "101", "rings")
    again = cli("ring", "+37126123456", "--desk", "desk 1", "--folder", hotel, "--json").json
    assert again["again"] and again["call"] == found["call"]
    said = cli("ring", "sip:+37129000111@pbx", "--folder", hotel)
    assert said.code == 0 and "somebody unknown" in said.out
    assert cli("ring", "", "--folder", hotel, "--json").json["number"] is None
    listed = cli("calls", "--folder", hotel, "--json").json
    assert set(listed) == keys("calls") and set(listed["ringing"][0]) == keys("… ringing")
    assert len(listed["ringing"]) == 3 and listed["missed"] == []


def test_what_is_no_number_is_one_sentence_and_exit_2(cli: Runner, hotel: Path) -> None:
    for bad in ("hello", "9" * 10_000, "\x1b]0;x\x07", "1; reboot"):
        refused = cli("ring", bad, "--folder", hotel)
        assert refused.code == 2 and refused.out == "" and len(refused.err) < 300, refused
        assert "\x1b" not in refused.err
    assert cli("ring", "+37126123456", "--ended", "--folder", hotel).code == 2
    assert cli("ring", "+37126123456", "--ended", "--answered", "--folder", hotel).code == 2


def test_a_call_is_taken_ended_reached_and_let_go_by_commands(anna: AtDesk, ilze: AtDesk) -> None:
    call = anna("ring", "+37126123456", "--json").json["call"]
    taken = anna("calls", "--take", call, "--json").json
    assert set(taken) == keys("calls --take, --reached, --let-go")
    assert anna("show", taken["conversation"], "--json").json["customer"] == anna.customer("berzina")
    before = ilze("calls", "--take", call, "--json", code=1).json
    assert set(before) == keys("calls --take, --reached, --let-go, when somebody else has it")
    assert before["by"] == "Anna"
    for number, act in (("1111111", ("--reached",)), ("2222222", ("--why", "a wrong number", "--let-go"))):
        missed = anna("ring", number, "--json").json["call"]
        anna("ring", missed, "--ended")
        (line,) = anna("calls", "--json").json["missed"]
        assert line["call"] == missed and set(line) == keys("… missed (of calls); called (of day, handover)")
        assert set(anna("calls", *act, missed, "--json").json) == keys("calls --take, --reached, --let-go")
        assert anna("calls", "--json").json == {"ringing": [], "missed": []}
    anna("ring", "3333333", "--answered", code=2)
    anna("ring", "3333333")
    anna("ring", "3333333", "--answered", "--desk", "2")
    anna("ring", "3333333", "--ended")
    assert anna("calls", "--json").json["missed"] == []


def test_the_file_in_the_folder_takes_no_effect_by_a_ring(cli: Runner, hotel: Path) -> None:
    def in_force() -> int | None:
        desk = open_desk(hotel, staff=None, clock=Clock(), take_file=False)
        desk.store.close()
        return desk.in_force_number

    file, before = hotel / "guidelines.yaml", in_force()
    file.write_text(file.read_text(encoding="utf-8").replace("8.00", "9.00"), encoding="utf-8")
    assert cli("ring", "+37126123456", "--folder", hotel).code == 0
    assert in_force() == before
    assert cli("customers", "find", "berzina", "--folder", hotel).code == 0
    assert in_force() != before  # another command takes it


@given(any_of.binary(max_size=1200))
def test_any_line_is_understood_or_refused_in_words(raw: bytes) -> None:
    with suppress(BadInput):
        read_line(raw)


def test_what_the_documents_tell_an_exchange_to_say_is_understood() -> None:
    text = (Path(__file__).parents[2] / "docs" / "telephone.md").read_text(encoding="utf-8")
    for name, value in (("${CALLER}", "+37126123456"), ("${FILTER(0-9,${EXTEN})}", "101"), ("$1", "+37126123456")):
        text = text.replace(name, value)
    lines = re.findall(r"echo ['\"]?([^'\">]+?)['\"]? >", text) + re.findall(r'^\{"number.*\}$', text, re.MULTILINE)
    assert len(lines) == 7, lines
    for line in lines:
        said = read_line(line.encode())
        assert said is not None and (said.number in ("+37126123456", "anonymous")), line
        assert said.desk in ("", "1", "desk 1") and said.line in ("", "101"), line
