"""People come in over a real sshd, as docs/deploy-ssh.md says: they reach the desk, and nothing else (T07, T08, T10)."""

from __future__ import annotations

from collections.abc import Iterator

import at_the_desk as desk
import pytest
from driving import Terminal
from ssh_house import PEOPLE, House, open_house

pytestmark = pytest.mark.xdist_group("sshd")  # one house serves all of them


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One house for all tests of this file."""
    yield from open_house()


def sits(terminal: Terminal, name: str) -> Terminal:
    """Wait until the desk is open for that person."""
    terminal.wait_for(f" · {name} ", "✓ saved", "Find")
    return terminal


def test_each_person_comes_in_as_who_they_are(house: House) -> None:
    with house.comes_in("a") as anna, house.comes_in("b") as oskars, house.with_key("b") as by_key:
        sits(anna, PEOPLE["a"])
        sits(oskars, PEOPLE["b"])
        sits(by_key, PEOPLE["b"])
        for terminal in (anna, oskars, by_key):
            terminal.press("ctrl+q")
            assert terminal.wait_for_end() == 0
