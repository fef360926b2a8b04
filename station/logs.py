"""Logging that can't leak: to a file in the data folder, rotated, by records of known shape."""

import logging
import logging.handlers
import re
from pathlib import Path
from typing import Final

_FORMAT: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
# Libraries that write payloads at DEBUG: bytes on the wire can hold keys.
_TALKATIVE: Final = ("smp", "smpclient", "serial", "pkcs11", "httpx", "httpcore")
_LOOKS_SECRET: Final = re.compile(
    r"(?i)(sig=|sharedaccesskey=|primarykey\W{1,4}|secondarykey\W{1,4}|\bpin\W{1,3})[^\s&\"',;]+"
)


class Redact(logging.Filter):
    """The last net: strikes out what looks like a signature, key or PIN, and control characters."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's message by its redacted text; keep every record."""
        text = _LOOKS_SECRET.sub(r"\1[redacted]", record.getMessage())
        record.msg = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
        record.args = ()
        return True


def quiet_libraries() -> None:
    """Cap the loggers of libraries that write payloads."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def start(folder: Path) -> None:
    """Log to `folder`/station.log, 5 files of 2 MB; errors don't also go to the terminal."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "station.log", maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(Redact())
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    quiet_libraries()
