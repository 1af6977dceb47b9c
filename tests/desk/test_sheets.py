"""What is printed and handed on: the line-up, the hand-over, the page and the tables of the day, and their files."""

from __future__ import annotations

import csv
import io
import operator
import os
import re
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_guest
from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading, lining_up, printing
from frontdesk.desk.day.day_page import day_page
from frontdesk.desk.day.day_tables import COLUMNS, NAMED_COLUMNS, day_table
from frontdesk.desk.day.handover_sheet import handover_text
from frontdesk.desk.day.line_up_sheet import LINES, line_up_text
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas, storytelling
from frontdesk.desk.paper.markdown import plain, points, table
from frontdesk.desk.paper.paper import write_file
from frontdesk.desk.paper.tables import Column, as_text, csv_text
from frontdesk.desk.promises import handing_over, promising
from frontdesk.desk.rules import housing, publishing
from frontdesk.desk.rules.in_force import refreshed
from frontdesk.desk.trust import heads
from frontdesk.desk.views import Blocked
from frontdesk.ground.errors import BadInput
from frontdesk.ground.pages import width
from frontdesk.ground.text import clean_line, has_control
from frontdesk.store.transaction import writing

HOSTILE = "\x1b[2J\u202e=cmd|'/C calc'!A1 <script>alert(1)</script> [x](http://evil) | `rm` *a* \x07"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection is stopped."""

    def refused(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a sheet is made without a network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def printed(desk: Desk, *, names: bool = False, ahead: int = 0) -> str:
    line_up = lining_up.line_up(desk, desk.today() + timedelta(days=ahead))
    return on_paper(line_up_text(desk, line_up, names=names))


def on_paper(text: str) -> str:
    """The text, once it is sure that a printer can take it: 80 columns, and nothing that acts."""
    assert text.endswith("\n") and "\t" not in text
    for line in text.splitlines():
        assert width(line) <= 80, line
        assert not has_control(line) and line == line.rstrip()
    return text


def refused(desk: Desk) -> Blocked:
    answer = giving.open_gesture(desk, heard(desk, make_guest(desk)), "late_checkout")
    assert isinstance(answer, Blocked)
    return answer


# --- the line-up --------------------------------------------------------------------------------------------


def test_002_10_one_story_one_question_and_the_promises_of_the_day(desk: Desk, clock: Clock, no_network: None) -> None:
    guest = make_guest(desk)
    talk = heard(desk, guest)
    promising.promise(desk, talk, "Tell Kristīne about the pool", clock.at + timedelta(hours=2), "Janis")
    promising.promise(desk, talk, "alternatives for the pool", clock.at + timedelta(hours=10))
    promising.promise(desk, talk, "of next week", clock.at + timedelta(days=5))
    storytelling.tell(desk, talk, "rescued", "Thank you, says Kristīne Bērziņa, for my mother's birthday")
    ideas.propose(desk, "Why do we wait for the lead with a second drink?", gesture="drink")
    clock.forward(hours=3)
    page = printed(desk)
    assert len(page.splitlines()) <= LINES
    assert "A STORY · rescued" in page and "“Thank you, says (the customer), for my mother's birthday”" in page
    assert "Thank you: Anna" in page
    assert "Kristīne" not in page, "it is read aloud and may hang on a wall"
    assert "PROMISED · 2 promises, 1 overdue" in page and "of next week" not in page
    overdue, due = (page.index(words) for words in ("Tell (the customer) about", "alternatives for the pool"))
    assert overdue < due and "! since 16:00" in page
    assert "Why do we wait for the lead with a second drink?" in page and "idea of Anna" in page
    assert "Nothing has changed since" in page and "No limit stopped anybody." in page
    named = printed(desk, names=True)
    assert "Kristīne Bērziņa · Tell Kristīne about the pool" in " ".join(named.split())
    assert "says Kristīne Bērziņa" in named


def test_a_quiet_day_says_what_comes_next_in_each_place(desk: Desk, no_network: None) -> None:
    page = printed(desk)
    for words in ("No new story", "Nothing is owed", "Nobody asked anything new", "No limit stopped anybody"):
        assert words in page
    assert len(page.splitlines()) < 30 and "Left out" not in page


def test_a_story_is_told_by_the_line_up_of_one_day(desk: Desk, clock: Clock) -> None:
    for words in ("the older one", "the newer one"):
        storytelling.tell(desk, None, "foreseen", words)
        clock.forward(minutes=5)
    assert "the newer one" in printed(desk) and "the newer one" in printed(desk)
    assert "the older one" in printed(desk, ahead=1), "tomorrow's tells one that was not told yet"
    assert "the newer one" in printed(desk), "made again it is the same page"
    storytelling.tell(desk, None, "fixed", "the newest one")
    assert "the newer one" in printed(desk)
    clock.forward(hours=25)
    assert "No new story" in printed(desk), "it is made from the last 24 hours"


def test_what_is_new_in_the_guidelines_and_what_stopped_people_stand_on_it(desk: Desk, clock: Clock) -> None:
    clock.forward(days=2)
    housing.set_fact(desk, "house.occupancy", "99")
    for _each in range(3):
        refused(desk)
    draft = desk.folder / "draft.yaml"
    draft.write_text(GUIDELINES.replace("up_to: 4 times", "up_to: 6 times"), encoding="utf-8")
    publishing.publish(as_lead(desk), publishing.drafted(draft), note="Olena asked for it")
    page = " ".join(printed(refreshed(desk)).split())
    assert "Olena asked for it (Ilze)" in page
    assert "4 -> 6 times" in page
    assert "3 of 3 times · Late checkout" in page


def test_however_much_there_is_it_stays_one_page_and_says_what_is_left_out(desk: Desk, clock: Clock) -> None:
    talk = heard(desk, make_guest(desk))
    for number in range(90):
        promising.promise(
            desk, talk, f"promise {number} " + "of many words " * 12, clock.at + timedelta(minutes=number + 1)
        )
    storytelling.tell(desk, talk, "rescued", "a long story " * 150)
    ideas.propose(desk, "a long idea " * 19)
    page = printed(desk)
    lines = page.splitlines()
    assert len(lines) <= LINES
    shown = sum("promise " in line and "of many" in line for line in lines)
    assert f"Left out: {90 - shown} promises (frontdesk promises list)." in " ".join(page.split())
    assert shown > 5 and "…" in page


def test_a_line_up_is_for_a_shift_that_is_to_come(desk: Desk) -> None:
    for days, says in ((-1, "is over"), (15, "two weeks")):
        with pytest.raises(BadInput, match=says):
            lining_up.line_up(desk, desk.today() + timedelta(days=days))


# --- the hand-over ------------------------------------------------------------------------------------------


def test_the_hand_over_names_everything_that_the_next_shift_takes_over(desk: Desk, clock: Clock) -> None:
    guest = make_guest(desk, night="540.00")
    talk = heard(desk, guest, "room_fault")
    given(desk, talk, "drink")
    terms = promising.Terms(now="a heater", next="a call")
    promising.promise(desk, talk, "another room", clock.at + timedelta(hours=1), "Janis", terms)
    asked = approving.ask(desk, talk, "part_of_bill", "400.00", "no heating for three nights")
    assert isinstance(asked, ApprovalLine)
    granting.grant(as_lead(desk), "make_it_right", "500", staff="Janis", times=2, reason="repairs")
    for _each in range(3):
        fixed = heard(desk, guest)
        given(desk, fixed, "luggage")
        talking.cause(desk, fixed, "the boiler")
        talking.write(desk, fixed, now="-", next="-")
        talking.close(desk, fixed, nothing_owed=True)
    handed = handing_over.page(desk)
    page = on_paper(handover_text(desk, handed))
    flat = " ".join(page.split())
    for words in (
        "OWED · 1 promise",
        "Janis Kristīne Bērziņa · another room",
        "“The heating is dead”",
        "now: a heater · next: a call",
        "STILL OPEN · 1 conversation",
        "begun by Anna",
        "WAITING FOR A YES · 1",
        "Part of the bill 400.00 · Anna asks: lead",
        "no heating for three nights",
        "Make it right to 500.00 · Janis · 2 of 2 left",
        "the boiler · 3 times in 7 days · Ilze sees to it",
        "desk day 1198.00 of 1200.00 left today",
        "GIVEN TODAY · 4 times, value 8.00, cost 2.00",
        "Ledger: the last line is number 4.",
        "stays behind the desk",
    ):
        assert words in flat, words
    assert handed.head == heads.make(desk).words
    assert f"Its head: {handed.head}" in flat
    without = handover_text(desk, replace(handed, head="", head_problem="The disk is full."))
    assert "Its head" not in without
    assert "! The disk is full." in without
    clock.forward(hours=2)
    assert "1 overdue" in handover_text(desk, handing_over.page(desk))


def test_no_name_reaches_a_printer_a_page_or_a_table_as_a_command(desk: Desk, clock: Clock) -> None:
    """A name that got into the database past the desk, as other systems write them."""
    guest = make_guest(desk, name=HOSTILE)
    talk = heard(desk, guest)
    given(desk, talk, "drink")
    promising.promise(desk, talk, "=1+1 <b>now</b>", clock.at + timedelta(hours=1))
    with writing(desk.store) as connection:
        connection.execute("UPDATE conversations SET customer_name = ?, request = ?", (HOSTILE, HOSTILE + "\r\n\x00"))
    on_paper(handover_text(desk, handing_over.page(desk)))
    on_paper(line_up_text(desk, lining_up.line_up(desk), names=True))
    page = day_page(desk, leading.day(desk), names=True)
    assert not has_control(page.replace("\n", ""))
    assert marks(page) == {"text"}
    for what in COLUMNS:
        for row in csv.reader(io.StringIO(day_table(desk, what, names=True))):
            assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row)
            assert not any(has_control(cell) for cell in row)


# --- Markdown -----------------------------------------------------------------------------------------------


def marks(page: str) -> set[str]:
    """Which kinds of inline markup a reader of Markdown finds, with tables and bare addresses on."""
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    found = set()
    for token in reader.parse(page):
        assert token.type != "html_block"
        found |= {child.type for child in token.children or ()}
    return found


def texts(page: str) -> list[str]:
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    return [
        "".join(child.content for child in token.children or ())
        for token in reader.parse(page)
        if token.type == "inline"
    ]


@cases(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), min_size=1, max_size=4))
def test_whatever_somebody_is_called_the_page_shows_exactly_that(names: list[str]) -> None:
    shown = [clean_line(name) for name in names]
    assert texts("\n".join(table(["a"] * len(names), [names])))[len(names) :] == shown
    assert texts("\n".join(points(names))) == [each for each in shown if each]
    assert texts(plain(names[0])) in ([shown[0]], [])


@pytest.mark.parametrize(
    "name",
    [
        "# x", "- x", "-", "---", "+ x", "1. x", "1) x", "> x", "* x", "_x_", "**x**", "`x`", "```", "~~x~~", "a|b",
        "<b>x</b>", "<!-- x -->", "&lt;", "&amp;", "[x](y)", "![x](y)", "[^1]", "http://x.org", "www.x.org",
        "a\\b", "\\", "$x$", "{x}", "===", "x@y.org", "@all", "\u2028# x", "    code", "| a | b |", "185.00",
        ":-:", "[x]: /y",
    ],
)  # fmt: skip
def test_markup_in_a_name_is_shown_and_never_followed(name: str) -> None:
    page = "\n".join([plain(name), "", *points([name]), "", *table([name], [[name]])])
    assert marks(page) == {"text"} or marks(page) == {"text", "text_special"}
    assert not re.search(r"(?<!\\)://|www\.", page), "no bare address"


def test_the_page_leaves_out_customers_unless_they_are_asked_for(desk: Desk, clock: Clock) -> None:
    talk = heard(desk, make_guest(desk))
    promising.promise(desk, talk, "Call Kristīne back", clock.at + timedelta(hours=1))
    storytelling.tell(desk, talk, "rescued", "Bērziņa says thank you")
    day = leading.day(desk)
    assert "Kristīne" not in day_page(desk, day) and "Bērziņa" not in day_page(desk, day)
    assert "Call Kristīne back" in day_page(desk, day, names=True)


# --- tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Anna", "Anna"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+371 26 123 456", "'+371 26 123 456"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\n=1", "'=1"),
        ("\ufeff=1", "'=1"),
        ('\ufeff"=1', "'\"=1"),
        ("'=1", "''=1"),
        (" \u00a0=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ("“=1", "'“=1"),
        ("a;=1", "a; '=1"),
        ('a; "=cmd', "a; ' \"=cmd"),
        ("a; b", "a; b"),
        ("a=1, -2", "a=1, -2"),
        ("two\nlines", "two lines"),
    ],
)
def test_no_text_is_a_formula(said: str, shown: str) -> None:
    assert as_text(said) == shown


@cases(st.lists(st.lists(st.text(max_size=40), min_size=3, max_size=3), max_size=8))
def test_what_is_written_is_read_back_and_no_cell_begins_a_formula(rows: list[list[str]]) -> None:
    columns = [Column(f"c{place}", operator.itemgetter(place), text=True) for place in range(3)]
    written = csv_text(columns, rows)
    read = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert read == [["c0", "c1", "c2"], *([as_text(cell) for cell in row] for row in rows)]
    assert written.count("\r\n") == len(rows) + 1 and written.replace("\r\n", "").count("\n") == 0
    for row in read:
        for cell in row:
            for part in cell.split(";"):
                assert not part.strip(" \"'“”").startswith(("=", "+", "-", "@")) or "'" in part[:3]


def test_figures_stay_figures_and_nothing_tells_who_did_it(desk: Desk, clock: Clock) -> None:
    talk = heard(desk, make_guest(desk), "room_fault")
    given(desk, talk, "drink")
    back = given(desk, talk, "part_of_bill", "90", reason="for Kristīne")
    giving.take_back(as_lead(desk), back.entry_id, "by mistake")
    given(desk, talk, "luggage")
    clock.forward(hours=1)
    rows = list(csv.DictReader(io.StringIO(day_table(desk, "gestures"))))
    assert [(row["gesture"], row["amount"], row["cost"], row["situation"], row["taken_back"]) for row in rows] == [
        ("drink", "8.00", "2.00", "room_fault", "no"),
        ("part_of_bill", "90.00", "90.00", "room_fault", "yes"),
        ("luggage", "", "0.00", "room_fault", "no"),
    ]
    assert rows[0]["time"] == "14:00:00" and rows[0]["at"] == "2026-11-21T14:00:00+02:00"
    for what in COLUMNS:
        header = day_table(desk, what).splitlines()[0].split(",")
        assert header == COLUMNS[what].split()
        named = day_table(desk, what, names=True).splitlines()[0].split(",")
        assert named == header + NAMED_COLUMNS.get(what, "").split()
        assert not {"staff", "by", "person", "given_by"} & set(named)
        assert "Kristīne" not in day_table(desk, what)
    assert "Kristīne" in day_table(desk, "gestures", names=True)


def test_only_an_open_promise_names_its_owner(desk: Desk, clock: Clock) -> None:
    talk = heard(desk, make_guest(desk))
    promising.promise(desk, talk, "owed", clock.at + timedelta(hours=2), "Janis")
    kept = promising.promise(desk, talk, "done", clock.at + timedelta(hours=1), "Janis")
    promising.keep(desk, kept.id)
    rows = list(csv.DictReader(io.StringIO(day_table(desk, "promises"))))
    assert [(row["promise"], row["owner"]) for row in rows] == [("owed", "Janis"), ("done", "")]
    assert "Janis" in day_page(desk, leading.day(desk)).split("done")[0].split("owed")[0]


# --- files --------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_stays_as_it_is_unless_it_is_forced(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    write_file(path, "first")
    assert path.stat().st_mode & 0o777 == 0o600, "names of customers are nobody else's to read"
    with pytest.raises(BadInput, match="is there already"):
        write_file(path, "second")
    assert path.read_text() == "first"
    path.chmod(0o640)
    write_file(path, "second", force=True)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("second", 0o640)
    assert os.listdir(tmp_path) == ["day.csv"], "nothing is left beside it"


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "no" / "such" / "x", "No such file")):
        with pytest.raises(BadInput, match=says):
            write_file(path, "x")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")
    (tmp_path / "target").write_text("kept")
    with pytest.raises(BadInput, match="is there already"):
        write_file(link, "x")
    write_file(link, "new", force=True)
    assert link.is_symlink() and (tmp_path / "target").read_text() == "new"


def test_a_pipe_or_a_printer_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "a page\n")
    assert os.read(reader, 100) == b"a page\n"
    os.close(reader)


def test_a_sheet_takes_the_place_of_the_last_one_and_is_nobody_elses_to_read(desk: Desk) -> None:
    """Customers' names stand on a hand-over: no pile of old ones grows in the folder."""
    first = printing.print_handover(desk)
    given(desk, heard(desk), "luggage")
    second = printing.print_handover(desk)
    line_up = printing.print_line_up(desk, desk.today())
    assert first.path == second.path == desk.folder / "sheets" / "hand-over.txt"
    assert line_up.path == desk.folder / "sheets" / "line-up-2026-11-21.txt"
    for each in (second, line_up):
        assert each.path is not None and each.path.read_text(encoding="utf-8") == each.text
        assert each.path.stat().st_mode & 0o777 == 0o600
        assert each.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_sheet_that_cannot_be_written_is_shown_all_the_same(desk: Desk) -> None:
    (desk.folder / "sheets").write_text("somebody's file")
    sheet = printing.print_handover(desk)
    assert sheet.path is None and "HAND-OVER" in sheet.text
    assert "cannot be made" in sheet.problem
