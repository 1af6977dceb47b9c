"""What a gesture's amount comes to at one moment: every form of the language, in whole units.

Money is minor units, quantities thousandths of their unit. Percent results round half-even to the minor unit,
caps win over floors. Source: docs/guidelines.md, Amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeAlias

from frontdesk.authority.conditions import Questions, View, evaluate, facts_in, question_for, settling, unique
from frontdesk.ground.money import MINOR_MAX, share
from frontdesk.guidelines.model import (
    AmountForm,
    CaseOf,
    Cases,
    Chosen,
    Cost,
    Each,
    Exactly,
    Fixed,
    NoAmount,
    Quantity,
    RestOf,
    Share,
)

THOUSAND = 1000
THOUSANDTHS_MAX = 10**12
"""No desk gives more of anything; what comes to more is a slip of the keyboard, as with money."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What may be given, before limits and authority.

    `low` and `high` are equal for an amount that nobody chooses. `none` is a gesture without any amount (0
    everywhere); `quantity` says that the figures are thousandths of `unit`. `usual` None: the person has to say.
    `rest_of` names the limit whose rest this is.
    """

    low: int
    high: int
    usual: int | None
    chosen: bool = False
    none: bool = False
    quantity: bool = False
    unit: str = ""
    rest_of: str | None = None


@dataclass(frozen=True, slots=True)
class NotThere:
    """The gesture has no amount now: no case holds, or it comes to nothing, or (`too_much`) to more than anybody gives.

    `limit` when that limit took it all.
    """

    facts: tuple[str, ...] = ()
    limit: str | None = None
    too_much: bool = False


Found: TypeAlias = Amount | NotThere | Questions
Rest: TypeAlias = Callable[[str], "int | Questions | None"]
"""What a limit still allows of face value (minor units; None without end), or what is not known about it."""

NOTHING = Amount(0, 0, 0, none=True)


def resolve(form: AmountForm, view: View, rest: Rest) -> Found:
    """The amount of `form` at this moment, what must be asked first, or that there is none."""
    if isinstance(form, NoAmount):
        return NOTHING
    if isinstance(form, Fixed):
        return _exact(form.minor, ())
    if isinstance(form, Chosen):
        return _chosen(form.low, form.high, form.usual, ())
    if isinstance(form, Share):
        return _share(form, view)
    if isinstance(form, Each):
        return _each(form, view)
    if isinstance(form, Exactly):
        value = view.get(form.fact)
        return question_for(form.fact, view) if value is None else _exact(_whole(value), (form.fact,))
    if isinstance(form, RestOf):
        return _rest_of(form, rest)
    if isinstance(form, Quantity):
        return _quantity(form)
    return _first_case(form, view, rest)


def static(form: AmountForm) -> Found | None:
    """The amount of a form that looks at nothing, None for the others: worked out once for a file."""
    if isinstance(form, NoAmount):
        return NOTHING
    if isinstance(form, Fixed):
        return _exact(form.minor, ())
    if isinstance(form, Chosen):
        return _chosen(form.low, form.high, form.usual, ())
    return _quantity(form) if isinstance(form, Quantity) else None


def asks_for_quantity(form: AmountForm, view: View) -> bool:
    """Whether an ask for this form is a number of its unit and not money, as far as that is known now."""
    if isinstance(form, Cases):
        return any(asks_for_quantity(case.form, view) for case in _open_cases(form, view))
    return isinstance(form, Quantity)


def _open_cases(form: Cases, view: View) -> Iterator[CaseOf]:
    """The cases that may be the first that holds."""
    for case in form.cases:
        holds = evaluate(case.when, view)
        if holds is not False:
            yield case
        if holds:
            return


def exposure_of(form: AmountForm | None, view: View, rest: Rest) -> int | Questions:
    """Money not yet received (minor units); a chosen form counts with its usual, else its largest amount."""
    if form is None:
        return 0
    found = resolve(form, view, rest)
    if isinstance(found, Questions):
        return found
    if isinstance(found, NotThere):
        return MINOR_MAX if found.too_much else 0
    if found.quantity:
        return 0
    return found.high if found.usual is None else found.usual


def cost_of(cost: Cost, value_minor: int) -> int:
    """What a gesture of this face value costs the business."""
    if cost.minor is not None:
        return cost.minor
    return value_minor if cost.percent is None else share(value_minor, cost.percent)


def value_within_cost(cost: Cost, room_minor: int) -> int | None:
    """The largest face value whose cost fits into `room_minor`; None when every value does, -1 when none.

    Exact: the share is rounded half-even, so a value whose cost lies half a unit above the room fits when the
    room is even, and does not when it is odd.
    """
    if cost.minor is not None:
        return None if cost.minor <= room_minor or cost.minor <= 0 else -1
    room = max(0, room_minor)
    if cost.percent is None:
        return room
    if cost.percent <= 0:
        return None
    over, under = cost.percent.as_integer_ratio()
    largest, rest = divmod((2 * room + 1) * 50 * under, over)  # the value whose cost is room and a half
    return largest - 1 if not rest and room % 2 else largest


def _exact(figure: int, facts: tuple[str, ...], most: int = MINOR_MAX) -> Amount | NotThere:
    return Amount(figure, figure, figure) if 0 < figure <= most else NotThere(facts, too_much=figure > most)


def _chosen(low: int, high: int, usual: int | None, facts: tuple[str, ...]) -> Amount | NotThere:
    low = max(1, low)  # nobody gives nothing, so a range from 0 begins at the smallest unit
    if high < low:
        return NotThere(facts)
    if low == high:
        usual = low
    elif usual is not None:
        usual = min(high, max(low, usual))
    return Amount(low, high, usual, chosen=True)


def _share(form: Share, view: View) -> Found:
    base = view.get(form.of)
    if base is None:
        return question_for(form.of, view)
    whole = _whole(base)
    floor = form.at_least
    cap = form.at_most

    def part(percent: Decimal) -> int:
        value = share(whole, percent)
        value = value if floor is None else max(value, floor)
        return value if cap is None else min(value, cap)

    if not form.chosen:
        return _exact(part(form.low), (form.of,))
    high = min(share(whole, form.high), MINOR_MAX if cap is None else cap)
    low = min(part(form.low), high)
    usual = None if form.usual is None else min(part(form.usual), high)
    return _chosen(low, high, usual, (form.of,))


def _each(form: Each, view: View) -> Found:
    number = view.get(form.of)
    if number is None:
        return question_for(form.of, view)
    exact = Decimal(form.minor) * Decimal(number)  # type: ignore[arg-type]  # the reader lets only numbers in here
    return _exact(int(exact.to_integral_value(ROUND_HALF_EVEN)), (form.of,))


def _rest_of(form: RestOf, rest: Rest) -> Found:
    left = rest(form.limit)
    if isinstance(left, Questions):
        return left
    if left is None:
        return Amount(1, MINOR_MAX, None, chosen=True, rest_of=form.limit)
    if left <= 0:
        return NotThere(limit=form.limit)
    return Amount(1, left, left, chosen=True, rest_of=form.limit)


def _quantity(form: Quantity) -> Amount | NotThere:
    low, high = int(form.low * THOUSAND), min(int(form.high * THOUSAND), THOUSANDTHS_MAX)
    usual = None if form.usual is None else int(form.usual * THOUSAND)
    found = _chosen(low, high, usual, ()) if form.chosen else _exact(low, (), THOUSANDTHS_MAX)
    if isinstance(found, NotThere):
        return found
    return Amount(found.low, found.high, found.usual, chosen=found.chosen, quantity=True, unit=form.unit)


def _first_case(form: Cases, view: View, rest: Rest) -> Found:
    for case in form.cases:
        holds = evaluate(case.when, view)
        if holds:
            return resolve(case.form, view, rest)
        if holds is None and case.when is not None:
            return _settled_anyway(form, view, rest) or settling(case.when, view)
    return NotThere(facts_of_cases(form))


def _settled_anyway(form: Cases, view: View, rest: Rest) -> Found | None:
    """The amount, when every case that can still hold comes to the same: then nothing has to be asked."""
    open_cases = tuple(_open_cases(form, view))
    if not evaluate(open_cases[-1].when, view):
        return None  # none may hold: then there is no amount, which is another answer
    found = [resolve(case.form, view, rest) for case in open_cases]
    same = all(each == found[0] for each in found)
    return None if not same or isinstance(found[0], Questions) else found[0]


def facts_of_cases(form: Cases) -> tuple[str, ...]:
    """The facts that decide between the cases."""
    return unique(name for case in form.cases if case.when is not None for name in facts_in(case.when))


def _whole(value: object) -> int:
    """A money fact in minor units; the reader lets no other type into an amount."""
    return int(value) if isinstance(value, int | Decimal) else 0
