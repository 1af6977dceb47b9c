"""Whoever was sent away writes nothing more anywhere: every act passes one gate, inside its own transaction."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from a_desk import Clock, as_lead, heard, make_desk, make_guest, previewed
from frontdesk.desk.conversations import drafting, talking
from frontdesk.desk.customers import cards, editing_card, noting, preferring, relating
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving, keeping_time, recording
from frontdesk.desk.learning import ideas, storytelling
from frontdesk.desk.people import acting, own_card, pins, sessions, signing_in, ssh_keys, staffing
from frontdesk.desk.people.acting import SentAway
from frontdesk.desk.privacy import privacy
from frontdesk.desk.promises import promising
from frontdesk.desk.rules import housing
from frontdesk.desk.telephone import ringing
from frontdesk.ground.errors import DeskError
from frontdesk.ground.ids import new_id
from frontdesk.store.transaction import reading

ROOM = Path(sessions.__file__).parent.parent
GATE = "people/acting.py"
OPENS = {"writing", "writing_much", "writing_on"}
PASSES = {"must_be_here"}

AROUND = {
    "gestures/giving.py:give": "what was recorded is answered whoever asks again; `decided` is the gate of what is new",
    "events/event_giving.py:give": "the same; `_decided` is the gate",
    "conversations/drafting.py:write": "words typed before are kept for whoever typed them; nobody else reads them",
    "people/pins.py:prove": "somebody who is not signed in yet shows their code",
    "people/sessions.py:begin": "it writes down that somebody signed in",
    "people/sessions.py:seen": "it changes nothing of a session that has ended",
    "people/sessions.py:end": "leaving is always possible",
    "rules/in_force.py:_take_change": "the program itself: the file in the folder takes effect",
    "rules/in_force.py:_count": "the program itself: counters are made before anything is decided by them",
    "rules/in_force.py:_with_the_file_renewed": "the program itself: the file says what is in force",
    "trust/heads.py:make": "the program itself: the end of the ledger is written down",
    "trust/backing_up.py": "the program itself: which copies there are",
    "practice/practising.py:move_in": "a house that is made up, before anybody works in it",
    "practice/practising.py:leave_unpaid": "the same",
}
"""What writes around the gate, and why that is right."""


def called(node: ast.AST) -> str:
    """The last part of the name of what is called; "" for what is no call."""
    return ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def around(source: str, place: str) -> set[str]:
    """The functions of a module that open a write and do not pass the gate, as "module:function"."""
    found: set[str] = set()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        names = {called(node) for node in ast.walk(function)}
        if names & OPENS and not names & PASSES:
            found.add(f"{place}:{function.name}")
    return found


def allowed(function: str) -> bool:
    return function in AROUND or function.partition(":")[0] in AROUND


def test_nothing_that_a_person_does_is_written_around_the_gate() -> None:
    found: set[str] = set()
    for path in sorted(ROOM.rglob("*.py")):
        place = str(path.relative_to(ROOM))
        if place != GATE:
            found |= around(path.read_text(encoding="utf-8"), place)
    assert sorted(each for each in found if not allowed(each)) == []
    known = found | {each.partition(":")[0] for each in found}
    assert set(AROUND) - known <= {"trust/backing_up.py"}, "what is named here is there"


def test_an_act_that_is_planted_around_the_gate_is_found() -> None:
    planted = (
        "def strike(desk, note):\n    with writing(desk.store) as connection:\n        notes.strike(connection, note)\n"
    )
    assert around(planted, "customers/noting.py") == {"customers/noting.py:strike"}
    assert around(planted.replace("writing(desk.store)", "acting(desk)"), "customers/noting.py") == set()
    assert not allowed("customers/noting.py:strike")


# --- what happens at it ---------------------------------------------------------------------------------------


def written(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Everything that stands in the database, but for who sat where."""
    with reading(desk.store) as connection:
        names = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted((tuple(row) for row in connection.execute(f'SELECT * FROM "{name}"')), key=repr)
            for name in names
            if name != "sessions" and not name.startswith("sqlite_")
        }


def acts(desk: Desk) -> dict[str, Callable[[], object]]:
    """One act of each room, ready to be done by whoever sits at `desk`."""
    guest, other = make_guest(desk), make_guest(desk, "Otto")
    talk = heard(desk, guest, "room_fault")
    drink = previewed(desk, talk, "drink")
    bill = giving.give(desk, previewed(desk, talk, "drink"))
    note = noting.note(desk, guest.customer, "Likes the quiet side")
    promise = promising.promise(desk, talk, "Bring a heater", desk.now().replace(hour=18))
    call = ringing.ring(desk, "+371 2000 0001").call
    return {
        "give": lambda: giving.give(desk, replace(drink, id=new_id())),
        "open a gesture": lambda: giving.open_gesture(desk, talk, "part_of_bill", ask="20"),
        "take back": lambda: recording.take_back(desk, getattr(bill, "entry_id", ""), "It was another room."),
        "let a preview go": lambda: giving.let_go(desk, talk, drink.id),
        "begin": lambda: talking.start(desk, customer_id=other.customer, request="A towel"),
        "write": lambda: talking.write(desk, talk, now="Looking"),
        "wish": lambda: talking.wish(desk, talk, "quiet"),
        "close": lambda: talking.close(desk, talk, nothing_owed=True),
        "note": lambda: noting.note(desk, guest.customer, "Late riser"),
        "strike a note": lambda: noting.strike(desk, note.id),
        "prefer": lambda: preferring.prefer(desk, guest.customer, "green tea"),
        "edit a card": lambda: editing_card.edit(desk, guest.customer, {"phone": "+371 2000 0002"}),
        "join": lambda: relating.join_with(desk, guest.customer, other.customer),
        "a new card": lambda: cards.new_customer(desk, "Somebody New"),
        "promise": lambda: promising.promise(desk, talk, "Call back", desk.now().replace(hour=19)),
        "keep": lambda: promising.keep(desk, promise.id),
        "hand on": lambda: promising.reassign(desk, promise.id, "Ilze"),
        "the house": lambda: housing.set_fact(desk, "house.occupancy", "50%"),
        "an idea": lambda: ideas.propose(desk, "Kettles in every room"),
        "a story": lambda: storytelling.tell(desk, talk, "rescued", "They laughed in the end"),
        "take a call": lambda: ringing.take(desk, call.id),
        "add people": lambda: staffing.add(desk, "Somebody", "staff"),
        "a code": lambda: pins.set_pin(desk, "Janis", "739204"),
        "a user": lambda: signing_in.set_user(desk, "Janis", "janis"),
        "one's own card": lambda: own_card.say_is_customer(desk, "Janis", other.customer),
        "a key taken away": lambda: ssh_keys.remove(desk, "Janis", "SHA256:none"),
        "erase": lambda: privacy.erase(desk, other.customer),
        "the clock": lambda: keeping_time.say_clock_is_right(desk),
    }


def sat_down(desk: Desk) -> Desk:
    """The lead, who may do everything, in a session of their own."""
    here = replace(as_lead(desk), session_id=new_id())
    sessions.begin(here)
    return here


@pytest.mark.parametrize("how", ["left the house", "ended elsewhere"])
def test_whoever_was_sent_away_writes_nothing_more_anywhere(tmp_path: Path, how: str) -> None:
    desk = make_desk(tmp_path, Clock())
    here = sat_down(desk)
    todo = acts(here)
    if how == "left the house":
        staffing.leave(desk, "Ilze")
    else:
        sessions.end(here, sessions.DISABLED)
    before = written(desk)
    for name, act in todo.items():
        with pytest.raises(SentAway):
            act()
        assert written(desk) == before, name


def test_the_same_acts_are_done_by_who_sits_there(tmp_path: Path) -> None:
    """Else the refusals above would prove nothing."""
    here = sat_down(make_desk(tmp_path, Clock()))
    refused = []
    for name, act in acts(here).items():
        try:
            act()
        except DeskError as error:  # one act may stand in the way of another; none is taken for somebody sent away
            refused += [name] if isinstance(error, SentAway) else []
    assert refused == []


def test_with_the_gate_left_open_somebody_who_was_sent_away_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path, Clock())
    here = sat_down(desk)
    todo = acts(here)
    staffing.leave(desk, "Ilze")
    monkeypatch.setattr(acting, "must_be_here", lambda *_arguments, **_more: None)
    before = written(desk)
    todo["note"]()
    assert written(desk) != before


def test_words_that_were_typed_before_are_kept_for_whoever_typed_them(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, Clock())
    here = sat_down(desk)
    staffing.leave(desk, "Ilze")
    drafting.write(here, "story", "", {"words": "They laughed"})
    staffing.come_back(desk, "Ilze")
    assert drafting.draft(as_lead(desk), "story") == {"words": "They laughed"}
