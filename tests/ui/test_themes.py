"""The looks of the desk: every text can be read on every ground it stands on."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from uidesk import app_on, ready

from frontdesk.ui import screens, themes
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.zone import Lines

TEXTS = ("foreground", "text-muted", "text-accent", "text-warning", "text-error", "text-success")
GROUNDS = ("background", "surface", "panel", "block-cursor-background")
CONTRAST_MIN = 4.5
OWN = [each for each in themes.OWN if not each.ansi]


def luminance(colour: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def of_256(colour: Color) -> Color:
    """The colour as a terminal with 256 colours shows it."""
    shown = RichColor.from_rgb(colour.r, colour.g, colour.b).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    return Color(shown.red, shown.green, shown.blue)


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_can_be_read(theme: themes.Theme, ground: str, text: str) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    front, back = Color.parse(colours[text]), Color.parse(colours[ground])
    assert contrast(front, back) >= CONTRAST_MIN
    assert contrast(of_256(front), of_256(back)) >= CONTRAST_MIN, "with 256 colours"


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
async def test_what_an_empty_field_says_can_be_read(folder: Path, theme: themes.Theme) -> None:
    app = app_on(folder, theme=theme.name)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await ready(pilot)
        drawn = app.screen.query(Lines).first().render_line(0)
        (said,) = (each.style for each in drawn if "customer's own words" in each.text)
        assert said is not None and said.color is not None and said.bgcolor is not None
        text, ground = (Color(*each.get_truecolor()) for each in (said.color, said.bgcolor))
        assert contrast(text, ground) >= CONTRAST_MIN


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_the_footer_can_be_read(theme: themes.Theme) -> None:
    colours = theme.variables
    ground = Color.parse(colours["footer-background"])
    for text in ("footer-foreground", "footer-key-foreground", "footer-description-foreground"):
        assert contrast(Color.parse(colours[text]), ground) >= CONTRAST_MIN


@pytest.mark.parametrize(
    ("system", "environment", "theme"),
    [
        ("truecolor", {}, themes.DARK),
        ("256", {"COLORFGBG": "15;0"}, themes.DARK),
        ("truecolor", {"COLORFGBG": "0;15"}, themes.LIGHT),
        ("256", {"COLORFGBG": "0;default;15"}, themes.LIGHT),
        ("standard", {}, themes.SIXTEEN),
        (None, {}, themes.SIXTEEN),
    ],
)
def test_the_look_suits_the_terminal(system: str | None, environment: dict[str, str], theme: str) -> None:
    assert themes.fitting(system, environment) == theme


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_with_256_colours_a_ground_stays_grey_and_never_turns_into_a_loud_colour(
    theme: themes.Theme, ground: str
) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    shown = of_256(Color.parse(colours[ground]))
    assert max(shown.rgb) - min(shown.rgb) <= 12


def test_every_question_looks_like_one() -> None:
    """Textual takes the looks of the first base alone: what else a question is comes after it."""
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")
    found = list(_below(Question))
    assert len(found) > 20
    assert [each.__name__ for each in found if "Question" not in each._css_type_names] == []


def _below(kind: type[Question[object]]) -> Iterator[type[Question[object]]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
