"""What a backup is wrapped in: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084).

It is written and read as a stream in BER with lengths left open, so that memory stays flat however
large the content is. `openssl cms -decrypt -inform DER` opens it too.
"""

import io
import os
from collections.abc import Callable
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from station.model.der import der_value, parts_of, whole_value
from station.operations.backup_recipient import (
    KEY_BYTES,
    Recipient,
    recipient_info,
)
from station.secret import Secret

_CHUNK: Final = 1 << 18
_TAG_BYTES: Final = 16
_NONCE_BYTES: Final = 12
# One key and nonce encrypt no more than this (SP 800-38D, 5.2.1.1).
LARGEST: Final = (1 << 36) - 32
_MOST_HEADER: Final = 65_536
_SEQUENCE, _SET, _OCTETS = 0x30, 0x31, 0x04
_OPEN: Final = b"\x30\x80"  # a SEQUENCE that ends where it ends
_OPEN_0: Final = b"\xa0\x80"
_END: Final = b"\x00\x00"
# 1.2.840.113549.1.9.16.1.23, 1.2.840.113549.1.7.1, 2.16.840.1.101.3.4.1.46.
_AUTH_ENVELOPED: Final = bytes.fromhex("060b2a864886f70d0109100117")
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_GCM: Final = bytes.fromhex("060960864801650304012e")
_TAG_LENGTH: Final = der_value(0x02, bytes([_TAG_BYTES]))
_BEGIN: Final = _OPEN + _AUTH_ENVELOPED + _OPEN_0 + _OPEN + bytes.fromhex("020100")


class EnvelopeWriter:
    """Encrypts what is written to it; `close` writes the end, without which nothing opens it.

    Args:
        out: where the envelope goes.
        recipient: who can open it.

    Attributes:
        key: the content's own key, for the check of what was written.
    """

    def __init__(self, out: BinaryIO, recipient: Recipient) -> None:
        self._out = out
        self.key: Final = Secret(os.urandom(KEY_BYTES))
        nonce = os.urandom(_NONCE_BYTES)
        with self.key.reveal() as key:
            self._cipher = Cipher(algorithms.AES256(bytes(key)), modes.GCM(nonce)).encryptor()
            info = recipient_info(recipient, bytes(key))
        parameters = der_value(_SEQUENCE, der_value(_OCTETS, nonce), _TAG_LENGTH)
        out.write(_BEGIN + der_value(_SET, info) + _OPEN + _DATA)
        out.write(der_value(_SEQUENCE, _GCM, parameters) + _OPEN_0)
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Encrypt some content."""
        self._waiting += data
        while len(self._waiting) >= _CHUNK:
            self._put(bytes(self._waiting[:_CHUNK]))
            del self._waiting[:_CHUNK]
        return len(data)

    def _put(self, content: bytes) -> None:
        self._out.write(der_value(_OCTETS, self._cipher.update(content)))

    def flush(self) -> None:
        """Do nothing: pieces are of one size."""

    def close(self) -> None:
        """Write the rest and what proves that nothing of it was changed."""
        if self._waiting:
            self._put(bytes(self._waiting))
        self._cipher.finalize()
        tag = der_value(_OCTETS, self._cipher.tag)
        self._out.write(_END + _END + tag + _END + _END + _END)


class EnvelopeReader(io.RawIOBase):
    """Decrypts an envelope, a piece at a time.

    What it gives is genuine only once `read` has given its end: until then it may be anything.

    Args:
        file: at the envelope's beginning.
        key_of: returns the content's key, of a RecipientInfo (DER).

    Raises:
        ValueError: where the file isn't such an envelope; `key_of`'s own.
    """

    def __init__(self, file: BinaryIO, key_of: Callable[[bytes], bytes]) -> None:
        self._file = file
        if self._take(len(_BEGIN)) != _BEGIN:
            raise ValueError("it is no backup of Station")
        recipients = parts_of(whole_value(self._value(_SET)), 2)
        if len(recipients) != 1:
            raise ValueError("it has not one recipient")
        self.recipient: Final = recipients[0].whole
        if self._take(len(_OPEN + _DATA)) != _OPEN + _DATA:
            raise ValueError("its content is of another kind")
        nonce = _nonce(self._value(_SEQUENCE))
        if self._take(2) != _OPEN_0:
            raise ValueError("its content is missing")
        cipher = Cipher(algorithms.AES256(key_of(self.recipient)), modes.GCM(nonce))
        self._cipher = cipher.decryptor()
        self._waiting = b""
        self._over = False

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return the next content, at most `size` bytes; nothing at its end, which is genuine.

        Raises:
            ValueError: where it was cut off or changed.
        """
        while not self._over and (size < 0 or not self._waiting):
            piece = self._piece()
            self._waiting = self._waiting + piece if self._waiting else piece
        given = self._waiting if size < 0 else self._waiting[:size]
        self._waiting = self._waiting[len(given) :]
        return given

    def _piece(self) -> bytes:
        tag = self._take(2)
        if tag != _END:
            return self._cipher.update(self._contents(tag, _OCTETS, _CHUNK))
        if self._take(2) != _END:
            raise ValueError("its end is malformed")
        proof = self._contents(self._take(2), _OCTETS, _TAG_BYTES)
        if self._take(6) != _END * 3 or self._file.read(1):
            raise ValueError("something follows its end")
        try:
            self._cipher.finalize_with_tag(proof)
        except (InvalidTag, ValueError) as error:
            raise ValueError("it was changed, or it is another key") from error
        self._over = True
        return b""

    def _value(self, tag: int) -> bytes:
        """Return a whole DER value of a kind."""
        contents = self._contents(self._take(2), tag, _MOST_HEADER)
        return der_value(tag, contents)

    def _contents(self, begin: bytes, tag: int, most: int) -> bytes:
        """Return what a value holds whose first two bytes are read already."""
        size = begin[1]
        if begin[0] != tag or size == 0x80:
            raise ValueError("it is malformed")
        if size > 0x80:
            size = int.from_bytes(self._take(size & 0x7F), "big")
        if size > most:
            raise ValueError("a part of it is too large")
        return self._take(size)

    def _take(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) != size:
            raise ValueError("it was cut off")
        return data


def _nonce(algorithm: bytes) -> bytes:
    parts = parts_of(whole_value(algorithm), 2)
    inner = parts_of(parts[1], 2) if len(parts) == 2 and parts[0].whole == _GCM else []
    if [one.whole for one in inner[1:]] != [_TAG_LENGTH] or len(inner[0].contents) != _NONCE_BYTES:
        raise ValueError("it was encrypted in another way")
    return inner[0].contents
