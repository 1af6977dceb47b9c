"""The one registry of keys, and the rules that every key in it must keep."""

from __future__ import annotations

import ast

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Footer, Input

from frontdesk.ui import keys
from frontdesk.ui.keying import LATER
from frontdesk.ui.screens.base import Room
from source import modules, nodes, together

FORBIDDEN = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+z"}


def every_key() -> list[tuple[keys.Key, str]]:
    return [(key, each) for key in keys.REGISTRY for each in key.keys.split(",")]


def test_no_two_keys_of_the_registry_share_a_name() -> None:
    ids = [key.id for key in keys.REGISTRY]
    assert len(ids) == len(set(ids))


def test_no_key_of_one_place_is_bound_twice() -> None:
    seen = [(key.place, each) for key, each in every_key()]
    assert len(seen) == len(set(seen))


def test_no_key_is_one_that_terminals_cannot_tell_apart() -> None:
    for key, each in every_key():
        assert "alt+" not in each, key
        assert each not in FORBIDDEN, key


def test_only_leaving_goes_through_questions() -> None:
    assert {key.id for key in keys.REGISTRY if key.priority} == {"app.save_and_quit", "app.hide"}


def test_a_letter_works_on_latin_and_cyrillic_keyboards_in_both_cases() -> None:
    assert keys.letter("k") == "k,K,л,Л"
    assert keys.letter("s") == "s,S,ы,Ы,і,І"
    for key in keys.REGISTRY:
        names = key.keys.split(",")
        for each in names:
            if len(each) == 1 and each.isascii() and each.isalpha():
                assert set(keys.letter(each.lower()).split(",")) <= set(names), key


def test_every_key_says_what_it_does() -> None:
    for key in keys.REGISTRY:
        assert key.help.endswith((".", "?")), key
        assert key.label, key


def test_digits_become_one_binding_each_and_the_footer_shows_one() -> None:
    digits = [each for each in keys.bindings("sign_in") if each.key.isdigit()]
    assert [each.action for each in digits] == [f"pick({number})" for number in range(1, 10)]
    assert [each.show for each in digits] == [True] + [False] * 8


def test_an_unknown_place_has_no_keys() -> None:
    with pytest.raises(KeyError):
        keys.bindings("nowhere")


@together
def test_nothing_binds_a_key_beside_the_registry() -> None:
    """`Binding(` stands in keys.py only, and BINDINGS elsewhere are derived from it."""
    for path in modules("ui"):
        if path.name == "keys.py":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") != "Binding", path
            if isinstance(node, ast.Assign) and any(getattr(each, "id", "") == "BINDINGS" for each in node.targets):
                assert "keys.bindings(" in ast.unparse(node.value), path


class Place(Room):
    BINDINGS = [*keys.bindings("start")]

    def compose(self) -> ComposeResult:
        yield Input(compact=True)
        yield Footer(show_command_palette=False, compact=True)


class Host(App[None]):
    AUTO_FOCUS = None
    BINDINGS = [*keys.bindings("app")]

    def get_default_screen(self) -> Place:
        return Place()


async def test_the_footer_follows_the_language_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_", lambda text: f"<{text}>")
    async with Host().run_test() as pilot:
        shown = {each.binding.id: each.binding.description for each in pilot.app.screen.active_bindings.values()}
    assert shown["app.find"] == "<find>"


async def test_in_a_field_letters_and_the_slash_are_text_and_function_keys_still_work() -> None:
    async with Host().run_test() as pilot:
        free = set(pilot.app.screen.active_bindings)
        pilot.app.screen.query_one(Input).focus()
        await pilot.pause()
        writing = set(pilot.app.screen.active_bindings)
        await pilot.press("slash", "n", "u", "k")
        assert pilot.app.screen.query_one(Input).value == "/nuk"
    assert {"n", "u", "slash", "question_mark"} <= free
    assert not {"n", "u", "т", "slash", "question_mark"} & writing
    assert {"f1", "f2", "f6", "f7", "escape", "ctrl+q"} <= writing


async def test_the_footer_runs_from_f2_to_f6_and_ends_with_help_and_quit() -> None:
    """Behind them stands, where there is room, what only this room means by a key."""
    async with Host().run_test() as pilot:
        active = pilot.app.screen.active_bindings.values()
        shown = [each.binding for each in active if each.binding.show]
    functions = [each.key for each in shown if each.key in ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9")]
    assert functions == sorted(functions)
    assert [each.key for each in shown if keys.rank(each) < LATER][-2:] == ["f1", "ctrl+q"]
    assert {each.key for each in shown if keys.rank(each) == LATER} >= {"slash", "f"}


def test_a_key_that_means_something_else_in_another_room_is_shown_at_the_foot_of_each() -> None:
    """What a letter does is read where it does it; the card is the same key in every room."""
    rooms = [each for each in keys.REGISTRY if each.place in ("start", "desk", "day") and each.display.isascii()]
    meanings: dict[str, set[str]] = {}
    for key in rooms:
        meanings.setdefault(key.display, set()).add(key.label)
    differing = {shown for shown, labels in meanings.items() if len(shown) == 1 and len(labels) > 1}
    assert {"/", "h", "r"} <= differing
    assert [key.id for key in rooms if key.display in differing and not key.show] == []
    for shown, label in (("^o", "card"), ("p", "card")):
        assert {key.place for key in rooms if key.display == shown and key.label == label} == {"start", "desk", "day"}


def test_a_letter_that_records_something_means_nothing_else_in_any_room() -> None:
    """Whoever presses it out of habit in the room next door must not record what they do not mean, nor miss it."""
    assert {key.label for key in keys.REGISTRY if key.display == "k"} == {"kept"}
