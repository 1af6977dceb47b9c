"""How the desk looks: two calm themes and one of the terminal's own sixteen colours.

One accent (`$text-accent`) for what can be done now, one warm colour (`$text-warning`) for what is due, grey
(`$text-muted`) for what is settled, red (`$text-error`) only for what is overdue or unsafe. These are Textual's own
names, so its other themes work too. A word and a symbol always carry the state; colour only helps.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = "frontdesk-dark"
LIGHT = "frontdesk-light"
SIXTEEN = "frontdesk-16"


def _theme(name: str, *, dark: bool, colours: Mapping[str, str]) -> Theme:
    """A theme of one background, two raised surfaces and five colours for text."""
    text = {f"text-{each}": colours[each] for each in ("accent", "warning", "error", "success", "muted")}
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["muted"],
        accent=colours["accent"],
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        dark=dark,
        variables={
            **text,
            "text": colours["foreground"],
            "text-primary": colours["accent"],
            "text-secondary": colours["muted"],
            "text-disabled": colours["muted"],
            "rule": colours["rule"],
            "border": colours["accent"],
            "border-blurred": colours["rule"],
            "block-cursor-background": colours["cursor"],
            "block-cursor-foreground": colours["foreground"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": colours["background"],
            "block-cursor-blurred-foreground": colours["foreground"],
            "block-hover-background": colours["surface"],
            "input-cursor-background": colours["foreground"],
            "input-cursor-foreground": colours["background"],
            "input-selection-background": colours["cursor"],
            "footer-background": colours["panel"],
            "footer-foreground": colours["foreground"],
            "footer-key-foreground": colours["accent"],
            "footer-key-background": colours["panel"],
            "footer-description-foreground": colours["foreground"],
            "footer-description-background": colours["panel"],
            "footer-item-background": colours["panel"],
            "scrollbar": colours["rule"],
            "scrollbar-hover": colours["muted"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["background"],
            "scrollbar-background-hover": colours["background"],
            "scrollbar-background-active": colours["background"],
            "scrollbar-corner-color": colours["background"],
        },
    )


_DARK = _theme(
    DARK,
    dark=True,
    colours={
        "background": "#15181b",
        "surface": "#1c2024",
        "panel": "#24292e",
        "cursor": "#2a3638",
        "rule": "#3c434a",
        "foreground": "#d9dee3",
        "muted": "#95a1ad",
        "accent": "#7fcdbb",
        "warning": "#e6b566",
        "error": "#f58a80",
        "success": "#9ccf94",
    },
)

_LIGHT = _theme(
    LIGHT,
    dark=False,
    colours={
        "background": "#f7f7f5",
        "surface": "#eeeeeb",
        "panel": "#e3e3df",
        "cursor": "#d7e6df",
        "rule": "#bfbfba",
        "foreground": "#22272c",
        "muted": "#565f68",
        "accent": "#00614f",
        "warning": "#6b4200",
        "error": "#a5190f",
        "success": "#2c6124",
    },
)

# The terminal's own background and letters stay; what cannot be said with a colour is said with a word anyway.
_SIXTEEN = Theme(
    name=SIXTEEN,
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_default",
    accent="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables={
        "rule": "ansi_default",
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "border": "ansi_cyan",
        "border-blurred": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-blurred-foreground": "ansi_default",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "footer-key-foreground": "ansi_cyan",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
    },
)

OWN = (_DARK, _LIGHT, _SIXTEEN)


def put_on(app: App[Any], wanted: str = "", environment: Mapping[str, str] | None = None) -> None:
    """Register the own themes on `app` and put on `wanted`, or the one that suits the terminal."""
    for theme in OWN:
        app.register_theme(theme)
    values = os.environ if environment is None else environment
    name = wanted if wanted in app.available_themes else fitting(app.console.color_system, values)
    app.theme = name


def fitting(color_system: str | None, environment: Mapping[str, str]) -> str:
    """The theme that suits a terminal: its sixteen colours, or dark unless it says that its background is light.

    `COLORFGBG` ("0;15") is set by some terminals; 7 and 15 are light backgrounds.
    """
    if color_system in (None, "standard", "windows"):
        return SIXTEEN
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in ("7", "15") else DARK
