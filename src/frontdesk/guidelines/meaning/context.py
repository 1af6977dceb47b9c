"""What is known while a file is given its meaning: names, places and the currency."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.checking import Checked
from frontdesk.guidelines.model import BUILT_IN_FACTS, WEEKDAYS, Fact, FactType, FactValue, Source, Words
from frontdesk.guidelines.nodes import Document, Loc, Plain
from frontdesk.guidelines.problems import ERROR, WARNING, did_you_mean, shown
from frontdesk.guidelines.values import BadValue, parse_fact, parse_money

RESERVED_RULES = ("authority", "condition", "excluded", "gestures_at_most", "valid")


class Context:
    """The names of a file and the reporter of its problems.

    Names count as known when they are written, even where their own lines are wrong: one mistake is told once.
    """

    def __init__(self, document: Document, checked: Checked) -> None:
        self.document = document
        self.checked = checked
        self.form = checked.form
        self.exponent = 2
        self.languages: tuple[str, ...] = ("en",)
        self.roles: tuple[str, ...] = tuple(self.form.roles or ("staff", "lead"))
        if checked.is_broken("roles"):
            self.roles = ()  # nobody can say which were meant, so none is unknown
        self._role_names = dict.fromkeys(self.roles)
        self._choices: dict[str, frozenset[str]] = {}
        self.facts: dict[str, Fact] = {}
        self.gestures = dict.fromkeys(document.names("gestures"))
        self.situations = document.names("situations")
        self._situation_names = dict.fromkeys(self.situations)
        self.reasons = _reason_names(document.data)
        self.limit_ids: dict[str, Loc] = {}
        self.translated: dict[Loc, frozenset[str]] = {}  # texts given as a map, and the languages they are in
        self.fact_names = dict.fromkeys(document.names("facts"))

    # -- problems --

    def wrong(self, loc: Loc, text: str, remedy: str, *, of_key: bool = False, also: Loc | None = None) -> None:
        """Report an error at `loc`."""
        self.document.report(loc, text, remedy, of_key=of_key, severity=ERROR, also=also)

    def warn(self, loc: Loc, text: str, remedy: str, *, of_key: bool = False, also: Loc | None = None) -> None:
        """Report something that may stay as it is, but is probably not meant."""
        self.document.report(loc, text, remedy, of_key=of_key, severity=WARNING, also=also)

    def bad(self, loc: Loc, wrong: BadValue) -> None:
        """Report a value that a parser refused."""
        self.wrong(loc, wrong.sentence, wrong.remedy)

    def line(self, *loc: str | int) -> int:
        """The line of the name at `loc`."""
        return self.document.place(loc, of_key=True)[0]

    # -- names --

    def known(self, name: str, names: Collection[str], unknown: str, loc: Loc, *, of_key: bool = False) -> bool:
        """Whether `name` is one of `names`; else `unknown` (a translated sentence with {name}) is reported."""
        if name in names:
            return True
        if self.document.full():
            self.document.leave_untold()
            return False
        self.wrong(
            loc,
            unknown.format(name=shown(name)),
            did_you_mean(name, names) or _("Declare it first, or remove it here."),
            of_key=of_key,
        )
        return False

    def is_gesture(self, name: str, loc: Loc) -> bool:
        """Whether there is a gesture of that name."""
        return self.known(name, self.gestures, _("There is no gesture {name}."), loc)

    def is_situation(self, name: str, loc: Loc) -> bool:
        """Whether there is a situation of that name."""
        return self.known(name, self._situation_names, _("There is no situation {name}."), loc)

    def is_role(self, name: str, loc: Loc, *, of_key: bool = False) -> bool:
        """Whether there is a role of that name."""
        return not self.roles or self.known(name, self._role_names, _("There is no role {name}."), loc, of_key=of_key)

    def each_once(self, names: Iterable[str], loc: Loc) -> None:
        """Report names that a list holds twice."""
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name in seen:
                self.wrong(
                    (*loc, index),
                    _("{name} is given twice in this list.").format(name=shown(name)),
                    _("Keep one of the two."),
                )
            seen.add(name)

    def fact(self, name: str, loc: Loc, *, of_key: bool = False) -> Fact | None:
        """The declared (or built-in) fact of that name; None when it is not known, or its own lines are wrong."""
        if name in BUILT_IN_FACTS:
            return self._built_in(name)
        if not self.known(name, self.fact_names, _("The fact {name} is not declared."), loc, of_key=of_key):
            return None
        return self.facts.get(name)

    def fact_of_type(self, name: str, wanted: FactType, loc: Loc) -> bool:
        """Whether `name` is a declared fact of the type `wanted`."""
        fact = self.fact(name, loc)
        if fact is None or fact.type is wanted:
            return fact is not None
        self.wrong(
            loc,
            _("The fact {name} is of the type {type}, and {wanted} is needed here.").format(
                name=shown(name), type=fact.type.value, wanted=wanted.value
            ),
            _("Name a fact of the type {wanted}, or change its type.").format(wanted=wanted.value),
        )
        return False

    def _built_in(self, name: str) -> Fact:
        choices: Mapping[str, tuple[str, ...]] = {
            "role": self.roles,
            "situation": self.situations,
            "weekday": WEEKDAYS,
            "reason": self.reasons,
        }
        if name == "hour":
            return Fact(name, FactType.NUMBER, Source.HOUSE)
        if choices.get(name):
            return Fact(name, FactType.CHOICE, Source.HOUSE, choices[name])
        return Fact(name, FactType.TEXT, Source.HOUSE)

    # -- values --

    def money(self, text: str | None, loc: Loc) -> int | None:
        """Minor units of an amount of the file."""
        if text is None:
            return None
        try:
            return parse_money(text, self.exponent)
        except BadValue as wrong:
            self.bad(loc, wrong)
            return None

    def value(self, fact: Fact, written: str | bool, loc: Loc) -> FactValue | None:
        """What a fact is compared with, by the fact's own type."""
        if fact.type is FactType.CHOICE and not fact.choices:
            return None  # that the choice has no values has been said where it is declared
        if fact.type is FactType.CHOICE:
            if written in self._choices_of(fact):
                return written
            if self.document.full():  # what is close to it is not looked for any longer
                self.document.leave_untold()
                return None
        try:
            if fact.type is FactType.MONEY and isinstance(written, str):
                return parse_money(written, self.exponent)
            if fact.type is FactType.YES_NO and isinstance(written, str):
                raise BadValue(
                    _("{text} is not a value of {fact}.").format(text=shown(written), fact=shown(fact.name)),
                    _("Write true or false."),
                )
            found = parse_fact(fact, written, self.exponent)
        except BadValue as wrong:
            self.bad(loc, wrong)
            return None
        if fact.name == "hour" and not (found == int(str(found).partition(".")[0]) and 0 <= int(str(found)) <= 23):
            self.wrong(loc, _("{text} is not an hour.").format(text=shown(written)), _("Write 0 to 23."))
            return None
        return found

    def _choices_of(self, fact: Fact) -> frozenset[str]:
        found = self._choices.get(fact.name)
        if found is None:
            found = self._choices[fact.name] = frozenset(fact.choices)
        return found

    def words(self, written: str | dict[str, str]) -> Words:
        """A text for people in the languages it is written in."""
        if isinstance(written, str):
            return Words(clean_line(written, len(written)))
        texts = {language: clean_line(text, len(text)) for language, text in written.items()}
        for language in (*self.languages, "en", *texts):
            if language in texts:
                return Words(texts[language], texts)
        return Words("")

    def some_words(self, written: str | dict[str, str] | None, loc: Loc) -> Words | None:
        """A text for people, or None; an empty map of languages is reported."""
        if written is None:
            return None
        if not written:
            self.wrong(loc, _("This text is empty."), _("Write a few words, or remove the line."))
        elif isinstance(written, dict):
            self.translated[loc] = frozenset(written)
        return self.words(written)


def label_of(name: str) -> Words:
    """The label of something that has none: its name, made readable."""
    bare = name.replace("_", " ").replace("-", " ")
    return Words(bare[:1].upper() + bare[1:])


def _reason_names(data: Plain) -> tuple[str, ...]:
    found = data.get("reasons") if isinstance(data, dict) else None
    if isinstance(found, dict):
        return tuple(found)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
