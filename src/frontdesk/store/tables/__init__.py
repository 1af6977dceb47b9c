"""The tables, defined once. Triggers that keep the ledger append-only stand in `store.triggers`.

Ids are UUIDv7 texts made by the program, instants are aware UTC, money is minor units, business dates are fixed
when a row is written. `*_json` columns hold what has no column of its own; they are never searched.
"""

from frontdesk.store.tables.giving import Approval, Block, Entry, EntryWords, Grant, Shape, Usage, UsageMark
from frontdesk.store.tables.knowing import (
    Call,
    Change,
    Erasure,
    Group,
    GroupMember,
    Home,
    Import,
    Merge,
    NotDuplicate,
    Note,
    Preference,
)
from frontdesk.store.tables.learning import Cause, CauseToFix, Event, EventMember, Idea, Story
from frontdesk.store.tables.people import Customer, CustomerTerm, HouseFact, Order, Staff, StaffAuthority, StaffPinTries
from frontdesk.store.tables.rules import GuidelinesFile, GuidelinesInForce, GuidelinesVersion
from frontdesk.store.tables.talking import Conversation, Draft, Promise, PromiseMove
from frontdesk.store.tables.trusting import (
    Backup,
    ChainLink,
    ClockWord,
    ForgottenKey,
    Head,
    Secret,
    Session,
    SignIn,
    StaffCustomer,
    StaffKey,
)

__all__ = [
    "Approval",
    "Backup",
    "Block",
    "Call",
    "Cause",
    "CauseToFix",
    "ChainLink",
    "Change",
    "ClockWord",
    "Conversation",
    "Customer",
    "CustomerTerm",
    "Draft",
    "Entry",
    "EntryWords",
    "Erasure",
    "Event",
    "EventMember",
    "ForgottenKey",
    "Grant",
    "Group",
    "GroupMember",
    "GuidelinesFile",
    "GuidelinesInForce",
    "GuidelinesVersion",
    "Head",
    "Home",
    "HouseFact",
    "Idea",
    "Import",
    "Merge",
    "NotDuplicate",
    "Note",
    "Order",
    "Preference",
    "Promise",
    "PromiseMove",
    "Secret",
    "Session",
    "Shape",
    "SignIn",
    "Staff",
    "StaffAuthority",
    "StaffCustomer",
    "StaffKey",
    "StaffPinTries",
    "Story",
    "Usage",
    "UsageMark",
]
