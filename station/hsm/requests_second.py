"""What is asked where a second token is made ready to take the first one's place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadRoot:
    """Read the root CA's certificate on its own token, making nothing; answer `Blob`, DER."""


@dataclass(frozen=True)
class SetPredecessor:
    """Keep which token this one may follow; answer `Done`.

    Attributes:
        audit: the other's audit certificate, DER.
        sequence: the number of the last entry of the audit chain that the other signed.
        hash: the chain's hash up to it, 32 bytes.
        note: what the record keeps here for that day; nothing that is secret.
    """

    audit: bytes
    sequence: int
    hash: bytes
    note: bytes


@dataclass(frozen=True)
class ReadPredecessor:
    """Read which token this one may follow; answer `Blobs`.

    None of them where it follows none; else its audit certificate, number (8 bytes, big-endian) and
    hash, and the note.
    """
