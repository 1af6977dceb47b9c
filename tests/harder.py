"""How much harder than at each commit the tests that search shall search."""

from __future__ import annotations

import os

HARDER = int(os.environ.get("FRONTDESK_HARDER", "1"))
"""FRONTDESK_HARDER=20 tries twenty times as many stories: for a night, or after a change of the engine."""
