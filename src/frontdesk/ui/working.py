"""How a screen asks the desk: in a thread, in a worker that the App owns, and never twice at the same time for writes.

Rules W1 and W2. The desk's functions are synchronous and may wait for a lock; the screen must not. A write is
never cancelled: it belongs to the App, so it ends even when its screen has gone. Writes run one after the other
in the order in which they were asked for, so that an older draft never overwrites a newer one.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from textual.app import App
from textual.dom import DOMNode
from textual.signal import Signal
from textual.worker import Worker

from frontdesk.ground.errors import DeskError, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.ui.plain import plain

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Saved(StrEnum):
    """Whether everything that was typed or asked is on disk."""

    SAVED = "saved"
    SAVING = "saving"
    NOT_SAVED = "not_saved"


@dataclass
class _Writes:
    """What one App is writing."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    door: threading.Lock = field(default_factory=threading.Lock)
    falling: bool = False
    waiting: int = 0
    failed: bool = False
    dirty: bool = False
    signal: Signal[Saved] | None = None


_writes: WeakKeyDictionary[App[Any], _Writes] = WeakKeyDictionary()


async def in_thread(
    function: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Result:
    """What `function` returns, run in a thread: for a desk function inside a worker. Raises what it raises."""
    return await asyncio.to_thread(function, *args, **kwargs)


def read(
    node: DOMNode,
    group: str,
    ask: Callable[[], Result],
    done: Callable[[Result], Any],
    failed: Callable[[DeskError], Any] | None = None,
) -> Worker[None]:
    """Ask the desk something for a screen; a newer question of the same `group` makes this answer void (W2).

    `ask` runs in a thread; `done` gets its answer as a callback of `node`, and never when the node has gone.
    Without `failed` a DeskError is shown as a notification.
    """
    return node.app.run_worker(
        partial(_reading, node, ask, done, failed),
        name=group,
        group=f"read:{id(node)}:{group}",
        exit_on_error=False,
        exclusive=True,
    )


def write(
    node: DOMNode,
    ask: Callable[[], Result],
    done: Callable[[Result], Any] | None = None,
    failed: Callable[[DeskError], Any] | None = None,
) -> Worker[None] | None:
    """Let the desk record something; it is done in its turn and is never cancelled (W1).

    `done` and `failed` are callbacks of `node`. Without `failed` a DeskError is shown as a notification, and the
    state of `saved` is NOT_SAVED until a later write succeeds. While the program falls it is done here and now.
    """
    state = _of(node.app)
    if state.falling:
        _through_the_door(state, ask)
        return None
    state.waiting += 1
    state.dirty = False
    _tell(node.app)
    return node.app.run_worker(partial(_writing, node.app, node, ask, done, failed), group="write", exit_on_error=False)


def begin(
    node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], group: str = "default", *, exclusive: bool = False
) -> Worker[None]:
    """Let `work` be done beside the screen, by `node`.

    It is called when its turn comes, not before: a program that ends meanwhile leaves no coroutine that was never
    awaited, and says nothing about one.
    """
    return node.run_worker(work, name=group, group=group, exit_on_error=False, exclusive=exclusive)


def at_once_from_now_on(app: App[Any]) -> None:
    """What is asked to be recorded from now on is recorded before `write` returns: the program falls (T27).

    Raises what the desk raises. Nothing that waits for a thread would be done any more.
    """
    _of(app).falling = True


def _through_the_door(state: _Writes, ask: Callable[[], Result]) -> Result:
    """One write at a time, also when one is still on its way as the program falls: the older one comes first."""
    with state.door:
        return ask()


def in_words(ask: Callable[[], Result]) -> Result | DeskError:
    """What the desk answers; what it refuses in words is an answer, too, and nothing that is not saved."""
    try:
        return ask()
    except StoreUnavailable:
        raise
    except DeskError as error:
        return error


def touched(node: DOMNode) -> None:
    """Say that something was typed that is not yet on its way to the disk."""
    _of(node.app).dirty = True
    _tell(node.app)


def saved(app: App[Any]) -> Saved:
    """Whether everything this App was asked to record is on disk."""
    state = _of(app)
    if state.waiting or state.dirty:
        return Saved.SAVING
    return Saved.NOT_SAVED if state.failed else Saved.SAVED


def watch(node: DOMNode, callback: Callable[[Saved], Any]) -> None:
    """Call `callback` whenever `saved` changes, as long as `node` lives."""
    state = _of(node.app)
    if state.signal is None:
        state.signal = Signal(node.app, "saved")
    state.signal.subscribe(node, callback)


async def all_written(app: App[Any]) -> None:
    """Return once every write asked for so far has ended, well or badly: before the program leaves."""
    while _of(app).waiting:
        async with _of(app).turn:
            pass
        await asyncio.sleep(0)


def _of(app: App[Any]) -> _Writes:
    return _writes.setdefault(app, _Writes())


def _tell(app: App[Any]) -> None:
    signal = _of(app).signal
    if signal is not None:
        signal.publish(saved(app))


async def _reading(
    node: DOMNode,
    ask: Callable[[], Result],
    done: Callable[[Result], Any],
    failed: Callable[[DeskError], Any] | None,
) -> None:
    try:
        answer = await in_thread(ask)
    except DeskError as error:
        _answer(node, failed or partial(_notify, node), error)
    except Exception as error:
        is_a_bug(node.app, error)
    else:
        _answer(node, done, answer)


async def _writing(
    app: App[Any],
    node: DOMNode,
    ask: Callable[[], Result],
    done: Callable[[Result], Any] | None,
    failed: Callable[[DeskError], Any] | None,
) -> None:
    state = _of(app)
    try:
        async with state.turn:
            answer = await in_thread(_through_the_door, state, ask)
    except DeskError as error:
        state.failed = True
        _answer(node, failed or partial(_notify, node), error)
    except Exception as error:
        state.failed = True
        is_a_bug(app, error)
        if failed is not None:  # the screen that waits for an answer goes on
            _answer(node, failed, unforeseen())
    else:
        state.failed = False
        if done is not None:
            _answer(node, done, answer)
    finally:
        state.waiting -= 1
        _tell(app)


def _answer(node: DOMNode, callback: Callable[[Result], Any], answer: Result) -> None:
    if node.is_attached:
        node.call_later(callback, answer)


def _notify(node: DOMNode, error: DeskError) -> None:
    node.app.notify(plain(str(error)).plain, severity="error", markup=False, timeout=10)


def unforeseen() -> DeskError:
    """What a screen is told when the program itself was at fault; the log has the rest."""
    return DeskError(_("Something in frontdesk itself went wrong."), _("What you typed is kept; try once more."))


def is_a_bug(app: App[Any], error: Exception) -> None:
    """A worker would swallow it. Tests (headless) must see it; at a desk the work goes on and the log knows."""
    stumble = None if app.is_headless else getattr(app, "stumble", None)
    (stumble or app._handle_exception)(error)
