"""Above one's own authority on the command line: asking, answering, giving by a yes, and authority given ahead."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest
from cli_driving import AtDesk, own_environment

from frontdesk.cli.manual import JSON_KEYS

WHY = "no heating for three nights"


@pytest.fixture
def conversation(anna: AtDesk) -> str:
    found = anna.heard("berzina")
    anna("wish", found, "part of it back")
    return found


def asked(anna: AtDesk, conversation: str, amount: str = "400", *more: str) -> str:
    """The id of what was asked, as a script reads it: alone on standard output."""
    return anna("ask", conversation, "make_it_right", amount, "--reason", WHY, *more).out.strip()


def test_000_5_asked_answered_and_given_by_two_people(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    answer = anna("ask", conversation, "make_it_right", "400", "--reason", WHY)
    approval = answer.out.strip()
    assert "Make it right 400.00 is asked of: lead, until" in answer.err
    assert anna("asked", conversation, "--json").json[0]["state"] == "waiting"
    assert "Nothing waits for your answer" in anna("lead", "approvals").err
    waiting = ilze("lead", "approvals").said
    for words in (
        "Kristīne Bērziņa",
        "“The heating is dead”",
        "part of it back",
        "Make it right 400.00",
        WHY,
        approval,
    ):
        assert words in waiting
    assert "Anna can give 300.00 alone" in waiting
    said = ilze("lead", "answer", approval, "--yes", "350", "--words", "Tell her I am sorry").said
    assert "350.00" in said and "Tell her I am sorry" in said
    assert "350.00" in anna("asked", conversation).out
    given = anna("give", conversation, "make_it_right", "--approval", approval, "--json").json
    assert (given["outcome"], given["amount"]) == ("yes", "350.00")
    (used,) = anna("asked", conversation, "--json").json
    assert (used["state"], used["asked_by"], used["answered_by"], used["entry"]) == (
        "used",
        "Anna",
        "Ilze",
        given["entry"],
    )
    again = anna("give", conversation, "make_it_right", "--approval", approval, code=2)
    assert "used already" in again.err


def test_something_else_instead_names_what_is_possible(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    approval = asked(anna, conversation)
    ilze("lead", "answer", approval, "--other", "the suite is free tonight", "--gesture", "luggage")
    shown = anna("asked", conversation).out
    assert "something else" in shown and "the suite is free tonight" in shown
    (line,) = anna("asked", conversation, "--json").json
    assert line["ways"][:2] == [{"gesture": "luggage"}, {"gesture": "make_it_right"}]
    late = ilze("lead", "answer", approval, "--yes", code=1)
    assert "Ilze answered this at" in late.err


def test_what_does_not_fit_for_the_lead_either_ends_with_4(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    approval = asked(anna, conversation, "1100")
    ilze("give", _right(ilze), "make_it_right", "--amount", "200", "--reason", "noise")
    answer = ilze("lead", "answer", approval, "--yes", "--json", code=4)
    assert (answer.json["outcome"], answer.json["at_most"]) == ("less", "1000.00")
    assert "1000.00" in ilze("lead", "answer", approval, "--yes", code=4).err
    ilze("lead", "answer", approval, "--yes", "1000")
    above = anna("ask", conversation, "make_it_right", "1900", "--reason", WHY, "--json", code=4)
    assert above.json["ways"], "nobody above could give it: what is possible stands there instead"


def _right(person: AtDesk) -> str:
    conversation = person.heard("kovalenko")
    person("wish", conversation, "peace")
    return conversation


def test_the_answer_to_a_yes_that_should_not_be_needed(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    answer = ilze("lead", "answer", asked(anna, conversation), "--yes", "--change-guideline")
    assert "An idea was written" in answer.err


def test_what_was_asked_is_withdrawn_and_asked_once(anna: AtDesk, conversation: str) -> None:
    attempt = "0199f0c4-52b0-7a06-8f3c-6d2b9e1a7c33"
    assert asked(anna, conversation, "400", "--attempt", attempt) == attempt
    assert asked(anna, conversation, "400", "--attempt", attempt) == attempt
    assert anna("asked", conversation, "--withdraw", attempt, "--json").json[0]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("make_it_right", "100"), 2, "You can give this yourself"),
        (("make_it_right", "lots"), 2, "lots is not an amount"),
        (("make_it_right", ""), 2, "not an amount"),
        (("make_it_right", "400", "--within", "soon"), 2, "soon is not a length of time"),
        (("make_it_right", "400", "--within", "3 days"), 2, "for a day at most"),
        (("make_it_right", "400", "--attempt", "one"), 2, "not a UUID"),
        (("make_it_rite", "400"), 2, "make_it_right"),
        (("make_it_right", "3"), 2, "5.00"),
    ],
)
def test_every_slip_in_asking_is_answered(
    anna: AtDesk, conversation: str, arguments: tuple[str, ...], code: int, says: str
) -> None:
    assert says in anna("ask", conversation, *arguments, "--reason", WHY, code=code).said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Say yes, or what is possible instead"),
        (("--yes", "--other", "a drink"), "Say yes, or what is possible instead"),
        (("--other", "a drink", "--change-guideline"), "goes with a yes"),
        (("--other", " "), "What is possible instead?"),
        (("--yes", "500"), "400.00 was asked"),
        (("--yes", ""), "not an amount"),
    ],
)
def test_every_slip_in_answering_is_answered(
    anna: AtDesk, ilze: AtDesk, conversation: str, arguments: tuple[str, ...], says: str
) -> None:
    approval = asked(anna, conversation)
    assert says in ilze("lead", "answer", approval, *arguments, code=2).said
    assert anna("asked", conversation, "--json").json[0]["state"] == "waiting"


def test_nobody_answers_their_own_and_nobody_what_is_not_theirs(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    assert "yourself" in anna("lead", "answer", asked(anna, conversation), "--yes", code=2).err
    assert "Nothing was asked under" in ilze("lead", "answer", "nothing", "--yes", code=2).err


# --- authority given ahead ----------------------------------------------------------------------------------


def test_authority_is_given_ahead_used_seen_and_taken_back(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    made = ilze(
        "grant", "add", "make_it_right", "500", "--for", "Anna", "--times", "1", "--reason", "repairs", "--json"
    ).json
    assert (made["up_to"], made["for"], made["left"]) == ("500.00", "Anna", 1)
    shown = anna("grant", "list").out
    assert "Make it right to 500.00" in shown and "1 time left" in shown and "repairs" in shown
    anna("give", conversation, "make_it_right", "--amount", "450", "--reason", WHY)
    assert "Nothing is given ahead now" in anna("grant", "list").err
    second = ilze("grant", "add", "make_it_right", "400", "--at-desk", "desk 1", "--until", "3 hours", "--json").json
    assert (second["at_desk"], second["left"]) == ("desk 1", None)
    assert "Taken back" in ilze("grant", "withdraw", second["id"]).out
    assert anna("grant", "list", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("make_it_right", "3000"), "at most 2000.00"),
        (("make_it_right",), "not an amount"),
        (("make_it_right", "400", "--for", "Ilze"), "themselves"),
        (("make_it_right", "400", "--times", "0"), "0 times"),
        (("make_it_right", "400", "--until", "yesterday"), "not a time"),
        (("luggage", "4"), "no amount of money"),
    ],
)
def test_every_slip_in_giving_ahead_is_answered(ilze: AtDesk, arguments: tuple[str, ...], says: str) -> None:
    assert says in ilze("grant", "add", *arguments, code=2).said


def test_json_has_the_documented_keys(anna: AtDesk, ilze: AtDesk, conversation: str) -> None:
    approval = anna("ask", conversation, "make_it_right", "400", "--reason", WHY, "--json").json
    seen = {
        "ask; lead answer, when it was answered": approval,
        "asked (each of the list)": anna("asked", conversation, "--json").json[0],
        "lead approvals (each of the list)": ilze("lead", "approvals", "--json").json[0],
        "grant add, withdraw, list (each of the list)": ilze("grant", "add", "make_it_right", "400", "--json").json,
    }
    answered = ilze("lead", "answer", approval["id"], "--yes", "--json").json
    assert set(answered) == set(approval)
    assert {name: set(form) for name, form in seen.items()} == {name: set(JSON_KEYS[name].split()) for name in seen}


# --- the code for answering at a colleague's desk -----------------------------------------------------------


def test_a_code_is_sent_on_the_input_and_never_on_the_line(cli, hotel) -> None:
    at = ("--folder", hotel, "staff", "pin")
    set_now = cli(*at, "Ilze", "--stdin", stdin="482915\n")
    assert (set_now.code, "Ilze has a code now" in set_now.out) == (0, True)
    assert "482915" not in set_now.said
    for arguments, stdin, says in (
        (("Ilze", "--stdin"), "482915\n123456\n", "guessed first"),
        (("Ilze", "--stdin"), "482915\n12345\n", "six digits"),
        (("Ilze", "--stdin"), "", "six digits"),
        (("Zelda", "--stdin"), "482915\n", "Nobody here is called Zelda"),
        (("Ilze",), "", "no terminal"),
    ):
        answer = cli(*at, *arguments, stdin=stdin)
        assert answer.code == 2 and says in answer.err, (arguments, answer)


def test_a_code_is_typed_twice_at_the_terminal_and_not_shown(hotel: Path) -> None:
    line = ["-m", "frontdesk", "--folder", str(hotel), "staff", "pin", "Ilze"]
    child = pexpect.spawn(sys.executable, line, env=own_environment(), timeout=300, encoding="utf-8")
    shown = ""
    for words in ("Six digits", "Once more"):
        child.expect(words)
        shown += str(child.before)
        child.sendline("482915")
    child.expect(pexpect.EOF)
    shown += str(child.before)
    child.close()
    assert child.exitstatus == 0
    assert "Ilze has a code now" in shown and "482915" not in shown
