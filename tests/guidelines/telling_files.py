"""A guidelines file for the tests of words and differences: small, with each example of the language that is said."""

from __future__ import annotations

from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.reader import read_text

SHOP = """\
frontdesk: 1
business: {name: Corner, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en, lv]}
principles: [Make it right first]
roles: [trainee, staff, lead, manager]
facts:
  order.paid: {type: money, from: order}
  order.price: {type: money, from: order, label: Price of one night}
  order.age_days: {type: number, from: order, label: Age of the order in days}
  house.occupancy: {type: percent, from: house, label: {en: House occupancy, lv: Noslodze}}
  customer.tier: {type: choice, of: [guest, silver, gold], from: card, label: Tier}
  intra_eu: {type: yes_no, from: order, label: Flight inside the EU}
  km: {type: number, from: order}
  passengers: {type: number, from: order}
  delay: {type: duration, from: asked, label: "How late are we?"}
  bought: {type: date, from: order, label: VAT date}
situations:
  late: {label: {en: Late order, lv: Kavējas}, first: [drinks, part], ask: [delay]}
  loud: {label: Noise, first: [drinks]}
gestures:
  drinks:
    key: 2
    label: {en: drinks, lv: dzērieni}
    amount: 8.00
    cost: 25%
    one_press: true
    limits:
      - {up_to: 4 times, per: [customer, order], within: ever}
      - {up_to: 20 times, per: staff, within: day}
      - {id: year_sum, up_to: 60.00, per: customer, within: 365 days}
    why: Cheap and immediate.
  breakfasts:
    label: breakfasts
    amount: {each: 15.00, of: passengers}
  part:
    key: 3
    label: {en: Part of the bill, lv: Daļa rēķina}
    kind: refund
    amount: {percent_of: order.price, from: 10%, to: 100%, usual: 50%, at_least: 10.00}
    authority: {staff: 150.00, lead: 600.00}
    judgement_above: 80.00
    when: {order.paid: {more_than: 0}, house.occupancy: {at_most: 95%}}
    limits:
      - {id: never_more, up_to: order.paid, per: order, within: ever, across: [drinks, breakfasts]}
    otherwise: [{gesture: drinks}, {ask: lead}, {promise: {within: 24 hours}}, {say: The bench is free}]
    not_with: [breakfasts]
    needs: [request_heard, wish]
    bend: {by: lead, when: {order.age_days: {at_most: 31}}}
    promise: {text: Call them, due: 30 days}
    idea: true
    valid_from: 2026-12-01
    valid_until: 2026-12-24
    why: Remembered.
  rights:
    label: Cancelled flight
    kind: owed
    offer: only_if_asked
    amount:
      cases:
        - {when: {km: {at_most: 1500}}, each: 250.00, of: passengers}
        - {when: {any: [{intra_eu: true}, {km: {at_most: 3500}}]}, each: 400.00, of: passengers}
        - {each: 600.00, of: passengers}
  data:
    label: Data
    amount: {quantity: {from: 1, to: 10, usual: 2}, unit: GB}
    limits: [{up_to: 20 GB, per: line, within: month}]
  words: {label: An apology, kind: words, situations: [late]}
  rest: {label: What is left, amount: {rest_of: year_sum}, authority: {manager: 40.00}}
  half:
    label: Half later
    kind: payment_plan
    amount: {exactly: order.paid}
    exposure: {percent_of: order.paid, percent: 50%}
budgets:
  desk_day: {of: [drinks, part], up_to: 1200.00, per: site, within: day, measure: cost, warn_at: 80%}
conversation: {steps: [moment, request, heard, solution, next], gestures_at_most: 5}
"""


def read(text: str) -> Guidelines:
    """The guidelines of a text that has no errors."""
    reading = read_text(text.encode(), "guidelines.yaml")
    assert reading.guidelines is not None, [str(problem) for problem in reading.problems]
    return reading.guidelines
