"""A second token made ready: it remembers the first, and the root's token is looked at before."""

from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import ObjectClass

from station.errors import StationError
from station.hsm.heads import START, last_point
from station.hsm.layout import ROOT, certificate_of, demanded, demanded_world, key_id_of
from station.hsm.predecessor import Predecessor, keep_predecessor, predecessor_of
from station.hsm.replies import Blob, Blobs, Done
from station.hsm.requests_second import ReadPredecessor, ReadRoot, SetPredecessor
from station.hsm.session import TokenSession
from station.model.names import shown

NUMBER_SIZE: Final = 8
"""Bytes of an entry's number in the answer to `ReadPredecessor`."""


def read_root(token: TokenSession, request: ReadRoot) -> Blob:
    """Return the root CA's certificate, DER, where its key is on this token.

    Raises:
        StationError: HSM-013 where the root isn't on it, HSM-019.
    """
    del request
    demanded(token, ObjectClass.PRIVATE_KEY, key_id_of(ROOT), ROOT)
    return Blob(certificate_of(token, ROOT).public_bytes(Encoding.DER))


def set_predecessor(token: TokenSession, request: SetPredecessor) -> Done:
    """Keep which token this one may follow, while it has signed nothing itself.

    Raises:
        StationError: HSM-020 where it has signed for a record, HSM-013.
    """
    demanded_world(token)
    if last_point(token) != START:
        raise StationError("HSM-020", label=shown(token.session.token.label))
    wanted = Predecessor(request.audit, request.sequence, request.hash, request.note)
    if predecessor_of(token) != wanted:
        keep_predecessor(token, wanted)
    return Done()


def read_predecessor(token: TokenSession, request: ReadPredecessor) -> Blobs:
    """Return which token this one may follow; nothing where it follows none.

    Raises:
        StationError: HSM-019.
    """
    del request
    found = predecessor_of(token)
    if found is None:
        return Blobs(())
    number = found.sequence.to_bytes(NUMBER_SIZE, "big")
    return Blobs((found.audit, number, found.hash, found.note))
