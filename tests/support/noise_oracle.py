"""What is really inside a practice unit: read past Station, straight from its TPM or its token."""

import base64
import hashlib
import hmac
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from station.model.attestation import (
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import Enrollment
from station.operations.plant import Plant
from station.practice.modules import PRACTICE_PIN, Programs
from station.practice.units import PracticeUnit
from tests.support.forged import Transact, chip

_EK, _SRK, _KEY = 0x81010001, 0x81000001, 0x81000010
_READ_PUBLIC = bytes.fromhex("80010000000e00000173")
_CHALLENGE = b"what the unit is asked when nobody is looking"
# TPM2_GetCapability(TPM_CAP_HANDLES, first, 64): transient objects, and loaded sessions.
LISTINGS = tuple(
    bytes.fromhex(f"8001000000160000017a00000001{first}00000040")
    for first in ("80000000", "02000000")
)


class Differs(Exception):  # noqa: N818 - the finding of the oracle
    """What was enrolled isn't what the unit holds."""


def demand(*, equal: bool, what: str) -> None:
    """Raise where something isn't as it must be.

    Raises:
        Differs: where `equal` is false.
    """
    if not equal:
        raise Differs(what)


def loaded_in(response: bytes) -> int:
    """Return how many handles a response to one of `LISTINGS` names."""
    demand(equal=response[6:10] == bytes(4), what=f"the TPM lists no handles: {response.hex()}")
    return int.from_bytes(response[15:19], "big")


def check_inside(unit: PracticeUnit, enrollment: Enrollment, plant: Plant) -> None:
    """Compare an enrollment with the unit, which must be in no seat.

    Raises:
        Differs: where they don't match.
    """
    demand(equal=enrollment.serial == unit.serial, what=f"{enrollment.serial} is {unit.serial}")
    match enrollment.identity.attestation:
        case TpmAttestation() as attestation:
            _check_tpm(unit, enrollment, attestation)
        case X509Attestation(certificate=certificate, chain=chain):
            if unit.tpm_state is not None:
                _check_key_in_tpm(unit.tpm_state, certificate)
            elif unit.memory is not None:
                _check_memory(unit.memory, certificate, chain)
            else:
                _check_certificate(unit, enrollment, certificate)
        case SymmetricKeyAttestation():
            _check_key(unit, enrollment, plant)


def _check_tpm(unit: PracticeUnit, enrollment: Enrollment, attestation: TpmAttestation) -> None:
    state = unit.tpm_state
    demand(equal=state is not None, what="it has no TPM at all")
    assert state is not None
    with chip(state) as transact:
        ek, srk = _public(transact, _EK), _public(transact, _SRK)
    demand(equal=attestation.endorsement_key.public == ek, what="another endorsement key")
    demand(equal=attestation.storage_root_key == srk, what="another storage root key")
    digest = base64.b32encode(hashlib.sha256(ek).digest()).decode().lower().rstrip("=")
    name = enrollment.registration_id.text
    demand(equal=name == digest, what=f"{name}, but the key's is {digest}")


def _public(transact: Transact, handle: int) -> bytes:
    """Return the TPM2B_PUBLIC at a handle; empty where nothing is there."""
    response = transact(_READ_PUBLIC + handle.to_bytes(4, "big"))
    if response[6:10] != bytes(4):
        return b""
    return response[10 : 12 + int.from_bytes(response[10:12], "big")]


def _check_key_in_tpm(state: Path, certificate: bytes) -> None:
    public = x509.load_der_x509_certificate(certificate).public_key()
    with chip(state) as transact:
        kept = _public(transact, _KEY)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    numbers = public.public_numbers()
    point = b"".join(b"\x00\x20" + n.to_bytes(32, "big") for n in (numbers.x, numbers.y))
    demand(equal=kept.endswith(point), what="the TPM's key is not the certificate's")


def _check_memory(memory: Path, certificate: bytes, chain: Sequence[bytes]) -> None:
    """Check what a unit keeps in its flash: its certificates, and the key that its own is for."""
    parsed = x509.load_der_x509_certificate(certificate)
    kept = [path.read_bytes() for path in memory.iterdir() if path.is_file()]
    for der in (certificate, *chain):
        pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).strip()
        held = any(der in content or pem in content for content in kept)
        demand(equal=held, what="it doesn't keep a certificate")
    keys = [
        load_pem_private_key(content, None).public_key()
        for content in kept
        if content.startswith(b"-----BEGIN PRIVATE KEY")
    ]
    demand(equal=parsed.public_key() in keys, what="its key is not the certificate's")


def _check_certificate(unit: PracticeUnit, enrollment: Enrollment, certificate: bytes) -> None:
    key_id = enrollment.run.encode().hex()
    kept = _tool(unit, "--read-object", "--type", "cert", "--id", key_id)
    demand(equal=kept == certificate, what="another certificate on the token")
    public = x509.load_der_x509_certificate(kept).public_key()
    with tempfile.TemporaryDirectory(prefix="oracle-") as name:
        folder = Path(name)
        (folder / "key").write_bytes(
            public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        (folder / "asked").write_bytes(hashlib.sha256(_CHALLENGE).digest())
        signing = ("--sign", "-m", "ECDSA", "-f", "openssl", "--id", key_id)
        signature = _tool(unit, *signing, "-i", str(folder / "asked"))
        (folder / "signature").write_bytes(signature)
        verified = subprocess.run(
            [
                *("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(folder / "key")),
                *("-in", str(folder / "asked"), "-sigfile", str(folder / "signature")),
            ],
            capture_output=True,
            timeout=30,
            check=False,
        )
    demand(equal=verified.returncode == 0, what="the token's key is not the certificate's")


def _check_key(unit: PracticeUnit, enrollment: Enrollment, plant: Plant) -> None:
    order = plant.tools.records.order(enrollment.order)
    with plant.tools.factory.disclose_group_key(order.group_id).reveal() as group_key:
        name = enrollment.registration_id.text
        expected = hmac.digest(group_key, name.encode(), "sha256")
    with tempfile.NamedTemporaryFile(prefix="oracle-") as asked:
        asked.write(_CHALLENGE)
        asked.flush()
        key_id = enrollment.run.encode().hex()
        answer = _tool(unit, "--sign", "-m", "SHA256-HMAC", "--id", key_id, "-i", asked.name)
    demand(
        equal=answer == hmac.digest(expected, _CHALLENGE, "sha256"),
        what="the token's key is not what the service will derive",
    )


def _tool(unit: PracticeUnit, *command: str) -> bytes:
    """Run pkcs11-tool on the unit's token; return what it gives."""
    with tempfile.TemporaryDirectory(prefix="oracle-") as name:
        out = Path(name, "out")
        done = subprocess.run(
            [
                *("pkcs11-tool", "--module", str(Programs.found().softhsm), "--login"),
                *("--pin", PRACTICE_PIN, "-o", str(out), *command),
            ],
            env={"SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            timeout=30,
            check=False,
        )
        said = re.sub(r"\s+", " ", done.stderr.decode(errors="replace"))
        demand(equal=done.returncode == 0 and out.exists(), what=f"pkcs11-tool: {said}")
        return out.read_bytes()
