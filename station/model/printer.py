"""Where labels are printed: the address of a printer, as the settings have it."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

ZPL_NETWORK: Final = "zpl-network"
CUPS: Final = "cups"
PDF: Final = "pdf"

RESOLUTIONS: Final = (203, 300, 600)
"""Dots an inch of the printers that ZPL is spoken to."""

_PORT: Final = 9100
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}")
# As CUPS has it, less what would look like an option or like two names.
_QUEUE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,126}")
_KINDS: Final = {"zpl": ZPL_NETWORK, "cups": CUPS, "pdf": PDF}
_FORMATS: Final = ("zpl", "pdf")


@dataclass(frozen=True)
class PrinterAddress:
    """The address of a label printer.

    Attributes:
        kind: a key of `line.labels.PRINTERS`.
        place: the host, the queue or the folder.
        port: of the host.
        dpi: the printer's resolution, dots an inch; of a PDF without meaning.
        pdf: whether it is sent a PDF, else ZPL.
    """

    kind: str
    place: str
    port: int = _PORT
    dpi: int = 203
    pdf: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the address that a text is: `zpl://HOST[:PORT]`, `cups://QUEUE`, `pdf:/FOLDER`.

        The first two may end with `?dpi=203`, `300` or `600`; a queue also with `?format=pdf`.

        Raises:
            ValueError: saying what is wrong with it.
        """
        try:
            url = urlsplit(text)
            options = dict(parse_qsl(url.query, strict_parsing=bool(url.query)))
            port = url.port or _PORT
        except ValueError:
            raise ValueError("it can't be read as an address") from None
        kind = _KINDS.get(url.scheme)
        if kind is None or url.fragment or not text.isprintable():
            raise ValueError("name zpl://HOST:PORT, cups://QUEUE or pdf:/FOLDER")
        if kind == PDF:
            return cls(kind, _folder(url.path, bare=not (url.netloc or url.query)), pdf=True)
        if url.path not in {"", "/"} or url.username is not None:
            raise ValueError("it has more in it than a name, a port and options")
        place = (url.hostname or "") if kind == ZPL_NETWORK else url.netloc
        pattern = _HOST if kind == ZPL_NETWORK else _QUEUE
        if not pattern.fullmatch(place):
            raise ValueError("its host or queue has no name, or one that can't be")
        return cls(kind, place, port, _resolution(options), pdf=_is_pdf(options, kind))

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.place}:{self.port}" if self.kind == ZPL_NETWORK else self.place


def _folder(path: str, *, bare: bool) -> str:
    if not bare or not path.startswith("/") or ".." in path.split("/"):
        raise ValueError("name a folder by its whole path, as pdf:/srv/labels")
    return path


def _resolution(options: dict[str, str]) -> int:
    given = options.pop("dpi", str(RESOLUTIONS[0]))
    if given not in {str(one) for one in RESOLUTIONS}:
        raise ValueError("dpi is 203, 300 or 600")
    return int(given)


def _is_pdf(options: dict[str, str], kind: str) -> bool:
    """Return whether a PDF is sent; what is left of the options is refused."""
    given = options.pop("format", _FORMATS[0]) if kind == CUPS else _FORMATS[0]
    if given not in _FORMATS or options:
        raise ValueError("it has an option that isn't known: there are dpi and format")
    return given == "pdf"


def printer_text(text: str) -> str:
    """Return a printer's address as it was given, or raise ValueError saying what is wrong."""
    PrinterAddress.parse(text)
    return text
