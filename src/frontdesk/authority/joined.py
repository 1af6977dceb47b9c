"""Cards that are one person: which counters say together what was given to that person.

The invariant: a counter stands for good under the customer's id that its entries carry, and what is used of a
limit per customer is the sum over every card that is that person now. So joining two cards moves nothing, parting
them restores exactly what each had, and taking something back frees it where it was counted. An entry of before a
merge carries the merged card's id, one of after it the kept card's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from frontdesk.authority.values import UsageKey, Used

CUSTOMER = "customer"
_BAR = re.compile(r"(?:[^|\\]|\\.)+")
_ESCAPED = re.compile(r"\\(.)")


class Joined:
    """Which cards are one person, while cards are joined and parted again.

    A card is joined to one other at most; those joined to it before come with it.
    """

    __slots__ = ("_kept", "_merged")

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}
        self._merged: defaultdict[str, list[str]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self._kept)

    def join(self, kept: str, merged: str) -> None:
        """The card `merged` is the same person as `kept` from now on. A card that is joined already stays so."""
        if merged not in self._kept and self._root(kept) != merged:
            self._kept[merged] = kept
            self._merged[kept].append(merged)

    def part(self, merged: str) -> None:
        """The card `merged`, with those joined to it, is a person of its own again."""
        kept = self._kept.pop(merged, None)
        if kept is not None:
            self._merged[kept].remove(merged)

    def ids(self, customer: str) -> tuple[str, ...]:
        """Every card of the person whose card this is, this one included."""
        return tuple(self._below(self._root(customer)))

    def _root(self, customer: str) -> str:
        while customer in self._kept:
            customer = self._kept[customer]
        return customer

    def _below(self, customer: str) -> Iterator[str]:
        waiting = [customer]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += self._merged.get(one, ())


def customer_in(key: UsageKey) -> str | None:
    """The id of the customer whom a counter is kept for; None when it is not kept per customer."""
    place = _place(key.shape)
    if place is None:
        return None
    return _ESCAPED.sub(r"\1", _BAR.findall(key.scope)[place])


def keys_of(key: UsageKey, ids_of: Callable[[str], Iterable[str]]) -> tuple[UsageKey, ...]:
    """The counters that say together what `key` asks: one for each card of its customer, or `key` alone.

    `ids_of` says which cards are the same person as one.
    """
    customer = customer_in(key)
    if customer is None:
        return (key,)
    place = _place(key.shape)
    parts = _BAR.findall(key.scope)
    found = []
    for each in ids_of(customer):
        parts[place or 0] = each.replace("\\", "\\\\").replace("|", "\\|")
        found.append(key._replace(scope="|".join(parts)))
    return tuple(found)


def together(each: Iterable[Used]) -> Used:
    """Several counters as one; marks in the order of time."""
    found = tuple(each)
    if len(found) == 1:
        return found[0]
    marks = tuple(sorted((mark for used in found for mark in used.marks), key=lambda mark: mark.at))
    return Used(
        sum(used.times for used in found),
        sum(used.value_minor for used in found),
        sum(used.cost_minor for used in found),
        sum(used.exposure_minor for used in found),
        sum(used.quantity_thousandths for used in found),
        marks,
    )


@lru_cache(maxsize=4096)
def _place(shape: str) -> int | None:
    """Which of the values of a scope is the customer; None for a shape that is not per customer."""
    per = shape.split("|")[1].split("+")
    return per.index(CUSTOMER) if CUSTOMER in per else None
