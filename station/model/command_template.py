"""What is sent to a device that takes commands: text with places for values, and their encoding."""

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

Value = bytes | tuple[bytes, ...]

CERTIFICATES: Final = frozenset({"certificate", "issuer", "root", "chain", "bundle"})
PASSWORD: Final = "password"  # noqa: S105 - the name of a place
SECRET: Final = "secret"  # noqa: S105 - likewise

_PEM: Final = "pem"
_PEM_LINE: Final = 64
_ENCODERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "hex": lambda data: data.hex().encode(),
    "base64": b64encode,
    "base64url": lambda data: urlsafe_b64encode(data).rstrip(b"="),
    "sha256": lambda data: sha256(data).digest(),
    "length": lambda data: str(len(data)).encode(),
    "upper": bytes.upper,
}
ENCODINGS: Final = (_PEM, *_ENCODERS)
_PART: Final = re.compile(
    r"(?P<brace>\{\{|\}\})|\{(?P<name>[a-z][a-z0-9_]*)(?P<codes>(?::[a-z0-9]+)*)\}|(?P<text>[^{}]+)"
)


@dataclass(frozen=True)
class _Place:
    name: str
    codes: tuple[str, ...]

    def filled(self, value: Value) -> bytes:
        several = value if isinstance(value, tuple) else (value,)
        codes = self.codes
        if codes[:1] == (_PEM,):
            several, codes = tuple(pem(data) for data in several), codes[1:]
        data = b"".join(several)
        for code in codes:
            data = _ENCODERS[code](data)
        return data


@dataclass(frozen=True)
class CommandTemplate:
    """Text with places such as `{serial}` and `{certificate:pem:length}`; a brace itself is `{{`.

    A value stands as its bytes, or goes from left to right through encodings: `hex`, `base64`,
    `base64url` (without padding), `pem` (certificates only, and first), `sha256` (the digest's
    bytes), `length` (in bytes, as a decimal number), `upper` (letters to upper case).
    """

    text: str
    parts: tuple[bytes | _Place, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the template, or raise ValueError saying what is wrong with it."""
        if not text.isascii():
            raise ValueError("only ASCII characters can be sent")
        parts: list[bytes | _Place] = []
        at = 0
        while at < len(text):
            part = _PART.match(text, at)
            if part is None:
                raise ValueError("a brace stands alone: write {{ or }} for the brace itself")
            at = part.end()
            if part["name"]:
                parts.append(_place(part["name"], part["codes"]))
            else:
                parts.append((part["brace"] or "")[:1].encode() or part["text"].encode())
        return cls(text, tuple(parts))

    @property
    def names(self) -> frozenset[str]:
        """The names of the values that it needs."""
        return frozenset(part.name for part in self.parts if isinstance(part, _Place))

    def filled(self, values: Mapping[str, Value]) -> bytes:
        """Return the bytes for these values, which have every name."""
        return b"".join(
            part if isinstance(part, bytes) else part.filled(values[part.name])
            for part in self.parts
        )


def pem(certificate: bytes) -> bytes:
    """Return a certificate (DER) as PEM with LF at its lines' ends (RFC 7468)."""
    text = b64encode(certificate)
    lines = (text[at : at + _PEM_LINE] for at in range(0, len(text), _PEM_LINE))
    framed = (b"-----BEGIN CERTIFICATE-----", *lines, b"-----END CERTIFICATE-----")
    return b"".join(line + b"\n" for line in framed)


def _place(name: str, codes: str) -> _Place:
    split = tuple(codes.split(":")[1:])
    for index, code in enumerate(split):
        if code not in ENCODINGS:
            raise ValueError(f"there is no encoding {code}: there are {', '.join(ENCODINGS)}")
        if code == _PEM and (index > 0 or name not in CERTIFICATES):
            raise ValueError("pem is for a certificate or several, and comes first")
    return _Place(name, split)
