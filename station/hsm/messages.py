"""The closed set of messages between the station and a worker: what is asked, what is answered."""

from typing import TypeVar

from station.hsm.replies import (
    Blob,
    Blobs,
    Done,
    Factory,
    Head,
    Refused,
    Secrets,
    SequenceNumber,
    Turn,
)
from station.hsm.requests_any import (
    InitialiseToken,
    OpenToken,
    ProveOfficer,
)
from station.hsm.requests_ceremony import (
    CertifyIssuing,
    FinishSetUp,
    PrepareIssuing,
    PrepareRoot,
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
    Seal,
    SignHead,
    SignLast,
    SignManifest,
    TakeLease,
    Unseal,
)
from station.hsm.requests_transport import (
    DerivedHmac,
    InstallWrappedKey,
    MakeTransportKey,
    WrapDerivedKey,
)
from station.hsm.requests_unit import (
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
    | OpenToken
    | GenerateKeyPair
    | RequestCertificate
    | Sign
    | WriteCertificates
    | ReadCertificate
    | InjectPlaintextKeys
    | RemoveObjects
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
    | Seal
    | Unseal
    | Mac
    | SignHead
    | ReadSequence
    | SignLast
    | ReadLease
    | TakeLease
    | SignManifest
    | MakeTransportKey
    | InstallWrappedKey
    | WrapDerivedKey
    | DerivedHmac
)

Reply = Done | Blob | Blobs | Secrets | Head | SequenceNumber | Turn | Factory | Refused
Message = Request | Reply
Answer = TypeVar("Answer", Done, Blob, Blobs, Secrets, Head, SequenceNumber, Turn, Factory)
"""What a request is answered with where it isn't refused."""
