"""Logging that can't leak: to a file in the data folder, rotated, by records of known shape."""

import copy
import logging
import logging.handlers
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FORMAT: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
# Libraries that write payloads at DEBUG: bytes on the wire can hold keys. Of a server in
# the station only what goes wrong is of use: its own log of requests would hold what units sign.
_TALKATIVE: Final = (
    *("smp", "smpclient", "serial", "pkcs11", "httpx", "httpcore", "uvicorn"),
    *("azure", "msal", "urllib3"),
)
_LOOKS_SECRET: Final = re.compile(
    r"(?i)(sig=|bearer\s+|client_secret=|client_assertion="
    r"|sharedaccesskey=|primarykey\W{1,4}|secondarykey\W{1,4}|\bpin\W{1,3})[^\s&\"',;]+"
)


def _safe(text: str) -> str:
    """Return `text` as one printable line without what looks like a signature, key or PIN."""
    struck = _LOOKS_SECRET.sub(r"\1[redacted]", text)
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in struck)


def scrubbed(text: str) -> str:
    """Return a log as a log has it, whoever wrote it: printable lines without secrets."""
    return "".join(f"{_safe(line)}\n" for line in text.splitlines())


class Redacting(logging.Formatter):
    """The last net: strikes out secrets, and lets no device write a line of its own.

    A message is one line whatever is in it; a traceback's lines follow it, each with a bar.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text."""
        own = copy.copy(record)
        own.exc_text = None  # where another formatter left the traceback as it was
        return super().format(own)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the record's line."""
        return _safe(super().formatMessage(record))

    def formatException(self, ei: "logging._SysExcInfoType") -> str:  # noqa: N802 - likewise
        """Return a traceback, each line after a bar."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"  | {_safe(line)}" for line in lines)


def quiet_libraries() -> None:
    """Cap the loggers of libraries that write payloads."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Brief(Redacting):
    """One line a record: a traceback is for the log alone."""

    def formatException(self, ei: "logging._SysExcInfoType") -> str:  # noqa: N802 - logging's name
        """Return nothing."""
        return ""


def speak_plainly() -> None:
    """Where no log is kept, say errors on standard error, a line each and no traceback."""
    last = logging.StreamHandler()
    last.setLevel(logging.ERROR)
    last.setFormatter(_Brief("%(message)s"))
    logging.lastResort = last


class _Kept(logging.handlers.RotatingFileHandler):
    """A log file that costs nothing but itself where the disk is full."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Let the record go: the work itself meets the full disk, and says so."""

    def close(self) -> None:
        """Close the file, and let go what could not be written."""
        with suppress(OSError):
            super().close()


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Keep a log in `folder`/station.log while the `with` block runs: 5 files of 2 MB.

    Raises:
        OSError: where the folder can't be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _Kept(
        folder / "station.log", maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(Redacting(_FORMAT))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    level = root.level
    root.setLevel(min(level, logging.INFO))
    root.addHandler(handler)
    quiet_libraries()
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()
