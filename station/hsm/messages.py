"""The closed set of messages between the station and a worker: what is asked, what is answered."""

from typing import Protocol, TypeVar

from station.hsm.replies import (
    Blob,
    Blobs,
    Checked,
    Done,
    Factory,
    Head,
    Held,
    Kept,
    KeyBirth,
    Keys,
    Listing,
    Objects,
    Refused,
    Secrets,
    SequenceNumber,
    TokenFacts,
    TokenIdentity,
    Turn,
    Which,
    WrappedPair,
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

Request = (
    InitialiseToken
    | ProveOfficer
    | ListTokens
    | CheckToken
    | OpenToken
    | GenerateKeyPair
    | RequestCertificate
    | Sign
    | WriteCertificates
    | ReadCertificate
    | InjectPlaintextKeys
    | FindObjects
    | RemoveObjects
    | ReadObjects
    | RemoveListed
    | Hmac
    | PrepareRoot
    | PrepareIssuing
    | CertifyIssuing
    | FinishSetUp
    | ReadFactory
    | IssueCertificates
    | CreateGroupKey
    | DeriveKeys
    | DiscloseGroupKey
    | RetireGroupKey
    | Seal
    | Unseal
    | Mac
    | SignHead
    | ReadSequence
    | SignLast
    | TrySignature
    | ReadLease
    | TakeLease
    | SignManifest
    | ReadToken
    | OpenByOneOf
    | ChangePin
    | ChangeOfficerPin
    | SetUserPin
    | PrepareSuccessor
    | InstallSuccessor
    | ProvePossession
    | ReadCaKeys
    | PrepareEscrow
    | InstallEscrow
    | ReadKeyBirth
    | Rewrap
    | TransportKey
    | InstallGroupKey
    | OpenPushCopy
    | InstallSealingKey
    | InstallServiceKey
    | SignForService
    | DescribeToken
    | ReadKeys
    | ReadCustody
    | ReadRoot
    | SetPredecessor
    | ReadPredecessor
    | MakeTransportKey
    | InstallWrappedKey
    | WrapDerivedKey
    | DerivedHmac
    | WrapKeyPair
    | InstallWrappedPair
    | InjectKeyPair
)

Reply = (
    Done
    | Blob
    | Blobs
    | Held
    | Secrets
    | Head
    | SequenceNumber
    | Turn
    | Factory
    | TokenFacts
    | Which
    | Listing
    | Checked
    | KeyBirth
    | TokenIdentity
    | Keys
    | Kept
    | WrappedPair
    | Objects
    | Refused
)
Message = Request | Reply
Answer = TypeVar(
    "Answer",
    Done,
    Blob,
    Blobs,
    Held,
    Secrets,
    Head,
    SequenceNumber,
    Turn,
    Factory,
    TokenFacts,
    Which,
    Listing,
    Checked,
    KeyBirth,
    TokenIdentity,
    Keys,
    Kept,
    WrappedPair,
    Objects,
)
"""What a request is answered with where it isn't refused."""


class Ask(Protocol):
    """How a worker is asked."""

    def __call__(self, request: Request, expected: type[Answer]) -> Answer:
        """Return the answer, of the expected type."""
        ...
