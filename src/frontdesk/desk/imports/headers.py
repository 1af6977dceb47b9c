"""What programs call the columns: header keys (`sheets.header_key`) by the column they mean.

Keys are in plain letters, so that "Tālrunis", "Телефон" and "Phone no." are one entry each.
"""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.ground.language import N_, _

CUSTOMER_HEADERS: Mapping[str, str] = {
    "name": "name full_name customer customer_name guest guest_name client client_name display_name klients viesis "
    "vards_uzvards vards_un_uzvards fio pib imya_familiya imya_i_familiya klient gost",
    "given": "first_name given_name forename firstname given vards imya middle_name additional_name patronymic "
    "otchestvo po_batkovi tevvards",
    "family": "last_name surname family_name lastname family uzvards familiya prizvishche prizvyshche",
    "key": "id key external_key external_id customer_id customerid client_id guest_id number customer_number "
    "klienta_nr",
    "phone": "phone phone_number phone_no telephone mobile mobile_phone cell tel talrunis talrunis_nr telefon "
    "mobilais nomer_telefona",
    "email": "email e_mail mail email_address e_mail_address epasts e_pasts pochta el_pochta elektronnaya_pochta",
    "tier": "tier level loyalty loyalty_level loyalty_tier membership_level limenis uroven riven",
    "card_number": "card_number card card_no loyalty_number member_number membership_number kartes_numurs kartes_nr "
    "nomer_karty",
    "languages": "languages language lang spoken valoda valodas yazyk yazyki mova movi movy",
    "channel": "channel preferred_channel contact_by kanals kanal",
    "standing": "standing",
    "since": "since customer_since member_since guest_since first_visit first_stay kops klients_kops klient_s",
    "visits": "visits stays number_of_visits number_of_stays apmeklejumi vizity",
    "overdue": "overdue overdue_amount debt arrears parads dolg borh zaborhovanist",
    "balance": "balance account_balance current_balance saldo atlikums konta_atlikums bilance balans ostatok "
    "ostatok_na_schete zalishok balans_rakhunku",
    "hours": "hours contact_hours call_hours hours_to_call best_time_to_call preferred_contact_time sazinas_laiks "
    "zvanisanas_laiks kad_zvanit chasy_svyazi vremya_svyazi vremya_zvonka vremya_dlya_zvonka kogda_zvonit chas_dzvinka "
    "godini_zvyazku koli_dzvoniti zruchnii_chas",
    "note": "note notes comment comments remark remarks piezime piezimes primechanie primechaniya zametka zametki "
    "primitka primitki notatka notatki",
    "likes": "likes preferences wishes velmes predpochteniya pobazhannya",
    "company": "company company_name organization organisation organization_name organisation_name employer firma "
    "uznemums uznemuma_nosaukums organizacija darba_vieta kompaniya organizatsiya rabotodatel pidpriiemstvo",
    "household": "household household_id household_name household_number family_id majsaimnieciba gimenes_nr "
    "domokhozyaistvo domogospodarstvo",
}

ORDER_HEADERS: Mapping[str, str] = {
    "key": "key id external_key external_id order order_id order_no order_number booking booking_id booking_no "
    "booking_number reservation reservation_id reservation_number confirmation confirmation_number membership_id "
    "invoice invoice_number pasutijums pasutijuma_nr rezervacija nomer_zakaza nomer_broni",
    "customer": "customer customer_id customerid client client_id guest guest_id member_id customer_key klients viesis",
    "customer_name": "customer_name guest_name client_name name full_name vards_uzvards fio",
    "customer_phone": "customer_phone guest_phone phone phone_number telephone mobile talrunis telefon",
    "customer_email": "customer_email guest_email email e_mail mail epasts e_pasts",
    "label": "label description title what product nosaukums nazvanie nazva",
    "place": "place room room_no room_number table table_no table_number seat unit istaba istabas_nr galds komnata "
    "stol kimnata",
    "state": "state status reservation_status order_status statuss stan",
    "starts_on": "starts_on starts start start_date from arrival arrival_date check_in check_in_date checkin date "
    "valid_from no ierasanas zaezd zayizd",
    "ends_on": "ends_on ends end end_date to until departure departure_date check_out check_out_date checkout "
    "valid_until valid_to lidz izbrauksana vyezd viyizd",
    "nights": "nights number_of_nights naktis nochey nochi",
    "total": "total total_amount amount sum grand_total order_total price_total summa suma itogo razom",
    "paid": "paid amount_paid paid_amount samaksats oplacheno oplata splacheno",
    "due_on": "due_on due due_date due_by promised_for promised_date delivery_date deliver_by expected expected_on "
    "ready_on termins srok termin",
    "promised": "promised promise promises promised_in_sale sale_promise sale_promises solits solijums obeshchano "
    "obeshchaniya obitsyano obitsyanki",
    "promised_by": "promised_by promise_by sold_by salesperson seller solija pardeva obeshchal obitsyav",
    "promised_at": "promised_at promised_on promise_date promise_at sold_on sold_at",
}

EVENT_HEADERS: Mapping[str, str] = {
    "customer": "customer customer_id customerid customer_key customer_number client client_id guest guest_id "
    "member_id klients klienta_nr viesis klient",
    "customer_name": "customer_name guest_name client_name name full_name vards_uzvards fio",
    "customer_phone": "customer_phone guest_phone phone phone_number telephone mobile talrunis telefon",
    "customer_email": "customer_email guest_email email e_mail mail epasts e_pasts",
    "order": "order order_id order_no order_number booking booking_id booking_no booking_number reservation "
    "reservation_id reservation_number invoice invoice_number pasutijums pasutijuma_nr rezervacija nomer_zakaza "
    "nomer_broni",
    "serial": "serial serials serial_number serial_no serialnumber sn s_n device device_id imei serijas_nr "
    "serijas_numurs seriynyy_nomer seriynyi_nomer",
}


# The columns as a person chooses between them; facts have the labels of the guidelines.
COLUMN_LABELS: Mapping[str, str] = {
    "name": N_("name"),
    "given": N_("first name"),
    "family": N_("last name"),
    "key": N_("number in the other system"),
    "phone": N_("telephone"),
    "email": N_("e-mail"),
    "tier": N_("tier"),
    "card_number": N_("card number"),
    "languages": N_("languages"),
    "channel": N_("how to reach them"),
    "standing": N_("standing"),
    "since": N_("customer since"),
    "visits": N_("number of visits"),
    "overdue": N_("overdue amount"),
    "balance": N_("balance"),
    "hours": N_("when to reach them"),
    "note": N_("a note on the card"),
    "likes": N_("what they like"),
    "company": N_("company"),
    "household": N_("household"),
    "customer": N_("number of the customer"),
    "customer_name": N_("name of the customer"),
    "customer_phone": N_("telephone of the customer"),
    "customer_email": N_("e-mail of the customer"),
    "label": N_("what it is"),
    "place": N_("room, table or seat"),
    "state": N_("state"),
    "starts_on": N_("first day"),
    "ends_on": N_("last day"),
    "nights": N_("nights"),
    "total": N_("total amount"),
    "paid": N_("amount paid"),
    "due_on": N_("day it was promised for"),
    "promised": N_("what was promised"),
    "promised_by": N_("who promised"),
    "promised_at": N_("when it was promised"),
    "order": N_("order number"),
    "serial": N_("serial number"),
}


PART_LABELS: Mapping[str, str] = {"year": N_("year"), "month": N_("month"), "day": N_("day")}


def label_of(column: str) -> str:
    """A column as a person reads it: "first day", "first day: year", or the name of a fact."""
    bare, _dot, part = column.rstrip("+").removeprefix("fact:").partition(".")
    label = _(COLUMN_LABELS[bare]) if bare in COLUMN_LABELS else bare.replace("_", " ")
    return f"{label}: {_(PART_LABELS[part])}" if part in PART_LABELS else label


def meanings(headers: Mapping[str, str]) -> dict[str, str]:
    """Header keys to columns; the first column that claims a key has it."""
    found: dict[str, str] = {}
    for column, keys in headers.items():
        for key in (column, *keys.split()):
            found.setdefault(key, column)
    return found
