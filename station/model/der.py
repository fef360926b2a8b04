"""DER as it is found in TPMs: values one after the other, and certificates that are nearly right.

Some makers' certificates break X.690 in ways that a strict reader refuses, with millions of chips
in the field: Nuvoton's names, a root of Intel's, serial numbers below zero. What is wrong with them
changes nothing that they say, so a copy is put right and read by the strict reader, while
signatures are always checked over the bytes as they came.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_INTEGER: Final = 0x02
_NULL: Final = bytes.fromhex("0500")
_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_VERSION: Final = 0xA0
_OCTET_STRING: Final = 0x04
_EXTENSIONS: Final = 0xA3
_DIRECTORY_NAME: Final = 0xA4
_ALTERNATIVE_NAME: Final = bytes.fromhex("0603551d11")
_PADDING: Final = b"\x00\xff"
# ecdsa-with-SHA1 is 1.2.840.10045.4.1, with the others 1.2.840.10045.4.3.x: RFC 5758, 3.2, wants
# no parameters with them.
_ECDSA: Final = bytes.fromhex("2a8648ce3d04")
# id-RSAES-OAEP (RFC 4055), which tells what the key is for; rsaEncryption tells what it is.
_OAEP: Final = bytes.fromhex("2a864886f70d010107")
_RSA: Final = bytes.fromhex("300d06092a864886f70d0101010500")
_PEM: Final = re.compile(
    rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----"
)
# What is looked at of a certificate: version, serial number, algorithm, issuer, validity, subject,
# key, extensions; and of a name, its parts.
_MOST_VALUES: Final = 64


@dataclass(frozen=True)
class Value:
    """One DER value.

    Attributes:
        tag: its first byte.
        whole: tag, length and contents.
        contents: without tag and length.
    """

    tag: int
    whole: bytes
    contents: bytes


def der_size(data: bytes) -> int:
    """Return how many bytes the DER SEQUENCE at the start of `data` has, or 0 where none is whole.

    X.690, 8.1.3: a length up to 127 in one byte, else the count of its bytes and these.
    """
    return len(value.whole) if (value := first_of(data)) and value.tag == _SEQUENCE else 0


def without_padding(data: bytes) -> bytes:
    """Return the DER value that `data` begins with; all of `data` where it begins with none.

    Makers define larger indices than they fill, and pad with zeros or ones.
    """
    return data[: der_size(data) or len(data)]


def certificates_in(data: bytes) -> tuple[bytes, ...]:
    """Return the DER values that `data` strings together, padding between them left out.

    It ends with the first thing that is neither: these certificates only help to find a chain.
    """
    found: list[bytes] = []
    while size := der_size(rest := data.lstrip(_PADDING)):
        found.append(rest[:size])
        data = rest[size:]
    return tuple(found)


def certificates_of_file(data: bytes) -> tuple[bytes, ...]:
    """Return the certificates in a file's contents, PEM (RFC 7468) or DER, unread; maybe none."""
    blocks = _PEM.findall(data)
    if not blocks:
        return certificates_in(data) if der_size(data) else ()
    try:
        return tuple(base64.b64decode(b"".join(block.split()), validate=True) for block in blocks)
    except ValueError:
        return ()


@dataclass(frozen=True)
class Outline:
    """A certificate taken apart no further than is needed to put it right.

    Attributes:
        signed: what its signature covers, as it came.
        key: the SubjectPublicKeyInfo.
        mended: a copy in which the known mistakes are put right; the same where there are none.
        mistakes: what was put right, in words.
    """

    signed: bytes
    key: bytes
    mended: bytes
    mistakes: tuple[str, ...]


def outline(certificate: bytes) -> Outline:
    """Take a certificate apart (RFC 5280, 4.1).

    Raises:
        ValueError: where it is not even built like one.
    """
    signed, algorithm, signature = parts_of(_only(certificate), 3)
    parts = parts_of(signed, _MOST_VALUES)
    first = 1 if parts and parts[0].tag == _VERSION else 0
    if len(parts) < first + 6 or signed.tag != _SEQUENCE:
        raise ValueError("a part of the certificate is missing")
    mistakes: list[str] = []
    serial, inner, issuer, _, subject, key = parts[first : first + 6]
    put_right = {
        first: _positive(serial, mistakes),
        first + 1: _plain_algorithm(inner, mistakes),
        first + 2: _ordered_name(issuer, mistakes),
        first + 4: _ordered_name(subject, mistakes),
        first + 5: _plain_key(key, mistakes),
    }
    for place, part in enumerate(parts[first + 6 :], start=first + 6):
        if part.tag == _EXTENSIONS:
            put_right[place] = _ordered_extensions(part, mistakes)
    if not mistakes:
        return Outline(signed.whole, key.whole, certificate, ())
    body = der_value(_SEQUENCE, *(put_right.get(i, part.whole) for i, part in enumerate(parts)))
    mended = der_value(_SEQUENCE, body, _plain_algorithm(algorithm, []), signature.whole)
    return Outline(signed.whole, put_right[first + 5], mended, tuple(dict.fromkeys(mistakes)))


def _positive(serial: Value, mistakes: list[str]) -> bytes:
    """RFC 5280, 4.1.2.2, wants 1 to 20 bytes above zero; nothing here hangs on the number."""
    number = serial.contents
    padded = len(number) > 1 and number[0] == 0 and number[1] < 0x80
    sound = 1 <= len(number) <= 20 and number[0] < 0x80 and any(number) and not padded
    if serial.tag != _INTEGER or sound:
        return serial.whole
    mistakes.append("a serial number that can't be one")
    return der_value(_INTEGER, b"\x01")


def _plain_algorithm(algorithm: Value, mistakes: list[str]) -> bytes:
    parts = parts_of(algorithm, 2)
    odd = len(parts) == 2 and parts[0].contents.startswith(_ECDSA) and parts[1].whole == _NULL
    if not odd:
        return algorithm.whole
    mistakes.append("parameters with an ECDSA signature")
    return der_value(_SEQUENCE, parts[0].whole)


def _plain_key(key: Value, mistakes: list[str]) -> bytes:
    """Name an RSA key as every reader knows it, where it is named by its use."""
    parts = parts_of(key, 2)
    named = parts_of(parts[0], 2) if parts else []
    if not named or named[0].contents != _OAEP:
        return key.whole
    mistakes.append("a key named by its use")
    return der_value(_SEQUENCE, _RSA, *(part.whole for part in parts[1:]))


def _ordered_name(name: Value, mistakes: list[str]) -> bytes:
    """X.690, 11.6, wants the parts of a SET in the order of their encodings."""
    ordered = []
    for part in parts_of(name, _MOST_VALUES):
        inner = [value.whole for value in parts_of(part, _MOST_VALUES)] if part.tag == _SET else []
        if inner != sorted(inner):
            mistakes.append("a name out of order")
            ordered.append(der_value(_SET, *sorted(inner)))
        else:
            ordered.append(part.whole)
    return der_value(name.tag, *ordered)


def _ordered_extensions(extensions: Value, mistakes: list[str]) -> bytes:
    """Put right the names in the subject's alternative name, which says what model a TPM is."""
    (listed,) = parts_of(extensions, 1)
    put_right = []
    for extension in parts_of(listed, _MOST_VALUES):
        parts = parts_of(extension, 3)
        whole = [part.whole for part in parts]
        if parts and parts[0].whole == _ALTERNATIVE_NAME and parts[-1].tag == _OCTET_STRING:
            names = parts_of(_only(parts[-1].contents), _MOST_VALUES)
            ordered = [_ordered_general_name(name, mistakes) for name in names]
            whole[-1] = der_value(_OCTET_STRING, der_value(_SEQUENCE, *ordered))
        put_right.append(der_value(extension.tag, *whole))
    return der_value(_EXTENSIONS, der_value(listed.tag, *put_right))


def _ordered_general_name(name: Value, mistakes: list[str]) -> bytes:
    if name.tag != _DIRECTORY_NAME:
        return name.whole
    return der_value(name.tag, *(_ordered_name(part, mistakes) for part in parts_of(name, 1)))


def _only(data: bytes) -> Value:
    value = first_of(data)
    if value is None or value.tag != _SEQUENCE:
        raise ValueError("it is no DER SEQUENCE")
    if len(value.whole) != len(data):
        raise ValueError("something follows the certificate")
    return value


def parts_of(value: Value, most: int) -> list[Value]:
    """Return the values that `value` consists of, at most so many; ValueError for anything else."""
    found = list(_values(value.contents, most))
    if sum(len(part.whole) for part in found) != len(value.contents):
        raise ValueError("a part of the certificate is cut short")
    return found


def _values(data: bytes, most: int) -> Iterator[Value]:
    while most and (value := first_of(data)):
        yield value
        data, most = data[len(value.whole) :], most - 1


def whole_value(data: bytes) -> Value:
    """Return the one DER value that `data` is, or raise ValueError."""
    value = first_of(data)
    if value is None or len(value.whole) != len(data):
        raise ValueError("it is no DER value")
    return value


def first_of(data: bytes) -> Value | None:
    """Return the DER value at the start of `data`, None where none is whole."""
    if len(data) < 2:
        return None
    start, size = 2, data[1]
    if size >= 0x80:
        digits = size & 0x7F
        start, size = 2 + digits, int.from_bytes(data[2 : 2 + digits], "big")
        if not 1 <= digits <= 3:
            return None
    if start + size > len(data):
        return None
    return Value(data[0], data[: start + size], data[start : start + size])


def der_value(tag: int, *contents: bytes) -> bytes:
    """Return a DER value: its tag, the length, and the contents one after the other."""
    body = b"".join(contents)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    digits = (len(body).bit_length() + 7) // 8
    return bytes([tag, 0x80 | digits]) + len(body).to_bytes(digits, "big") + body
