"""People's public SSH keys: added, taken away, listed. Who comes in with a key is its owner."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from frontdesk.desk.desk import Desk
from frontdesk.desk.people.acting import acting
from frontdesk.desk.people.leading import may_change_people
from frontdesk.desk.people.sign_in_log import KEY
from frontdesk.desk.people.staffing import person_called
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.store import sessions, staff_keys
from frontdesk.store.transaction import reading

KINDS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
RSA_BITS_MIN = 2048
KEY_LENGTH_MAX = 16_000


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key and the name of who comes in with it."""

    name: str
    fingerprint: str
    public_key: str


def add(desk: Desk, name: str, text: str) -> OwnKey:
    """Keep a public key (a line as `ssh-keygen` writes it) as this person's; doing it twice is the same as once.

    Raises MustLead, NotFound for a name nobody has, and BadInput for what is no public key, for a weak one and for a
    key that is somebody else's.
    """
    public_key = as_public_key(text)
    fingerprint = fingerprint_of(public_key)
    with acting(desk, unnamed=True) as connection:
        by = may_change_people(connection, desk)
        person = person_called(connection, name)
        known = staff_keys.by_fingerprint(connection, fingerprint)
        if known is not None and known.owner.id != person.id and known.owner.active:
            raise BadInput(
                _("That key is {name}'s: one key is one person.").format(name=known.owner.name),
                _("Make a key of their own with ssh-keygen, or take this one away first, with --remove."),
            )
        staff_keys.put(connection, fingerprint, person.id, public_key, by, desk.now())
    return OwnKey(person.name, fingerprint, public_key)


def remove(desk: Desk, name: str, fingerprint: str) -> OwnKey:
    """The key no longer lets this person in, and whoever came in by a key of theirs is no longer at any desk.

    Raises MustLead, and NotFound, naming the keys they have.
    """
    wanted = fingerprint.strip()
    with acting(desk, unnamed=True) as connection:
        may_change_people(connection, desk)
        person = person_called(connection, name)
        own = staff_keys.all_keys(connection, person.id)
        found = next((each for each in own if each.fingerprint == wanted), None)
        if found is None:
            known = ", ".join(each.fingerprint for each in own)
            raise NotFound(
                _("{name} has no such key.").format(name=person.name),
                _("Known: {words}.").format(words=known)
                if known
                else _("There is none yet; add one with: frontdesk staff ssh-key NAME --add FILE"),
            )
        staff_keys.remove(connection, found.fingerprint, desk.now())
        sessions.end_known_by(connection, person.id, (KEY,), sessions.DISABLED, desk.now())
    return OwnKey(person.name, found.fingerprint, found.public_key)


def listed(desk: Desk, name: str | None = None) -> tuple[OwnKey, ...]:
    """The keys of everybody who works here, or of one person. Raises NotFound for a name nobody has."""
    with reading(desk.store) as connection:
        person = None if name is None else person_called(connection, name)
        found = staff_keys.all_keys(connection, None if person is None else person.id)
    return tuple(OwnKey(each.owner.name, each.fingerprint, each.public_key) for each in found)


def as_public_key(text: str) -> str:
    """The kind and the letters of a public key, without its comment. Raises BadInput, which says what it is instead."""
    if "PRIVATE KEY" in text:
        raise BadInput(
            _("That is the private half of a key; nothing of it was kept."),
            _("Give the file beside it that ends in .pub. The private half stays with its owner."),
        )
    words = clean_line(text, KEY_LENGTH_MAX).split()
    if len(words) < 2 or words[0] not in KINDS:
        raise _no_key()
    try:
        data = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        raise _no_key() from None
    parts = _parts(data)
    if len(parts) < 2 or parts[0] != words[0].encode():
        raise _no_key()
    if words[0] == "ssh-rsa" and (len(parts) != 3 or int.from_bytes(parts[2]).bit_length() < RSA_BITS_MIN):
        raise BadInput(_("That key is too short to be safe."), _("Make a new one with: ssh-keygen -t ed25519"))
    return f"{words[0]} {base64.b64encode(data).decode()}"


def fingerprint_of(public_key: str) -> str:
    """How sshd and ssh-keygen call a public key: SHA256 and 43 letters."""
    digest = hashlib.sha256(base64.b64decode(public_key.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _parts(data: bytes) -> list[bytes]:
    """The fields of a key, each after its length in four bytes; [] where they do not fit."""
    parts: list[bytes] = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        end = at + 4 + length
        if at + 4 > len(data) or end > len(data):
            return []
        parts.append(data[at + 4 : end])
        at = end
    return parts


def _no_key() -> BadInput:
    return BadInput(
        _("That is no public SSH key."),
        _("Give the file that ends in .pub, or make a key with: ssh-keygen -t ed25519"),
    )
