"""What of a document is kept beside the columns: all but what looks like somebody's secret.

A list made elsewhere can have a key at any place: in a twin, in a member that a newer service has,
in a PEM file with the private key behind the certificate. Station keeps nobody's keys.
"""

import re
from typing import Final

from pydantic import JsonValue

# Members by what they are called, letters and digits alone, in lower case.
_SECRET: Final = re.compile(
    r"(?:primary|secondary|symmetric|sharedaccess|private|secret|master|device|access|api|group)key"
    r"s?|\w*password|\w*passphrase|\w*connectionstring|\w*secret|sas\w*token"
)
_BLANKS: Final = re.compile(r"[^a-z0-9]")
_TEXTS: Final = re.compile(r"PRIVATE KEY-----|SharedAccess(?:Key|Signature)\b", re.IGNORECASE)


def without_secrets(value: JsonValue) -> tuple[JsonValue, bool]:
    """Return a value without what looks like a secret, and whether there was any.

    Args:
        value: as parsed from JSON, nested no deeper than its parser allows.
    """
    match value:
        case dict():
            kept = {key: without_secrets(one) for key, one in value.items() if not _named_so(key)}
            return {key: one for key, (one, _) in kept.items()}, len(kept) < len(value) or any(
                found for _, found in kept.values()
            )
        case list():
            each = [without_secrets(one) for one in value]
            return [one for one, _ in each], any(found for _, found in each)
        case str() if _TEXTS.search(value):
            return "", True
        case _:
            return value, False


def _named_so(key: str) -> bool:
    return _SECRET.fullmatch(_BLANKS.sub("", key.lower())) is not None or bool(_TEXTS.search(key))
