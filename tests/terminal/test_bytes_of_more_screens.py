"""What really reaches the terminal where pairs are merged, files looked at, people sign in, and nothing opens (T06).

Beside `test_bytes_of_every_screen`: rooms that somebody comes to on their own way. Each text here acts where a terminal
or markup lets it; it must stand on the screen as it was written, without the signs that act.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import KEYS, Terminal, asked, frontdesk
from poisoning import BEHIND, INSIDE, poison

from frontdesk.desk import opening
from frontdesk.desk.people import pins, staffing
from frontdesk.ground.text import has_control
from hostile_texts import from_data

ACTS = "[@click=app.save_and_quit]Out[/] \x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp"
SHOWN = "[@click=app.save_and_quit]Out[/]"
TWINS = """\
key,name,phone,email,likes
T1,Paula Twin,+371 26 900 900,paula@example.org,tea
T2,Paule Twin,+371 26 900 900,paula@example.org,oat milk
"""
FILE = (
    f'"{ACTS}","name{INSIDE}","[bold]phone[/] {BEHIND}","note\x1b[6n"\n'
    f'"1","Zara {ACTS}","+371 2{INSIDE}6 111 222","says [@click=app.boom] \x1b]52;c;b3du\x07"\n'
    f'"{ACTS}","","",""\n'
    f'"3","Zbig [/nothing] {BEHIND}","",""\n'
    f'"4","Z{INSIDE}eno","+371 26 111 333","too","many","{ACTS}"\n'
)
KEYS["home"] = "\x1b[H"
CODE, WRONG = "739204", "739205"
READ_SECONDS = 1.2
"""A person reads what a field is for before they type."""
NEW = "new customer"
MARKED_UP = """\
frontdesk: 1
business: {name: "House [@click=app.boom]", currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  cold: {type: yes_no, from: asked, label: "How [@click=app.boom]cold[/]?"}
situations:
  cold: {label: "[@click=app.save_and_quit]Cold[/]", ask: [cold]}
reasons: {late: "[red]Late[/red] [@click=app.boom]", other: "[/nothing] Other"}
gestures:
  tea:
    key: 1
    label: "[@click=app.save_and_quit]Tea[/]"
    amount: 5.00
    needs: [request_heard, reason]
    why: "[@click=app.boom]Why[/] not"
"""


def sit(folder: Path, staff: str) -> Terminal:
    """At the desk, whatever else its first line says."""
    terminal = Terminal("--folder", str(folder), "--staff", staff)
    terminal.wait_for("✓ saved", "Find")
    return terminal


def marked(terminal: Terminal, words: str) -> None:
    """Go down until the line with these words is marked."""
    terminal.wait_for(words)
    while words not in next((line for line in terminal.lines if line.startswith("▸")), ""):
        before = terminal.lines[1:]
        terminal.press("down")
        terminal.wait(lambda seen=before: terminal.lines[1:] != seen, "the mark to move")


def ends(terminal: Terminal) -> None:
    """Leave; nothing of what was shown acted."""
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0
    assert not from_data(terminal.raw), from_data(terminal.raw)[:3]


def test_a_pair_is_merged_and_taken_apart_on_the_screen(hotel: Path) -> None:
    table = hotel / "twins.csv"
    table.write_text(TWINS, encoding="utf-8")
    frontdesk("customers", "import", str(table), folder=hotel, staff="Anna")
    paula, paule = (desk.customer_id(hotel, name) for name in ("Paula Twin", "Paule Twin"))
    frontdesk("customers", "note", paule, "A lift, not stairs", folder=hotel, staff="Anna")
    frontdesk("customers", "relate", paule, "--company", "Twin & Co", folder=hotel, staff="Anna")
    assert poison(hotel, but=("Anna", "Ilze")) >= 20
    with sit(hotel, "Ilze") as terminal:
        terminal.press("f6")
        terminal.wait_for("The day")
        terminal.press("d")
        marked(terminal, "Paula Twin")
        terminal.press("enter")
        terminal.wait_for("STAYS", "COMES TO IT", "1 preference, 1 note", "Paule Twin ]0;owned")
        terminal.press("x")
        terminal.wait(lambda: "1 note" not in terminal.text, "the other to be the one that stays")
        terminal.press("x")
        terminal.wait_for("1 note")
        terminal.answer("y", "belongs to")
        terminal.press("esc")
        terminal.wait_for("PROMISED")
        terminal.press("f2")
        desk.find(terminal, "paule", "Paula Twin")
        terminal.press("esc")
        terminal.wait_until_gone("WRITING")
        terminal.press("d")
        terminal.wait_for("a takes the marked one apart", "Paule Twin")
        marked(terminal, "Paule Twin")
        terminal.press("a")
        terminal.wait_for("Enter takes this card apart")
        terminal.answer("enter", "is apart")
        ends(terminal)
    assert {asked("customers", "show", each, folder=hotel)["id"] for each in (paula, paule)} == {paula, paule}


def test_a_file_whose_name_headings_and_cells_act_is_looked_at_mended_imported_and_taken_back(hotel: Path) -> None:
    file = hotel / "gue[@click=app.boom]sts\u202e\x1b[2J.csv"
    file.write_text(FILE, encoding="utf-8")
    with sit(hotel, "Anna") as terminal:
        terminal.press("f9")
        terminal.wait_for("the file", "gue[@click=app.boom]sts")
        terminal.press("down")
        marked(terminal, "gue[@click=app.boom]sts")
        terminal.press("enter")
        terminal.wait_for("1 new", "row 2", "Zara [@click=app.save_and_quit]", "[bold]phone[/]")
        marked(terminal, "[bold]phone[/]")
        terminal.press("enter")
        terminal.wait_for("What is [bold]phone[/]", "type to narrow")
        terminal.press("esc")
        terminal.wait_until_gone("type to narrow")
        terminal.press("home")
        terminal.wait_for("▸ Enter imports")
        terminal.answer("enter", "is imported", "refused.csv")
        terminal.press("u")
        terminal.wait_for("Taking it back: 1 goes", "Enter takes it back")
        terminal.answer("enter", "taken back:")
        ends(terminal)


def test_people_whose_names_act_sign_in_with_codes_on_a_shared_till(hotel: Path) -> None:
    found = opening.open_desk(hotel, staff=None, clock=lambda: datetime.now(UTC))
    lead = opening.as_person(found, "Ilze")
    acting = staffing.add(lead, f"Zoja {ACTS}", "staff").name
    for name in ("Anna", acting, "Ilze"):
        pins.set_pin(lead, name, CODE)
    found.store.close()
    assert acting.startswith(f"Zoja {SHOWN}") and not has_control(acting)
    assert poison(hotel, but=(acting,)) >= 15
    with Terminal("--folder", str(hotel)) as terminal:
        terminal.wait_for("Zoja [@click", "Jānis ]0;owned", "a digit or Enter chooses")
        terminal.press(next(line for line in terminal.lines if "Zoja" in line).split("Zoja")[0].split()[-1])
        for code, wanted in ((WRONG, "not the code"), (CODE, "Find")):
            terminal.wait_for("Code of Zoja [@click")
            terminal.look(READ_SECONDS)
            terminal.send(code)
            terminal.wait_for("••••••")
            terminal.answer("enter", wanted)
        terminal.wait_for("✓ saved")
        terminal.press("\x0c")
        terminal.wait_for("Zoja [@click", "sits here")
        terminal.press("1")
        terminal.wait_for("Code of Anna")
        ends(terminal)


def test_a_new_customer_is_called_what_was_typed_and_acts_on_nothing(hotel: Path) -> None:
    with sit(hotel, "Anna") as terminal:
        terminal.paste("Zed [@click=app.save_and_quit] \x1b]0;owned\x07")
        terminal.wait_for("Zed [@click=app.save_and_quit]")
        marked(terminal, NEW)
        terminal.press("enter")
        terminal.wait_for("New customer", "Zed [@click=app.save_and_quit]")
        terminal.paste("+371 2[/nothing]6\u202e 444 555\x9b31m")
        terminal.press("enter")
        terminal.wait_for("in the customer's own words", "Zed [@click=app.save_and_qui")
        terminal.click("[@click")
        terminal.press("esc")
        ends(terminal)
    assert desk.card_of(hotel, "Zed")["name"].startswith("Zed [@click=app.save_and_quit]")


@pytest.mark.parametrize("broken", ["database", "guidelines", "list"])
def test_what_cannot_be_opened_is_named_with_its_folder_and_nothing_of_that_acts(hotel: Path, broken: str) -> None:
    house = hotel.with_name("house [@click=app.boom] \x1b]0;owned\x07\u202e\x9b31m")
    shutil.move(hotel, house)
    if broken == "database":
        (house / "data" / "frontdesk.db").write_bytes(b"\x1b]0;owned\x07 no database at all" * 200)
    elif broken == "list":
        (house / "data" / "erased.txt").mkdir()
    else:
        (house / "guidelines.yaml").write_text('frontdesk: 1\n"\\e[2J[@click=app.boom]": \x1b]0;owned\x07\n', "utf-8")
    with Terminal("--folder", str(house), "--staff", "Anna") as terminal:
        if broken == "guidelines":
            terminal.wait_for("! guidelines.yaml has", "Find")
        else:
            shown = "[@click=app.boom] ]0;owned31m/data" if broken == "list" else "!"
            terminal.wait_for("Enter tries again")
            terminal.wait(lambda: shown in " ".join(terminal.text.split()), f"{shown}, on however many lines")
            terminal.press("enter")
            terminal.wait_for("Enter tries again")
        ends(terminal)


def test_gestures_moments_and_reasons_that_act_are_refused_or_stand_as_they_were_written(house: Path) -> None:
    """A control character is no text for guidelines; markup is, and is only ever shown."""
    path = house / "guidelines.yaml"
    good = path.read_text(encoding="utf-8")
    for escape in ("\\e]0;owned\\a", "\\x9b31m", "\\u202e", "\\u2066", "\\0"):
        path.write_text(good.replace("label: Make it right", f'label: "Make {escape} it right"'), encoding="utf-8")
        said = frontdesk("check", folder=house, code=1)
        assert "guidelines.yaml:" in said and not from_data(said.encode()), said
    path.write_text(MARKED_UP, encoding="utf-8")
    assert not from_data(frontdesk("check", folder=house).encode())
    with sit(house, "Marta") as terminal:
        desk.find(terminal, "maija", "Maija Siliņa")
        desk.listen(terminal, "It is cold")
        terminal.wait_for("[@click=app.save_and_quit]Cold")
        terminal.press("1")
        terminal.wait_for("How [@click=app.boom]cold[/")
        terminal.press("1")
        terminal.wait_for("Did they agree?")
        terminal.answer("enter", desk.ACT, "1 [@click=app.save_and_qu")
        terminal.click("[@click")
        terminal.wait_for(desk.ACT)
        terminal.press("1")
        terminal.wait_for("[red]Late[/red] [@click=app.boom]")
        terminal.press("esc")
        ends(terminal)


def test_the_day_shows_stories_ideas_and_promises_as_they_were_written(hotel: Path) -> None:
    talk = desk.heard(hotel, "Anna", "Kristīne", "--request", "Zerocold")
    asked("promise", talk, "Zeropromise", "--due", "2 hours", folder=hotel, staff="Anna")
    frontdesk("idea", "propose", "Zeroidea", folder=hotel, staff="Anna")
    frontdesk("story", "tell", "rescued", "Zerostory", "--conversation", talk, folder=hotel, staff="Anna")
    assert poison(hotel, but=("Anna", "Ilze")) >= 15
    with sit(hotel, "Ilze") as terminal:
        terminal.press("f6")
        terminal.wait_for("The day")
        wanted = {"Zeropromise", "Zeroidea", "Zerostory"}
        while wanted := {words for words in wanted if words not in terminal.text}:
            before = terminal.lines[1:]
            terminal.press("down")
            terminal.wait(lambda seen=before: terminal.lines[1:] != seen, f"the day to go on to {wanted}")
        ends(terminal)
