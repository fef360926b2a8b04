"""File names for registration IDs that every file system takes and keeps apart.

A registration ID may hold colons, begin with a dot or a dash, or be `con`; on a Windows share these
are separators, hidden, options or devices. Such characters are percent-encoded. `%` itself can't
stand in a registration ID, so no two IDs that differ without regard to case share a file name, also
where the file system ignores case.
"""

import re
from typing import Final

from station.model.names import RegistrationId

_ENCODED: Final = re.compile(r":|\A[.-]")
# Names that Windows keeps for devices, with any extension behind them.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|\Z)", re.IGNORECASE)


def file_stem(registration_id: RegistrationId) -> str:
    """Return the file name for a registration ID, without extension; percent-decoding undoes it."""
    name = _ENCODED.sub(lambda match: _percent(match[0]), registration_id.text)
    return _percent(name[0]) + name[1:] if _DEVICE.match(name) else name


def _percent(character: str) -> str:
    return f"%{ord(character):02X}"
