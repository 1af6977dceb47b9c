"""Where a business's own files lie, from its folder on."""

from __future__ import annotations

from pathlib import Path

GUIDELINES = "guidelines.yaml"
DATABASE = Path("data") / "frontdesk.db"
