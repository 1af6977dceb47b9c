"""The keys of importing files: a part of the registry in `keys`."""

from __future__ import annotations

from frontdesk.ground.language import N_
from frontdesk.ui.keying import LATER, Key, letter

_IMPORT = N_("Customers or orders out of a file: what it would do is shown first.")
_BACK = N_("Takes the last import back: what that does is said first.")

IMPORTING: tuple[Key, ...] = (
    Key("start", "import_file", letter("f"), N_("file"), _IMPORT, "f", True, LATER, name="import_file"),
    Key("start", "import_file", "f9", N_("file"), _IMPORT, "F9", name="import_file_f"),
    Key("import_choice", "take_back", letter("u"), N_("take back"), _BACK, "u", True, 14),
    Key("import_choice", "path", "slash", N_("path"), N_("To the line in which a path is typed."), "/", True, 12),
    Key("import_choice", "back", "escape", N_("back"), N_("Back without a file."), "Esc", True, 20),
    Key("import_path", "down", "down", N_("list"), N_("Into the list of files."), "↓"),
    Key("importing", "pick", "1,2,3,4,5,6,7,8,9", N_("answer"), N_("Answers the question that stands first."), "1-9"),
    Key("importing", "encoding", letter("e"), N_("letters"), N_("Reads the letters in another encoding."), "e"),
    Key("importing", "swap", letter("x"), N_("orders"), N_("Customers instead of orders, or the other way."), "x"),
    Key("importing", "worksheet", letter("s"), N_("sheet"), N_("Another sheet of the workbook."), "s"),
    Key("importing", "look_again", letter("r"), N_("again"), N_("Looks at the file again, after it was mended."), "r"),
    Key(
        "importing", "work_on", letter("w"), N_("work on"), N_("Back to the desk; what is being written goes on."), "w"
    ),
    Key("importing", "take_back", letter("u"), N_("take back"), _BACK, "u"),
    Key(
        "importing",
        "back",
        "escape",
        N_("leave"),
        N_("Leaves; nothing is taken over, and a writing is stopped."),
        "Esc",
    ),
    Key("import_meaning", "down", "down", N_("list"), N_("Into the list."), "↓"),
    Key("import_meaning", "back", "escape", N_("back"), N_("Leaves the column as it is."), "Esc", True, 20),
    Key("import_undo", "back", "escape", N_("leave"), N_("Leaves the import as it is."), "Esc", True, 20),
)
