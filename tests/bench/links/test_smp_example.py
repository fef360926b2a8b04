"""The example for firmware engineers, as a program of its own, provisioned over Station's link."""

import os
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.links import LINKS
from station.links.link import Capability
from station.links.smp import SmpKind, SmpLink
from station.model.names import RegistrationId
from station.model.profile import KeyKind, LinkSettings
from station.model.proof import proof_message
from tests.bench.conftest import RunningTpm
from tests.support.certificates import issued
from tests.support.sealing import sealed_for
from tests.support.smp_example import EXAMPLE, example

pytestmark = pytest.mark.bench

NAME = RegistrationId.parse("A1-000042")
RANDOM = bytes.fromhex("80010000000c0000017b0010")


@contextmanager
def linked(port: Path) -> Iterator[SmpLink]:
    with SmpKind().open(str(port), LinkSettings(), Event()) as link:
        yield link


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def statement(name: RegistrationId = NAME) -> bytes:
    return proof_message("station-1", "01KAT9Q4E8M2ZP6W3RB7NVXH5C", name, bytes(32))


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.EC_P384])
def test_is_provisioned_with_a_certificate_and_keeps_it(kind: KeyKind, tmp_path: Path) -> None:
    with example(tmp_path) as port, linked(port) as link:
        said = link.identify()
        assert said.serial == "A1-000042"
        assert {Capability.KEY, Capability.SECRET, Capability.RESTART} < said.capabilities
        request = x509.load_der_x509_csr(link.keys.make_key(kind, "a1-000042"))
        assert request.is_signature_valid
        assert request.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "a1-000042"
        certificate, *chain = issued(request.public_key(), "a1-000042", padding=1_500)
        link.keys.install_certificate(certificate, chain)
        link.restart()
        assert link.keys.certificate() == certificate
        key, digest = request.public_key(), hashes.SHA256()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        signature = link.keys.sign_proof(statement())
        key.verify(
            signature,
            statement(),
            ec.ECDSA(hashes.SHA384() if kind is KeyKind.EC_P384 else digest),
        )


def test_signs_nothing_but_proofs_in_its_own_name(tmp_path: Path) -> None:
    with example(tmp_path) as port, linked(port) as link:
        assert code(lambda: link.keys.sign_proof(statement())) == "LNK-005"
        link.keys.make_key(KeyKind.EC_P256, "a1-000042")
        other = statement(RegistrationId.parse("b2"))
        good = statement()
        for wrong in (other, good + b"\0", good[:-1], b"\x20" * 64 + good, good[2:], b"hello"):
            assert code(partial(link.keys.sign_proof, wrong)) == "LNK-005"
        assert link.keys.sign_proof(good)


def test_takes_no_certificate_for_another_key(tmp_path: Path) -> None:
    with example(tmp_path) as port, linked(port) as link:
        link.keys.make_key(KeyKind.EC_P256, "a1-000042")
        other = ec.generate_private_key(ec.SECP256R1()).public_key()
        certificate, *chain = issued(other, "a1-000042")
        assert code(lambda: link.keys.install_certificate(certificate, chain)) == "LNK-005"
        assert code(link.keys.certificate) == "LNK-005"


def test_says_which_keys_it_does_not_make(tmp_path: Path) -> None:
    with example(tmp_path) as port, linked(port) as link:
        assert code(lambda: link.keys.make_key(KeyKind.RSA_2048, "a1-000042")) == "LNK-007"


SECRET = b"\0\x0dsymmetric-key" + b"k" * 64


def test_opens_what_is_sealed_for_it_alone(tmp_path: Path) -> None:
    with example(tmp_path) as port, linked(port) as link:
        to = link.secrets.recipient()
        link.secrets.give(sealed_for(to, "symmetric-key", "A1-000042", b"k" * 64))
        assert (tmp_path / "state" / "secret").read_bytes() == SECRET
        foreign = sealed_for(to, "symmetric-key", "A1-000043", b"x" * 64)
        assert code(lambda: link.secrets.give(foreign)) == "LNK-005"
        assert (tmp_path / "state" / "secret").read_bytes() == SECRET


def test_keeps_its_keys_where_its_owner_alone_can_read(tmp_path: Path) -> None:
    with example(tmp_path) as port, linked(port) as link:
        link.keys.make_key(KeyKind.EC_P256, "a1-000042")
        link.secrets.recipient()
    kept = list((tmp_path / "state").iterdir())
    assert kept
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_restarts_when_it_is_asked(tmp_path: Path) -> None:
    with example(tmp_path) as port:
        with linked(port) as link:
            link.restart()
        with LINKS["smp"].open(str(port), LinkSettings(), Event()) as link:
            assert link.identify().serial == "A1-000042"


def test_lends_its_tpm(
    tmp_path: Path,
    manufactured_tpm: Callable[[], Path],
    swtpm: Callable[[Path], RunningTpm],
) -> None:
    node, far = os.openpty()  # stands for the device node: swtpm answers behind it
    for end in (node, far):
        tty.setraw(end)
    tpm = swtpm(manufactured_tpm())

    def relay() -> None:
        for _ in range(2):
            os.write(node, tpm.transact(os.read(node, 4_096)))

    thread = threading.Thread(target=relay)
    thread.start()
    try:
        with example(tmp_path, "--tpm", os.ttyname(far)) as port, linked(port) as link:
            assert Capability.TPM in link.identify().capabilities
            answers = {link.transact(RANDOM) for _ in range(2)}
            assert {len(answer) for answer in answers} == {28}
            assert len(answers) == 2
    finally:
        thread.join(10)
        os.close(node)
        os.close(far)


def test_is_short_and_clean() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 330
    for check in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [str(Path(sys.executable).with_name("ruff")), *check, str(EXAMPLE)],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
