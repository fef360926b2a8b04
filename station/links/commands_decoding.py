"""What a capture stands for: text, a number, or bytes in one of the usual encodings."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Final

from station.errors import StationError
from station.model.commands import Decoding

MAX_VALUE: Final = 16_384  # bytes, decoded: the longest request, certificate or TPM response

_PRINTABLE: Final = re.compile(r"[ -~]*")
_NUMBER: Final = re.compile(r"[0-9]{1,40}")
_SPACE: Final = re.compile(r"[ \t\n]+")
_FRAMED: Final = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----\n?([A-Za-z0-9+/=\n]*)-----END ")


def decoded(name: str, text: str, decoding: Decoding) -> bytes:
    """Return what a capture stands for.

    Args:
        name: the capture's.
        text: as the device said it.
        decoding: how it is encoded.

    Returns:
        The bytes; those of a text or a number are its ASCII characters.

    Raises:
        StationError: LNK-004 where it isn't encoded so, or too long.
    """
    try:
        data = _DECODERS[decoding](text)
    except (ValueError, binascii.Error) as error:
        raise StationError("LNK-004", f"{name} is no {decoding.value}") from error
    if len(data) > MAX_VALUE:
        raise StationError("LNK-004", f"{name} has {len(data)} bytes")
    return data


def _plain(text: str) -> bytes:
    if not _PRINTABLE.fullmatch(text):
        raise ValueError("not printable")
    return text.encode("ascii")


def _decimal(text: str) -> bytes:
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        raise ValueError("no number")
    return str(int(bare)).encode("ascii")


def _hex(text: str) -> bytes:
    return binascii.unhexlify(_SPACE.sub("", text))


def _base64(text: str) -> bytes:
    # Many devices leave the padding out.
    bare = _SPACE.sub("", text).rstrip("=")
    return b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _base64url(text: str) -> bytes:
    if "+" in text or "/" in text:
        raise ValueError("the other alphabet")
    return _base64(text.replace("-", "+").replace("_", "/"))


def _pem(text: str) -> bytes:
    """Return what is in the first frame (RFC 7468, 3), whatever its label says.

    A space or a line's end that came in on the way may be in what the device keeps, too, and not
    every parser is as patient as base64's: lines are of one length, but for the last.
    """
    found = _FRAMED.search(text)
    if found is None:
        raise ValueError("no frame")
    *lines, last = found[1].removesuffix("\n").split("\n")
    width = len(lines[0]) if lines else len(last)
    if not 0 < len(last) <= width or any(len(line) != width for line in lines):
        raise ValueError("uneven lines")
    return _base64("".join((*lines, last)))


_DECODERS: Final[Mapping[Decoding, Callable[[str], bytes]]] = {
    Decoding.TEXT: _plain,
    Decoding.DECIMAL: _decimal,
    Decoding.HEX: _hex,
    Decoding.BASE64: _base64,
    Decoding.BASE64URL: _base64url,
    Decoding.PEM: _pem,
}
