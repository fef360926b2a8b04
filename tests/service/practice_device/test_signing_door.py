"""A key that signs elsewhere opens a TLS connection to the service, and to nobody else."""

import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.hsm.authority import hash_for
from station.hsm.frames import Patience
from station.model.names import IdScope, RegistrationId
from station.model.world import World
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.service import signing_door
from station.service.doors import ServiceAddress, verified
from station.service.registration import Caller, register_by_certificate
from station.service.signing_door import SigningDoor
from tests.support.practice_chains import Holder, attestation, pem_of, written
from tests.support.practice_device import enrol

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

KEYS: dict[str, Callable[[], PrivateKey]] = {
    "ec-p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ec-p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "rsa-2048": lambda: rsa.generate_private_key(65_537, 2_048),
}


def certified(key: PrivateKey, name: str, by: Holder) -> bytes:
    """Return a certificate for a key, DER."""
    template = by.issue(name).certificate
    builder = x509.CertificateBuilder(
        template.issuer,
        template.subject,
        key.public_key(),
        template.serial_number,
        template.not_valid_before_utc,
        template.not_valid_after_utc,
    )
    return builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)


def signer(key: PrivateKey) -> Callable[[bytes], bytes]:
    """Return what has a key sign a digest, as a TPM does it."""

    def sign(digest: bytes) -> bytes:
        by = Prehashed(hash_for(key.public_key()))
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(digest, PKCS1v15(), by)
        return key.sign(digest, ec.ECDSA(by))

    return sign


def address_of(service: PracticeService, ca: Path | None = None) -> ServiceAddress:
    return ServiceAddress.opened(service.address, World.PRACTICE, str(ca or service.files.ca))


@pytest.fixture
def door(practice_service: PracticeService, name: str) -> SigningDoor:
    """The door of a device that is enrolled by its own certificate."""
    key, by = KEYS["ec-p256"](), Holder.root("Any CA")
    certificate = certified(key, name, by)
    own = attestation("clientCertificates", pem_of(certificate))
    enrol(practice_service, INDIVIDUAL, {"registrationId": name, "attestation": own})
    address = address_of(practice_service)
    return SigningDoor(address, certificate, [], signer(key), lambda: Patience(20.0))


def caller(service: PracticeService, name: str) -> Caller:
    return Caller(IdScope.parse(service.settings.scope), RegistrationId.parse(name), Event())


@pytest.mark.parametrize("kind", KEYS)
def test_each_kind_of_key_registers(
    practice_service: PracticeService, door: SigningDoor, name: str, kind: str
) -> None:
    key, name = KEYS[kind](), f"{name}-{kind}"
    own = certified(key, name, Holder.root("Any CA"))
    told = attestation("clientCertificates", pem_of(own))
    enrol(practice_service, INDIVIDUAL, {"registrationId": name, "attestation": told})
    theirs = replace(door, certificate=own, sign=signer(key))
    assert register_by_certificate(theirs, caller(practice_service, name)).assigned


@contextmanager
def listening(answers: Callable[[socket.socket], None]) -> Iterator[str]:
    """Have something answer each connection; yield where."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        ends = Event()

        def serve() -> None:
            server.settimeout(0.1)
            while not ends.is_set():
                try:
                    plain, _ = server.accept()
                except TimeoutError:
                    continue
                with plain:
                    answers(plain)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"localhost:{server.getsockname()[1]}"
        finally:
            ends.set()
            thread.join()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_either_version_of_tls_will_do(
    practice_service: PracticeService, door: SigningDoor, version: ssl.TLSVersion
) -> None:
    context = server_context(practice_service.files.chain, practice_service.files.key)
    context.minimum_version = context.maximum_version = version
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(cadata=pem_of(door.certificate))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    spoken = []

    def answers(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as tls:
            shown = tls.getpeercert(binary_form=True)
            if shown is None:
                return  # the service is only verified
            spoken.append((tls.version(), shown))
            while not tls.recv(4_096).endswith(b"{}"):
                pass
            tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with listening(answers) as where:
        there = replace(door, address=replace(door.address, host=where))
        assert there.ask("PUT", "/", {}, b"{}").body == b"{}"
    assert spoken == [(version.name.replace("_", "."), door.certificate)]


def server_context(chain: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


def refused(door: SigningDoor) -> StationError:
    with pytest.raises(StationError) as caught:
        door.ask("PUT", "/0ne/registrations/a/register?api-version=2021-10-01", {}, b"{}")
    return caught.value


def test_a_service_of_another_ca_gets_no_signature(
    practice_service: PracticeService, door: SigningDoor, tmp_path: Path
) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text(Holder.root("Another CA").pem)
    asked: list[bytes] = []

    def sign(digest: bytes) -> bytes:
        asked.append(digest)
        return b""

    error = refused(replace(door, address=address_of(practice_service, ca), sign=sign))
    assert error.code == "SVC-039"
    assert "not one to be trusted" in error.message
    assert asked == []


def test_a_service_of_another_name_is_refused(door: SigningDoor) -> None:
    port = door.address.pair[1]
    error = refused(replace(door, address=replace(door.address, host=f"127.0.0.2:{port}")))
    assert error.code == "SVC-039"


def test_who_takes_the_service_s_place_afterwards_is_told_nothing(
    practice_service: PracticeService,
    door: SigningDoor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = verified(door.address, Patience(20.0))
    monkeypatch.setattr(signing_door, "verified", lambda *_: there)
    other = Holder.root("localhost")
    context, heard = server_context(*written(tmp_path, other.key, other.der)), []

    def answers(plain: socket.socket) -> None:
        plain.settimeout(20.0)
        with context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=True) as tls:
            heard.append(tls.recv(4_096))

    with listening(answers) as where:
        error = refused(replace(door, address=replace(door.address, host=where)))
    assert error.code == "SVC-039"
    assert "another one than a moment before" in error.message
    assert heard == [b""]


def test_another_key_than_the_certificate_s_is_the_unit_s_fault(door: SigningDoor) -> None:
    error = refused(replace(door, sign=signer(KEYS["ec-p256"]())))
    assert error.code == "HSM-016"
    assert "isn't one by the key in its certificate" in error.detail


def test_an_altered_certificate_opens_nothing(
    practice_service: PracticeService, door: SigningDoor, name: str
) -> None:
    other = door.certificate[:-1] + bytes([door.certificate[-1] ^ 1])
    ended = register_by_certificate(
        replace(door, certificate=other), caller(practice_service, name)
    )
    assert (ended.http, ended.code) == (401, 401_002)


def test_what_no_certificate_is_and_what_signs_nothing_is_told_as_it_is(door: SigningDoor) -> None:
    def broken(_: bytes) -> bytes:
        raise StationError("LNK-003", "the unit was taken out")

    assert refused(replace(door, chain=[b"no certificate"])).code == "HSM-016"
    assert refused(replace(door, sign=broken)).code == "LNK-003"


def test_a_service_that_goes_silent_is_waited_for_as_long_as_told(
    door: SigningDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_door, "verified", lambda *_: b"")
    cancel = Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        where = f"localhost:{mute.getsockname()[1]}"
        silent = replace(door, address=replace(door.address, host=where))
        late = refused(replace(silent, patience=lambda: Patience(0.2)))
        Timer(0.2, cancel.set).start()
        cancelled = refused(replace(silent, patience=lambda: Patience(60.0, cancel)))
    assert late.code == "SVC-039"
    assert "takes too long" in late.message
    assert cancelled.code == "LIN-003"


def test_a_service_that_isn_t_there_is_the_service_s_fault(
    door: SigningDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_door, "verified", lambda *_: b"")
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        where = f"localhost:{gone.getsockname()[1]}"
    assert refused(replace(door, address=replace(door.address, host=where))).code == "SVC-039"


def test_the_question_reaches_the_service_as_http(
    practice_service: PracticeService, door: SigningDoor
) -> None:
    answer = door.ask("GET", "/nowhere?api-version=2021-10-01", {}, None)
    assert answer.status == 404
    assert json.loads(answer.body)["errorCode"]
