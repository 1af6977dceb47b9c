"""The guidelines explained: who may give how much of what, within which limits, and why. Owners print it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.rules import read_guidelines
from frontdesk.cli.settings import FILE, folder_option, json_option, lang_option, settings_of
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import N_, _
from frontdesk.ground.places import GUIDELINES
from frontdesk.ground.text import clean_line

if TYPE_CHECKING:
    from frontdesk.authority.most import Most
    from frontdesk.guidelines.model import Guidelines
    from frontdesk.guidelines.telling.explanation import Explanation, GrantRow, Summary

WIDTH = 80
_NAMES_MAX = 18  # a name column wider than this leaves too little for what is said
_GAP = 2
_LABEL_MAX = 26
_LIMIT_MIN = 25  # what the limit, the key and the gaps of the list need at least


@command(
    "explain",
    N_(
        "Say who may give how much of a gesture by themselves, within which limits, and why.\n\n"
        "A gesture is named by its id, its label or its key. Without one: every gesture in a line. With --role also the"
        " most that this role could give at once on a day on which nothing has been given yet."
    ),
    Example("frontdesk explain part_of_bill", N_("everything that holds for one gesture")),
    Example("frontdesk explain part_of_bill --role staff --lang lv", N_("for one role, in Latvian")),
    Example("frontdesk explain --guidelines draft.yaml", N_("all gestures of a draft, a line each")),
)
@argument("gesture", N_("The gesture; else all of them."), required=False)
@option("--role", metavar="ROLE", told=N_("Only what this role may give."))
@option(
    "--guidelines",
    type=FILE,
    metavar="FILE",
    told=N_("The guidelines to explain; else the folder's guidelines.yaml."),
)
@lang_option
@folder_option
@json_option
def explain(gesture: str | None, role: str | None, guidelines: Path | None, folder: Path | None, as_json: bool) -> None:
    """Explain one gesture, or list all."""
    rules = read_guidelines(guidelines if guidelines is not None else settings_of(folder).folder / GUIDELINES)
    asked = None if role is None else _role(rules, role)
    if gesture is None:
        _explain_all(rules, asked, as_json)
        return
    name = _gesture(rules, gesture)
    if as_json:
        tell_json(_as_dict(rules, name, asked))
        return
    from frontdesk.guidelines.telling.explanation import explain as explained

    for line in _page(explained(rules, name, asked), rules, asked):
        tell(line)


def _gesture(guidelines: Guidelines, said: str) -> str:
    """The id of the gesture that is meant: by its id, its key, or its label in any language. Raises NotFound."""
    wanted = clean_line(said).casefold()
    for name, gesture in guidelines.gestures.items():
        labels = {gesture.label.plain, *gesture.label.by_language.values()}
        if wanted == name.casefold() or wanted in {label.casefold() for label in labels}:
            return name
    by_key = [name for name, gesture in guidelines.gestures.items() if str(gesture.key) == wanted]
    if len(by_key) == 1:
        return by_key[0]
    raise NotFound(_("There is no gesture {name}.").format(name=clean_line(said)), _known(said, guidelines.gestures))


def _role(guidelines: Guidelines, said: str) -> str:
    """The role that is meant. Raises NotFound."""
    for role in guidelines.roles:
        if role.casefold() == clean_line(said).casefold():
            return role
    raise NotFound(_("There is no role {name}.").format(name=clean_line(said)), _known(said, guidelines.roles))


def _known(said: str, names: Any) -> str:
    """What was probably meant, and everything there is."""
    from frontdesk.guidelines.problems import closest, shown

    every = _("There are: {names}.").format(names=", ".join(names))
    meant = closest(clean_line(said), names)
    return every if meant is None else _("Did you mean {word}?").format(word=shown(meant)) + " " + every


# --- all of them --------------------------------------------------------------------------------------------


def _explain_all(guidelines: Guidelines, role: str | None, as_json: bool) -> None:
    if as_json:
        tell_json([_line_dict(guidelines, name, role) for name in guidelines.gestures])
        return
    from frontdesk.guidelines.telling.explanation import summaries

    for line in _table(summaries(guidelines, role), guidelines, role):
        tell(line)
    say(_("Everything about one: frontdesk explain GESTURE"))


def _line_dict(guidelines: Guidelines, name: str, role: str | None) -> dict[str, Any]:
    whole = _as_dict(guidelines, name, role)
    return {key: whole[key] for key in ("gesture", "label", "key", "kind", "authority", "limits", "budgets")}


def _table(rows: tuple[Summary, ...], guidelines: Guidelines, role: str | None) -> Iterator[str]:
    """A line for each gesture: its key, label, who may give how much, and the limit that is met first."""
    roles = [role] if role is not None else list(guidelines.roles)
    heads = ("", _("Gesture"), " / ".join(roles), _("Limit"))
    cells = [("" if row.key is None else str(row.key), row.label, _much(row), row.limit) for row in rows]
    widths = [max(len(line[column]) for line in (heads, *cells)) for column in range(len(heads) - 1)]
    widths[1] = min(widths[1], _LABEL_MAX)
    widths[2] = min(widths[2], WIDTH - widths[1] - _LIMIT_MIN)
    yield guidelines.business.name + " · " + guidelines.business.currency
    yield ""
    yield _cut_line(heads, widths)
    yield "─" * WIDTH
    for line in cells:
        yield _cut_line(line, widths)


def _much(row: Summary) -> str:
    """How much each role may give; once, where all may give the same."""
    return row.much[0] if len(set(row.much)) == 1 else " / ".join(row.much)


def _cut_line(cells: tuple[str, ...], widths: list[int]) -> str:
    columns = [_cut(cell, width).ljust(width) for cell, width in zip(cells, widths, strict=False)]
    said = "  ".join(columns) + "  "
    return (said + _cut(cells[-1], WIDTH - len(said))).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


# --- one of them --------------------------------------------------------------------------------------------


def _page(told: Explanation, guidelines: Guidelines, role: str | None) -> Iterator[str]:
    """A gesture on 80 columns: what it is, who may give how much, and row by row what else holds."""
    from frontdesk.guidelines.model import NoAmount

    key = "" if told.key is None else _("key {key}").format(key=told.key)
    yield from textwrap.wrap(" · ".join(part for part in (told.label, told.gesture, key) if part), WIDTH)
    yield "─" * WIDTH
    if told.why:
        yield from textwrap.wrap(told.why, WIDTH)
        yield ""
    rows = [(row.name, row.lines) for row in told.rows]
    grants = (_("Who by themselves"), tuple(_grant_line(grant, told.grants) for grant in told.grants))
    rows.insert(2, grants)
    if role is not None and not isinstance(guidelines.gestures[told.gesture].amount, NoAmount):
        rows.insert(3, (_("At once at most"), (_most_words(guidelines, told.gesture, role),)))
    width = min(_NAMES_MAX, max(len(name) for name, _lines in rows)) + _GAP
    for name, lines in rows:
        yield from _row(name, lines, width)


def _grant_line(grant: GrantRow, grants: tuple[GrantRow, ...]) -> str:
    width = max(len(each.role) for each in grants)
    much = f"{grant.role.ljust(width)}  {grant.much}"
    return f"{much}; {grant.band}" if grant.band else much


def _row(name: str, lines: tuple[str, ...], width: int) -> Iterator[str]:
    """What is said, beside its name; a name that is too long has a line of its own."""
    head = name.ljust(width) if len(name) <= width - _GAP else ""
    if not head:
        yield name
    for index, line in enumerate(lines):
        first = head if index == 0 and head else " " * width
        yield from textwrap.wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=" " * (width + 2),
            break_long_words=True,
            break_on_hyphens=False,
            drop_whitespace=True,
        )


def _most_words(guidelines: Guidelines, gesture: str, role: str) -> str:
    """The most that the role could give at once, on a day on which nothing has been given yet."""
    from frontdesk.authority.most import most_at_once

    most = most_at_once(guidelines, gesture, role)
    if most is None:
        return _("not set by a figure: the facts of the moment say it")
    if most.figure == 0:
        return _("nothing")
    figure = _most_figure(most, guidelines)
    if most.sure:
        return _("{amount}, when nothing was given yet").format(amount=figure)
    return _("{amount}, when nothing was given yet and the facts of the moment allow it").format(amount=figure)


def _most_figure(most: Most, guidelines: Guidelines) -> str:
    from frontdesk.guidelines.telling.figures import money, quantity

    return quantity(most.figure, most.unit) if most.is_quantity else money(most.figure, guidelines)


# --- as data ------------------------------------------------------------------------------------------------


def _as_dict(guidelines: Guidelines, gesture: str, role: str | None) -> dict[str, Any]:
    """The gesture as plain values, with the most that each role could give at once."""
    from frontdesk.authority.most import most_at_once
    from frontdesk.guidelines.telling.plain import explanation_dict

    form = explanation_dict(guidelines, gesture, role)
    for grant in form["authority"]:
        most = most_at_once(guidelines, gesture, grant["role"])
        grant["at_once_at_most"] = None if most is None else _most_figure(most, guidelines)
    return form
