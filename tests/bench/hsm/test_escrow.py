"""Group keys leave a production token once, wrapped; and come into one, also into a second."""

import base64
import hmac
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
)

from station.errors import StationError
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.frames import Patience
from station.hsm.replies import Blob, Done
from station.hsm.requests_any import OpenToken
from station.hsm.requests_escrow import Rewrap
from station.hsm.tokens import TokenAddress, initialise_token
from station.hsm.worker import Worker
from station.model.names import RegistrationId
from station.model.proof import SasToken, derive_device_key
from station.model.world import World
from station.secret import Secret
from tests.bench.hsm.conftest import SO_PIN, Tool, softhsm

GROUP = RegistrationId.parse("order-7")
UNIT = RegistrationId.parse("unit-1")
OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303
OWNER = rsa.generate_private_key(65537, 2048)


def spki(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def wrapped_for(public: bytes, key: bytes) -> bytes:
    found = load_der_public_key(public)
    assert isinstance(found, rsa.RSAPublicKey)
    return found.encrypt(key, OAEP)


@pytest.fixture
def real(production: TokenAddress, pin: Secret) -> Iterator[FactoryHsm]:
    """A production factory, unlocked."""
    with FactoryHsm.open(production, pin) as opened:
        yield opened


@pytest.fixture
def root(production_folder: Path, tmp_path: Path, pin: Secret) -> Iterator[Worker]:
    """The worker of its root's token."""
    shutil.copytree(production_folder.parent / "root", tmp_path / "root")
    module = softhsm(tmp_path / "root")
    with Worker(module.environment) as worker, pin.reveal() as data:
        opening = OpenToken(module.library, "station-root", Secret(data))
        worker.ask(opening, Done, Patience(60))
        yield worker


def rewrapped(root: Worker, kind: str, data: bytes, recipient: bytes) -> bytes:
    return root.ask(Rewrap(kind, data, recipient), Blob, Patience(60)).data


def test_the_owner_opens_the_copy_and_it_is_the_key_that_units_keys_are_derived_from(
    real: FactoryHsm, tmp_path: Path
) -> None:
    birth = real.groups.create(GROUP, spki(OWNER))
    assert not birth.imported
    (tmp_path / "copy").write_bytes(birth.owner_copy)
    (tmp_path / "owner.pem").write_bytes(
        OWNER.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    command = ["openssl", "pkeyutl", "-decrypt", "-inkey", str(tmp_path / "owner.pem")]
    more = ["-pkeyopt", "rsa_padding_mode:oaep", "-in", str(tmp_path / "copy")]
    key = subprocess.run([*command, *more], capture_output=True, check=True, timeout=30).stdout
    assert len(key) == 64
    derived, expected = real.derive(GROUP, UNIT), derive_device_key(Secret(key), UNIT)
    assert derived == expected


def test_the_key_that_stays_was_made_there_and_is_not_extractable(
    real: FactoryHsm, production: TokenAddress, tool: Tool
) -> None:
    real.groups.create(GROUP, spki(OWNER))
    told = tool(production, "--list-objects", "--type", "secrkey")
    (mine,) = [part for part in told.split("Secret Key Object") if "order-7" in part]
    assert "sensitive" in mine
    assert "always sensitive" in mine
    assert "local" in mine
    assert "extractable" not in mine.replace("never extractable", "")


def test_made_again_it_is_the_same_key_with_the_same_copies(real: FactoryHsm) -> None:
    first = real.groups.create(GROUP, spki(OWNER))
    assert real.groups.create(GROUP, spki(OWNER)) == first
    assert real.groups.escrowed(GROUP) == first.escrow_copy
    for other in (b"", spki(rsa.generate_private_key(65537, 2048))):
        with pytest.raises(StationError, match="HSM-038"):
            real.groups.create(GROUP, other)


def test_a_lost_group_key_is_missed_and_no_other_takes_its_place(real: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-013"):
        real.groups.demand(GROUP)
    real.groups.create(GROUP)
    real.groups.demand(GROUP)


@pytest.mark.parametrize(
    "recipient",
    [
        pytest.param(b"nonsense", id="nonsense"),
        pytest.param(spki(ec.generate_private_key(ec.SECP256R1())), id="an EC key"),
        pytest.param(spki(rsa.generate_private_key(65537, 1024)), id="a short key"),  # noqa: S505
    ],
)
def test_for_a_key_that_wraps_nothing_no_group_key_is_made(
    real: FactoryHsm, recipient: bytes
) -> None:
    with pytest.raises(StationError, match="HSM-040"):
        real.groups.create(GROUP, recipient)
    with pytest.raises(StationError, match="HSM-013"):
        real.derive(GROUP, UNIT)


def test_practice_wraps_nothing(factory: FactoryHsm) -> None:
    assert factory.groups.create(GROUP, spki(OWNER)).owner_copy == b""
    assert factory.groups.escrowed(GROUP) == b""


def test_a_second_token_gets_the_group_key_by_the_root_alone(
    real: FactoryHsm, root: Worker, tmp_path: Path, production_folder: Path, pin: Secret
) -> None:
    real.groups.create(GROUP, spki(OWNER))
    derived = real.derive(GROUP, UNIT)
    copy = real.groups.escrowed(GROUP)
    sealed = real.seal("a test", Secret(b"a unit's PIN"))
    with second(tmp_path, production_folder, pin) as other:
        # The second token can't open what is for the escrow.
        transport = other.groups.transport_key()
        with pytest.raises(StationError, match="HSM-039"):
            other.groups.install(GROUP, copy)
        assert other.groups.transport_key() == transport
        other.groups.install(GROUP, rewrapped(root, "group", copy, transport))
        assert other.derive(GROUP, UNIT) == derived
        sealing = rewrapped(root, "sealing", real.groups.escrowed(None), transport)
        other.groups.install_sealing_key(sealing)
        assert other.unseal("a test", sealed) == Secret(b"a unit's PIN")
    # It is sound when it is opened again.
    with FactoryHsm.open(TokenAddress(softhsm(tmp_path / "second"), "second"), pin) as again:
        assert again.unseal("a test", sealed) == Secret(b"a unit's PIN")


def second(folder: Path, production_folder: Path, pin: Secret) -> FactoryHsm:
    """Set up a second factory's token under the same root."""
    module = softhsm(folder / "second")
    initialise_token(module, "second", SO_PIN, pin)
    above = folder / "root"
    root = TokenAddress(softhsm(above), "station-root")
    with pin.reveal() as data:
        ceremony = Ceremony("Second", World.PRODUCTION, root, Secret(data))
        return FactoryHsm.set_up(TokenAddress(module, "second"), Secret(data), ceremony)


def test_a_token_that_signed_for_a_record_takes_no_other_sealing_key(
    real: FactoryHsm, root: Worker
) -> None:
    transport = real.groups.transport_key()
    sealing = rewrapped(root, "sealing", real.groups.escrowed(None), transport)
    real.sign_head(None, [b"{}"])
    with pytest.raises(StationError, match="HSM-020"):
        real.groups.install_sealing_key(sealing)


def test_a_key_that_the_owner_wraps_comes_in_and_has_copies_too(
    real: FactoryHsm, tool: Tool, production: TokenAddress
) -> None:
    key = bytes(range(48))
    birth = real.groups.install(GROUP, wrapped_for(real.groups.transport_key(), key), spki(OWNER))
    assert birth.imported
    assert OWNER.decrypt(birth.owner_copy, OAEP) == key
    expected = derive_device_key(Secret(key), UNIT)
    assert real.derive(GROUP, UNIT) == expected
    assert real.groups.create(GROUP, spki(OWNER)) == birth
    told = tool(production, "--list-objects", "--type", "secrkey")
    (mine,) = [part for part in told.split("Secret Key Object") if "order-7" in part]
    assert "local" not in mine
    with pytest.raises(StationError, match="HSM-038"):
        real.groups.install(GROUP, Secret(bytes(64)))


def test_a_key_in_the_clear_comes_in(real: FactoryHsm) -> None:
    key = bytes(range(64))
    assert real.groups.install(GROUP, Secret(key)).imported
    assert real.derive(GROUP, UNIT) == derive_device_key(Secret(key), UNIT)


def test_practice_takes_no_key_in(factory: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-039"):
        factory.groups.install(GROUP, Secret(bytes(range(64))))
    with pytest.raises(StationError, match="HSM-013"):
        factory.derive(GROUP, UNIT)


SIZES = [0, 16, 31]


@pytest.mark.parametrize(
    "key", [*(bytes(size) for size in SIZES), *(Secret(bytes(size)) for size in (16, 31, 65))]
)
def test_a_key_that_no_token_takes_is_refused_and_nothing_stays(
    real: FactoryHsm, key: Secret | bytes
) -> None:
    wrapped = key if isinstance(key, Secret) else wrapped_for(real.groups.transport_key(), key)
    with pytest.raises(StationError, match="HSM-039"):
        real.groups.install(GROUP, wrapped)
    with pytest.raises(StationError, match="HSM-013"):
        real.derive(GROUP, UNIT)


@pytest.mark.parametrize("data", [b"", b"x" * 384, b"x" * 10])
def test_what_is_no_wrapped_key_is_refused(real: FactoryHsm, root: Worker, data: bytes) -> None:
    real.groups.transport_key()
    with pytest.raises(StationError, match="HSM-039"):
        real.groups.install(GROUP, data)
    with pytest.raises(StationError, match="HSM-039"):
        rewrapped(root, "group", data, spki(OWNER))


def test_the_services_signature_is_the_one_that_the_portals_key_makes(
    real: FactoryHsm, factory: FactoryHsm
) -> None:
    key = base64.b64decode("c3VwZXIgc2VjcmV0IHNlcnZpY2UgcG9saWN5IGtleSwgNDQ=" * 1)
    host, expiry = "example.azure-devices-provisioning.net", 1_900_000_000
    message = b"example.azure-devices-provisioning.net\n1900000000"
    for one in (real, factory):
        one.services.install("main", Secret(key))
        token = one.services.sas("main", host, "provisioningserviceowner", expiry)
        assert hmac.compare_digest(token.signature, hmac.digest(key, message, "sha256"))
        assert token == SasToken.parse(token.reveal())
        assert token.reveal().endswith("&se=1900000000&skn=provisioningserviceowner")
        with pytest.raises(StationError, match="HSM-013"):
            one.services.sas("other", host, "p", expiry)


def test_another_key_of_a_service_takes_the_place_of_the_first(real: FactoryHsm) -> None:
    for key in (bytes(32), b"k" * 32):
        real.services.install("main", Secret(key))
        made = real.services.sas("main", "h", "p", 1).signature
        assert made == hmac.digest(key, b"h\n1", "sha256")


def test_a_service_key_that_is_too_short_is_refused(real: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-039"):
        real.services.install("main", Secret(bytes(31)))


def test_an_escrow_that_the_root_did_not_issue_is_not_wrapped_for(
    production: TokenAddress, pin: Secret, real: FactoryHsm, tool: Tool, tmp_path: Path
) -> None:
    other = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Escrow")])
    now = datetime.now(UTC)
    forged = (
        x509.CertificateBuilder()
        .subject_name(other)
        .issuer_name(other)
        .public_key(OWNER.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(OWNER, hashes.SHA256())
    )
    (tmp_path / "forged.der").write_bytes(forged.public_bytes(Encoding.DER))
    label, key_id = "station-escrow", b"station-escrow".hex()
    tool(production, "--delete-object", "--type", "cert", "--id", key_id)
    written = ["--write-object", str(tmp_path / "forged.der"), "--type", "cert"]
    tool(production, *written, "--id", key_id, "--label", label)
    with (
        FactoryHsm.open(production, pin) as again,
        pytest.raises(StationError, match="HSM-019"),
    ):
        again.groups.create(GROUP)


def test_a_group_s_second_key_is_another_one_and_stays_beside_the_first_until_it_is_retired(
    real: FactoryHsm, tool: Tool, production: TokenAddress
) -> None:
    first, second = real.groups.create(GROUP), real.groups.create(GROUP, spki(OWNER), 2)
    assert real.groups.create(GROUP, spki(OWNER), 2) == second
    assert first.escrow_copy != second.escrow_copy == real.groups.escrowed(GROUP, 2)
    key = OWNER.decrypt(second.owner_copy, OAEP)
    assert real.derive(GROUP, UNIT, 2) == derive_device_key(Secret(key), UNIT)
    assert real.device_keys.hmac(GROUP, UNIT, b"a message", 2) != real.device_keys.hmac(
        GROUP, UNIT, b"a message"
    )
    old = real.derive(GROUP, UNIT)
    assert old != real.derive(GROUP, UNIT, 2)
    real.groups.retire(GROUP, 1)
    real.groups.retire(GROUP, 1)
    with pytest.raises(StationError, match="HSM-013"):
        real.derive(GROUP, UNIT)
    real.groups.demand(GROUP, 2)
    told = tool(production, "--list-objects")
    assert told.count("key of the group order-7") == 1
    # Of the retired one nothing is left, so that another one can't be taken for it.
    assert real.groups.create(GROUP).escrow_copy != first.escrow_copy
    assert real.derive(GROUP, UNIT) != old


def test_a_second_key_can_come_in_too(real: FactoryHsm) -> None:
    real.groups.create(GROUP)
    key = bytes(range(64))
    wrapped = wrapped_for(real.groups.transport_key(), key)
    assert real.groups.install(GROUP, wrapped, spki(OWNER), 2).imported
    assert real.derive(GROUP, UNIT, 2) == derive_device_key(Secret(key), UNIT)
    with pytest.raises(StationError, match="HSM-038"):
        real.groups.install(GROUP, wrapped, b"", 2)


def test_practice_gives_out_either_key(factory: FactoryHsm) -> None:
    factory.groups.create(GROUP)
    factory.groups.create(GROUP, number=2)
    keys = [factory.disclose_group_key(GROUP, number) for number in (1, 2)]
    assert keys[0] != keys[1]
    derived = [factory.derive(GROUP, UNIT, number) for number in (1, 2)]
    assert derived == [derive_device_key(key, UNIT) for key in keys]


def test_a_key_that_was_made_to_be_pushed_comes_out_for_that(
    real: FactoryHsm, production: TokenAddress, tool: Tool
) -> None:
    real.groups.create(GROUP, real.groups.transport_key())
    key = real.groups.open_for_push(GROUP)
    assert len(key) == 64
    derived, expected = real.derive(GROUP, UNIT), derive_device_key(key, UNIT)
    assert derived == expected
    assert len(real.groups.open_for_push(GROUP)) == 64
    told = tool(production, "--list-objects", "--type", "secrkey")
    assert told.count("order-7") == 1


@pytest.mark.parametrize("owner", [b"", spki(OWNER)], ids=["nobody", "owner"])
def test_no_other_key_comes_out(real: FactoryHsm, owner: bytes) -> None:
    real.groups.create(GROUP, owner)
    with pytest.raises(StationError, match="SVC-078"):
        real.groups.open_for_push(GROUP)
    with pytest.raises(StationError, match="HSM-013"):
        real.groups.open_for_push(RegistrationId.parse("no-such"))


def test_a_unit_s_secondary_key_is_another_than_its_own(real: FactoryHsm) -> None:
    real.groups.create(GROUP)
    other = RegistrationId.parse("unit-2")
    (first, second), (third, fourth) = real.derive_pairs(GROUP, [UNIT, other])
    own = (real.derive(GROUP, UNIT), real.derive(GROUP, other))
    assert (first, third) == own
    assert len({repr(bytes_of(one)) for one in (first, second, third, fourth)}) == 4
    assert {len(one) for one in (second, fourth)} == {32}


def bytes_of(key: Secret) -> bytes:
    with key.reveal() as data:
        return data
