"""The TPM commands that Station needs, by ESAPI: bytes go in and bytes come out.

The only module that touches tpm2_pytss. ESAPI asks for a key's or index's public area when it is
told of it; that answer is kept from the wire, so that no question is asked twice: on a serial line
each costs milliseconds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tpm2_pytss import (
    ESAPI,
    ESYS_TR,
    TPM2_ALG,
    TPM2_SE,
    TPM2B_ENCRYPTED_SECRET,
    TPM2B_ID_OBJECT,
    TPM2B_PRIVATE,
    TPM2B_PUBLIC,
    TPMA_SESSION,
    TPMT_SYM_DEF,
    TPMT_SYM_DEF_OBJECT,
    TSS2_RC,
    TSS2_Exception,
)
from tpm2_pytss.TCTI import PyTCTI

from station.errors import StationError
from station.secret import Secret
from station.tpm.terms import Hierarchy, ImportedKey, Key, RefusalError
from station.tpm.wire import Wire

# TPM 2.0 Library part 2, 6.6, without the number of the handle, session or parameter.
_RC_VALUE: Final = 0x084
_RC_HANDLE: Final = 0x08B
# The layers of a response code (bits 16 to 23) that lie beyond the wire: the TPM and a resource
# manager; any other is of the software stack here.
_FAR_LAYERS: Final = frozenset({0, 11})

# TPMA_NV, part 2, 13.4.
_NV_AUTHREAD: Final = 1 << 18
_NV_WRITTEN: Final = 1 << 29
# What every TPM seen takes in one read; asking for TPM_PT_NV_BUFFER_MAX first costs a round trip.
_NV_CHUNK: Final = 1024
_NV_SMALLEST_CHUNK: Final = 64
_NV_LARGEST: Final = 4096

_HIERARCHIES: Final = {
    Hierarchy.OWNER: ESYS_TR.OWNER,
    Hierarchy.ENDORSEMENT: ESYS_TR.ENDORSEMENT,
}


class _Tcti(PyTCTI):  # type: ignore[misc]  # tpm2_pytss has no types
    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire

    def do_transmit(self, command: bytes) -> None:
        try:
            self._wire.exchange(command)
        except BaseException as error:
            # The library swallows what is raised here, and passes KeyboardInterrupt for success.
            self._wire.failure = error
            raise TSS2_Exception(TSS2_RC.TCTI_RC_IO_ERROR) from error

    def do_receive(self, timeout: int) -> bytes:
        del timeout  # The exchange is over; it had a time-out of its own.
        return self._wire.response


class Commands:
    """One ESAPI context over a wire; `close` ends it.

    Its methods raise `RefusalError` (TPM-001, TPM-013) where the TPM answers with an error, LNK-004
    where its answer makes no sense, and what the wire raised where the wire failed, which also
    ends the use of this context: whatever is asked later gets the same.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._keys: dict[int, tuple[Key, bytes]] = {}
        self._tcti = _Tcti(wire)
        self._esapi = ESAPI(self._tcti)

    def close(self) -> None:
        """End the context; nothing is sent."""
        self._esapi.close()
        self._tcti.finalize()

    def public(self, handle: int) -> bytes | None:
        """Return the TPM2B_PUBLIC of a persistent key as it came over the wire, or None.

        It is read once; later calls return the same.
        """
        if handle not in self._keys:
            try:
                with self._asking(f"reading the key at {handle:#010x}"):
                    key = Key(self._esapi.tr_from_tpmpublic(handle))
            except RefusalError as refusal:
                if refusal.rc == _RC_HANDLE:
                    return None
                raise
            self._keys[handle] = key, _sized(self._wire.response, 10)
        return self._keys[handle][1]

    def create_primary(self, hierarchy: Hierarchy, template: bytes) -> tuple[Key, bytes]:
        """Return the primary key, and its TPM2B_PUBLIC, that the TPM makes from `template`."""
        with self._asking(f"making a primary key of the {hierarchy.value} hierarchy"):
            key, public, *_ = self._esapi.create_primary(
                None, TPM2B_PUBLIC.unmarshal(template)[0], _HIERARCHIES[hierarchy]
            )
            return Key(key), bytes(public.marshal())

    def persist(self, key: Key, handle: int) -> None:
        """Keep `key` at `handle`, by the owner's leave."""
        with self._asking(f"keeping a key at {handle:#010x}"):
            self._esapi.evict_control(ESYS_TR.OWNER, ESYS_TR(key), handle)

    def nv_contents(self, index: int) -> bytes | None:
        """Return the first 4,096 bytes of an NV index, or None where nothing is written there."""
        try:
            with self._asking(f"reading the NV index {index:#010x}"):
                area = self._esapi.tr_from_tpmpublic(index)
        except RefusalError as refusal:
            if refusal.rc == _RC_HANDLE:
                return None
            raise
        public = _sized(self._wire.response, 10)
        attributes, size = int.from_bytes(public[8:12], "big"), int.from_bytes(public[-2:], "big")
        if not attributes & _NV_WRITTEN:
            return None
        reader = area if attributes & _NV_AUTHREAD else ESYS_TR.OWNER
        return self._nv_read(area, reader, min(size, _NV_LARGEST))

    def _nv_read(self, area: int, reader: int, size: int) -> bytes:
        contents, chunk = b"", _NV_CHUNK
        while len(contents) < size:
            wanted = min(chunk, size - len(contents))
            try:
                with self._asking("reading an NV index"):
                    part = bytes(self._esapi.nv_read(area, wanted, len(contents), reader))
            except RefusalError as refusal:
                if refusal.rc != _RC_VALUE or chunk == _NV_SMALLEST_CHUNK:
                    raise
                chunk //= 2
                continue
            if len(part) != wanted:
                raise StationError("LNK-004", f"{len(part)} bytes of NV where {wanted} were asked")
            contents += part
        return contents

    def activate_credential(
        self, keys: tuple[int, int], credential: bytes, secret: bytes
    ) -> Secret:
        """Return what a credential holds; the authorisation is PolicySecret(endorsement).

        Args:
            keys: persistent handles of the key that the credential is for, and of the EK.
            credential: contents of the TPM2B_ID_OBJECT.
            secret: contents of the TPM2B_ENCRYPTED_SECRET.
        """
        with self._asking("activating the credential"):
            # 16 bytes are the least that a nonce may have; nothing secret hangs on this one.
            session = self._esapi.start_auth_session(
                ESYS_TR.NONE,
                ESYS_TR.NONE,
                TPM2_SE.POLICY,
                TPMT_SYM_DEF(algorithm=TPM2_ALG.NULL),
                TPM2_ALG.SHA256,
                nonce_caller=os.urandom(16),
            )
            self._esapi.policy_secret(ESYS_TR.ENDORSEMENT, session, expiration=0)
            # The TPM then flushes the session itself, which saves a round trip.
            self._esapi.trsess_set_attributes(session, 0, TPMA_SESSION.CONTINUESESSION)
            handle = int(self._esapi.tr_get_tpm_handle(session))
            activated, endorsement = (ESYS_TR(self._key(handle)) for handle in keys)
            content = self._esapi.activate_credential(
                activated,
                endorsement,
                TPM2B_ID_OBJECT(credential),
                TPM2B_ENCRYPTED_SECRET(secret),
                session2=session,
            )
            self._wire.ended(handle)
            return Secret(bytes(content))

    def load_imported(self, parent: int, key: ImportedKey) -> Key:
        """Import `key` under the persistent key at `parent` and load it."""
        public = TPM2B_PUBLIC.unmarshal(key.public)[0]
        with self._asking("importing a key"), key.inner_key.reveal() as inner_key:
            private = self._esapi.import_(
                ESYS_TR(self._key(parent)),
                inner_key,
                public,
                TPM2B_PRIVATE(key.duplicate),
                TPM2B_ENCRYPTED_SECRET(key.seed),
                TPMT_SYM_DEF_OBJECT.parse("aes128cfb"),
            )
            return Key(self._esapi.load(ESYS_TR(self._key(parent)), private, public))

    def hmac_sha256(self, key: Key, message: bytes) -> bytes:
        """Return the HMAC-SHA256 of `message`, of at most `MAX_MESSAGE` bytes, by a loaded key."""
        with self._asking("computing an HMAC"):
            return bytes(self._esapi.hmac(ESYS_TR(key), message, TPM2_ALG.SHA256))

    def _key(self, handle: int) -> Key:
        if self.public(handle) is None:
            raise RefusalError(_RC_HANDLE, f"there is no key at {handle:#010x}")
        return self._keys[handle][0]

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        try:
            yield
        except TSS2_Exception as error:
            failure = self._wire.failure
            if failure is not None:
                raise failure from failure.__cause__
            if error.rc >> 16 not in _FAR_LAYERS:
                raise StationError("LNK-004", f"{what}: {error}") from error
            raise RefusalError(int(error.error), f"{what}: {error}") from error


def _sized(response: bytes, offset: int) -> bytes:
    """Return the TPM2B at `offset`, its size prefix included."""
    size = int.from_bytes(response[offset : offset + 2], "big")
    if offset + 2 + size > len(response):
        raise StationError("LNK-004", "a TPM response that is cut short")
    return response[offset : offset + 2 + size]
