"""A file before it is imported, in lines of the screen: what it asks, what its columns are, what it would do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.imports.headers import label_of
from frontdesk.desk.imports.imported import left_words
from frontdesk.desk.imports.importing import CUSTOMERS, ORDERS, Imported, Told
from frontdesk.desk.imports.refused_rows import REFUSED_HEADER
from frontdesk.desk.imports.sheets import DAY_FIRST, ROW_NUMBER, FilePreview, HeaderPreview
from frontdesk.desk.imports.sheets.model import VCARDS, WORKBOOK, Ambiguous
from frontdesk.ground.language import _, ngettext
from frontdesk.ui import times
from frontdesk.ui.plain import cut, fitted, plain, words
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import blank, note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.imports.undoing_imports import Import, Undoing
    from frontdesk.ui.dropped import File

ANSWER, COLUMN, TAKE, FILE, IMPORTED = "answer:", "column:", "take", "file:", "imported:"
MAKE_KEY, BY_NUMBER, ERASED = "make_key", "by_number", "erased:"
REFUSED_SHOWN = 8
LEFT_SHOWN = 3
NAMES_SHOWN = 3
NAMED_MAX = 12


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be answered before a file can be read: `kind` and `header` say what it is about.

    `options` are the answers, each with its words.
    """

    kind: str
    text: str
    options: tuple[tuple[str, str], ...]
    header: str = ""


def what_words(what: str) -> str:
    """Customers or orders, as a person reads it."""
    return _("orders") if what == ORDERS else _("customers")


# --- what has to be asked ---


def first_question(
    what: str, preview: FilePreview, told: Told, open_ones: Sequence[Ambiguous], forced: str = ""
) -> Question | None:
    """The question that has to be answered next; `forced` is one that somebody asked for."""
    if forced == "worksheet" and preview.worksheets:
        return Question(
            "worksheet", _("Which sheet of the workbook?"), tuple((each, each) for each in preview.worksheets)
        )
    if preview.candidates and not preview.encoding:
        text = _("The letters may be written in several ways. In which are the names right?")
        return Question(
            "encoding",
            text,
            tuple(
                (each.encoding, f"{' · '.join(each.samples)}   ({each.encoding}, {each.used_for})")
                for each in preview.candidates
            ),
        )
    if not what:
        return Question("what", _("What stands in this file?"), ((CUSTOMERS, _("customers")), (ORDERS, _("orders"))))
    for each in open_ones:
        said = getattr(told, each.kind)
        if not isinstance(said, str) and each.header not in (said or {}):
            options = tuple((choice, _choice(each, choice)) for choice in each.choices)
            return Question(each.kind, each.question, options, each.header)
    return None


def _choice(asked: Ambiguous, choice: str) -> str:
    if asked.kind == "dates":
        return _("the day is first") if choice == DAY_FIRST else _("the month is first")
    return _("the comma is the decimal sign") if choice == "," else _("the point is the decimal sign")


def answered(told: Told, question: Question, answer: str) -> Told:
    """What is known about a file once the question has its answer."""
    if question.kind == "encoding":
        return replace(told, encoding=answer, recalled=False)  # only now its headers can be known again
    if question.kind == "worksheet":
        return replace(told, worksheet=answer, mapping={}, recalled=False)
    before = getattr(told, question.kind)
    by_header = {**(before if isinstance(before, dict) else {}), question.header: answer}
    return replace(told, dates=by_header) if question.kind == "dates" else replace(told, decimal=by_header)


def question_rows(question: Question) -> list[Row]:
    """The question and its answers, a digit each."""
    rows = [note(question.text, "$text-warning bold")]
    for number, (_answer, label) in enumerate(question.options[:9], start=1):
        rows.append(Row(f"{ANSWER}{number}", partial(_option, number, label)))
    return [*rows, blank()]


def _option(number: int, label: str, cells: int) -> Content:
    return words((f"{number} ", "$text-accent bold"), cut(label, cells - 2))


# --- what the file is ---


def form_words(preview: FilePreview) -> str:
    """What kind of file it is: "CSV, cut at ; · cp1257"."""
    if preview.kind == VCARDS:
        form = _("vCards")
    elif preview.kind == WORKBOOK:
        form = _("workbook, sheet {name}").format(name=preview.worksheet) if preview.worksheet else _("workbook")
    else:
        sign = _("Tab") if preview.delimiter == "\t" else preview.delimiter
        form = _("CSV, cut at {sign}").format(sign=sign)
    encoding = "UTF-8" if preview.encoding == "utf-8-sig" else preview.encoding
    parts = [form, encoding if preview.kind != WORKBOOK else ""]
    if preview.preset and preview.kind != VCARDS:
        parts.append(_("as {program} writes it").format(program=preview.preset))
    if preview.rows_about:
        about = ngettext("{count} line", "{count} lines", preview.rows_about)
        parts.append(about.format(count=f"{preview.rows_about:n}"))
    return " · ".join(part for part in parts if part)


def names_in(preview: FilePreview) -> tuple[str, ...]:
    """The first names, or what the first orders are, as the letters read now."""
    columns = {each.column: each for each in reversed(preview.headers) if each.column}
    for column in ("name", "label", "customer_name"):
        if column in columns:
            return columns[column].samples[:NAMES_SHOWN]
    places = {each.header: place for place, each in enumerate(preview.headers)}
    wanted = [places[columns[each].header] for each in ("given", "family") if each in columns]
    if wanted and all(len(row) == len(preview.headers) for row in preview.rows):
        named = (" ".join(row[place] for place in wanted if row[place]) for row in preview.rows)
        return tuple(name for name in named if name)[:NAMES_SHOWN]
    first = next((columns[each] for each in ("given", "family", "key") if each in columns), None)
    return first.samples[:NAMES_SHOWN] if first is not None else ()


def column_rows(headers: Sequence[HeaderPreview], numbered: str = "", *, remembered: bool = False) -> list[Row]:
    """Each header with two of its cells and what it means; those that mean nothing come last.

    `remembered`: the meanings are those that somebody gave to these headers when such a file was imported before.
    """
    rows = [Row("", _columns_heading)]
    if remembered:
        rows.insert(0, note(_("it is read as somebody said the last time"), "$text-accent"))
    if numbered:
        line = partial(_column, HeaderPreview(_("(row number)"), numbered))
        rows.append(Row("", line))
    known = [(place, each) for place, each in enumerate(headers) if each.column]
    left = [(place, each) for place, each in enumerate(headers) if not each.column and each.header != REFUSED_HEADER]
    rows += [Row(f"{COLUMN}{place}", partial(_column, each)) for place, each in [*known, *left]]
    return rows


def _columns_heading(cells: int) -> Content:
    name, samples = _widths(cells)
    line = fitted(_("column"), name) + "  " + fitted(_("first cells"), samples) + "  " + _("Enter: means")
    return plain(cut(line, cells), "bold $text-muted")


def _column(header: HeaderPreview, cells: int) -> Content:
    name, samples = _widths(cells)
    shown = " · ".join(header.samples[:2])
    meaning = (label_of(header.column), "$text-accent") if header.column else (_("left out"), "$text-muted")
    rest = cells - name - samples - 4
    return words(
        fitted(header.header, name) + "  ",
        (fitted(shown, samples), "$text-muted"),
        "  ",
        (cut(meaning[0], rest), meaning[1]),
    )


def _widths(cells: int) -> tuple[int, int]:
    name = min(max(cells // 4, 14), 28)
    return name, max((cells - name - 4) * 3 // 5, 12)


# --- what it would do, and did ---


def counts_words(done: Imported) -> str:
    """New, changed, the same, refused."""
    return _("{new} new · {changed} changed · {same} as before · {refused} refused").format(
        new=done.new, changed=done.changed, same=done.same, refused=done.refused_count
    )


def outcome_rows(would: Imported, *, done: bool = False, brought_back: Collection[int] = ()) -> list[Row]:
    """What importing would do, on a line that Enter takes; the first refused rows with their reasons under it.

    `brought_back` are rows of who was erased and came again: Enter takes that back, as it says it of one refused.
    """
    rows: list[Row] = []
    if not done and (would.new or would.changed):
        rows.append(Row(TAKE, partial(_take, counts_words(would))))
    else:
        rows.append(note(counts_words(would), "bold"))
        if not done:
            rows.append(note(_("there is nothing to take over"), indent=2))
    for number in sorted(brought_back):
        rows.append(Row(f"{ERASED}{number}", partial(_refused, number, _("came again themselves · Enter: not"))))
    for each in would.refused[:REFUSED_SHOWN]:
        said = " ".join((each.reason, _("Enter: came again"))) if each.erased and not done else each.reason
        row_id = f"{ERASED}{each.row}" if each.erased and not done else ""
        rows.append(Row(row_id, partial(_refused, each.row, said)))
    more = would.refused_count - min(REFUSED_SHOWN, len(would.refused))
    if more > 0:
        text = ngettext(
            "{count} more row is refused · all of them go to a file beside this one",
            "{count} more rows are refused · all of them go to a file beside this one",
            more,
        )
        rows.append(note(text.format(count=more), indent=2))
    left = dict(would.left)
    if len(left) > LEFT_SHOWN:  # an address book has a dozen columns of telephones: they are one line
        left = {f"{', '.join(list(left)[:LEFT_SHOWN])} …": sum(left.values())}
    rows += [note(said, indent=2) for said in left_words(replace(would, left=left))]
    return [*rows, blank()]


def _take(counts: str, cells: int) -> Content:
    said = _("Enter imports") + "  "
    return words((said, "$text-accent bold"), (cut(counts, cells - len(said)), "bold"))


def _refused(row: int, reason: str, cells: int) -> Content:
    head = "  " + _("row {row}").format(row=row) + "  "
    return words((head, "$text-warning"), shortened(reason, cells - len(head)))


def done_words(path: Path, done: Imported) -> str:
    """What an import did, where the refused rows are, and that it can be taken back."""
    parts = [_("{file} is imported.").format(file=path.name)]
    if done.refused_count and done.refused_file is not None:
        parts.append(
            _("What was refused stands beside it in {file}, each with its reason.").format(file=done.refused_file.name)
        )
    elif done.refused_count:
        parts.append(_("The refused rows could not be written into a file beside it."))
    if done.import_id:
        parts.append(_("It can be taken back."))
    return " ".join(parts)


def progress_words(doing: str, done: int, total: int, rate: int) -> str:
    """How far it is, with the rows of a second."""
    said = (
        _("writing: {done} of {total} rows, {rate} a second")
        if doing == "write"
        else _("reading: {done} of {total} rows, {rate} a second")
    )
    return said.format(done=done, total=max(done, total), rate=rate)


# --- the files of a folder, and earlier imports ---


def file_rows(desk: Desk, files: Sequence[File]) -> list[Row]:
    """Files that could be imported, the newest first."""
    return [Row(f"{FILE}{number}", partial(_file, desk, each)) for number, each in enumerate(files)]


def _file(desk: Desk, file: File, cells: int) -> Content:
    from datetime import UTC, datetime

    when = times.moment_words(desk, datetime.fromtimestamp(file.changed, UTC))
    size = _("{count} kB").format(count=max(1, file.size // 1000))
    right = f"{size}  {when}"
    return words(fitted(file.path.name, cells - len(right) - 2) + "  ", (right, "$text-muted"))


def import_rows(desk: Desk, done: Sequence[Import]) -> list[Row]:
    """Imports of before, with their counts."""
    return [Row(f"{IMPORTED}{each.what}:{each.id}", partial(_imported, desk, each)) for each in done]


def _imported(desk: Desk, done: Import, cells: int) -> Content:
    counts = _("{new} new, {changed} changed, {same} as before, {refused} refused").format(
        new=done.new, changed=done.changed, same=done.same, refused=done.refused
    )
    undone = _("taken back") if done.undone_at is not None else ""
    parts = [undone, counts, what_words(done.what), done.by_name]
    when = times.moment_words(desk, done.taken_at)
    text = f"{when}  {done.file_name}  " + " · ".join(part for part in parts if part)
    return plain(cut(text, cells), "$text-muted" if done.undone_at is not None else "")


def undo_lines(would: Undoing) -> list[str]:
    """What taking an import back does, in sentences."""
    lines = [would.words]
    if would.tied_count:
        text = ngettext(
            "{count} stays, because the desk has something of theirs by now: {names}",
            "{count} stay, because the desk has something of theirs by now: {names}",
            would.tied_count,
        )
        lines.append(text.format(count=would.tied_count, names=_names(would.tied, would.tied_count)))
    if would.newer_count:
        text = ngettext(
            "{count} stays as it is, because it was changed since: {names}",
            "{count} stay as they are, because they were changed since: {names}",
            would.newer_count,
        )
        lines.append(text.format(count=would.newer_count, names=_names(would.newer, would.newer_count)))
    return lines


def _names(names: Sequence[str], count: int) -> str:
    return ", ".join(names[:NAMED_MAX]) + (" …" if count > min(len(names), NAMED_MAX) else "")


def instead_rows(what: str, preview: FilePreview) -> list[Row]:
    """What can be done where no column has the numbers of orders, or the names of people."""
    if what == ORDERS:
        row_id, said = MAKE_KEY, _("take the name of the file and the row number for it")
    elif any(each.column == "key" for each in preview.headers):
        row_id, said = BY_NUMBER, _("call them by their number, until somebody knows the name")
    else:
        return []
    return [Row(row_id, lambda cells: words(("+ ", "$text-accent"), cut(said, cells - 2)))]


def missing(what: str, preview: FilePreview, told: Told) -> str:
    """What no column holds although no row can be taken over without it, in a sentence; "" when nothing is missing."""
    columns = {each.column for each in preview.headers if each.column} | {told.mapping.get(ROW_NUMBER) or ""}
    if what == CUSTOMERS and not ({"name", "given", "family"} | ({"key"} if told.by_number else set())) & columns:
        return _("no column holds the names yet · Enter on the column that does says so")
    if what == ORDERS and "key" not in columns:
        return _("no column holds the order numbers yet · Enter on the column that does says so")
    return ""
