"""Texts made to act: what a customer, a file or another system could call something, and how it may be shown."""

from __future__ import annotations

import re

NAMES: dict[str, str] = {
    "closing tag": "Ann [/]",
    "closing another tag": "Ann [/foo] Smith",
    "Textual style": "[bold red]Ann[/bold red]",
    "Rich style": "[red on white]Ann[/red on white]",
    "click that quits": "[@click=app.save_and_quit]Ann[/]",
    "click that presses": "[@click=app.simulate_key('2')]Ann[/]",
    "click that writes": "[@click=app.screenshot('/tmp','x.svg')]Ann[/]",
    "click boom": "[@click=app.boom]Ann[/]",
    "link": "[link=https://example.com]Ann[/link]",
    "emoji code": ":smile: Ann :skull:",
    "list": "[true, false] [1] [] [[]]",
    "backslash": "\\[bold] Ann \\",
    "variable": "$text-error Ann ${name} {name} %s %(name)s",
    "title": "Ann \x1b]0;owned\x07 Smith",
    "clipboard": "Ann \x1b]52;c;b3duZWQ=\x07 Smith",
    "cursor": "Ann \x1b[2J\x1b[H\x1b[6n Smith",
    "device": "Ann \x1bP+q544e\x1b\\ \x1b_x\x1b\\ Smith",
    "C1": "Ann \x9b31m \x9d0;x\x9c \x90q\x9c \x85 Smith",
    "C0": "Ann \x00\x01\x07\x08\x0b\x0c\x0e\x0f\x7f Smith",
    "bidi override": "Ann \u202egnp.exe\u202c Smith",
    "bidi isolate": "Ann \u2066\u2067x\u2069\u2069\u200e\u200f\u061c Smith",
    "zero width": "A\u200bn\u2060n\ufeff S\u200bmith",
    "joiners": "Ann " + "\u200d" * 300 + "x",
    "family": "Ann 👨\u200d👩\u200d👧\u200d👦 Smith",
    "hidden letters": "Ann\U000e0001\U000e0068\U000e0069 Smith",
    "annotation": "Ann \ufff9a\ufffab\ufffb\u206a\u206f Smith",
    "honest right to left": "שרה כהן · أحمد حسن",
    "honest letters": "张伟 · Жанна Ёлкина · क्षत्रिय · สวัสดี · Bērziņa",
    "tower": "A" + "\u0301\u0302\u0489\u20dd" * 200 + "nn",
    "ten thousand": "Ann " + "x" * 9_990 + " end",
}
"""Thirty names. The lone surrogate cannot be stored; the file readers and the filter have it in their own tests."""

SURROGATE = "Ann \ud83d \udc00 Smith"

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What may stand on no screen: written out here, so that the program's own list is held against another one."""

# What the program itself says to the terminal: colours and looks, where the cursor stands, modes, the screen cleared
# in parts, and the questions Textual asks at the start. Nothing here carries a text.
_OWN = re.compile(
    rb"\x1b\[[0-9;:]*m"
    rb"|\x1b\[[0-9]*(?:;[0-9]*)?H"
    rb"|\x1b\[[0-9]*[ABCDGKd]"
    rb"|\x1b\[[?>=<]?[0-9;]*(?:\$p|[hlu])"
    rb"|\x1b\[[0-9]*(?:;[0-9]+)* q"
    rb"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)"
    rb"|\x1b[78=>]"
    rb"|\x1bP=[12]s\x1b\\"
    rb"|\x1b(?:[\[\]P][0-9;:?=>]*)?\Z"  # the rest of it comes with the next read
)


def from_data(raw: bytes) -> list[bytes]:
    """Every byte on the terminal that the program itself has no use for, each with what stands around it."""
    kept = _OWN.sub(b"", raw.replace(b"\r\n", b" "))
    text = kept.decode("utf-8", "surrogateescape")
    text = text.rstrip("".join(map(chr, range(0xDC80, 0xDD00))))  # half a letter: its other half comes later
    return [
        text[max(0, found.start() - 60) : found.end() + 40].encode("utf-8", "surrogateescape")
        for found in ACTING.finditer(text)
    ]


def shown(name: str, cells: int = 24) -> str:
    """What of a name must stand on a screen: its characters without those that act, as far as they are sure to fit."""
    kept = ACTING.sub("", name).replace("\u200d", "")
    return kept[:cells].strip()
