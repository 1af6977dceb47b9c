"""How well-known programs call the columns of the customers they export.

Headers as these programs write them: Google Contacts (before and since 2024), Outlook, HubSpot, Shopify; and the
properties of vCards. A column that the guidelines or the card have no place for stays unknown and is listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

FACT = "fact:"


@dataclass(frozen=True, slots=True)
class Preset:
    """A program's headers: by which it is recognised, and header keys to columns, the ones that count first, first.

    `patterns` are for headers with numbers in them, `joined_by` what stands
    between several numbers in one cell. "" in place of a column: known, and of no use here.
    """

    name: str
    signature: frozenset[str]
    columns: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = field(default=())
    of_cards: bool = False
    joined_by: str = ""

    def column(self, key: str, columns: Set[str]) -> str | None:
        """The column for a header key, among those there are; "" for none, None when the preset does not know it."""
        wanted = self.columns.get(key)
        if wanted is None:
            wanted = next((column for pattern, column in self.patterns if pattern.fullmatch(key)), None)
        if not wanted:
            return wanted
        if wanted in columns:
            return wanted
        return FACT + wanted if FACT + wanted in columns else ""

    def rank(self, key: str) -> tuple[int, int, str]:
        """Which of several columns of one meaning counts first."""
        known = list(self.columns)
        number = re.search(r"_([0-9]+)(?:_|$)", key)
        return (known.index(key) if key in known else len(known)), int(number[1]) if number else 0, key


def _patterns(patterns: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), column) for pattern, column in patterns.items())


_NUMBERED = _patterns({r"e_mail_[0-9]+_value": "email", r"phone_[0-9]+_value": "phone"})
_GOOGLE_BEFORE = Preset(
    "Google Contacts",
    frozenset({"given_name", "family_name", "group_membership"}),
    {
        "name": "name",
        "given_name": "given",
        "additional_name": "given",
        "family_name": "family",
        "language": "languages",
        "notes": "note",
        "organization_1_name": "company",
        "gender": "",
        "location": "",
        "priority": "",
    },
    _NUMBERED,
    joined_by=" ::: ",
)
_GOOGLE = Preset(
    "Google Contacts",
    frozenset({"first_name", "last_name", "organization_name", "labels"}),
    {
        "first_name": "given",
        "middle_name": "given",
        "last_name": "family",
        "file_as": "",
        "notes": "note",
        "organization_name": "company",
        "labels": "",
    },
    _NUMBERED,
    joined_by=" ::: ",
)
_OUTLOOK = Preset(
    "Outlook",
    frozenset({"first_name", "last_name", "e_mail_address", "business_phone", "mobile_phone"}),
    {
        "first_name": "given",
        "middle_name": "given",
        "last_name": "family",
        "company": "company",
        "e_mail_address": "email",
        "e_mail_2_address": "email",
        "e_mail_3_address": "email",
        "mobile_phone": "phone",
        "primary_phone": "phone",
        "business_phone": "phone",
        "home_phone": "phone",
        "other_phone": "phone",
        "business_phone_2": "phone",
        "home_phone_2": "phone",
        "company_main_phone": "phone",
        "car_phone": "phone",
        "language": "languages",
        "notes": "note",
        "title": "",
        "location": "",
        "priority": "",
        "account": "",
        "categories": "",
        "callback": "",
    },
)
_HUBSPOT = Preset(
    "HubSpot",
    frozenset({"record_id", "first_name", "last_name", "email"}),
    {
        "record_id": "key",
        "first_name": "given",
        "last_name": "family",
        "email": "email",
        "work_email": "email",
        "additional_email_addresses": "",
        "mobile_phone_number": "phone",
        "phone_number": "phone",
        "company_name": "company",
        "associated_company": "company",
        "preferred_language": "languages",
        "contact_owner": "",
        "lead_status": "",
        "lifecycle_stage": "",
    },
)
_SHOPIFY = Preset(
    "Shopify",
    frozenset({"first_name", "last_name", "email", "default_address_company", "phone"}),
    {
        "customer_id": "key",
        "first_name": "given",
        "last_name": "family",
        "email": "email",
        "phone": "phone",
        "default_address_phone": "phone",
        "default_address_company": "company",
        "note": "note",
        "total_spent": "total_spent",
        "total_orders": "total_orders",
        "tags": "",
    },
)
_VCARDS = Preset(
    "vCard",
    frozenset({"fn"}),
    {
        "fn": "name",
        "uid": "key",
        "org": "company",
        "note": "note",
        "lang": "languages",
        "tel": "phone",
        "email": "email",
        "title": "",
        "role": "",
        "categories": "",
        "gender": "",
        "key": "",
        "tz": "",
        "label": "",
        "class": "",
        "source": "",
        "mailer": "",
        "member": "",
    },
    _patterns({r"tel_[0-9]+": "phone", r"email_[0-9]+": "email", r"[a-z_0-9]*": ""}),
    of_cards=True,
)
PRESETS = (_GOOGLE_BEFORE, _GOOGLE, _OUTLOOK, _HUBSPOT, _SHOPIFY, _VCARDS)
