"""Signing in on the command line: who is believed, who types a code, and what is shown of it."""

from __future__ import annotations

import pytest

from frontdesk.desk.opening import user_of_machine

ANNA, ILZE = "739204", "482915"


@pytest.fixture
def codes(cli, hotel):
    """A hotel in which Anna and Ilze have codes."""
    for line, code in ((("Anna", "--staff", "Ilze"), ANNA), (("Ilze",), ILZE)):
        done = cli("--folder", hotel, "staff", "pin", *line, "--stdin", stdin=code + "\n")
        assert (done.code, code in done.out + done.err) == (0, False), done
    return hotel


def test_a_name_that_has_a_code_is_not_believed_without_a_terminal(cli, codes) -> None:
    at = ("--folder", codes)
    for name in ("Anna", "Ilze"):
        for line in (("start", "--name", "Zoe"), ("staff", "list"), ("day",)):
            refused = cli(*at, "--staff", name, *line)
            assert refused.code == 2
            assert f"{name} is known here by a code" in refused.err and "staff user" in refused.err
    refused = cli(*at, "staff", "add", "Zoe")
    assert refused.code == 2 and "for somebody who leads: Ilze" in refused.err


def test_a_command_in_somebody_s_conversation_does_not_make_its_caller_them(cli, anna) -> None:
    talk = anna("start", "--name", "Zoe", "--request", "The heating is dead", "--json").json["conversation"]
    at = ("--folder", anna.folder)
    assert cli(*at, "hear", talk).code == 0
    cli(*at, "staff", "pin", "Anna", "--staff", "Ilze", "--stdin", stdin=ANNA + "\n")
    refused = cli(*at, "wish", talk, "another room")
    assert refused.code == 2 and "Anna is known here by a code" in refused.err


def test_a_machine_s_user_works_without_a_code_and_leads_when_they_lead(cli, hotel) -> None:
    at = ("--folder", hotel)
    me = user_of_machine()
    assert f"Who comes as {me} is Ilze" in cli(*at, "staff", "user", "Ilze", me).out
    assert cli(*at, "staff", "pin", "Ilze", "--stdin", stdin=ILZE + "\n").code == 0
    assert cli(*at, "staff", "add", "Zoe").code == 0
    assert cli(*at, "staff", "unlock", "Anna").out == "The code of Anna can be tried again.\n"
    refused = cli(*at, "staff", "user", "Anna", me)
    assert refused.code == 2 and f"{me} is Ilze" in refused.err
    assert cli(*at, "staff", "pin", "Anna", "--stdin", stdin="123456\n").code == 2
    customer = cli(*at, "customers", "find", "berzina", "--json").json[0]["id"]
    assert "Ilze's own" in cli(*at, "staff", "is-customer", "Ilze", customer).out
    said = ("--request", "The heating is dead")
    talk = cli(*at, "start", "--customer", customer, *said, "--json").json["conversation"]
    assert cli(*at, "hear", talk).code == 0
    refused = cli(*at, "give", talk, "luggage")
    assert refused.code == 2 and "nobody gives anything to themselves" in refused.err


def test_a_new_code_needs_the_old_one(cli, codes) -> None:
    at = ("--folder", codes)
    for lines, code in ((f"{ILZE}\n602915\n", 1), (f"{ANNA}\n602915\n", 0), ("602915\n602916\n", 0)):
        assert cli(*at, "staff", "pin", "Anna", "--stdin", stdin=lines).code == code
    listed = cli(*at, "staff", "sign-ins", "--json").json
    assert {"new code", "wrong code"} <= set(cli(*at, "staff", "sign-ins").out.replace("\n", " · ").split(" · "))
    assert {"set", "wrong", "answered"} == {each["result"] for each in listed}
    assert cli(*at, "staff", "sessions").err == "Nobody is at a desk.\n"
    assert cli(*at, "staff", "sessions", "--json").json == []
