"""Real files come in completely, or with each refused row named: nothing of them is lost in silence."""

from __future__ import annotations

from pathlib import Path

from small_hotel import desk_of_its_own

from frontdesk.desk.customers import cards
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing
from frontdesk.desk.imports.importing import CUSTOMERS, Imported, Told, import_customers, import_orders
from frontdesk.store import customers
from frontdesk.store.transaction import reading

DATA = Path(__file__).parents[1] / "data"
BOOKINGS = {
    **{"#": "key", "hotel": "label", "reservation_status": "state", "adr": "night_price"},
    **{f"arrival_date_{name}": f"starts_on.{name}" for name in ("year", "month")},
    **{"arrival_date_day_of_month": "starts_on.day"},
    **{"stays_in_weekend_nights": "nights+", "stays_in_week_nights": "nights+"},
}

desk = desk_of_its_own


def accounted(done: Imported) -> tuple[int, int, int, int]:
    assert done.rows == done.new + done.changed + done.same + done.refused_count
    assert len(done.refused) == done.refused_count and all(each.reason.endswith(".") for each in done.refused)
    return done.new, done.changed, done.same, done.refused_count


def test_bookings_of_two_hotels(desk: Desk) -> None:
    path = DATA / "hotel" / "hotel_bookings_excerpt.csv"
    assert accounted(import_orders(desk, path, told=Told(mapping=BOOKINGS))) == (23, 0, 0, 0)
    assert accounted(import_orders(desk, path)) == (0, 0, 23, 0), "what was said is remembered"


def test_accounts_of_a_telephone_company_have_numbers_for_names_and_keep_what_nobody_mapped_away(desk: Desk) -> None:
    path = DATA / "telco" / "telco_excerpt.csv"
    done = import_customers(desk, path, told=Told(by_number=True))
    assert accounted(done) == (15, 0, 0, 0)
    assert {"gender", "SeniorCitizen", "Partner", "Dependents", "TotalCharges"} <= set(done.not_taken_over)
    # A blank among the charges refuses its row only where somebody wants the charges.
    wanted = import_customers(desk, path, told=Told(mapping={"TotalCharges": "balance"}, by_number=True))
    assert wanted.changed + wanted.same == 15 and not wanted.refused


def test_address_books_of_nine_programs(desk: Desk) -> None:
    seen: dict[str, tuple[int, int, int, int]] = {}
    for card in sorted((DATA / "vcard").glob("*.vcf")):
        with importing.prepared(desk, CUSTOMERS, card) as ready:
            seen[card.stem] = accounted(ready.take_over())
            said = {header for header, column in ready.mapping.items() if column}
            assert said | set(ready.counted.not_taken_over) == set(ready.mapping), card.name
        again = import_customers(desk, card)
        assert again.same == again.rows, card.name
    assert len(seen) == 9 and sum(counts[0] for counts in seen.values()) == 11, seen
    assert sum(counts[3] for counts in seen.values()) == 0, seen
    with reading(desk.store) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM customers ORDER BY id")]
        assert customers.count(connection) == 11
    companies = {group.name for each in ids for group in cards.card(desk, each).groups}
    assert {"IBM", "Organization1", "Company, The"} <= companies, companies
