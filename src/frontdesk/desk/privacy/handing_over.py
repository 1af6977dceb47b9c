"""Handing over what is known of somebody: both files of an export, where only the owner of the folder can read them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.desk.paper.paper import write_file
from frontdesk.desk.privacy import privacy_export
from frontdesk.desk.privacy.privacy_files import EXPORTS
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def hand_over(desk: Desk, customer_id: str) -> tuple[Path, ...]:
    """Write everything that is known of a customer into both files of the folder exports/, over older ones.

    Returns where they are. Raises NotFound, and BadInput for who does not lead and where nothing can be written.
    """
    if not desk.writes_files:
        raise BadInput(
            _("This desk writes no files."),
            _("On the business's own machine: frontdesk customers export {customer}").format(customer=customer_id),
        )
    found = privacy_export.export(desk, customer_id)
    return put(desk, found["customer"], found, privacy_export.readable(desk, found))


def put(
    desk: Desk, customer_id: str, found: Mapping[str, Any], text: str, folder: Path | None = None
) -> tuple[Path, ...]:
    """Write what was exported as JSON and what was made readable of it; what is empty is not written.

    `folder` takes the place of exports/. Returns the files; raises BadInput where nothing can be written.
    """
    place = desk.folder / EXPORTS if folder is None else folder
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            _("{path} cannot be made: {why}.").format(path=place, why=error.strerror or error),
            _("Look at the folder's rights and room, or name another with --output."),
        ) from error
    said = json.dumps(found, ensure_ascii=False, indent=2) + "\n" if found else ""
    files = {place / f"customer-{customer_id}.json": said, place / f"customer-{customer_id}.txt": text}
    written = tuple(path for path, words in files.items() if words)
    for path in written:
        write_file(path, files[path], force=True)
    return written
