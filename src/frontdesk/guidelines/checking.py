"""A document against the written form: every complaint in plain words, at its place, and what could still be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from frontdesk.ground.language import _, ngettext
from frontdesk.guidelines.amount_forms import AMOUNT_WORDS
from frontdesk.guidelines.forms import Form
from frontdesk.guidelines.nodes import Document, Loc, Plain, inside, pruned
from frontdesk.guidelines.problems import PROBLEMS_MAX, closest, did_you_mean, shown
from frontdesk.guidelines.words import COMPLAINT, kind_of
from frontdesk.guidelines.written import FileForm

_FIELD_SECTIONS = ("gestures", "situations")  # everything inside one of their items may be left out
_ITEM_SECTIONS = ("facts", "budgets", "business", "conversation")
_PLACEHOLDER: dict[str, Plain] = {"name": "-", "currency": "EUR", "timezone": "UTC"}
_ROUNDS_MAX = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What of a file has the right form. `broken` are the places that were left out because they have not."""

    form: FileForm
    broken: frozenset[Loc]

    def is_broken(self, *loc: str | int) -> bool:
        """Whether something at, around or inside `loc` was left out."""
        return any(each[: len(loc)] == loc[: len(each)] for each in self.broken)


def check_form(document: Document) -> Checked | None:
    """The written form of a document, its problems reported there; None when nothing of it can be used."""
    if not isinstance(document.data, dict):
        _not_a_file(document)
        return None
    data: Plain = document.data
    broken: set[Loc] = set()
    for attempt in range(_ROUNDS_MAX):
        known: dict[int, type[Form]] = {}
        try:
            return Checked(FileForm.model_validate(data, context=known), frozenset(broken))
        except ValidationError as wrong:
            errors = wrong.errors(include_url=False, include_input=False)
        if attempt == 0:
            _Wording(document, known).say_all(errors)
        if document.full():
            return None  # nobody mends more at a time
        gone = [_left_out(_real(data, error["loc"])) for error in errors]
        broken.update(gone)
        data = _filled(pruned(data, gone))
    return None


def _not_a_file(document: Document) -> None:
    if document.data is None:
        document.forget()
        text = _("The file is empty.")
    else:
        text = _("The file holds {found} instead of guidelines.").format(found=kind_of(document.data))
    document.report((), text, _("Begin with `frontdesk: 1`, or start from a pack: frontdesk init DIR --pack hotel."))


def _real(data: Plain, loc: tuple[int | str, ...]) -> Loc:
    """The parts of `loc` that are places of the file: pydantic adds names of its own forms."""
    found: list[str | int] = []
    for part in loc:
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            data = inside(data, part, None)
            found.append(part)
    return tuple(found)


def _left_out(loc: Loc) -> Loc:
    """The smallest part around `loc` without which the rest still has a meaning."""
    section = loc[0] if loc else ""
    if section in _FIELD_SECTIONS:
        return loc[:3]
    if section in _ITEM_SECTIONS:
        return loc[:2]
    return loc[:1]


def _filled(data: Plain) -> Plain:
    """`data` with something harmless where a required part was wrong, so that the rest can be looked at."""
    if not isinstance(data, dict):
        return data
    business = data.get("business")
    return {
        **data,
        "frontdesk": "1",
        "business": {**_PLACEHOLDER, **(business if isinstance(business, dict) else {})},
        "gestures": data.get("gestures", {}),
    }


class _Wording:
    """Says pydantic's errors in plain words."""

    def __init__(self, document: Document, known: Mapping[int, type[Form]]) -> None:
        self.document = document
        self.known = known

    def say_all(self, errors: list[Any]) -> None:
        """Report every error, but a missing name whose misspelling has been named beside it."""
        meant: set[Loc] = set()
        self.document.leave_untold(count=max(0, len(errors) - PROBLEMS_MAX))
        errors = errors[:PROBLEMS_MAX]
        for error in errors:
            if error["type"] == "extra_forbidden":
                self._unknown(error["loc"], meant)
        for error in errors:
            if error["type"] == "missing":
                if error["loc"] not in meant:
                    self._missing(error["loc"])
            elif error["type"] != "extra_forbidden":
                self._other(error)

    def _unknown(self, loc: Loc, meant: set[Loc]) -> None:
        name = str(loc[-1])
        parent = self.document.raw(loc[:-1])
        form = self.known.get(id(parent))
        words = form.words() if form is not None else ()
        other = _of_another_form(form, name, parent)
        if other is not None:
            self.document.report(
                loc,
                _("{name} and {other} do not go together.").format(name=shown(name), other=shown(other)),
                _("Keep one of the two."),
                of_key=True,
            )
            return
        free = [word for word in words if not (isinstance(parent, dict) and word in parent)]
        best = closest(name, free)
        if best is not None:
            meant.add((*loc[:-1], best))
        self.document.report(
            loc,
            _("The word {name} is not known here.").format(name=shown(name)),
            did_you_mean(name, free if best is not None else words) or _("Remove it."),
            of_key=True,
        )

    def _missing(self, loc: Loc) -> None:
        name = str(loc[-1])
        self.document.report(loc[:-1], _("{name} is missing.").format(name=shown(name)), _missing_remedy(name, loc))

    def _other(self, error: Any) -> None:
        kind, loc, context = error["type"], error["loc"], error.get("ctx", {})
        if kind == COMPLAINT:
            self.document.report(loc, context["text"], context["remedy"], of_key=loc[-1:] == ("[key]",))
            return
        found = kind_of(self.document.raw(loc))
        if kind in ("dict_type", "model_type", "model_attributes_type"):
            self.document.report(
                loc,
                _("Here stands {found}, and lines with names belong here.").format(found=found),
                _("Write name: value, each on a line of its own, indented."),
            )
        elif kind == "list_type":
            self.document.report(
                loc,
                _("Here stands {found}, and a list belongs here.").format(found=found),
                _("Begin each line with a dash, or write the list in square brackets."),
            )
        elif kind == "union_tag_invalid":
            words = [word for word in AMOUNT_WORDS if word != "cases" or "cases" not in loc]
            self.document.report(
                loc,
                _("This is none of the forms of an amount."),
                _("Write an amount like 8.00, or name its form: {words}.").format(words=", ".join(words)),
            )
        elif kind == "too_short":
            least = int(context.get("min_length", 1))
            self.document.report(
                loc,
                ngettext(
                    "At least {count} value is needed here.", "At least {count} values are needed here.", least
                ).format(count=least),
                _("Write one, or remove the line."),
            )
        else:
            self.document.report(loc, str(error["msg"]) + ".", _("Look this word up in the reference."))


def _of_another_form(form: type[Form] | None, name: str, parent: Plain) -> str | None:
    """The name beside an unknown one that makes it known elsewhere: the two belong to different forms."""
    if form is None or name not in form.apart or not isinstance(parent, dict):
        return None
    return next((word for word in (*form.words(), *form.apart) if word in parent and word != name), None)


def _missing_remedy(name: str, loc: Loc) -> str:
    if name == "per":
        return _("Say per what it is counted, like per: customer.")
    if name == "within":
        return _("Say within which time, like within: day; within: ever if it never starts anew.")
    if name == "frontdesk" and len(loc) == 1:
        return _("Write frontdesk: 1 in the first line.")
    if name == "business":
        return _("Say who this is: business with name, currency and timezone.")
    if name == "from" and loc[:1] == ("facts",):
        return _("Say where it comes from: card, order, house or asked.")
    return _("Add it.")
