"""Which mechanisms' units can't rehearse: register with a practice service before they leave."""

from collections.abc import Mapping
from typing import Final

NO_REHEARSAL: Final[Mapping[str, str]] = {
    "x509-device": (
        "it has no meaning with the mechanism x509-device: the unit's key signs its proof and"
        " nothing else, so it opens no TLS connection"
    ),
}
"""Why not, as the rest of a sentence, by the mechanism's name; all others can."""
