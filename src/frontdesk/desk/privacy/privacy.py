"""Forgetting somebody who asks for it: previewed, then whole; the ledger keeps its lines without the person.

What is personal is said in `store.personal`, what becomes of files beside the database in `desk.privacy_files`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from frontdesk.desk.desk import Desk
from frontdesk.desk.people import roles, staffing
from frontdesk.desk.people.acting import acting
from frontdesk.desk.privacy import privacy_files
from frontdesk.desk.privacy.privacy_files import Marks
from frontdesk.desk.privacy.privacy_views import Erased, ErasurePreview, FileWith, Goes, StillOpen
from frontdesk.ground.errors import BadInput, NotFound, StoreUnavailable
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.text import clean_line
from frontdesk.store import cleaning, erased_list, erasing, forgotten_file, personal
from frontdesk.store.driver import Connection
from frontdesk.store.erased_list import Line
from frontdesk.store.erasing import PHONE_DIGITS_MIN, Open
from frontdesk.store.personal import PERSONAL, Of
from frontdesk.store.transaction import reading

NAMES = ("customers.name", "conversations.customer_name")
NUMBERS = ("customers.phone", "calls.digits", "calls.number")
EXACT = ("customers.email", "customers.card_number")
_NO_WORDS = frozenset({"customer_terms.term", "orders.state", "orders.place", "customers.languages"})


def preview(desk: Desk, customer_id: str, talks: Sequence[str] = ()) -> ErasurePreview:
    """What an erasure of this customer would do, without doing it. Raises NotFound, and BadInput unless one leads.

    `talks` are conversations without a card that are theirs, too.
    """
    must_lead(desk)
    with reading(desk.store) as connection:
        whose = _whose(connection, customer_id, talks)
        marks = _marks(connection, whose)
        counted = [(table.table, personal.count(connection, table, whose)) for table in PERSONAL]
        still = erasing.still_open(connection, whose)
        name = connection.execute("SELECT name FROM customers WHERE id = ?", (whose.people[0],)).fetchone()
        perhaps = _perhaps_theirs(connection, whose)
    return ErasurePreview(
        customer_id=whose.people[0],
        name="" if name is None else str(name[0]),
        cards=whose.people,
        goes=tuple(Goes(table, count, _counted(table, count)) for table, count in counted if count and table in _GOES),
        stays=tuple(_stays(dict(counted))),
        open=tuple(map(_open, still)),
        files=privacy_files.mentioning(desk.folder, desk.store, marks),
        bytes=cleaning.size(desk.store),
        perhaps=perhaps,
    )


def erase(
    desk: Desk, customer_id: str, *, talks: Sequence[str] = (), end: bool = False, how: str = erasing.ASKED
) -> Erased:
    """Erase a person with all their cards: words, numbers and names go, ids and sums stay. It cannot be undone.

    `talks` are conversations without a card that are theirs, too. With `end` what is still open with them is ended
    first. The second time finishes what the first could not. Raises NotFound, and BadInput for somebody who does not
    lead and while something is open.
    """
    must_lead(desk)
    at = desk.now()
    with reading(desk.store) as connection:
        whose = _whose(connection, customer_id, talks)
        before = erasing.erasure_of(connection, whose.people[0])
        marks = _marks(connection, whose)
        sought = _only_theirs(connection, whose)
        _must_be_over(connection, whose, end)
    if before is not None and not talks:
        erased_list.replay(desk.store, at)  # the disk may have failed before the list had them
        return Erased(customer_id, before[1], left=finish(desk, at), already=True)
    files = privacy_files.mentioning(desk.folder, desk.store, marks)
    _forget_files(files, marks)
    with acting(desk) as connection:
        whose = _whose(connection, customer_id, talks)
        _must_be_over(connection, whose, end)
        erasing.end(connection, whose, at, desk.person.id or None)
        erasing.erase(connection, whose, how, at, desk.person.id or None)
    day = desk.days().date_of(at).isoformat()
    erased_list.add(desk.store, [Line(each, day, how) for each in (*whose.people, *whose.talks)])
    forgotten_file.bring_together(desk.store, at)
    return Erased(customer_id, at, files, left=finish(desk, at, sought=sought))


def _whose(connection: Connection, customer_id: str, talks: Sequence[str]) -> Of:
    """All cards of the person and those conversations. Raises NotFound; BadInput for another card's conversation."""
    people = cards_in(connection, customer_id)
    for talk in talks:
        row = connection.execute("SELECT customer_id FROM conversations WHERE id = ?", (talk,)).fetchone()
        if row is None:
            raise NotFound(
                _("There is no conversation {id}.").format(id=clean_line(talk)),
                _("Look with --dry-run which conversations without a card bear the name."),
            )
        if row[0] is not None and row[0] not in people:
            raise BadInput(
                _("The conversation {id} belongs to another card.").format(id=talk),
                _("Merge the cards first, if they are one person: frontdesk customers merge"),
            )
    return Of(people, tuple(talks))


def _perhaps_theirs(connection: Connection, whose: Of) -> tuple[str, ...]:
    """Conversations without a card under the same name: only somebody who knows can say whether it was them."""
    statement, parameters = whose.of(
        "SELECT id FROM conversations WHERE customer_id IS NULL AND forgotten_at IS NULL AND customer_name <> ''"
        " AND customer_name IN (SELECT name FROM customers WHERE id IN (SELECT id FROM people))"
        " AND id NOT IN (SELECT id FROM talks) ORDER BY opened_at"
    )
    return tuple(str(row[0]) for row in connection.execute(statement, parameters))


def finish(desk: Desk, at: datetime, *, sought: Sequence[str] = (), anyway: bool = False, large: bool = False) -> str:
    """See to it that the database file holds no byte of who was erased; "" or what was in the way, in a sentence.

    It is left out where nobody was erased since the last time, but with `anyway`. `sought` are texts that only the
    erased person had; `large` writes anew also a file for which other desks have to wait.
    """
    done = cleaning.clean(desk.store, at, sought=sought, anyway=anyway, large=large)
    if done.done:
        return ""
    return _("{why} Do it in a quiet moment: frontdesk customers erase --finish").format(why=done.why)


def must_lead(desk: Desk) -> None:
    """Raise BadInput unless whoever is signed in leads: a person's whole story leaves the desk, or goes for good."""
    person = desk.signed_in()
    if not roles.leads(desk.rules(), person.role):
        names = [each.name for each in staffing.list_staff(desk) if roles.leads(desk.rules(), each.role)]
        who = ", ".join(names) or roles.leading_roles(desk.rules())
        raise BadInput(
            _("This is done by somebody who leads ({who}).").format(who=who),
            _("Ask one of them, and write down who asked for it and how to reach them."),
        )


def cards_in(connection: Connection, customer_id: str) -> tuple[str, ...]:
    """All cards of the person. Raises NotFound."""
    people = personal.cards_of(connection, customer_id)
    if not people:
        raise NotFound(
            _("There is no customer {id}.").format(id=clean_line(customer_id)),
            _("Search by name, phone tail or card number: `frontdesk customers find TEXT`."),
        )
    return people


def _must_be_over(connection: Connection, whose: Of, end: bool) -> None:
    still = () if end else erasing.still_open(connection, whose)
    if not still:
        return
    raise BadInput(
        _("With this person something is still open: {what}.").format(
            what="; ".join(open_words(_open(each)) for each in still)
        ),
        _("Close and keep these first; or say --end, and they are ended with the erasure."),
    )


def _marks(connection: Connection, whose: Of) -> Marks:
    said = personal.texts(connection, whose)
    known = {*NAMES, *NUMBERS, *EXACT, *_NO_WORDS}
    sentences = [text for column, found in said.items() if column not in known for text in found]
    return Marks(_of(said, NAMES), _of(said, NUMBERS), [*_of(said, EXACT), *whose.people], sentences)


_SOUGHT_LETTERS = 40


def _only_theirs(connection: Connection, whose: Of) -> list[str]:
    """What only this person's rows say: by it the file is searched for bytes that are left.

    A name that somebody else has, too, is left out: its bytes are theirs.
    """
    said = personal.texts(connection, whose)
    found = [text for column in (*NUMBERS, *EXACT) for text in said.get(column, ()) if len(text) >= PHONE_DIGITS_MIN]
    terms = said.get("customer_terms.term", set())
    found += [term[1:] for term in terms if "@" in term or sum(map(str.isdigit, term)) >= PHONE_DIGITS_MIN]
    for column in ("conversations.request", "conversations.wish", "notes.text", "promises.text", "entry_words.reason"):
        found += [text[:_SOUGHT_LETTERS] for text in said.get(column, ()) if len(text) >= privacy_files.WORDS_MIN]
    for name in _of(said, NAMES):
        row = connection.execute("SELECT count(*) FROM customers WHERE name = ?", (name,)).fetchone()
        if row is not None and row[0] <= len(whose.people):
            found.append(name)
    return list(dict.fromkeys(found))


def _of(said: Mapping[str, set[str]], columns: Sequence[str]) -> list[str]:
    return [text for column in columns for text in said.get(column, ())]


def _forget_files(files: Sequence[FileWith], marks: Marks) -> None:
    try:
        privacy_files.forget(files, marks)
    except OSError as error:
        raise StoreUnavailable(
            _("{path} mentions the person and cannot be changed: {why}.").format(
                path=error.filename, why=error.strerror or error
            ),
            _("Look at its rights, then try again. Nobody was erased yet."),
        ) from error


# --- words --------------------------------------------------------------------------------------------------

_GOES = frozenset(
    {
        *("customers", "conversations", "orders", "preferences", "notes", "calls", "promises", "entry_words"),
        *("changes", "group_members", "drafts", "approvals", "ideas", "stories", "event_members"),
    }
)


def _counted(table: str, count: int) -> str:
    words = {
        "customers": ngettext("{count} card", "{count} cards", count),
        "conversations": ngettext(
            "what was said in {count} conversation", "what was said in {count} conversations", count
        ),
        "orders": ngettext("{count} order", "{count} orders", count),
        "preferences": ngettext("{count} preference", "{count} preferences", count),
        "notes": ngettext("{count} note", "{count} notes", count),
        "calls": ngettext("{count} call", "{count} calls", count),
        "promises": ngettext("the words of {count} promise", "the words of {count} promises", count),
        "entry_words": ngettext("the reason of {count} gesture", "the reasons of {count} gestures", count),
        "changes": ngettext("{count} change of a card", "{count} changes of cards", count),
        "group_members": ngettext("{count} household or company", "{count} households or companies", count),
        "drafts": ngettext("{count} draft", "{count} drafts", count),
        "approvals": ngettext("the words of {count} question", "the words of {count} questions", count),
        "ideas": ngettext("the words of {count} idea", "the words of {count} ideas", count),
        "stories": ngettext("the words of {count} story", "the words of {count} stories", count),
        "event_members": ngettext("their part in {count} mass event", "their part in {count} mass events", count),
    }
    return words[table].format(count=count)


def _stays(counts: Mapping[str, int]) -> list[str]:
    said = []
    if lines := counts.get("entries", 0):
        said.append(
            ngettext(
                "{count} line of the ledger stays, without the person: the sums of its day and what limits count.",
                "{count} lines of the ledger stay, without the person: the sums of their days and what limits count.",
                lines,
            ).format(count=lines)
        )
    said.append(_("A number that stands for nobody stays, and the day on which it was erased."))
    return said


def _open(found: Open) -> StillOpen:
    return StillOpen(found.kind, found.id, found.conversation_id, clean_line(found.words), found.who, found.due_at)


def open_words(found: StillOpen) -> str:
    """What is still open, in one sentence without its end."""
    if found.kind == erasing.PROMISE:
        return _("{who} promised: {words} ({id})").format(who=found.who, words=found.words, id=found.id)
    if found.kind == erasing.APPROVAL:
        return _("{who} asked a lead for {words} ({id})").format(who=found.who, words=found.words, id=found.id)
    if found.kind == erasing.REVIEW:
        return _("an answer to what they wrote is owed ({id})").format(id=found.id)
    return _("{who} has a conversation open with them ({id})").format(who=found.who, id=found.id)
