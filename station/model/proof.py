"""What proves an identity: derived keys, SAS tokens, and the message that an X.509 key signs."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, unquote

from station.errors import StationError
from station.model.names import IdScope, RegistrationId
from station.secret import Secret

MIN_KEY: Final = 16
MAX_KEY: Final = 64
MADE_KEY: Final = 64
_PREFIX: Final = "SharedAccessSignature "


def parse_symmetric_key(text: str) -> Secret:
    """Return the key in base64 `text`; DPS takes 16 to 64 bytes. Raises LIN-012, never the text."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise StationError("LIN-012", why="it is not base64") from None
    if not MIN_KEY <= len(data) <= MAX_KEY:
        raise StationError("LIN-012", why=f"it has {len(data)} bytes")
    return Secret(data)


def derivation_input(registration_id: RegistrationId) -> bytes:
    """Return the bytes whose HMAC-SHA256 under the group key is the device's key: case counts."""
    return registration_id.text.encode("ascii")


def secondary_input(registration_id: RegistrationId) -> bytes:
    """Return the bytes whose HMAC-SHA256 is the secondary key of a unit with an enrollment alone.

    The service makes up a secondary key where a document has none (DPS, symmetric key attestation).
    No unit has this one, and no registration ID is these bytes, which have a line feed.
    """
    return b"station-secondary-v1\n" + derivation_input(registration_id)


def derive_device_key(group_key: Secret, registration_id: RegistrationId) -> Secret:
    """Return a device's 32-byte key under an enrollment group (DPS, symmetric key attestation)."""
    with group_key.reveal() as key:
        return Secret(hmac.digest(key, derivation_input(registration_id), "sha256"))


def device_resource(id_scope: IdScope, registration_id: RegistrationId) -> str:
    """Return the resource of a device's SAS token, not yet percent-encoded."""
    return f"{id_scope.text}/registrations/{registration_id.text}"


@dataclass(frozen=True)
class SasToken:
    """A shared access signature, as DPS and IoT Hub take it.

    Attributes:
        resource: what it opens, not percent-encoded.
        expiry: seconds since the epoch.
        signature: HMAC-SHA256 over `to_sign`, 32 bytes.
        key_name: the policy or `registration`; MQTT clients leave it out.
    """

    resource: str
    expiry: int
    signature: bytes
    key_name: str | None = None

    @staticmethod
    def to_sign(resource: str, expiry: int) -> bytes:
        """Return the message that the key's holder signs."""
        return f"{quote(resource, safe='')}\n{expiry}".encode("ascii")

    @classmethod
    def signed(cls, resource: str, expiry: int, key: Secret, key_name: str | None = None) -> Self:
        """Return a token signed in software with `key`."""
        with key.reveal() as data:
            signature = hmac.digest(data, cls.to_sign(resource, expiry), "sha256")
        return cls(resource, expiry, signature, key_name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the token in `text`, or raise LIN-015; the text itself is never repeated."""
        if not text.startswith(_PREFIX):
            raise StationError("LIN-015", why="it doesn't begin with SharedAccessSignature")
        if not text.isascii():
            raise StationError("LIN-015", why="a character is not allowed")
        parts = text.removeprefix(_PREFIX).split("&")
        fields = dict(part.partition("=")[::2] for part in parts)
        if not {"sr", "sig", "se"} <= fields.keys() <= {"sr", "sig", "se", "skn"}:
            raise StationError("LIN-015", why="a field is missing or unknown")
        if len(fields) < len(parts):
            raise StationError("LIN-015", why="a field stands there twice")
        try:
            signature = base64.b64decode(unquote(fields["sig"]), validate=True)
        except (binascii.Error, ValueError):
            raise StationError("LIN-015", why="the signature is not base64") from None
        if not (fields["se"].isascii() and fields["se"].isdecimal()) or len(fields["se"]) > 12:
            raise StationError("LIN-015", why="the expiry is not a number of seconds")
        name = unquote(fields["skn"]) if "skn" in fields else None
        return cls(unquote(fields["sr"]), int(fields["se"]), signature, name)

    def verified_by(self, key: Secret, now: int) -> bool:
        """Tell whether `key` made this token and it is still good at `now` (epoch seconds)."""
        expected = SasToken.signed(self.resource, self.expiry, key).signature
        return hmac.compare_digest(expected, self.signature) and now < self.expiry

    def reveal(self) -> str:
        """Return the token's text, which opens the resource to whoever reads it."""
        signature = quote(base64.b64encode(self.signature).decode("ascii"), safe="")
        text = f"{_PREFIX}sr={quote(self.resource, safe='')}&sig={signature}&se={self.expiry}"
        return text if self.key_name is None else f"{text}&skn={quote(self.key_name, safe='')}"

    def __repr__(self) -> str:
        return f"SasToken({self.resource!r}, {self.expiry}, key_name={self.key_name!r})"


def proof_message(station: str, run: str, registration_id: RegistrationId, nonce: bytes) -> bytes:
    """Return the message by which a unit's X.509 key proves itself; it signs nothing else.

    `station-proof-v1`, the station's name, the run's and the registration ID, each UTF-8 text after
    its 2-byte big-endian length, then the nonce: no two different proofs share a message.
    """
    parts = ("station-proof-v1", station, run, registration_id.text)
    encoded = (part.encode() for part in parts)
    return b"".join(len(part).to_bytes(2, "big") + part for part in encoded) + nonce


def fingerprint(data: bytes) -> bytes:
    """Return SHA-256 of a certificate or SubjectPublicKeyInfo (DER), as records index it."""
    return hashlib.sha256(data).digest()
