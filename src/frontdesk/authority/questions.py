"""A line of `frontdesk decide`, read: from its bytes to the moment and the amount that are asked about.

A line is an object as JSON gives it (numbers may be `Decimal`). What is wrong with it is one sentence. Source:
docs/guidelines.md, decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple, TypeGuard, cast

from frontdesk.authority.amounts import THOUSAND, asks_for_quantity
from frontdesk.authority.conditions import View
from frontdesk.authority.index import index_of
from frontdesk.authority.limits import ONE
from frontdesk.authority.values import Moment
from frontdesk.ground.language import _
from frontdesk.ground.money import BadAmount, parse_minor
from frontdesk.guidelines.model import TICKS, FactValue, Guidelines
from frontdesk.guidelines.values import NUMBER, parse_fact

KEYS = (
    *("id", "gesture", "ask", "role", "staff", "situation", "at", "facts", "scope", "ticks", "give"),
    *("reverse", "reason", "channel", "authority"),
)
YEARS = range(1970, 2200)
_OPEN_TICKS = ("situation", "amount")
_KNOWN_KEYS = frozenset(KEYS)
_KNOWN_TICKS = frozenset(TICKS)
_JSON = json.JSONDecoder(parse_float=Decimal)
_JSON_SPACE = " \t\r\n"
_PLAIN = (str, int, float, Decimal)
_TEXTS = ("role", "staff", "situation", "reason", "channel")
_TEXT_ALONE = frozenset({str})
_TEXT_OR_NOTHING = frozenset({str, type(None)})
_CACHED_MAX = 4096
_DIGITS_MAX = 30
LINE_MAX = 1 << 20
"""The bytes of the longest line that is looked at."""


class BadLine(ValueError):
    """A line that cannot be used; `args[0]` is one translated sentence saying why."""


class Asked(NamedTuple):
    """A line that asks for a decision."""

    gesture: str
    moment: Moment
    ask_minor: int | None
    ask_thousandths: int | None
    give: bool

    @property
    def at(self) -> datetime:
        """The instant of the line."""
        return self.moment.at


class Reversal(NamedTuple):
    """A line that takes back what the line `of` gave; `written` is that id as it was written."""

    of: str
    written: object
    at: datetime


class Question(NamedTuple):
    """What a line asks, or what is wrong with it; `id` is None where the line says none that can be used."""

    id: str | int | None
    asks: Asked | Reversal | BadLine


def parsed(line: bytes | str) -> object:
    """The JSON of a line; a BadLine when it is none."""
    if len(line) > LINE_MAX:
        return BadLine(_("This line is too long to be one question."))
    try:
        text = (line if isinstance(line, str) else line.decode("utf-8")).strip(_JSON_SPACE)
        value, end = _JSON.raw_decode(text)
    except UnicodeDecodeError:
        return BadLine(_("This line is not UTF-8."))
    except (ValueError, RecursionError):
        return BadLine(_("This line is not JSON."))
    return value if end == len(text) else BadLine(_("This line is not JSON."))


class Lines:
    """Reads lines for one guidelines file; facts that were read before are remembered."""

    def __init__(self, guidelines: Guidelines) -> None:
        self.guidelines = guidelines
        self._index = index_of(guidelines)
        self._facts: dict[tuple[str, type, object], FactValue] = {}

    def question(self, line: object) -> Question:
        """What a line that was `parsed` asks."""
        if not _is_object(line):
            return Question(None, line if isinstance(line, BadLine) else BadLine(_("A line is an object in braces.")))
        line_id = line.get("id")
        if not isinstance(line_id, (str, int)) or isinstance(line_id, bool) or line_id == "":
            return Question(None, BadLine(_("This line has no id.")))
        try:
            return Question(line_id, self.read(line))
        except BadLine as wrong:
            return Question(line_id, wrong)

    def read(self, line: Mapping[str, object]) -> Asked | Reversal:
        """What the line says. Raises BadLine; `id` is not looked at."""
        if not line.keys() <= _KNOWN_KEYS:
            _only_known_keys(line)
        at = _instant(line.get("at"))
        if line.get("reverse") is not None:
            return Reversal(_name(line, "reverse"), line["reverse"], at)
        gesture = _name(line, "gesture")
        if gesture not in self.guidelines.gestures:
            raise BadLine(_known(_("There is no gesture {name}."), gesture, self.guidelines.gestures))
        moment = self._moment(line, at)
        minor, thousandths = self._ask(line.get("ask"), gesture, moment)
        give = line.get("give", False)
        if not isinstance(give, bool):
            raise BadLine(_("give is true or false."))
        return Asked(gesture, moment, minor, thousandths, give)

    def _moment(self, line: Mapping[str, object], at: datetime) -> Moment:
        guidelines = self.guidelines
        role, staff, situation, reason, channel = _texts(line)
        if not role:
            role = guidelines.roles[0]
        elif role not in guidelines.roles:
            raise BadLine(_known(_("There is no role {name}."), role, guidelines.roles))
        if situation and situation not in guidelines.situations:
            raise BadLine(_known(_("There is no situation {name}."), situation, guidelines.situations))
        ticks = _ticks(line.get("ticks"))
        scope = _scope(line.get("scope"))
        return Moment(
            at=at,
            role=role,
            staff=staff or scope.get("staff", ONE),
            facts=self._read_facts(line.get("facts")),
            scope=scope,
            ticks=ticks | {"reason"} if reason else ticks,
            situation=situation or None,
            reason=reason or None,
            channel=channel or None,
            authority=self._own_authority(line.get("authority")),
        )

    def _own_authority(self, written: object) -> dict[str, int]:
        """What this very person may give, by gesture, in place of what the role may."""
        if written is None:
            return {}
        if not _is_object(written):
            raise BadLine(_("authority is an object: the name of each gesture and the most this person may give."))
        own: dict[str, int] = {}
        for name, value in written.items():
            if name not in self.guidelines.gestures:
                raise BadLine(_known(_("There is no gesture {name}."), name, self.guidelines.gestures))
            if isinstance(value, bool) or not isinstance(value, _PLAIN) or _out_of_reach(value):
                raise BadLine(_("authority of {name} is an amount, as text or a number.").format(name=name))
            text = format(value, "f") if isinstance(value, Decimal) else str(value).strip()
            try:
                own[name] = parse_minor(text, self.guidelines.business.exponent)
            except BadAmount:
                raise BadLine(_("authority {text} is not an amount of this currency.").format(text=text)) from None
        return own

    def _read_facts(self, written: object) -> dict[str, FactValue]:
        if written is None:
            return {}
        if not _is_object(written):
            raise BadLine(_("facts is an object: the name of each fact and its value."))
        known: dict[str, FactValue] = {}
        met = self._facts
        for name, value in written.items():
            try:
                known[name] = met[name, type(value), value]
            except (KeyError, TypeError):  # not met before, or a list or an object, which is no value of any fact
                if value is not None:
                    known[name] = self._fact(name, value)
        return known

    def _fact(self, name: str, value: object) -> FactValue:
        """A value that was not met before: read, and remembered."""
        fact = self.guidelines.facts.get(name)
        if fact is None:
            raise BadLine(_known(_("There is no fact {name}."), name, self.guidelines.facts))
        if not isinstance(value, str | int | float | Decimal | bool) or _out_of_reach(value):
            raise BadLine(_("{name} has a value that is neither text nor number.").format(name=name))
        try:
            read = parse_fact(fact, value, self.guidelines.business.exponent)
        except ValueError as wrong:
            raise BadLine(_("{name}: {problem}").format(name=name, problem=wrong.args[0])) from None
        if len(self._facts) >= _CACHED_MAX:
            self._facts.clear()
        self._facts[name, type(value), value] = read
        return read

    def _ask(self, written: object, gesture: str, moment: Moment) -> tuple[int | None, int | None]:
        """The ask in minor units or thousandths; a negative one goes through, the decision names the bounds."""
        if written is None:
            return None, None
        if isinstance(written, bool) or not isinstance(written, _PLAIN) or _out_of_reach(written):
            raise BadLine(_("ask is an amount, as text or a number."))
        text = format(written, "f") if isinstance(written, Decimal) else str(written).strip()
        sign, bare = (-1, text[1:]) if text.startswith("-") else (1, text)
        known = self._index.gestures[gesture]
        if known.maybe_quantity and asks_for_quantity(known.gesture.amount, View(self.guidelines, moment)):
            if NUMBER.fullmatch(bare) is None:
                raise BadLine(_("ask {text} is not a number.").format(text=text))
            exact = Decimal(bare) * THOUSAND
            if exact != int(exact):
                raise BadLine(_("ask {text} has more than three decimals.").format(text=text))
            return None, sign * int(exact)
        return sign * self._minor(bare, text), None

    def _minor(self, bare: str, text: str) -> int:
        try:
            return parse_minor(bare, self.guidelines.business.exponent)
        except BadAmount as wrong:
            if str(wrong) == "decimals":
                raise BadLine(
                    _("ask {text} has more than {count} decimals.").format(
                        text=text, count=self.guidelines.business.exponent
                    )
                ) from None
            raise BadLine(_("ask {text} is not an amount of this currency.").format(text=text)) from None


# --- one value of a line ------------------------------------------------------------------------------------


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return type(value) is dict or isinstance(value, Mapping)  # the first is many times as fast


def _only_known_keys(line: Mapping[str, object]) -> None:
    """Keys that mean nothing are left alone (a note, an expectation), but a slip of a known one is not."""
    for key in line:
        if key not in _KNOWN_KEYS:
            close = get_close_matches(str(key), KEYS, n=1, cutoff=0.75)
            if close:
                raise BadLine(_("{name} means nothing here; did you mean {other}?").format(name=key, other=close[0]))


def _instant(written: object) -> datetime:
    if written is None:
        raise BadLine(_("at is missing: write the instant, like 2026-11-21T14:00:00+02:00."))
    at = written
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError:
            raise BadLine(_("at {text} is not an instant.").format(text=written)) from None
    if not isinstance(at, datetime):
        raise BadLine(_("at is an instant, like 2026-11-21T14:00:00+02:00."))
    if at.utcoffset() is None:
        raise BadLine(_("at {text} has no offset: add +02:00 or Z.").format(text=written))
    if at.year not in YEARS:
        raise BadLine(_("at {text} lies too far away.").format(text=written))
    return at.astimezone(UTC)


def _texts(line: Mapping[str, object]) -> list[str | None]:
    """What the keys of `_TEXTS` say, in that order."""
    texts = list(map(line.get, _TEXTS))
    if not _TEXT_OR_NOTHING.issuperset(map(type, texts)):
        wrong = next(key for key, text in zip(_TEXTS, texts, strict=True) if text is not None and type(text) is not str)
        raise BadLine(_("{name} is a text.").format(name=wrong))
    return cast("list[str | None]", texts)


def _name(line: Mapping[str, object], key: str) -> str:
    value = line.get(key)
    if isinstance(value, str) and value:
        return value
    if key == "reverse" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # ids may be numbers
    raise BadLine(_("{name} is missing.").format(name=key))


def _out_of_reach(value: object) -> bool:
    """Whether a number is so large or small that its digits alone would fill the memory."""
    return isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) <= _DIGITS_MAX)


def _ticks(written: object) -> frozenset[str]:
    if written is None:
        return frozenset()
    try:
        ticks = frozenset(written) if isinstance(written, (list, tuple)) else None
    except TypeError:  # a list or an object in it
        ticks = None
    if ticks is not None and ticks <= _KNOWN_TICKS:
        return ticks
    if ticks is None or not all(isinstance(tick, str) for tick in ticks):
        raise BadLine(_("ticks is a list of names."))
    for tick in sorted(ticks - _KNOWN_TICKS):
        if tick not in _OPEN_TICKS and not tick.startswith(("fact:", "scope:")):
            raise BadLine(_known(_("There is no tick {name}."), tick, TICKS))
    return ticks


def _scope(written: object) -> Mapping[str, str]:
    if written is None:
        return {}
    if not _is_object(written):
        raise BadLine(_("scope is an object: the name of each scope and its value."))
    if _TEXT_ALONE.issuperset(map(type, written.values())) and "" not in written.values():
        return cast("Mapping[str, str]", written)
    scope: dict[str, str] = {}
    for name, value in written.items():
        if value is None:
            continue
        if isinstance(value, str) and value:
            scope[name] = value
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadLine(_("The scope {name} has no usable value.").format(name=name))
        scope[name] = str(value)
    return scope


def _known(sentence: str, name: str, names: Iterable[str]) -> str:
    """The sentence about an unknown name, with what was probably meant."""
    said = sentence.format(name=name)
    close = get_close_matches(name, list(names), n=1)
    return said + " " + _("Did you mean {other}?").format(other=close[0]) if close else said
