"""What YAML's own scanner and parser complain about, said so that an owner can mend it."""

from __future__ import annotations

import yaml

from frontdesk.ground.language import N_, _

_SAYINGS = (
    (
        "mapping values are not allowed",
        N_("There is a colon here that cannot be read."),
        N_("Check the indentation of this line and the one before; put a text with a colon in quotes."),
    ),
    (
        "could not find expected ':'",
        N_("A colon is missing here or in the line before."),
        N_("Write name: value, with a space after the colon."),
    ),
    (
        "cannot start any token",
        N_("A value cannot begin with this character."),
        N_("Indent with spaces, not tabs, and put a text that begins with a sign in quotes."),
    ),
    (
        "did not find expected key",
        N_("This does not fit the lines before it."),
        N_("Check the indentation: lines that belong together begin in the same column."),
    ),
    (
        "did not find expected ',' or",
        N_("A bracket was opened and not closed before this place."),
        N_("Close it, or write a comma between the values."),
    ),
    (
        "did not find expected node content",
        N_("A value is missing here."),
        N_("Write the value, or remove the comma or bracket."),
    ),
    (
        "did not find expected '-' indicator",
        N_("This does not fit the list before it."),
        N_("Begin it with a dash, in the same column as the other dashes."),
    ),
    (
        "found unexpected end of stream",
        N_("A quotation mark was opened and not closed."),
        N_("Close it with the same mark."),
    ),
    (
        "escape",
        N_("A backslash in double quotes means something special."),
        N_("Use single quotes, or write the backslash twice."),
    ),
    (
        "block sequence entries are not allowed",
        N_("A list cannot begin here."),
        N_("Begin the list on the next line, indented."),
    ),
    (
        "did not find expected alphabetic or numeric character",
        N_("A text cannot begin with a star or an & here."),
        N_("Put it in quotes."),
    ),
    (
        "undefined tag handle",
        N_("A text cannot begin with an exclamation mark here."),
        N_("Put it in quotes."),
    ),
)


def said(wrong: yaml.YAMLError) -> tuple[int | None, tuple[int, int] | None, str, str]:
    """Where and what: the character's index when only that is known, else (line, column) from 1, text, remedy."""
    mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
    reason = str(getattr(wrong, "problem", None) or getattr(wrong, "reason", None) or wrong)
    position = getattr(wrong, "position", None)
    place = None if mark is None else (mark.line + 1, mark.column + 1)
    index = position if place is None and isinstance(position, int) else None
    begun = getattr(wrong, "context_mark", None)
    for part, sentence, remedy in _SAYINGS:
        if part in reason:
            text = _(sentence)
            if begun is not None and place is not None and begun.line + 1 < place[0]:
                text += " " + _("(It began in line {line}.)").format(line=begun.line + 1)
            return index, place, text, _(remedy)
    text = _("This cannot be read as YAML: {reason}.").format(reason=reason)
    return index, place, text, _("Check indentation, colons, brackets and quotes here and just before.")
