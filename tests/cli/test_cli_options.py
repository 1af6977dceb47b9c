"""No option is passed over in silence: it is done, or it is said that it does not go with the rest."""

from __future__ import annotations

from pathlib import Path

from cli_driving import AtDesk

from frontdesk.cli.manual import JSON_KEYS
from frontdesk.ground.errors import USAGE


def test_finishing_erasures_is_said_alone_and_answers_a_script_as_json(ilze: AtDesk) -> None:
    customer = ilze.customer("berzina")
    for arguments in ((customer,), (customer, "--yes"), ("--dry-run",), ("--end",), ("--conversation", "x")):
        refused = ilze("customers", "erase", "--finish", *arguments, code=USAGE)
        assert refused.out == ""
        assert "frontdesk customers erase --finish" in refused.err
    assert ilze("customers", "show", customer, "--json").json["id"] == customer
    finished = ilze("customers", "erase", "--finish", "--json").json
    assert finished.keys() == set(JSON_KEYS["customers erase --finish"].split())
    assert finished["left"] == ""


def test_a_script_that_forgot_to_say_yes_is_not_told_of_an_erasure(ilze: AtDesk) -> None:
    customer = ilze.customer("berzina")
    refused = ilze("customers", "erase", customer, "--json", code=USAGE)
    assert refused.out == ""
    assert "--dry-run" in refused.err
    assert "--yes" in refused.err
    assert ilze("customers", "show", customer, "--json").json["id"] == customer
