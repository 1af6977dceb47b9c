"""What a person does whom a busy database told to try the same again: for the processes that act at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from frontdesk.ground.errors import StoreUnavailable

Answer = TypeVar("Answer")
PATIENCE_SECONDS = 300
"""How long the slowest of many processes may take to be ready on a machine that does much else."""
_TRIES_MAX = 50


def until_heard(act: Callable[[], Answer]) -> Answer:
    """What `act` answers. The error says that nothing was recorded and that the same may be tried again."""
    for _try in range(_TRIES_MAX):
        try:
            return act()
        except StoreUnavailable as error:
            if not error.retryable:
                raise
    return act()
