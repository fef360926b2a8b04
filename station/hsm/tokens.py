"""Tokens as the rest of Station sees them: where one is, and what a unit's own token does."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.hsm.departing import Post
from station.hsm.device_keys import KeyTransport
from station.hsm.frames import Patience
from station.hsm.messages import (
    Answer,
    Request,
)
from station.hsm.replies import (
    Blob,
    Blobs,
    Done,
    Held,
    Kept,
    Objects,
)
from station.hsm.requests_any import (
    ANY,
    InitialiseToken,
    Marks,
    OpenToken,
    ProveOfficer,
)
from station.hsm.requests_leftovers import ReadObjects, RemoveListed, TokenObject
from station.hsm.requests_pairs import InjectKeyPair
from station.hsm.requests_token import ReadCustody
from station.hsm.requests_unit import (
    FindObjects,
    GenerateKeyPair,
    Hmac,
    InjectPlaintextKeys,
    PlaintextKey,
    ReadCertificate,
    RemoveObjects,
    RequestCertificate,
    Sign,
    WriteCertificates,
)
from station.hsm.worker import Worker
from station.model.custody import Custody
from station.model.profile import KeyKind
from station.secret import Secret

TIMEOUT_S: Final = 20.0


@dataclass(frozen=True)
class Module:
    """A PKCS#11 library and what it needs.

    Attributes:
        library: its path, or the name by which the system finds it.
        environment: what it reads from the environment, such as `SOFTHSM2_CONF`; beside the search
            path for programs and the language, its process gets nothing else.
    """

    library: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TokenAddress:
    """Where a token is.

    Attributes:
        module: the library that reaches it.
        label: its label, or None for the only initialised token that the library has.
        marks: what else it must be told by.
    """

    module: Module
    label: str | None
    marks: Marks = ANY

    @property
    def post(self) -> Post:
        """What its workers stand at: the library, and the slot where one is named.

        Not label or serial number: a token is told by more of them once it is initialised,
        and whoever comes then must still wait for who was at it before.
        """
        module = self.module
        where = (module.library, tuple(sorted(module.environment.items())))
        return Post((*where, self.marks.slot_id), module.environment)


def initialise_token(
    module: Module,
    label: str,
    so_pin: Secret,
    pin: Secret,
    marks: Marks = ANY,
    cancel: Event | None = None,
) -> TokenAddress:
    """Make a token of that label in a slot whose token was never initialised.

    Args:
        module: the library.
        label: 1 to 32 bytes in UTF-8.
        so_pin: for the security officer, UTF-8.
        pin: for the user, UTF-8.
        marks: what else the blank token must be told by.
        cancel: looked at while waiting; the token may be made all the same.

    Returns:
        Where it is from now on: by its serial number too, if it tells one.

    Raises:
        StationError: HSM-001; HSM-024 where the library is no place for keys; HSM-002 without a
            free slot; HSM-020 where there is a token of that label; HSM-003, HSM-004 or HSM-032
            where one is gone on with that has no user's PIN yet; HSM-006, HSM-007, HSM-008.
    """
    patience = Patience(TIMEOUT_S, cancel)
    with TokenAddress(module, label, marks).post.worker(patience) as worker:
        request = InitialiseToken(module.library, label, so_pin, pin, marks)
        serial = worker.ask(request, Blob, patience).data.decode("utf-8", "replace")
    told = replace(marks, serial=serial) if serial else marks
    return TokenAddress(module, label, told)


def prove_security_officer(address: TokenAddress, so_pin: Secret) -> None:
    """Check the PIN of a token's security officer, in a worker of its own: nothing stays open.

    Args:
        address: the token; that it is open elsewhere doesn't matter.
        so_pin: UTF-8; wiped here.

    Raises:
        StationError: HSM-001, HSM-002; HSM-003 where it is another PIN, HSM-004 where it is locked;
            HSM-006, HSM-007, HSM-008.
    """
    try:
        with Worker(address.module.environment) as worker:
            request = ProveOfficer(address.module.library, address.label, so_pin, address.marks)
            worker.ask(request, Done, Patience(TIMEOUT_S))
    finally:
        so_pin.wipe()


class Token:
    """An open token of a unit, in a worker process of its own; a context manager.

    Keys and certificates are named by their CKA_ID. Besides what each method says, each raises
    HSM-005 where the token was pulled out, HSM-006 where its worker crashed, HSM-007 where it was
    late, LIN-003 where the run was cancelled, HSM-008 for whatever else its library says. After any
    of these but the last, it is of no more use; `open` starts afresh.

    Attributes:
        transport: how it takes a wrapped key.
    """

    def __init__(self, post: Post, timeout_s: float, cancel: Event | None) -> None:
        self._post = post
        self._worker = post.begin(Patience(timeout_s, cancel))
        self._timeout_s = timeout_s
        self._cancel = cancel
        self.transport = KeyTransport(self.ask)

    @classmethod
    def open(
        cls,
        address: TokenAddress,
        pin: Secret,
        *,
        timeout_s: float = TIMEOUT_S,
        cancel: Event | None = None,
    ) -> Self:
        """Start a worker for the token and log in.

        Args:
            address: where it is.
            pin: the user's, UTF-8.
            timeout_s: how long each operation may take, seconds.
            cancel: looked at while waiting.

        Raises:
            StationError: HSM-001 without the library, HSM-002 without the token, HSM-003 for a
                wrong PIN, HSM-004 for a locked one.
        """
        with ExitStack() as undo:
            token = cls(address.post, timeout_s, cancel)
            undo.enter_context(token)
            request = OpenToken(address.module.library, address.label, pin, address.marks)
            token.ask(request, Done)
            undo.pop_all()
        return token

    @property
    def custody(self) -> Custody:
        """What it keeps keys in, as its library's row tells."""
        return self.ask(ReadCustody(), Kept).custody

    @property
    def worker_pid(self) -> int:
        """The number of the worker's process."""
        return self._worker.pid

    def generate_key_pair(self, kind: KeyKind, label: str, key_id: bytes) -> bytes:
        """Make a key pair that only signs and never leaves the token.

        Args:
            kind: what kind of key.
            label: its CKA_LABEL.
            key_id: its CKA_ID.

        Returns:
            Its SubjectPublicKeyInfo, DER.

        Raises:
            StationError: HSM-017 where label or ID is taken; HSM-041 where the token makes none of
                that kind; HSM-009 where its attributes, or what is tried to get it out, show that
                it isn't protected: the pair is destroyed again.
        """
        return self.ask(GenerateKeyPair(kind.value, label, key_id), Blob).data

    def inject_plaintext_pair(self, kind: KeyKind, label: str, key_id: bytes) -> bytes:
        """Install a key pair that is made in the clear in the memory of the token's worker.

        As `generate_key_pair`, with a signature over something fresh too; and HSM-012 where it
        isn't that key, which is then destroyed again.
        """
        return self.ask(InjectKeyPair(kind.value, label, key_id), Blob).data

    def request_certificate(self, key_id: bytes, common_name: str) -> bytes:
        """Return a certificate request in that name, signed on the token: PKCS#10, DER."""
        return self.ask(RequestCertificate(key_id, common_name), Blob).data

    def sign(self, key_id: bytes, message: bytes) -> bytes:
        """Return a signature: ECDSA in DER or RSASSA-PKCS1-v1_5, SHA-256 but SHA-384 with P-384."""
        return self.ask(Sign(key_id, (message,)), Blobs).items[0]

    def write_certificates(
        self, key_id: bytes, label: str, certificate: bytes, chain: Sequence[bytes]
    ) -> None:
        """Write a certificate beside its key, then the certificates above it, and read all back.

        Args:
            key_id: the key's CKA_ID, which the certificate gets too; those above get the SHA-1 of
                their own public keys.
            label: the certificate's CKA_LABEL.
            certificate: DER, for that very key.
            chain: DER, from the issuer upwards.

        Raises:
            StationError: HSM-012 where it isn't for that key or reads back differently, HSM-017
                where another certificate has the ID.
        """
        self.ask(WriteCertificates(key_id, label, certificate, tuple(chain)), Done)

    def read_certificate(self, key_id: bytes) -> bytes:
        """Return the certificate beside a key as it stands on the token, DER."""
        return self.ask(ReadCertificate(key_id), Blob).data

    def inject_plaintext_key(self, label: str, key_id: bytes, key: Secret) -> None:
        """Install an HMAC key that passes this station's memory in the clear.

        It is sensitive and not extractable from then on, which is read back and tried; and an HMAC
        over something fresh shows that it is the right one.

        Raises:
            StationError: HSM-017 where label or ID is taken; HSM-009 or HSM-012 where it isn't
                protected or isn't that key: it is then destroyed again.
        """
        self.inject_plaintext_keys((PlaintextKey(label, key_id, key),))

    def inject_plaintext_keys(self, keys: Sequence[PlaintextKey]) -> None:
        """Install HMAC keys in one round trip, in their order; as `inject_plaintext_key`."""
        self.ask(InjectPlaintextKeys(tuple(keys)), Done)

    def find_objects(self, key_id: bytes) -> Held:
        """Return what of a key with that CKA_ID is on the token; none of it is no error."""
        return self.ask(FindObjects(key_id), Held)

    def remove_objects(self, key_id: bytes) -> None:
        """Destroy the keys and the certificate with that CKA_ID; none of them is no error.

        Raises:
            StationError: HSM-012 where one is still there afterwards.
        """
        self.ask(RemoveObjects(key_id), Done)

    def objects(self) -> tuple[TokenObject, ...]:
        """Return the keys and certificates that stand on it, whoever wrote them."""
        return self.ask(ReadObjects(), Objects).items

    def remove_listed(self, objects: Sequence[TokenObject]) -> None:
        """Destroy exactly these of its `objects`, and no other; one that is gone is no error.

        Raises:
            StationError: HSM-012 where one is still there afterwards.
        """
        self.ask(RemoveListed(tuple(objects)), Done)

    def hmac(self, key_id: bytes, message: bytes) -> bytes:
        """Return HMAC-SHA256 of a message by a secret key on the token, 32 bytes."""
        return self.hmacs(key_id, (message,))[0]

    def hmacs(self, key_id: bytes, messages: Sequence[bytes]) -> tuple[bytes, ...]:
        """Return HMAC-SHA256 of each message, in one round trip."""
        return self.ask(Hmac(key_id, tuple(messages)), Blobs).items

    def ask(self, request: Request, expected: type[Answer]) -> Answer:
        """Ask its worker; for the parts of this package that stand beside it."""
        return self._worker.ask(request, expected, Patience(self._timeout_s, self._cancel))

    def close(self) -> None:
        """Log out and end the worker; what it is at may take 5 s to end before it is killed.

        That isn't waited for where a cancel broke it off.
        """
        self._post.end(self._worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
