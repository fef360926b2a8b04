"""The factory HSM: what the station's own token does, and how it is set up.

Its worker is never shared with a unit's token. Whatever is wrong with it is the station's fault,
whichever unit is on the bench; only a unit's bad certificate request is the unit's.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import Final, Self, TypeVar

from station.errors import StationError
from station.hsm.asking import asked, each_asked, open_on
from station.hsm.ca_keys import CaKeys
from station.hsm.device_keys import DeviceKeys
from station.hsm.group_keys import GroupKeys, ServiceKeys
from station.hsm.messages import (
    Answer,
    Request,
)
from station.hsm.replies import (
    Blob,
    Blobs,
    Done,
    Factory,
    Head,
    Secrets,
    SequenceNumber,
    Turn,
)
from station.hsm.requests_factory import (
    CertificateRequest,
    DeriveKeys,
    DiscloseGroupKey,
    IssueCertificates,
    Mac,
    ReadFactory,
    ReadLease,
    ReadSequence,
    Seal,
    SignHead,
    SignLast,
    SignManifest,
    TakeLease,
    Unseal,
)
from station.hsm.setting_up import Ceremony, make_all
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.hsm.worker import Worker
from station.model.audit import KnownHead, SignedHead
from station.model.certificate import NO_NAMES, CertificateNames, CertificateTemplate
from station.model.custody import KEY_CHECK, FactoryToken
from station.model.group import FIRST_KEY
from station.model.lease import Lease
from station.model.names import RegistrationId, common_name
from station.model.proof import derivation_input, secondary_input
from station.model.world import (
    World,
)
from station.secret import Secret

__all__ = ["Ceremony", "FactoryHsm"]

# How many items one request carries: a round trip costs as much as three HMACs, and no request may
# keep the positions that share this token waiting for long.
BATCH: Final = 100
_DERIVED_SIZE: Final = 32
_Item = TypeVar("_Item")


class FactoryHsm:
    """The factory's own token, unlocked; a context manager; threads may share it.

    Besides what each method says, each raises HSM-005, HSM-006 or HSM-007 where the token or its
    worker failed, and from then on HSM-018: the PIN isn't kept, so a supervisor opens it again. All
    are laid at the station.

    Attributes:
        issuing_chain: DER, the issuing CA first, the root last.
        audit_certificate: DER, of the key that signs the audit chain's heads.
        world: production or practice.
        ca: what its CAs do beside issuing.
        custody: what its keys are kept in, as its library's row tells.
        groups: makes groups' keys, and takes them in.
        services: signs by services' policy keys.
        device_keys: devices' keys, used without giving them out.
    """

    def __init__(self, worker: Worker, about: Factory) -> None:
        self._worker = worker
        self.ca = CaKeys(self.ask, self._take)
        self._take(about)

    def _take(self, about: Factory) -> None:
        self.issuing_chain = about.issuing_chain
        self.audit_certificate = about.audit_certificate
        self.world = about.world
        self.custody = about.custody
        self._about = about
        self.groups = GroupKeys(self.ask)
        self.services = ServiceKeys(self.ask)
        self.device_keys = DeviceKeys(self.ask)

    @classmethod
    def open(cls, address: TokenAddress, pin: Secret, tries: PinTries | None = None) -> Self:
        """Unlock a factory's token and check that all that it must hold is there and sound.

        Args:
            address: the token.
            pin: its PIN.
            tries: counts wrong ones, and stops before the last try.

        Raises:
            StationError: HSM-042 where it could be the last try; HSM-001, HSM-002, HSM-003,
                HSM-004; HSM-013 where it wasn't set up or its set-up was broken off; HSM-019 where
                a key on it isn't protected or isn't the one that its certificate names.
        """
        with ExitStack() as undo:
            worker = undo.enter_context(Worker(address.module.environment))
            open_on(worker, address, pin, tries)
            factory = cls(worker, asked(worker, ReadFactory(), Factory))
            undo.pop_all()
        return factory

    @classmethod
    def set_up(
        cls,
        address: TokenAddress,
        pin: Secret,
        ceremony: Ceremony,
        tries: PinTries | None = None,
    ) -> Self:
        """Make all that a factory's token holds, and unlock it.

        The root CA's key is made in the ceremony's root token, or the one that is there is used
        again. Where a set-up was broken off it goes on: the keys that are there stay.

        Raises:
            StationError: HSM-020 where the token was set up before; HSM-041 where one of the two
                lacks what it must do; LIN-007 where the root is of the other world; HSM-019 where a
                key that is there isn't as it must be, or where both tokens are one; and as `open`.
        """
        if ceremony.root == address:
            raise StationError("HSM-019", "it would be in the factory's own token", what="root")
        with ExitStack() as undo:
            worker = undo.enter_context(Worker(address.module.environment))
            open_on(worker, address, pin, tries)
            make_all(worker, ceremony, tries)
            factory = cls(worker, asked(worker, ReadFactory(), Factory))
            undo.pop_all()
        return factory

    @cached_property
    def token(self) -> FactoryToken:
        """Which token it is, and what its keys are kept in, as its library's row tells."""
        about, record_key = self._about, self.mac(KEY_CHECK, b"")
        return FactoryToken(
            about.custody,
            *(about.manufacturer, about.model, about.serial, about.label),
            root=hashlib.sha256(self.issuing_chain[-1]).hexdigest(),
            record_key=record_key.hex(),
        )

    @property
    def practice(self) -> bool:
        """Whether it is a practice token."""
        return self.world is World.PRACTICE

    @property
    def over(self) -> bool:
        """Whether its worker has ended, so that it must be unlocked again."""
        return self._worker.over

    @property
    def worker_pid(self) -> int:
        """The number of the worker's process."""
        return self._worker.pid

    def issue_certificate(
        self,
        csr: bytes,
        registration_id: RegistrationId,
        template: CertificateTemplate,
        now: datetime,
        names: CertificateNames = NO_NAMES,
    ) -> bytes:
        """Issue a device's certificate.

        Args:
            csr: PKCS#10, DER; only its key is taken.
            registration_id: the device's name, and the only one that the request may ask for.
            template: what it is good for, and how long.
            now: UTC; the certificate is good from a day before.
            names: what else the device is called, as `checked_names` returned them.

        Returns:
            The certificate, DER.

        Raises:
            StationError: HSM-010 where the request asks for another name, HSM-011 where it isn't
                valid, or for a key that the template isn't for, LIN-013 for a name over 64
                characters, HSM-022 where the issuing CA isn't valid at `now`.
        """
        return self.issue_certificates([(csr, registration_id, names)], template, now)[0]

    def issue_certificates(
        self,
        requests: Iterable[tuple[bytes, RegistrationId, CertificateNames]],
        template: CertificateTemplate,
        now: datetime,
    ) -> list[bytes]:
        """Issue many certificates, a hundred in a round trip; as `issue_certificate`.

        Where one request is refused, so is the hundred that it is in, and nothing after is tried.
        """
        seconds = int(now.timestamp())
        wanted = [CertificateRequest(csr, common_name(name), more) for csr, name, more in requests]
        return [
            certificate
            for part in _batches(wanted)
            for certificate in self.ask(IssueCertificates(part, template, seconds), Blobs).items
        ]

    def derive(
        self, group_id: RegistrationId, registration_id: RegistrationId, number: int = FIRST_KEY
    ) -> Secret:
        """Derive a device's key of 32 bytes from its group's of that number, in the token.

        Raises:
            StationError: HSM-013 without the group's key.
        """
        return self.derive_many(group_id, [registration_id], number)[0]

    def derive_many(
        self,
        group_id: RegistrationId,
        registration_ids: Iterable[RegistrationId],
        number: int = FIRST_KEY,
    ) -> list[Secret]:
        """Derive many devices' keys, a hundred in a round trip; as `derive`."""
        inputs = [derivation_input(name) for name in registration_ids]
        return self._derived(group_id, inputs, number)

    def derive_pairs(
        self,
        group_id: RegistrationId,
        registration_ids: Iterable[RegistrationId],
        number: int = FIRST_KEY,
    ) -> list[tuple[Secret, Secret]]:
        """Derive the primary and the secondary keys of devices with an enrollment of their own.

        The primary is the device's key, as `derive` returns it; the secondary is no device's.
        """
        names = list(registration_ids)
        inputs = [made(name) for name in names for made in (derivation_input, secondary_input)]
        keys = self._derived(group_id, inputs, number)
        return list(zip(keys[::2], keys[1::2], strict=True))

    def _derived(
        self, group_id: RegistrationId, inputs: Sequence[bytes], number: int
    ) -> list[Secret]:
        derived: list[Secret] = []
        asked_for = [DeriveKeys(group_id.text, part, number) for part in _batches(inputs)]
        for answer in self._ask_each(asked_for, Secrets):
            (keys,) = answer.items
            with keys.reveal() as data:
                sizes = range(0, len(data), _DERIVED_SIZE)
                derived += [Secret(data[begin : begin + _DERIVED_SIZE]) for begin in sizes]
        return derived

    def disclose_group_key(self, group_id: RegistrationId, number: int = FIRST_KEY) -> Secret:
        """Read a group's key of that number out of a practice token, 64 bytes.

        Raises:
            StationError: SVC-006 of a production token, HSM-013 without the key.
        """
        return self.ask(DiscloseGroupKey(group_id.text, number), Secrets).items[0]

    def seal(self, purpose: str, data: Secret) -> bytes:
        """Encrypt something that only this token opens again, and only for the same purpose."""
        return self.ask(Seal(purpose, data), Blob).data

    def unseal(self, purpose: str, sealed: bytes) -> Secret:
        """Open what `seal` returned.

        Raises:
            StationError: HSM-021 where this token didn't seal it, or not for this purpose.
        """
        return self.ask(Unseal(purpose, sealed), Secrets).items[0]

    def mac(self, label: str, data: bytes) -> bytes:
        """Return HMAC-SHA256 by the record key over label and data, 32 bytes."""
        return self.macs(label, [data])[0]

    def macs(self, label: str, items: Iterable[bytes]) -> list[bytes]:
        """Return the MAC of many items under one label, a hundred in a round trip; as `mac`."""
        return [
            code
            for part in _batches(list(items))
            for code in self.ask(Mac(label, part), Blobs).items
        ]

    def sign_head(self, previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        """Extend the audit chain's last signed head by new entries and sign the new one.

        The token remembers the head that it signed last. The chain from `previous` over `entries`
        must pass through that one: it may begin there, or before and reach it by the same entries,
        as after a crash that lost a signature. So the entries are committed first, signed next, and
        the head is stored last.

        Args:
            previous: a head that this token signed, or None for the chain's start.
            entries: all entries after it, in their canonical bytes; already committed.

        Raises:
            StationError: HSM-014 where the previous head isn't genuine, or the chain is not the one
                that the token signed before.
        """
        return self.ask(SignHead(previous, tuple(entries)), Head).head

    def last_sequence(self) -> int:
        """Return the number of the last entry that the token has signed; 0 for none."""
        return self.last_head().sequence

    def last_head(self) -> KnownHead:
        """Return how far the chain had come when the token signed it last."""
        last = self.ask(ReadSequence(), SequenceNumber)
        return KnownHead(last.number, last.hash, "the factory's token")

    def sign_last(self) -> SignedHead:
        """Return the head that the token signed last, signed once more; raises HSM-014 for none."""
        return self.ask(SignLast(), Head).head

    def lease(self) -> Lease:
        """Return whose turn it is at the token; `NO_LEASE` before the first."""
        return self.ask(ReadLease(), Turn).lease

    def take_lease(self, before: Lease, lease: Lease) -> None:
        """Take the next turn, for as long as the token stays open here.

        From then on every other process that has the token open is refused certificates and keys
        of devices, and so is this one once another has taken a turn.

        Args:
            before: whose turn it was; as `lease` told.
            lease: the next generation, with a holder of one's own.

        Raises:
            StationError: HSM-023 where another was quicker.
        """
        self.ask(TakeLease(before, lease), Done)

    def sign_manifest(self, content: bytes) -> bytes:
        """Return a detached CMS SignedData over a file's content, DER.

        It holds the signer's certificate and the issuing CA's: `openssl cms -verify -binary` takes
        it with `issuing_chain` as the CA file.
        """
        return self.ask(SignManifest(content), Blob).data

    def ask(self, request: Request, expected: type[Answer]) -> Answer:
        """Ask its worker; for the parts of this package that stand beside it."""
        self._demand_worker()
        return asked(self._worker, request, expected)

    def _ask_each(self, requests: Iterable[Request], expected: type[Answer]) -> list[Answer]:
        self._demand_worker()
        return each_asked(self._worker, requests, expected)

    def _demand_worker(self) -> None:
        if self._worker.over:
            raise StationError("HSM-018", "its worker has ended")

    def close(self) -> None:
        """Lock the token and end its worker."""
        self._worker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _batches(items: Sequence[_Item]) -> Iterator[tuple[_Item, ...]]:
    for begin in range(0, len(items), BATCH):
        yield tuple(items[begin : begin + BATCH])
