"""Many small gestures never come to more than one large one could: over people, gestures and linked cards (T22)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from a_desk import GUIDELINES, Clock, Guest, at_another_desk, heard, make_desk, make_guest
from frontdesk.desk.customers import relating
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.desk.views import Given, Preview
from frontdesk.store.transaction import reading

CAP = 10_000
OWN = GUIDELINES.replace(
    "  late_checkout:\n",
    """\
  sorry:
    label: Sorry
    amount: {from: 1.00, to: 500.00, usual: 5.00}
    authority: {staff: 500.00, lead: 500.00}
    limits:
      - {id: sorry_per_home, up_to: 100.00, per: household, within: 30 days, across: [sorry, regret]}
  regret:
    label: Regret
    amount: {from: 1.00, to: 500.00, usual: 5.00}
    authority: {staff: 500.00, lead: 500.00}
    limits:
      - {id: regret_per_home, up_to: 100.00, per: household, within: 30 days, across: [sorry, regret]}
  late_checkout:
""",
    1,
)
TRIES = st.lists(
    st.tuples(st.integers(100, 6_000), st.integers(0, 2), st.sampled_from(("sorry", "regret")), st.booleans()),
    min_size=3,
    max_size=8,
)


def tried(desk: Desk, customer: Guest, gesture: str, minor: int) -> int:
    """What was given of it, in minor units."""
    talk = heard(desk, customer)
    preview = giving.open_gesture(desk, talk, gesture, ask=f"{minor // 100}.{minor % 100:02d}")
    if not isinstance(preview, Preview):
        return 0
    done = giving.give(desk, preview.attempt)
    return done.amount_minor or 0 if isinstance(done, Given) else 0


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("splitting"), Clock(), OWN)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES)
def test_small_ones_never_pass_a_cap_that_one_large_one_would_break(
    desk: Desk, tries: list[tuple[int, int, str, bool]]
) -> None:
    """A household of three cards, two of which are one person, served by two people with two gestures."""
    cards = [make_guest(desk, name) for name in ("Anna Ozola", "A. Ozola", "Pēteris Ozols")]
    relating.join_with(desk, cards[0].customer, cards[2].customer)
    merging.merge(desk, cards[0].customer, cards[1].customer)
    colleague = at_another_desk(desk)
    try:
        assert tried(desk, cards[0], "sorry", CAP + 1) == 0
        total = 0
        for minor, card, gesture, by_colleague in tries:
            came = tried(colleague if by_colleague else desk, cards[card], gesture, minor)
            assert came == (minor if total + minor <= CAP else 0)  # no more, and no less
            total += came
    finally:
        colleague.store.close()
    with reading(desk.store) as connection:
        whole = connection.execute(
            "SELECT coalesce(sum(value_minor), 0) FROM entries WHERE customer_id IN (?, ?, ?)",
            tuple(each.customer for each in cards),
        ).fetchall()[0][0]
    assert whole == total <= CAP
