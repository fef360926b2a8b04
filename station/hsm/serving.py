"""The worker's own side: takes requests one by one and answers each, whatever happens."""

import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, TypeVar

from pkcs11 import PKCS11Error

from station.errors import StationError
from station.hsm import (
    ceremony,
    certificates,
    escrow,
    groups,
    heads,
    injection,
    inventory,
    issuing,
    keys,
    lease,
    pairs,
    pins,
    push_copies,
    removal,
    rollover,
    sealing,
    sealing_moved,
    service,
    succession,
    transport,
    trying,
)
from station.hsm.checking import check_token
from station.hsm.encoding import MalformedMessageError, encode, parse_request
from station.hsm.frames import BrokenFrameError, WorkerEnds
from station.hsm.initialising import initialise
from station.hsm.listing import list_tokens
from station.hsm.messages import (
    Reply,
    Request,
)
from station.hsm.replies import (
    Done,
    Refused,
    Which,
)
from station.hsm.requests_any import (
    InitialiseToken,
    OpenToken,
    ProveOfficer,
)
from station.hsm.requests_ca import (
    InstallSuccessor,
    PrepareSuccessor,
    ProvePossession,
    ReadCaKeys,
)
from station.hsm.requests_ceremony import (
    CertifyIssuing,
    FinishSetUp,
    PrepareIssuing,
    PrepareRoot,
)
from station.hsm.requests_escrow import (
    InstallEscrow,
    InstallGroupKey,
    InstallSealingKey,
    InstallServiceKey,
    OpenPushCopy,
    PrepareEscrow,
    ReadKeyBirth,
    Rewrap,
    SignForService,
    TransportKey,
)
from station.hsm.requests_factory import (
    CreateGroupKey,
    DeriveKeys,
    DiscloseGroupKey,
    IssueCertificates,
    Mac,
    ReadFactory,
    ReadLease,
    ReadSequence,
    RetireGroupKey,
    Seal,
    SignHead,
    SignLast,
    SignManifest,
    TakeLease,
    TrySignature,
    Unseal,
)
from station.hsm.requests_leftovers import ReadObjects, RemoveListed
from station.hsm.requests_modules import CheckToken, ListTokens
from station.hsm.requests_pairs import (
    InjectKeyPair,
    InstallWrappedPair,
    WrapKeyPair,
)
from station.hsm.requests_pins import (
    ChangeOfficerPin,
    ChangePin,
    OpenByOneOf,
    ReadToken,
    SetUserPin,
)
from station.hsm.requests_second import ReadPredecessor, ReadRoot, SetPredecessor
from station.hsm.requests_token import (
    DescribeToken,
    ReadCustody,
    ReadKeys,
)
from station.hsm.requests_transport import (
    DerivedHmac,
    InstallWrappedKey,
    MakeTransportKey,
    WrapDerivedKey,
)
from station.hsm.requests_unit import (
    FindObjects,
    GenerateKeyPair,
    Hmac,
    InjectPlaintextKeys,
    ReadCertificate,
    RemoveObjects,
    RequestCertificate,
    Sign,
    WriteCertificates,
)
from station.hsm.session import TokenSession, open_session, prove_officer
from station.hsm.signing import sign

_Kind = TypeVar("_Kind", bound=Request)
_Act = Callable[[TokenSession, Request], Reply]


def _on(kind: type[_Kind], act: Callable[[TokenSession, _Kind], Reply]) -> tuple[type, _Act]:
    def checked(token: TokenSession, request: Request) -> Reply:
        if not isinstance(request, kind):
            raise TypeError(f"{type(request).__name__} in place of {kind.__name__}")
        return act(token, request)

    return kind, checked


ACTS: Final[Mapping[type, _Act]] = dict(
    (
        _on(GenerateKeyPair, keys.generate_key_pair),
        _on(RequestCertificate, keys.request_certificate),
        _on(Sign, sign),
        _on(WriteCertificates, certificates.write_certificates),
        _on(ReadCertificate, certificates.read_certificate),
        _on(InjectPlaintextKeys, injection.inject_plaintext_keys),
        _on(FindObjects, certificates.find_objects),
        _on(RemoveObjects, removal.remove_objects),
        _on(ReadObjects, removal.read_objects),
        _on(RemoveListed, removal.remove_listed),
        _on(Hmac, injection.hmacs),
        _on(PrepareRoot, ceremony.prepare_root),
        _on(PrepareIssuing, ceremony.prepare_issuing),
        _on(CertifyIssuing, ceremony.certify_issuing),
        _on(FinishSetUp, ceremony.finish_set_up),
        _on(ReadFactory, ceremony.read_factory),
        _on(IssueCertificates, issuing.issue_certificates),
        _on(CreateGroupKey, groups.create_group_key),
        _on(DeriveKeys, groups.derive_keys),
        _on(DiscloseGroupKey, groups.disclose_group_key),
        _on(RetireGroupKey, groups.retire_group_key),
        _on(Seal, sealing.seal),
        _on(Unseal, sealing.unseal),
        _on(Mac, sealing.macs),
        _on(SignHead, heads.sign_head),
        _on(ReadSequence, heads.read_sequence),
        _on(SignLast, heads.sign_last),
        _on(TrySignature, trying.try_signature),
        _on(ReadLease, lease.read_lease),
        _on(TakeLease, lease.take_lease),
        _on(SignManifest, issuing.sign_manifest),
        _on(ChangePin, pins.change_pin),
        _on(PrepareSuccessor, rollover.prepare_successor),
        _on(InstallSuccessor, rollover.install_successor),
        _on(ProvePossession, rollover.prove_possession),
        _on(PrepareEscrow, escrow.prepare_escrow),
        _on(InstallEscrow, escrow.install_escrow),
        _on(Rewrap, escrow.rewrap),
        _on(TransportKey, escrow.transport_key),
        _on(ReadKeyBirth, groups.read_key_birth),
        _on(InstallGroupKey, groups.install_group_key),
        _on(OpenPushCopy, push_copies.open_push_copy),
        _on(InstallSealingKey, sealing_moved.install_sealing_key),
        _on(InstallServiceKey, service.install_service_key),
        _on(SignForService, service.sign_for_service),
        _on(ReadCaKeys, inventory.read_ca_keys),
        _on(ReadKeys, inventory.read_keys),
        _on(ReadCustody, inventory.read_custody),
        _on(ReadRoot, succession.read_root),
        _on(SetPredecessor, succession.set_predecessor),
        _on(ReadPredecessor, succession.read_predecessor),
        _on(MakeTransportKey, transport.make_transport_key),
        _on(InstallWrappedKey, transport.install_wrapped_key),
        _on(WrapDerivedKey, groups.wrap_derived_key),
        _on(DerivedHmac, groups.derived_hmac),
        _on(WrapKeyPair, pairs.wrap_key_pair),
        _on(InstallWrappedPair, pairs.install_wrapped_pair),
        _on(InjectKeyPair, pairs.inject_key_pair),
    )
)


def _beforehand(
    kind: type[_Kind], act: Callable[[_Kind], Reply]
) -> tuple[type, Callable[[Request], Reply]]:
    def checked(request: Request) -> Reply:
        if not isinstance(request, kind):
            raise TypeError(f"{type(request).__name__} in place of {kind.__name__}")
        return act(request)

    return kind, checked


# What is asked of a token that nobody has opened.
PIN_ACTS: Final[Mapping[type, Callable[[Request], Reply]]] = dict(
    (
        _beforehand(ReadToken, pins.read_token),
        _beforehand(ChangeOfficerPin, pins.change_officer_pin),
        _beforehand(SetUserPin, pins.set_user_pin),
    )
)


class Desk:
    """Where requests are answered: with no token at first, then with the one that was opened."""

    def __init__(self) -> None:
        self._token: TokenSession | None = None
        self._gone: Refused | None = None

    def answer(self, frame: bytes) -> Reply:
        """Return the answer to the request in a frame; nothing that it raises gets past here."""
        try:
            return self._gone or self._done(parse_request(frame))
        except MalformedMessageError as error:
            return Refused("HSM-006", f"nonsense was asked: {error}")
        except StationError as error:
            return self._refused(error)
        except PKCS11Error as error:
            if self._token is None:
                return Refused("HSM-008", type(error).__name__)
            return self._refused(self._token.explained(error))
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not look like a crash
            return Refused("HSM-006", _where(error))

    def _done(self, request: Request) -> Reply:
        match request:
            case OpenToken() | OpenByOneOf():
                return self._opened(request)
            case _ if type(request) in PIN_ACTS:
                return PIN_ACTS[type(request)](request)
            case InitialiseToken() | ProveOfficer() | DescribeToken() | ListTokens() | CheckToken():
                return _done_alone(request)
            case _:
                if self._token is None:
                    return Refused("HSM-006", "no token is open")
                return ACTS[type(request)](self._token, request)

    def _opened(self, request: OpenToken | OpenByOneOf) -> Reply:
        if self._token is not None:
            return Refused("HSM-006", "a token is open already")
        if isinstance(request, OpenToken):
            self._token = open_session(request)
            return Done()
        self._token, index = pins.open_by_one_of(request)
        return Which(index)

    def _refused(self, error: StationError) -> Refused:
        refused = Refused(error.code, error.detail, dict(error.data))
        if error.code == "HSM-005":
            # A token that is back is another one to its library: nothing more is tried on it.
            self._gone = refused
        return refused

    def close(self) -> None:
        """Log out."""
        if self._token is not None and self._gone is None:
            self._token.close()


def _done_alone(
    request: InitialiseToken | ProveOfficer | DescribeToken | ListTokens | CheckToken,
) -> Reply:
    """Do what leaves no token open."""
    match request:
        case DescribeToken():
            return inventory.token_facts(request)
        case ListTokens():
            return list_tokens(request)
        case CheckToken():
            return check_token(request)
        case InitialiseToken():
            return initialise(request)
        case ProveOfficer():
            prove_officer(request)
    return Done()


def _where(error: Exception) -> str:
    """Return the kind and place of an unforeseen error; not its text, which may hold secrets."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}"


def serve(source: int, sink: int) -> None:
    """Answer every request from `source` at `sink`, until the station closes the one or other."""
    desk, ends = Desk(), WorkerEnds(source, sink)
    with suppress(BrokenPipeError):
        while (frame := ends.read()) is not None:
            try:
                ends.write(encode(desk.answer(frame)))
            except BrokenFrameError as error:
                ends.write(encode(Refused("HSM-006", str(error))))
    desk.close()
