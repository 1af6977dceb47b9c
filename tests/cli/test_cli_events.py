"""`frontdesk event`: a mass event from opening to closing without a screen."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from cli_driving import AtDesk, own_environment

from frontdesk.cli.manual import JSON_KEYS

NAME = "No hot water"


@pytest.fixture
def event(ilze: AtDesk) -> str:
    """An outage in which both stays are; its id."""
    opened = ilze(
        *("event", "open", NAME, "--cause", "The boiler stopped at six", "--gesture", "free_drink"),
        *("--budget", "3", "--promise", "Hot water again", "--due", "4 hours", "--owner", "Anna", "--json"),
    )
    ilze("event", "add", NAME, "--order", "O1", "--order", "O2")
    return str(opened.json["event"])


def test_an_event_from_opening_to_closing(ilze: AtDesk, anna: AtDesk, event: str) -> None:
    again = ilze("event", "add", NAME, "--order", "O1", "--serial", "S-7", "--json").json
    assert (again["new"], again["already"], again["event"]["members"], again["event"]["unnamed"]) == (1, 1, 3, 1)
    given = anna("event", "give", NAME, "O1", "--json").json
    assert (given["outcome"], given["amount"], given["already"]) == ("yes", "8.00", False)
    assert anna("event", "give", event, "O1", "--json").json["entry"] == given["entry"]
    blocked = anna("event", "give", NAME, "O2", code=4)
    assert "The budget of No hot water: 2.00 of 3.00 used." in blocked.err
    assert "Free drink 8.00" in blocked.err
    assert (
        "reached · thanks us · promise kept" in anna("event", "called", NAME, "O1", "--note", "thanks us", "--kept").out
    )
    assert anna("event", "called", NAME, "O2", "--left-word", "--json").json["call"] == "left_word"
    (line,) = anna("event", "list", "--json").json
    assert (line["reached"], line["left_word"], line["given"], line["left"]) == (1, 1, 1, "1.00")
    day = anna("day", "--json").json
    assert (day["given"], day["entries"], day["blocks"]) == ([], [], 0)
    assert "1 x Free drink" in anna("day").out
    closed = ilze("event", "close", NAME)
    assert "2 promises stay open." in closed.out
    assert ilze("event", "add", NAME, "--order", "O1", code=2).err.startswith(f"{NAME} is closed.")


def test_the_call_list_is_a_page_a_table_and_json(ilze: AtDesk, event: str) -> None:
    page = ilze("event", "calls", NAME).out
    assert max(len(line) for line in page.splitlines()) <= 80
    assert "+371 26 123 456" in page
    assert "Promised to each: Hot water again" in page
    ilze("event", "called", NAME, "O1")
    rows = list(csv.DictReader(io.StringIO(ilze("event", "calls", NAME, "--left", "--csv").out)))
    assert [(row["what"], row["name"]) for row in rows] == [("O2", "Оксана Коваленко")]
    assert rows[0]["phone"] == "'+380 50 765 43 21"
    assert {each["what"]: each["call"] for each in ilze("event", "calls", event, "--json").json} == {
        "O1": "reached",
        "O2": "",
    }


def test_what_a_file_names_wrongly_is_said_with_its_row_and_the_rest_is_taken(ilze: AtDesk, event: str) -> None:
    table = ilze.folder / "more.csv"
    table.write_text("customer,order,serial\nK3,,\n,O9,\n,,S-1\n", encoding="utf-8")
    added = ilze("event", "add", NAME, "--file", table, code=1)
    assert "2 new, 0 already there." in added.out
    assert "Row 3 was not taken: No order “O9” is known" in added.err
    assert ilze("event", "add", NAME, "--batch", "B-9", "--json", code=1).json["refused"][0]["what"] == "B-9"


def test_the_card_and_the_conversation_show_what_is_owed(ilze: AtDesk, anna: AtDesk, event: str) -> None:
    card = anna("customers", "show", anna.customer("berzina"))
    assert "⚑ No hot water · The boiler stopped at six · O1 · owed: Free drink" in card.out
    alert = anna("customers", "show", anna.customer("berzina"), "--json").json["alerts"][0]
    assert (alert["event"], alert["what"], alert["gesture"]) == (event, "O1", "free_drink")
    talk = anna.started()
    assert anna("event", "give", NAME, "O1", "--conversation", talk, code=4).err.startswith("Nothing was given yet.")
    anna("hear", talk)
    anna("event", "give", NAME, "O1", "--conversation", talk, "--kept")
    shown = anna("show", talk, "--json").json
    assert [each["gesture"] for each in shown["given"]] == ["free_drink"]


def test_anna_who_has_the_lowest_role_opens_none(anna: AtDesk) -> None:
    refused = anna(
        "event", "open", NAME, "--cause", "x", "--promise", "y", "--due", "4 hours", "--gesture", "free_drink", code=2
    )
    assert "A mass event is led by: lead." in refused.err
    assert anna("event", "show", NAME, code=2).err.startswith(f"There is no mass event {NAME}.")


def test_another_budget_and_another_owner(ilze: AtDesk, event: str) -> None:
    assert "2 more of mass events" in ilze("promises", "list").err
    assert ilze("event", "budget", NAME, "50", "--json").json["left"] == "50.00"
    assert ilze("event", "budget", NAME, "none", "--json").json["budget"] is None
    assert ilze("event", "owner", NAME, "Ilze", "--json").json["owner"] == "Ilze"
    ilze("event", "owner", NAME, "Anna", "--reason", "late shift")
    assert {each["owner"] for each in ilze("event", "calls", NAME, "--json").json} == {"Anna"}
    assert f'{NAME} needs another owner: frontdesk event owner "{NAME}"' in ilze("staff", "leave", "Anna").err
    assert ilze("event", "add", NAME, "--serial", "S", code=2).err.startswith("Anna owned this event")
    assert not ilze("event", "owner", NAME, "Ilze", "--json").json["overdue"]


def test_adding_shows_how_far_it_is_on_a_terminal_and_nowhere_else(ilze: AtDesk, event: str) -> None:
    """Progress goes to stderr when it is a terminal; what is asked for stays clean."""
    table = ilze.folder / "many.csv"
    table.write_text("serial\n" + "".join(f"S-{number}\n" for number in range(1200)), encoding="utf-8")
    line = [sys.executable, "-m", "frontdesk", "--folder", str(ilze.folder), "--staff", "Ilze"]
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*line, "event", "add", NAME, "--file", str(table), "--json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env=own_environment() | {"XDG_STATE_HOME": str(ilze.folder / "state")},
        timeout=300,
        check=False,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert done.returncode == 0
    assert b"500 of 1200" in shown
    assert b'"new": 1200' in done.stdout
    quiet = ilze("event", "add", NAME, "--file", Path(table))
    assert quiet.err == ""


def test_json_of_events_has_the_documented_keys(ilze: AtDesk, anna: AtDesk, event: str) -> None:
    added = ilze("event", "add", NAME, "--serial", "S-7", "--batch", "B-9", "--json", code=1).json
    line, call = "event open, show, budget, owner; list (each of the list)", "event calls (each of the list), called"
    seen = [
        (line, ilze("event", "open", "Lift", "--cause", "x", "--promise", "y", "--due", "4 hours", "--json").json),
        (line, anna("event", "show", NAME, "--json").json),
        (line, ilze("event", "budget", NAME, "50", "--json").json),
        (line, ilze("event", "owner", NAME, "Ilze", "--json").json),
        (line, anna("event", "list", "--json").json[0]),
        (line, added["event"]),
        ("event add", added),
        ("… refused (of event add)", added["refused"][0]),
        (call, anna("event", "calls", NAME, "--json").json[0]),
        (call, anna("event", "called", NAME, "O1", "--json").json),
        ("… alerts (of a card)", anna("customers", "show", anna.customer("berzina"), "--json").json["alerts"][0]),
        ("give, when given", anna("event", "give", NAME, "O1", "--json").json),
        ("event close", ilze("event", "close", NAME, "--json").json),
    ]
    assert [(title, set(form)) for title, form in seen] == [(title, set(JSON_KEYS[title].split())) for title, _ in seen]
