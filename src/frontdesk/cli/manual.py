"""docs/commands.md, made from the commands' own help: `python -m frontdesk.cli.manual > docs/commands.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from frontdesk.cli.frame import Argument, Command, Group
from frontdesk.cli.main import root
from frontdesk.desk.day.day_tables import COLUMNS, NAMED_COLUMNS

_INTRODUCTION = """\
<!-- Made by `python -m frontdesk.cli.manual`; a test holds it to the commands. -->
# The commands

`frontdesk` alone opens the desk. Everything else works without a screen, through the same functions: nothing can be
given on the command line that could not be given on the screen.

Data goes to standard output, messages to standard error. With `--json` the output is stable: keys are added, never
renamed or removed. Money is text with a dot (`"120.00"`), instants carry the offset of the site (those of
`restore`, which goes by no guidelines: UTC), and what is not known is `null`.

| exit code | means |
|---|---|
| 0 | done |
| 1 | a problem was found, or the program itself is at fault |
| 2 | the command, its values, the folder or the guidelines cannot be used; nothing was changed |
| 3 | the database cannot be reached; nothing was recorded |
| 4 | a limit said "not like this"; what is possible instead is in the answer |
| 130 | interrupted |
| 141 | the reader of the output went away |

Every command that works on a desk takes `--folder DIR` (else the folder you stand in, or `FRONTDESK_FOLDER`), and every
one that somebody does takes `--staff NAME` (else `FRONTDESK_STAFF`, the person who has your user name, or the only
person on the list).
"""

_CARD = (
    "id name standing tier since visits phone email languages channel card_number likes preferences overdue orders"
    " promises given claims alerts notes groups hours also facts invested"
)
_TALK = (
    "conversation incident open customer customer_name order orders situation request heard heard_at wish answers ticks"
    " now next due_at cause given promises opened_at staff claim"
)
_PROMISE = (
    "id text owner due_at state customer customer_name conversation made_by made_at kept_at now next channel hours"
    " owner_here"
)
_DECISION = "outcome amount at_most cost exposure missing binding ways"
_APPROVAL = (
    "id state conversation gesture label asked reason role asked_by asked_at expires_at usable_until approved"
    " alternative alternative_gesture words answered_by answered_at one_off entry block"
)
_IDEA = (
    "id short state text author at gesture rule answer_due_on alike blocks requests requests_count conversation block"
    " entry approval answer answer_text answered_by answered_at took_minutes draft adopted_number effect_due_on"
)
_EVENT = (
    "event name cause gesture gesture_label promise due_at owner owner_here opened_at closed_at members unnamed called"
    " reached left_word given value cost budget budget_stops left promises_open promises_kept first_due_at overdue"
)
_CALL = (
    "what serial name phone email channel languages hours fits_now order promise promise_id promise_state due_at owner"
    " call called_at note given entry customer conversation"
)
_REVIEW = (
    "id kind source words customer customer_name asks_for apology happened at answer_due_at state steps begun_by answer"
    " place answered_by answered_at open"
)
_RINGS = "call number desk line rang_at customers"
_IMPORT = "import file at by new changed same refused columns undone_at"
JSON_KEYS = {
    "customers find (each of the list)": "id name detail here_today promise_due_at",
    "customers show": _CARD,
    "customers edit, undo": "change card",
    "… change; customers history (each of the list)": "id at how source fields undone_at can_undo merged_card",
    "… fields (of change)": "name label before after",
    "… preferences; customers prefer": "id text whose noted_at noted_by always until",
    "… notes; customers note": "id text noted_at noted_by",
    "… facts (of a card)": "name label value source at",
    "… groups; customers relate (each of the list)": "id kind name role members",
    "… members (of groups)": "customer name role joined_at",
    "… limits (of given, on a card)": "limit words",
    "… invested (of a card; null without)": "given given_value first_on orders orders_value",
    "orders of": "order orders before",
    "… before (of orders of)": "order label by at",
    "house show (each of the list)": "name value set_at set_by",
    "customers import, orders import": (
        "new changed same refused refused_count refused_file not_taken_over left empty columns questions import dry_run"
    ),
    "customers imports, orders imports (each of the list)": _IMPORT,
    "customers import --undo, orders import --undo": (
        f"{_IMPORT} removed restored stay stay_count changed_since changed_since_count dry_run"
    ),
    "customers duplicates (each of the list)": "customer name other other_name why",
    "customers duplicates --two-people": "customer two_people",
    "customers merge --dry-run": ("kept kept_name merged merged_name fields coming limits why said_two dry_run"),
    "… fields (of merge)": "name label kept merged after other",
    "… coming (of merge)": "orders conversations promises preferences notes given",
    "customers merge": "kept kept_name merged merged_name coming already",
    "customers unmerge": "kept kept_name merged merged_name",
    "customers export (privacy.md says more)": (
        "frontdesk_export exported_at business currency customer cards languages erased_at tables"
    ),
    "customers erase --dry-run": "customer cards goes stays open files bytes perhaps same",
    "… same (of customers erase)": "customer why",
    "… open (of customers erase)": "kind id conversation who due_at",
    "… files (of customers erase)": "path what",
    "customers erase": "customer erased_at left",
    "customers erase --finish": "left",
    "customers forget": "customers conversations calls notes preferences dry_run left",
    "ring": f"{_RINGS} state again",
    "calls": "ringing missed",
    "… ringing": _RINGS,
    "… missed (of calls); called (of day, handover)": (
        "call number times first_at last_at customers conversation state settled_by settled_at why"
    ),
    "… customers (of ring, calls)": "id name phone",
    "calls --take, --reached, --let-go": "call conversation",
    "calls --take, --reached, --let-go, when somebody else has it": "call by at",
    "calls --listen, --socket (each line)": "call state again customers",
    "… when a line is not understood": "error remedy",
    "start, wish, answer, claim, tick, cause, close": _TALK,
    "hear": f"{_TALK} gestures",
    "show": f"{_TALK} gestures approvals",
    "… approvals": _APPROVAL,
    "… gestures (empty before the request is heard)": "gesture key label state amount left why",
    "… orders": "id label open starts_on ends_on total paid due_on promised",
    "… given": "entry seq at gesture label amount quantity reason staff taken_back conversation",
    "… promises; promise, keep; promises list (each of the list)": _PROMISE,
    "promises show, move, reassign": f"{_PROMISE} moves",
    "… moves": "from_due_at to_due_at from_owner to_owner reason at",
    "… claims": "text said_at conversation",
    "… promised (in the sale)": "text by on",
    "orders care": "orders well",
    "… orders of care": "id key label customer customer_name needs words promised_on total paid",
    "causes list (each of the list), fix, owner": "id thing times owner since fixed_at fixed_how cases",
    "… cases": "conversation customer_name request at",
    "give, when not given": _DECISION,
    "give, when given": f"{_DECISION} entry seq at already promise",
    "ask; lead answer, when it was answered": _APPROVAL,
    "asked (each of the list)": f"{_APPROVAL} ways",
    "lead approvals (each of the list)": f"{_APPROVAL} customer_name request wish could can fits because",
    "grant add, withdraw, list (each of the list)": (
        "id gesture label up_to for at_desk times used left until_at reason made_by made_at"
    ),
    "event open, show, budget, owner; list (each of the list)": _EVENT,
    "event add": "event new named already refused not_taken_over",
    "… refused (of event add)": "row what reason",
    "event calls (each of the list), called": _CALL,
    "event close": f"{_EVENT} not_reached not_given already",
    "… alerts (of a card)": (
        "event name cause what gesture gesture_label given promise promise_id promise_state due_at owner"
    ),
    "story tell; stories (of story list)": "id kind words thanked told_by at date conversation customer_name",
    "story list": "stories share",
    "… share": "since until rescued foreseen fixed smooth_percent",
    "idea propose, answer, publish; list (each of the list)": _IDEA,
    "idea publish, besides": "version note",
    "idea adopt": "idea draft sound changes comment_line notes problems whatif",
    "… changes": "what line before after",
    "… whatif": "days blocks given more_cost",
    "idea effect": "idea number in_force_at due_on ready gestures rule before after",
    "… before, after (of idea effect)": "since until blocks blocks_per_week times value cost",
    "stopped": "since until blocks lines",
    "… lines": (
        "rule kind gesture name times above_count above_sum above_median instead approved undone conversations"
    ),
    "bends (each of the list)": "gesture label times value outside reasons latest_entry",
    "… outside": "fact allowed words times",
    "review begin, show, apology, happened, read, answer; list (each of the list)": _REVIEW,
    "reverse": "entry reverses seq at label amount already",
    "day": (
        "date overdue due kept given entries budgets given_by_events events blocks conversations_open"
        " conversations_closed at today currency all_given hours kept_share stories story_share stopped waiting grants"
        " ideas ideas_under_way reviews called causes left_empty care to_forget backup_at month"
    ),
    "… month": "since until settled kept_share bends recurring blocks without_complaint",
    "… without_complaint (of month)": "given without_complaint percent wanted_percent",
    "… settled": "guideline judgement lead promise words_only inside_percent band stands",
    "… recurring": "gesture label situation situation_label times usual reasons conversations",
    "… entries (of day)": (
        "entry seq at gesture label amount quantity reason staff taken_back conversation cost customer_name"
    ),
    "… given, given_by_events (of day)": "gesture label times value cost",
    "… all_given": "times value cost",
    "… hours": "hour times value cost",
    "… budgets (of day)": "budget used up_to left warn is_money window more more_of",
    "… kept_share": "due in_time early late overdue percent",
    "… left_empty": "conversation customer customer_name situation request opened_at closed",
    "… care": "orders well",
    "lineup": "date since at story promises overdue question changes notes to_come blocks stopped_most",
    "… question": "text author about answer_due_on overdue",
    "handover": (
        "date at promises open waiting grants reviews called causes care budgets events all_given last_number head"
        " head_problem"
    ),
    "… promises (of handover)": f"{_PROMISE} request",
    "… open": "conversation customer_name request begun_by opened_at",
    "… waiting (of handover)": f"{_APPROVAL} customer_name request",
    "staff leave": "id name role works_here promises",
    "staff add, staff list (each of the list)": "id name role authority",
    "explain GESTURE": (
        "gesture label key kind why amount cost exposure one_press authority when situations first_in limits budgets"
        " counted_by needs not_with ways bend promise idea valid_from valid_until"
    ),
    "explain (each of the list)": "gesture label key kind authority limits budgets",
    "… authority": "role may up_to no_reason_up_to ask words at_once_at_most",
    "… limits, budgets, counted_by": (
        "limit words up_to measure unit per within of when warn_at valid_from valid_until"
    ),
    "check": "ok problems",
    "whatif (guidelines.md says more)": (
        "draft in_force since until first_at last_at judged differences changes then under_draft entries blocks"
        " gestures rules budgets days examples asked_first not_written_down not_in_draft decided_by before as_it_was"
        " of_events blocks_unknown amount_unsaid"
    ),
    "backup; backup --list (each of the list)": ("path how lines words bytes made_at proven_at problem remedy removed"),
    "restore --dry-run": (
        "path lines words ends_at lost_lines lost_given lost_taken_back lost_value lost_since lost_promises"
        " lost_conversations lost_customers forgotten_again strange present"
    ),
    "restore, besides": "aside whole",
    "doctor (each of the list)": "what state sentence remedy",
    "verify": "lines words hash heads findings more notes remedy whole",
    "… findings (of verify)": "kind sentence seq at",
    "head (null where there is none)": "lines words hash business_date made_at problem",
    "clock": "now behind_seconds said_right",
    "paths": "folder guidelines database log",
    "… folder, guidelines, database, log (of paths)": "path exists",
    "staff user": "name user",
    "staff authority": "name authority",
    "staff ssh-key (each of the list)": "name fingerprint key",
    "staff sessions (each of the list)": "name desk known_by began_at seen_at locked_at",
    "staff sign-ins (each of the list)": "name known_by result desk user at",
    "guidelines history (each of the list)": "number version state in_force_at how by put_at note gestures blocks",
    "guidelines publish, rollback": "ok already number version state in_force_at how by put_at note before differences"
    " pending problems set_aside",
    "guidelines publish, when refused": "ok problems",
    "guidelines diff": "before after differences",
    "… differences (each of the list)": "kind id label aspect before after sentence",
    "… problems": "file line column severity text remedy",
}


_TABLES = """
Lines end in CR LF, the text is UTF-8 (with `--excel` behind a byte-order mark), the decimal sign is a dot. A text that
a spreadsheet would calculate (it begins with `=`, `+`, `-` or `@`, also behind quotation marks) has an apostrophe in
front, and so has one behind a semicolon; figures are never changed. Columns are added at the end, never renamed.

The amounts of `gestures` that were not taken back add up to what the day calls given: the lines without an `event` to
`given`, the others to `given_by_events`. No table says who gave something.
"""


def manual() -> str:
    """The whole page as Markdown."""
    context = click.Context(root, info_name="frontdesk")
    return "\n".join((_INTRODUCTION, *_keys(), *_tables(), *_pages(root, context)))


def _keys() -> Iterator[str]:
    yield "## What `--json` prints\n\n| command | keys |\n|---|---|"
    for title, keys in JSON_KEYS.items():
        yield f"| {title} | {' '.join(f'`{key}`' for key in keys.split())} |"
    yield "\nA gesture with a quantity also has `quantity`, in numbers of its unit. `decide`: see guidelines.md.\n"


def _tables() -> Iterator[str]:
    yield "## What `frontdesk day --csv` prints\n\n| table | columns | and with `--names` |\n|---|---|---|"
    for what, names in COLUMNS.items():
        columns, more = (
            " ".join(f"`{name}`" for name in each.split()) for each in (names, NAMED_COLUMNS.get(what, ""))
        )
        yield f"| {what} | {columns} | {more} |"
    yield _TABLES


def _pages(command: click.Command, context: click.Context) -> Iterator[str]:
    yield from _page(command, context)
    if isinstance(command, Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _pages(below, click.Context(below, parent=context, info_name=name))


def _page(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    yield f"```\n{' '.join((context.command_path, *command.collect_usage_pieces(context)))}\n```\n"
    yield f"{command.help}\n"
    rows = list(_rows(command, context))
    if rows:
        yield "| takes | |\n|---|---|"
        yield from rows
        yield ""
    if isinstance(command, (Command, Group)) and command.examples:
        yield "```sh"
        for example in command.examples:
            yield f"{example.line}   # {example.does}"
        yield "```\n"


def _rows(command: click.Command, context: click.Context) -> Iterator[str]:
    for each in command.get_params(context):
        if isinstance(each, Argument):
            yield f"| `{each.make_metavar(context)}` | {each.told} |"
            continue
        record = each.get_help_record(context)
        if record is not None and "--help" not in record[0]:
            yield f"| `{_cell(record[0])}` | {_cell(record[1])} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(manual(), end="")
