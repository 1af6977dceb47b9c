"""Cards that are one person, and households: which counters say together what was given to whom.

The invariant: a counter stands for good under the customer's id that its entries carry, and what is used of a
limit per customer is the sum over every card that is that person now. So joining two cards moves nothing, parting
them restores exactly what each had, and taking something back frees it where it was counted. An entry of before a
merge carries the merged card's id, one of after it the kept card's.

With households it is the same: a counter stands for good under the name that its entries carry, and the moment says
which names count together (`Moment.homes`; which those are, `store.homes` knows).

With companies it is simpler, as nobody's past goes along with them: what is given to a person of several companies is
counted in each, and must fit in each. The scope says the others under names of their own (`named_all`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from frontdesk.authority.values import UsageKey, Used

CUSTOMER, HOUSEHOLD, COMPANY = "customer", "household", "company"
_SECOND = f"{COMPANY}:2"
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


def named_all(companies: Sequence[str]) -> dict[str, str]:
    """The part of a scope that says all these companies: the first as `company`, the others as `company:2` and on."""
    return {f"{COMPANY}:{number}" if number > 1 else COMPANY: name for number, name in enumerate(companies, 1)}


def companies_in(scope: Mapping[str, str]) -> tuple[str, ...]:
    """Every company that a scope says, the first one first."""
    return tuple(scope[name] for name in _names_in(scope))


def part_of(name: str) -> str:
    """What limits are per, of a name in a scope: `company` for `company:2`."""
    return COMPANY if name.startswith(f"{COMPANY}:") else name


def each_company(scope: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """The scope once for each company that it says, as limits per company count it; mostly itself alone."""
    if _SECOND not in scope:
        return (scope,)
    return tuple({**scope, COMPANY: name} for name in companies_in(scope))


def _names_in(scope: Mapping[str, str]) -> Iterator[str]:
    number, name = 1, COMPANY
    while name in scope:
        yield name
        number += 1
        name = f"{COMPANY}:{number}"


def customer_in(key: UsageKey) -> str | None:
    """The id of the customer whom a counter is kept for; None when it is not kept per customer."""
    return value_in(key.shape, key.scope, CUSTOMER)


def value_in(shape: str, scope: str, name: str) -> str | None:
    """What the scope of a counter says of `name`, as it is written outside of keys; None when it is not per that."""
    place = _place(shape, name)
    return None if place is None else _ESCAPED.sub(r"\1", _BAR.findall(scope)[place])


def per_household(key: UsageKey) -> bool:
    """Whether a counter is kept per household."""
    return _place(key.shape, HOUSEHOLD) is not None


def keys_of(
    key: UsageKey, ids_of: Callable[[str], Iterable[str]], home: Iterable[str] | None = None
) -> tuple[UsageKey, ...]:
    """The counters that say together what `key` asks: one for each card of its customer, or `key` alone.

    `ids_of` says which cards are the same person as one, `home` which names count together for one household.
    """
    customer = customer_in(key)
    keys = (key,) if customer is None else _with_each(key, CUSTOMER, ids_of(customer))
    if home is None or _place(key.shape, HOUSEHOLD) is None:
        return keys
    names = tuple(home)
    return tuple(one for each in keys for one in _with_each(each, HOUSEHOLD, names))


def _with_each(key: UsageKey, scope: str, values: Iterable[str]) -> tuple[UsageKey, ...]:
    place = _place(key.shape, scope)
    parts = _BAR.findall(key.scope)
    found = []
    for each in values:
        parts[place or 0] = each.replace("\\", "\\\\").replace("|", "\\|")
        found.append(key._replace(scope="|".join(parts)))
    return tuple(found)


def of_each_home(
    key: UsageKey,
    ids_of: Callable[[str], Iterable[str]],
    homes: Iterable[Iterable[str]],
    read: Callable[[UsageKey], Used],
) -> Used:
    """What is used of `key` where these homes count: of several, in each."""
    each = tuple(together(map(read, keys_of(key, ids_of, home))) for home in homes)
    if not each:
        return together(map(read, keys_of(key, ids_of)))
    return each[0] if len(each) == 1 else Used(each=each)


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
def _place(shape: str, scope: str) -> int | None:
    """Which of the values of a key is the customer, the household ...; None for a shape that is not per that."""
    per = shape.split("|")[1].split("+")
    return per.index(scope) if scope in per else None
