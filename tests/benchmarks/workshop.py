"""Where rows of TPMs are measured, and what makes a TPM as new again."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

# TPM2_EvictControl of the storage root key, by the owner's empty password: it is made anew then.
EVICT: Final = bytes.fromhex(
    "80020000002300000120400000018100000100000009400000090000000000" + "81000001"
)


@contextmanager
def workshop(row: str) -> Iterator[Path]:
    """Give a folder for a row, which goes with the block."""
    with tempfile.TemporaryDirectory(prefix=f"{row}-") as name, warnings.catch_warnings():
        # tpm2-pytss takes AES-CFB from where `cryptography` no longer wants it taken.
        warnings.simplefilter("ignore")
        yield Path(name)
