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
    TPMT_SIG_SCHEME,
    TPMT_SYM_DEF,
    TPMT_SYM_DEF_OBJECT,
    TSS2_RC,
    TSS2_Exception,
)
from tpm2_pytss.TCTI import PyTCTI

from station.errors import StationError
from station.secret import Secret
from station.tpm.terms import (
    RC_HANDLE,
    Hierarchy,
    ImportedKey,
    Key,
    RefusalError,
    SignatureScheme,
)
from station.tpm.wire import Wire

# TPM 2.0 Library part 2, 6.6, without the number of the handle, session or parameter.
# TPM_RC_VALUE, SIZE and NV_RANGE: what TPMs answer to a read of more than they give at once.
_RC_TOO_MUCH: Final = frozenset({0x084, 0x095, 0x146})
# The layers of a response code (bits 16 to 23) that lie beyond the wire: the TPM and a resource
# manager; any other is of the software stack here.
_FAR_LAYERS: Final = frozenset({0, 11})
_POLICY_SESSION: Final = 2
_POLICY_FAIL: Final = 0x09D  # TPM 2.0 Library part 2, 6.6.3

# TPMA_NV, part 2, 13.4.
_NV_OWNERREAD: Final = 1 << 17
_NV_AUTHREAD: Final = 1 << 18
_NV_NO_DA: Final = 1 << 25
_NV_WRITTEN: Final = 1 << 29
# What every TPM seen takes in one read; asking for TPM_PT_NV_BUFFER_MAX first costs a round trip.
_NV_CHUNK: Final = 1024
_NV_SMALLEST_CHUNK: Final = 64
_NV_LARGEST: Final = 4096

# TPM2B_AUTH is at most as long as the longest digest (part 2, 10.4.5).
_LONGEST_PASSWORD: Final = 64

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
        self._protected: set[Hierarchy] = set()
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
                if refusal.rc == RC_HANDLE:
                    return None
                raise
            self._keys[handle] = key, _sized(self._wire.response, 10)
        return self._keys[handle][1]

    def use_password(self, hierarchy: Hierarchy, password: Secret) -> None:
        """Have all that follows authorised with a hierarchy's password, which never goes out.

        What goes out is an HMAC with it over each command (part 1, 19: HMAC sessions). TPM-025 for
        one that is longer than any TPM's can be.
        """
        if len(password) > _LONGEST_PASSWORD:
            raise StationError("TPM-025", f"it has {len(password)} bytes", what=hierarchy.value)
        with self._asking("taking a password"), password.reveal() as data:
            self._esapi.tr_set_auth(_HIERARCHIES[hierarchy], data)
        self._protected.add(hierarchy)

    @contextmanager
    def _leave(self, hierarchy: Hierarchy) -> Iterator[ESYS_TR]:
        """Give a session for one command by a hierarchy's leave; TPM-025 for a wrong password."""
        if hierarchy not in self._protected:
            yield ESYS_TR.PASSWORD
            return
        session = self._session(TPM2_SE.HMAC)
        handle = int(self._esapi.tr_get_tpm_handle(session))
        try:
            yield session
        except RefusalError as refusal:
            if refusal.code != "TPM-013":
                raise
            raise StationError("TPM-025", refusal.detail, what=hierarchy.value) from refusal
        self._wire.ended(handle)

    def _session(self, kind: TPM2_SE) -> ESYS_TR:
        """Start a session for one command, with which the TPM ends it: that saves a round trip."""
        with self._asking("starting a session"):
            session = self._esapi.start_auth_session(
                ESYS_TR.NONE,
                ESYS_TR.NONE,
                kind,
                TPMT_SYM_DEF(algorithm=TPM2_ALG.NULL),
                TPM2_ALG.SHA256,
                # 16 bytes are the least that a nonce may have.
                nonce_caller=os.urandom(16),
            )
            self._esapi.trsess_set_attributes(session, 0, TPMA_SESSION.CONTINUESESSION)
        return session

    def create_primary(self, hierarchy: Hierarchy, template: bytes) -> tuple[Key, bytes]:
        """Return the primary key, and its TPM2B_PUBLIC, that the TPM makes from `template`."""
        what = f"making a primary key of the {hierarchy.value} hierarchy"
        with self._leave(hierarchy) as session, self._asking(what):
            wanted = TPM2B_PUBLIC.unmarshal(template)[0]
            key, public, *_ = self._esapi.create_primary(
                None, wanted, _HIERARCHIES[hierarchy], session1=session
            )
            return Key(key), bytes(public.marshal())

    def persist(self, key: Key, handle: int) -> None:
        """Keep `key` at `handle`, by the owner's leave."""
        with (
            self._leave(Hierarchy.OWNER) as session,
            self._asking(f"keeping a key at {handle:#010x}"),
        ):
            self._esapi.evict_control(ESYS_TR.OWNER, ESYS_TR(key), handle, session1=session)

    def stand_in(self, key: Key, handle: int, public: bytes) -> None:
        """Have a loaded key stand for what isn't kept at `handle`, as long as it is loaded."""
        self._keys[handle] = key, public

    def evict(self, handle: int) -> None:
        """Remove the key at a persistent handle, by the owner's leave."""
        key = ESYS_TR(self._key(handle))
        with (
            self._leave(Hierarchy.OWNER) as session,
            self._asking(f"removing the key at {handle:#010x}"),
        ):
            self._esapi.evict_control(ESYS_TR.OWNER, key, handle, session1=session)
        del self._keys[handle]

    def create_key(self, parent: int, template: bytes) -> tuple[Key, bytes]:
        """Return a new key, loaded, and its TPM2B_PUBLIC, made under the persistent key `parent`.

        Its password is empty.
        """
        with self._asking(f"making a key under {parent:#010x}"):
            above = ESYS_TR(self._key(parent))
            asked = TPM2B_PUBLIC.unmarshal(template)[0]
            private, public, *_ = self._esapi.create(above, None, asked)
            return Key(self._esapi.load(above, private, public)), bytes(public.marshal())

    def sign(self, handle: int, digest: bytes, scheme: SignatureScheme) -> bytes:
        """Return the signature of a digest by a persistent key: ECDSA in DER, or PKCS #1 v1.5."""
        kind, hash_name = scheme.value
        with self._asking(f"signing with the key at {handle:#010x}"):
            how = TPMT_SIG_SCHEME(scheme=TPM2_ALG.parse(kind))
            how.details.any.hashAlg = TPM2_ALG.parse(hash_name)
            signature = self._esapi.sign(ESYS_TR(self._key(handle)), digest, how)
        if signature.sigAlg != how.scheme:
            raise StationError("LNK-004", f"a signature of another kind than {kind}")
        return bytes(signature)

    def nv_contents(self, index: int) -> bytes | None:
        """Return the first 4,096 bytes of an NV index, or None where there is nothing to read.

        An index that counts wrong passwords, and that only its own could open, is not tried: its
        password isn't known, and an attempt would bring the TPM closer to locking itself.
        """
        try:
            with self._asking(f"reading the NV index {index:#010x}"):
                area = self._esapi.tr_from_tpmpublic(index)
        except RefusalError as refusal:
            if refusal.rc == RC_HANDLE:
                return None
            raise
        public = _sized(self._wire.response, 10)
        attributes, size = int.from_bytes(public[8:12], "big"), int.from_bytes(public[-2:], "big")
        by_itself = attributes & _NV_AUTHREAD and attributes & _NV_NO_DA
        if not attributes & _NV_WRITTEN or not (by_itself or attributes & _NV_OWNERREAD):
            return None
        return self._nv_read(area, area if by_itself else ESYS_TR.OWNER, min(size, _NV_LARGEST))

    def _nv_read(self, area: ESYS_TR, reader: ESYS_TR, size: int) -> bytes:
        contents, chunk = b"", _NV_CHUNK
        while len(contents) < size:
            wanted = min(chunk, size - len(contents))
            try:
                part = self._nv_part(area, reader, wanted, len(contents))
            except RefusalError as refusal:
                if refusal.rc not in _RC_TOO_MUCH or chunk == _NV_SMALLEST_CHUNK:
                    raise
                chunk //= 2
                continue
            if len(part) != wanted:
                raise StationError("LNK-004", f"{len(part)} bytes of NV where {wanted} were asked")
            contents += part
        return contents

    def _nv_part(self, area: ESYS_TR, reader: ESYS_TR, size: int, offset: int) -> bytes:
        if reader == area:
            with self._asking("reading an NV index"):
                return bytes(self._esapi.nv_read(area, size, offset, area))
        with self._leave(Hierarchy.OWNER) as session, self._asking("reading an NV index"):
            return bytes(self._esapi.nv_read(area, size, offset, reader, session1=session))

    def activate_credential(
        self, keys: tuple[int, int], credential: bytes, secret: bytes
    ) -> Secret:
        """Return what a credential holds; the authorisation is PolicySecret(endorsement).

        Args:
            keys: persistent handles of the key that the credential is for, and of the EK.
            credential: contents of the TPM2B_ID_OBJECT.
            secret: contents of the TPM2B_ENCRYPTED_SECRET.
        """
        session = self._session(TPM2_SE.POLICY)
        with self._leave(Hierarchy.ENDORSEMENT) as leave, self._asking("the endorsement policy"):
            self._esapi.policy_secret(ESYS_TR.ENDORSEMENT, session, expiration=0, session1=leave)
        with self._asking("activating the credential"):
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

    def hmac_sha256_at(self, handle: int, message: bytes) -> bytes:
        """As `hmac_sha256`, by a persistent key."""
        return self.hmac_sha256(self._key(handle), message)

    def _key(self, handle: int) -> Key:
        if self.public(handle) is None:
            raise RefusalError(RC_HANDLE, f"there is no key at {handle:#010x}")
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
            # The second session is a policy's: no password is missing there, the key is another.
            rc = _POLICY_FAIL if error.session == _POLICY_SESSION else int(error.error)
            raise RefusalError(rc, f"{what}: {error}") from error


def _sized(response: bytes, offset: int) -> bytes:
    """Return the TPM2B at `offset`, its size prefix included."""
    size = int.from_bytes(response[offset : offset + 2], "big")
    if offset + 2 + size > len(response):
        raise StationError("LNK-004", "a TPM response that is cut short")
    return response[offset : offset + 2 + size]
