"""`protocol.json`: what was done in a ceremony, by whom, and the keys' fingerprints. Signed.

It holds no secret. Its SHA-256 stands in the audit chain, so that neither a protocol nor a ceremony
can be made up or hushed up later.
"""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from station.model.strict import Strict
from station.operations.ceremony_plan import DoneStep, Member, Rehearsal, TokenLine
from station.records.ceremonies import CeremonyKind
from station.service.exports.manifest import Anchor, FileEntry

DOCUMENT: Final = "protocol.json"
SIGNATURE: Final = "protocol.p7s"
PAPER: Final = "protocol.pdf"
MAX_DOCUMENT: Final = 1_000_000
"""Bytes."""
GROUP: Final = "group-key"
"""The kind of an enrollment group's key."""


class KeyLine(Strict):
    """A key that was made.

    Attributes:
        token: the role of the token that holds it.
        label: its label.
        kind: as `ec-p256` or `secret-256`.
        fingerprint: SHA-256 of its SubjectPublicKeyInfo, of the record key an HMAC by it, of a
            group's key one by a practice unit's key from it, hexadecimal; empty for the sealing
            key, of which nothing can be told.
    """

    token: str
    label: str
    kind: str
    fingerprint: str


class CertificateLine(Strict):
    """A certificate that was made.

    Attributes:
        subject: whose, RFC 4514.
        sha256: of its DER, hexadecimal.
        serial: its number, hexadecimal.
        begins: from when it is valid, UTC.
        ends: until when, UTC.
        pem: itself.
    """

    subject: str
    sha256: str
    serial: str
    begins: datetime
    ends: datetime
    pem: str


class PinPolicy(Strict):
    """What held for PINs.

    Attributes:
        people_shortest: characters that a supervisor's PIN has at least.
        wrong_before_stop: wrong PINs of a token in a row after which Station stops.
    """

    people_shortest: int
    wrong_before_stop: int


class ProtocolDocument(Strict):
    """What is signed of a ceremony.

    Attributes:
        kind: says what this file is.
        format_version: of this file's form; 1.
        what: what the ceremony was held for.
        station: the station's name.
        practice: whether it was a rehearsal.
        notice: what must not be overlooked; empty for nothing.
        begun: when it began, UTC.
        made: when the protocol was made, UTC.
        place: where, as the people say; empty where they don't.
        software: the version of Station.
        people: who was there and agreed with badge and PIN.
        steps: what was done, and when.
        tokens: the tokens that were there.
        keys: the keys that were made.
        certificates: theirs.
        rehearsal: what was gone through before; None where nobody rehearsed.
        pins: what held for PINs.
        audit: the audit chain's head before the ceremony went on record.
        files: every file but this one and its signature.
    """

    kind: Literal["station-ceremony"] = "station-ceremony"
    format_version: Literal[1] = 1
    what: CeremonyKind
    station: str
    practice: bool
    notice: str
    begun: datetime
    made: datetime
    place: str
    software: str
    people: tuple[Member, ...]
    steps: tuple[DoneStep, ...]
    tokens: tuple[TokenLine, ...]
    keys: tuple[KeyLine, ...]
    certificates: tuple[CertificateLine, ...]
    rehearsal: Rehearsal | None
    pins: PinPolicy
    audit: Anchor
    files: Annotated[tuple[FileEntry, ...], Field(max_length=10)]

    def canonical(self) -> bytes:
        """Return its bytes: compact JSON with sorted keys, in UTF-8."""
        content = self.model_dump(mode="json")
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode()

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()
