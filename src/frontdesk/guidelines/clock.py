"""The business's clock out of guidelines that were checked before, without reading the rest of them.

It is for what must be quick and needs nothing else: a telephone does not wait until a whole file is understood.
"""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import yaml

from frontdesk.ground.businessday import BusinessClock
from frontdesk.guidelines.loader import Loader


def clock_of(text: str) -> BusinessClock | None:
    """The zone and the beginning of the day that the text says; None when it does not say them as it should."""
    try:
        business = yaml.load(text, Loader)["business"]  # noqa: S506 - the loader is a safe one
        return BusinessClock(ZoneInfo(business["timezone"]), time.fromisoformat(business.get("day_starts") or "00:00"))
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError, OSError):
        return None
