"""How somebody left a table's columns: kept in the data folder, so that it is so the next time.

Nothing depends on it: a file that can't be read or written is as good as none.
"""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from station.folders import put_whole

_log: Final = logging.getLogger(__name__)
_MOST_BYTES: Final = 100_000
_KEPT: Final = TypeAdapter(dict[str, dict[str, int]])


def remembered(path: Path) -> Mapping[str, Mapping[str, int]]:
    """Return what was kept: by name, numbers by name; nothing where nothing can be read."""
    try:
        with path.open("rb") as file:
            return _KEPT.validate_json(file.read(_MOST_BYTES))
    except (OSError, ValidationError):
        return {}


def remember(path: Path, name: str, values: Mapping[str, int]) -> None:
    """Keep numbers under a name, in place of those that were."""
    kept = {**remembered(path), name: dict(values)}
    try:
        put_whole(path, json.dumps(kept, indent=1, sort_keys=True).encode())
    except OSError as error:
        _log.info("How the window was left isn't kept: %s", error)
