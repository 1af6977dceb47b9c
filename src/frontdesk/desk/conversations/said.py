"""What a customer or colleague answered to the fields of `Needed`, written down where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.desk.conversations.order_by_hand import ORDER_NUMBER, is_of_order, name_order, say_of_order
from frontdesk.desk.conversations.talking import answer, write
from frontdesk.desk.conversations.talking import wish as say_wish

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def answered(desk: Desk, conversation_id: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Write down what was answered; the ticks that are only for this gesture come back."""
    ticks, of_order = [], {}
    for name, text in answers.items():
        if name == "situation":
            write(desk, conversation_id, situation=text)
        elif name == "wish":
            say_wish(desk, conversation_id, text)
        elif name in ("customer_asked", "facts_confirmed", "explicit_yes"):
            if text.strip().casefold() not in ("", "no", "false", "0"):
                ticks.append(name)
        elif name == "scope:order":
            write(desk, conversation_id, order_id=text)
        elif name == ORDER_NUMBER:
            name_order(desk, conversation_id, text)
        elif name == "scope:customer":
            write(desk, conversation_id, customer_id=text)
        elif is_of_order(desk.rules(), name.removeprefix("fact:")):
            of_order[name.removeprefix("fact:")] = text
        elif name not in ("amount", "reason", "request_heard"):
            answer(desk, conversation_id, name, text)
    if of_order:  # once it is said which order it is
        say_of_order(desk, conversation_id, of_order)
    return tuple(ticks)
