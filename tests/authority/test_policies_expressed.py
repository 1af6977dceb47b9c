"""Published policies, written in the language and asked at their edges."""

from __future__ import annotations

from asking import NOON, SCOPE, Counter, bound, rules

HEARD = ["request_heard"]


def outcomes(counter: Counter, times: int, **line) -> list[str]:  # type: ignore[no-untyped-def]  # keys of a line
    return [counter.ask(give=True, **line).get("outcome", "error") for _ in range(times)]


def test_two_thousand_per_guest_and_incident_and_nobody_is_asked():
    text = """
    g: {label: Make it right, kind: open, amount: {from: 1.00, to: 2000.00, usual: 50.00},
        limits: [{up_to: 2000.00, per: [customer, incident], within: ever}]}
    """
    counter = Counter(rules(text))
    counter.give(ask="1998.99")
    assert counter.ask(ask="2.00")["at_most"] == "1.01"
    counter.give(ask="1.00")
    assert bound(counter.ask(ask="1.00")) == ["g.1"]  # a cent is left, and the least is 1.00
    assert counter.ask(ask="2000.00", scope={**SCOPE, "incident": "i2"})["outcome"] == "yes"


CERTIFICATES = """
g: {label: Cancelled, kind: voucher, offer: only_if_asked, amount: {each: 100.00, of: order.nights},
    when: {order.paid: {more_than: 0}, any: [{card.tier: [silver, gold]}, {stained: true}, {house.rooms: 1}]},
    limits: [{up_to: 1 time, per: order, within: ever, across: [g, h]}]}
h: {label: Delayed and changed, kind: voucher, offer: only_if_asked, amount: {each: 50.00, of: order.nights},
    when: {any: [{card.tier: [silver, gold]}, {stained: true}, {house.rooms: 1}]},
    limits: [{up_to: 1 time, per: order, within: ever, across: [g, h]}]}
"""


def test_an_airline_certificate_once_per_order_across_both_and_only_when_asked():
    facts = {"order.paid": 1, "order.nights": 3, "card.tier": "silver"}
    counter = Counter(rules(CERTIFICATES))
    assert counter.ask(facts=facts)["missing"] == ["customer_asked"]
    given = counter.ask(facts=facts, ticks=["request_heard", "customer_asked"], give=True)
    assert (given["outcome"], given["amount"]) == ("yes", "300.00")
    assert bound(counter.ask("h", facts=facts, ticks=["request_heard", "customer_asked"])) == ["h.1"]
    guest = {**facts, "card.tier": "guest", "stained": False, "house.rooms": 0}
    assert bound(counter.ask("h", facts=guest, scope={"order": "o2"})) == ["condition"]


def test_a_refund_never_above_what_was_paid_across_gestures():
    refund = "{label: R, kind: refund, amount: {from: 1.00, to: 900.00, usual: 10.00}, limits: [%s]}"
    limit = "{up_to: order.paid, per: order, within: ever, across: [g, h]}"
    counter = Counter(rules(f"g: {refund % limit}\nh: {refund % limit}\n"))
    facts = {"order.paid": "100.00"}
    counter.give("g", "60.00", facts=facts)
    assert counter.ask("h", "60.00", facts=facts)["at_most"] == "40.00"


BANK = """
g:
  label: Fee back
  kind: credit
  amount: {exactly: said}
  limits:
    - {id: interaction, up_to: 1 time, per: [account, conversation], within: ever}
    - {id: cooldown, up_to: 1 time, per: account, within: 14 days}
    - {id: gold_year, up_to: 3 times, per: account, within: 12 months, when: {card.tier: gold}}
    - {id: guest_year, up_to: 1 time, per: account, within: 12 months, when: {card.tier: guest}}
"""


def test_bank_credits_once_per_account_and_interaction_with_a_cooldown_and_a_count_by_tier():
    counter = Counter(rules(BANK))
    gold = {"said": "7.35", "card.tier": "gold"}
    guest = {"said": "7.35", "card.tier": "guest"}
    scope = {"account": "a1", "conversation": "t1"}
    counter.give(facts=gold, scope=scope, at="2026-01-01T12:00:00+02:00")
    assert bound(counter.ask(facts=gold, scope=scope, at="2026-01-15T11:59:59+02:00")) == ["interaction", "cooldown"]
    later = {**scope, "conversation": "t2"}
    assert bound(counter.ask(facts=gold, scope=later, at="2026-01-15T11:59:59+02:00")) == ["cooldown"]
    counter.give(facts=gold, scope=later, at="2026-01-15T12:00:00+02:00")
    at = "2026-03-01T12:00:00+02:00"
    answer = counter.ask(facts=guest, scope={**scope, "conversation": "t3"}, at=at)
    assert answer["binding"] == [
        {"limit": "guest_year", "used": 2, "up_to": 1, "frees_at": "2027-01-15T12:00:00+02:00"}
    ]
    assert counter.ask(facts=gold, scope={**scope, "conversation": "t3"}, at=at)["outcome"] == "yes"


GOODWILL = """
g:
  label: Goodwill
  kind: credit
  amount: {from: 1.00, to: 100.00, usual: 20.00}
  authority: {staff: 25.00, lead: 100.00}
  limits:
    - {id: once, up_to: 1 time, per: customer, within: 90 days}
    - {id: year, up_to: 60.00, per: customer, within: 365 days}
    - {id: mine, up_to: 150.00, per: staff, within: day}
"""


def test_goodwill_by_role_customer_and_staff():
    counter = Counter(rules(GOODWILL))
    assert counter.ask(ask="25.01", at="2026-01-01T12:00:00+02:00")["at_most"] == "25.00"
    counter.give(ask="50.00", role="lead", at="2026-01-01T12:00:00+02:00")
    assert bound(counter.ask(ask="5.00", at="2026-04-01T12:59:59+03:00")) == ["once"]
    answer = counter.ask(ask="11.00", at="2026-04-01T13:00:00+03:00")
    assert (answer["outcome"], answer["at_most"], bound(answer)) == ("less", "10.00", ["year"])
    for guest in range(6):
        counter.give(ask="25.00", scope={"customer": f"x{guest}"}, at="2026-04-01T14:00:00+03:00")
    late = counter.ask(ask="25.00", scope={"customer": "x9"}, at="2026-04-02T05:59:59+03:00")
    assert late["binding"][0] == {
        "limit": "mine", "used": "150.00", "up_to": "150.00", "frees_at": "2026-04-02T06:00:00+03:00",
    }  # fmt: skip


def test_status_dependent_vouchers_once_per_incident_six_per_half_year():
    text = """
    g:
      label: Voucher
      kind: voucher
      amount:
        cases:
          - {when: {card.tier: gold}, amount: 125.00}
          - {when: {card.tier: silver}, amount: 100.00}
          - {amount: 50.00}
      limits:
        - {id: incident, up_to: 1 time, per: [customer, incident], within: ever}
        - {id: half_year, up_to: 6 times, per: customer, within: 6 months}
    """
    counter = Counter(rules(text))
    at = "2026-08-31T12:00:00+03:00"
    amounts = [counter.ask(facts={"card.tier": tier}, at=at)["amount"] for tier in ("guest", "silver", "gold")]
    assert amounts == ["50.00", "100.00", "125.00"]
    for incident in range(6):
        scope = {"customer": "c", "incident": f"i{incident}"}
        counter.give(facts={"card.tier": "guest"}, scope=scope, at=at)
    scope = {"customer": "c", "incident": "i9"}
    assert bound(counter.ask(facts={"card.tier": "gold"}, scope=scope, at="2027-02-28T11:59:59+02:00")) == ["half_year"]
    assert counter.ask(facts={"card.tier": "gold"}, scope=scope, at="2027-02-28T12:00:00+02:00")["outcome"] == "yes"


def test_returns_without_a_receipt():
    text = """
    g:
      label: Return
      kind: refund
      amount: {exactly: order.price}
      limits:
        - {id: items, up_to: 3 times, per: customer, within: 45 days}
        - {id: money, up_to: 70.00, per: customer, within: 12 months}
    h: {label: Other chain, amount: 5.00, limits: [{up_to: 1 time, per: customer, within: year}]}
    """
    counter = Counter(rules(text))
    for price in ("30.00", "30.00"):
        counter.give(facts={"order.price": price})
    too_much = counter.ask(facts={"order.price": "10.01"})
    assert (too_much["outcome"], bound(too_much)) == ("no_fit", ["money"])  # exact: never cut
    counter.give(facts={"order.price": "10.00"})
    assert bound(counter.ask(facts={"order.price": "0.01"})) == ["items", "money"]
    counter.give("h", at="2026-12-31T12:00:00+02:00")
    assert counter.ask("h", at="2027-01-01T05:59:59+02:00")["outcome"] == "no_fit"
    assert counter.ask("h", at="2027-01-01T06:00:00+02:00")["outcome"] == "yes"


def test_eu261_is_owed_whatever_the_budget_says():
    text = """
    g:
      label: Compensation
      kind: owed
      offer: at_once
      amount:
        cases:
          - {when: {minutes: {at_most: 1500}}, each: 250.00, of: people}
          - {when: {any: [{stained: true}, {minutes: {at_most: 3500}}]}, each: 400.00, of: people}
          - {each: 600.00, of: people}
    h: {label: H, amount: 5.00}
    """
    counter = Counter(rules(text, "budgets: {pot: {of: [g, h], up_to: 100.00, per: site, within: day}}\n"))

    def due(km: int, inside: bool, people: int = 2) -> str:
        return counter.ask(facts={"minutes": km, "stained": inside, "people": people})["amount"]

    assert [due(1500, False), due(1501, False), due(3500, False), due(3501, False), due(9000, True)] == [
        "500.00", "800.00", "800.00", "1200.00", "800.00",
    ]  # fmt: skip
    counter.give(facts={"minutes": 9000, "stained": False, "people": 1})
    assert bound(counter.ask("h")) == ["pot"]
    assert counter.ask(facts={"minutes": 1500, "people": 1})["outcome"] == "yes"


def test_a_payment_plan_with_one_open_plan_and_an_exposure_cap():
    text = """
    g:
      label: Half now, half in 30 days
      kind: payment_plan
      exposure: {percent_of: order.price, percent: 50%}
      promise: {text: The second half, due: 30 days}
      limits:
        - {id: open_plan, up_to: 1 time, per: customer, within: 30 days}
        - {id: cap, up_to: 600.00, per: site, within: 30 days, measure: exposure}
    """
    counter = Counter(rules(text))
    given = counter.ask(facts={"order.price": "800.01"}, give=True)
    assert (given["outcome"], given["amount"], given["exposure"], given["cost"]) == ("yes", None, "400.00", "0.00")
    assert bound(counter.ask(facts={"order.price": "100.00"})) == ["open_plan"]
    other = {"customer": "c2"}
    assert counter.ask(facts={"order.price": "400.00"}, scope=other)["outcome"] == "yes"
    over = counter.ask(facts={"order.price": "400.10"}, scope=other)
    assert over["binding"][0] | {"frees_at": None} == {
        "limit": "cap", "used": "400.00", "up_to": "600.00", "frees_at": None,
    }  # fmt: skip
    assert over["binding"][0]["frees_at"] == "2026-12-21T12:00:00+02:00"


def test_a_replacement_for_a_spilled_drink_does_not_touch_the_free_drinks():
    text = """
    g: {label: Free drink, amount: 8.00, limits: [{up_to: 1 time, per: order, within: ever}]}
    h: {label: Replaced, kind: owed, amount: 8.00}
    """
    counter = Counter(rules(text))
    counter.give("h")
    counter.give("h")
    assert outcomes(counter, 2) == ["yes", "no_fit"]


def test_a_recall_swap_once_per_serial():
    counter = Counter(rules("g: {label: Swap, kind: owed, limits: [{up_to: 1 time, per: serial, within: ever}]}"))
    assert counter.ask()["missing"] == ["scope:serial"]
    assert outcomes(counter, 2, scope={"serial": "s1"}) == ["yes", "no_fit"]
    assert outcomes(counter, 1, scope={"serial": "s2"}) == ["yes"]


def test_one_day_outside_the_rule_is_the_lead_s_exception_with_a_reason():
    text = """
    g: {label: Return, amount: 20.00, when: {order.nights: {at_most: 30}},
        bend: {by: lead, when: {order.nights: {at_most: 31}}}}
    """
    counter = Counter(rules(text))
    facts = {"order.nights": 31}
    assert counter.ask(facts=facts, at=NOON)["ways"][0] == {"ask": "lead"}
    assert counter.ask(facts=facts, role="lead")["missing"] == ["reason"]
    assert counter.ask(facts=facts, role="lead", ticks=[*HEARD, "reason"])["outcome"] == "yes"
    assert counter.ask(facts={"order.nights": 32}, role="lead")["outcome"] == "no_fit"
