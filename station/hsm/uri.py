"""PKCS#11 URIs (RFC 7512): which library, and which of its tokens, as one line of text.

Objects aren't named by them here, only tokens. A PIN in the text, or a way to read one from there,
is refused: what stands in a file or on a command line is no secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Self
from urllib.parse import quote

from station.errors import StationError
from station.model.names import shown

SCHEME: Final = "pkcs11:"
LONGEST: Final = 2000
# CK_TOKEN_INFO and CK_INFO, PKCS#11 2.40 base 3.2 and 3.1: fields of fixed size, in bytes.
_SIZES: Final[Mapping[str, int]] = {
    "token": 32,
    "manufacturer": 32,
    "model": 16,
    "serial": 16,
    "library-manufacturer": 32,
    "library-description": 32,
    "library-version": 7,
    "slot-id": 20,
    "module-path": 1000,
    "module-name": 100,
}
_IN_PATH: Final = frozenset(
    {"token", "manufacturer", "model", "serial", "slot-id"}
    | {"library-manufacturer", "library-description", "library-version"}
)
_IN_QUERY: Final = frozenset({"module-path", "module-name"})
_PINS: Final = frozenset({"pin-value", "pin-source"})
# RFC 7512, section 2.3: what stands for itself, beside the unreserved characters.
_PLAIN_IN_PATH: Final = ":[]@!$'()*+,=&"
_PLAIN_IN_QUERY: Final = ":[]@!$'()*+,=/?|"
_UNRESERVED: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_LARGEST_SLOT: Final = 2**64 - 1
_LARGEST_VERSION: Final = 255


@dataclass(frozen=True)
class TokenUri:
    """What a PKCS#11 URI says; None where it doesn't.

    Attributes:
        token: CK_TOKEN_INFO.label, without the blanks at its end, as the others.
        manufacturer: CK_TOKEN_INFO.manufacturerID.
        model: CK_TOKEN_INFO.model.
        serial: CK_TOKEN_INFO.serialNumber.
        slot_id: CK_SLOT_ID.
        library_manufacturer: CK_INFO.manufacturerID.
        library_description: CK_INFO.libraryDescription.
        library_version: CK_INFO.libraryVersion, major and minor.
        module_path: the library's whole path.
        module_name: its name, without folder, `lib` and ending.
    """

    token: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    serial: str | None = None
    slot_id: int | None = None
    library_manufacturer: str | None = None
    library_description: str | None = None
    library_version: tuple[int, int] | None = None
    module_path: str | None = None
    module_name: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what a URI says.

        Raises:
            StationError: CFG-040 saying why, where it is none that Station takes.
        """
        if len(text) > LONGEST:
            raise _refused(text, f"it is longer than {LONGEST} characters")
        if not text.startswith(SCHEME):
            raise _refused(text, f"it doesn't begin with {SCHEME}")
        path, mark, query = text[len(SCHEME) :].partition("?")
        said = _attributes(path.split(";") if path else [], _IN_PATH, _PLAIN_IN_PATH)
        asked = _attributes(query.split("&") if mark else [], _IN_QUERY, _PLAIN_IN_QUERY)
        given: dict[str, object] = {}
        for name, value in (said | asked).items():
            given[name.replace("-", "_")] = _value(name, value)
        if "module_path" in given and "module_name" in given:
            raise _refused(text, "module-path and module-name exclude each other")
        return cls(**given)  # type: ignore[arg-type]

    def text(self) -> str:
        """Return the URI that says this; `parse` reads it back."""
        path: list[str] = []
        query: list[str] = []
        for part in fields(self):
            value, name = getattr(self, part.name), part.name.replace("_", "-")
            if value is None:
                continue
            if isinstance(value, tuple):
                value = f"{value[0]}.{value[1]}"
            where, plain = (path, _PLAIN_IN_PATH) if name in _IN_PATH else (query, _PLAIN_IN_QUERY)
            where.append(f"{name}={quote(str(value), safe=plain)}")
        return SCHEME + ";".join(path) + ("?" + "&".join(query) if query else "")


def is_uri(text: str) -> bool:
    """Tell whether a text is meant as a PKCS#11 URI."""
    return text.lower().startswith(SCHEME)


def _refused(name: str, why: str) -> StationError:
    return StationError("CFG-040", shown(name, 60), why=why)


def _attributes(parts: list[str], known: frozenset[str], plain: str) -> dict[str, str]:
    """Return names and decoded values; each name once."""
    found: dict[str, str] = {}
    for part in parts:
        name, mark, value = part.partition("=")
        if name in _PINS:
            # Its value goes into no text.
            raise StationError(
                "CFG-040", why=f"{name} is not taken: a PIN is typed, or by --pin-fd"
            )
        if name not in known or not mark:
            raise _refused(name, f"{shown(name, 40)} is not a part that Station knows there")
        if name in found:
            raise _refused(name, f"{name} stands there twice")
        found[name] = _decoded(name, value, plain)
    return found


def _decoded(name: str, value: str, plain: str) -> str:
    """Undo percent-encoding, which is UTF-8 (RFC 7512, section 2.3)."""
    data, place = bytearray(), 0
    while place < len(value):
        letter = value[place]
        if letter == "%":
            digits = value[place + 1 : place + 3]
            if len(digits) != len("XX") or not set(digits) <= _HEX:
                raise _refused(name, f"{name} has a % without two hexadecimal digits")
            data.append(int(digits, 16))
            place += len("%XX")
        elif letter in _UNRESERVED or letter in plain:
            data += letter.encode("ascii")
            place += 1
        else:
            raise _refused(name, f"{name} has {shown(letter)}, which is to be written as %XX")
    if len(data) > _SIZES[name]:
        raise _refused(name, f"{name} is longer than {_SIZES[name]} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused(name, f"{name} is not text in UTF-8") from None
    if not text or any(ord(letter) < ord(" ") or letter == "\x7f" for letter in text):
        raise _refused(name, f"{name} is empty or has control characters")
    return text


def _value(name: str, text: str) -> object:
    match name:
        case "slot-id":
            return _number(name, text, _LARGEST_SLOT)
        case "library-version":
            major, _, minor = text.partition(".")
            numbers = (_number(name, part, _LARGEST_VERSION) for part in (major, minor or "0"))
            return tuple(numbers)
        case "module-path":
            if not text.startswith("/"):
                raise _refused(name, "module-path is no whole path")
            return text
        case "module-name":
            if not set(text) <= _UNRESERVED | {"+"}:
                raise _refused(name, "module-name has other characters than a library's name")
            return text
        case _:
            # A field of the token's is filled up with blanks, so one at the end says nothing.
            trimmed = text.rstrip(" ")
            if not trimmed:
                raise _refused(name, f"{name} is blank")
            return trimmed


def _number(name: str, text: str, largest: int) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > largest:
        raise _refused(name, f"{name} is no number up to {largest}")
    return int(text)
