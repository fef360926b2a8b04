"""The specification for firmware engineers says what both ends say: each example is decoded."""

import re
from dataclasses import dataclass
from pathlib import Path

import cbor2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec

from station.folders import resource
from station.links.frames import Frames
from station.links.link import Capability
from station.links.messages import (
    IDENTIFY,
    PARAMETERS,
    PROVISIONING,
    RESET,
    TPM_AGAIN,
    Answer,
    Command,
    Refusal,
    Request,
    identified,
    make_key,
    parts,
    rest,
    sealing_key,
)
from station.model.names import IdScope, RegistrationId
from station.model.proof import SasToken, device_resource, proof_message
from station.model.sealing import Binding
from station.practice import smp_transfer
from station.practice.key_store import KeyStore
from station.practice.smp_server import FrameReader, UnitServer
from station.practice.unit_config import Manner, UnitConfig
from station.practice.unit_memory import UnitMemory
from station.secret import Secret

PAGE = resource("help/smp-group.md").read_text(encoding="utf-8")
BUFFER = 512
NAME = "a1-000042"
GET_RANDOM = bytes.fromhex("80010000000c0000017b0008")
_HEX = r"(?:[0-9a-f]{2} ?)+"


@dataclass(frozen=True)
class Example:
    label: str
    message: bytes

    @property
    def fields(self) -> dict[str, object]:
        fields: dict[str, object] = cbor2.loads(self.message[8:])
        return fields

    def data(self) -> bytes:
        data = self.fields["d"]
        assert isinstance(data, bytes)
        return data


def examples() -> list[Example]:
    """Return everything that stands there in hexadecimal, in its order."""
    found = re.findall(rf"^([a-z-]+) +({_HEX})$((?:\n {{11}}{_HEX}$)*)", PAGE, re.MULTILINE)
    return [Example(label, bytes.fromhex(first + more)) for label, first, more in found]


def asked(label: str, number: int = 0) -> Example:
    return [example for example in examples() if example.label == label][number]


def answered(label: str, number: int = 0) -> Example:
    every = examples()
    answer = every[every.index(asked(label, number)) + 1]
    assert answer.label == "answer"
    return answer


def certificates() -> bytes:
    return asked("install").data() + asked("install", 1).data()


def device(memory: Path) -> UnitServer:
    class Tpm:
        def transact(self, command: bytes) -> bytes:
            assert command == GET_RANDOM
            return answered("transact").data()

    config = UnitConfig("A1-000042", "sensor-2", "1.4.0", memory, buffer=BUFFER)
    keys = KeyStore(UnitMemory(memory), config.serial)
    return UnitServer(config, Tpm(), keys, start=2_596_069_104)


def requests() -> dict[str, list[Request]]:
    """Return what the station asks, by the label of its example."""
    statement, blob = asked("prove").data(), asked("secret").data()
    install = parts(Command.CERTIFICATE, certificates(), BUFFER)
    return {
        "hello": [PARAMETERS],
        "identify": [IDENTIFY, IDENTIFY],
        "transact": [parts(Command.TPM, GET_RANDOM, BUFFER)[0].request],
        "again": [TPM_AGAIN],
        "key": [make_key("ec-p256", NAME, 0x12345678)],
        "install": [part.request for part in install],
        "read": [rest(Command.CERTIFICATE, 0)],
        "seal-to": [sealing_key(0x12345679)],
        "secret": [parts(Command.SECRET, blob, BUFFER)[0].request],
        "sas": [parts(Command.HMAC, asked("sas").data(), BUFFER)[0].request],
        "clear": [parts(Command.CLEAR, asked("clear").data(), BUFFER)[0].request],
        "prove": [parts(Command.PROOF, statement, BUFFER)[0].request],
        "restart": [RESET],
    }


@pytest.mark.parametrize("label", requests())
def test_shows_what_the_station_asks(label: str) -> None:
    shown = [example for example in examples() if example.label == label]
    expected = requests()[label]
    assert [e.message for e in shown] == [
        request.message(e.message[6]) for request, e in zip(expected, shown, strict=True)
    ]


@pytest.mark.parametrize("label", requests())
def test_shows_answers_that_the_station_takes(label: str) -> None:
    for number, request in enumerate(requests()[label]):
        if (label, number) != ("identify", 1):
            answer = answered(label, number)
            assert request.answer(answer.message, asked(label, number).message[6]) is not None


@pytest.mark.parametrize("label", ["hello", "identify", "transact", "again", "restart"])
def test_shows_what_a_device_answers(label: str, tmp_path: Path) -> None:
    server = device(tmp_path)
    if label == "again":
        server.answer(asked("transact").message, Manner.NORMAL)
    assert server.answer(asked(label).message, Manner.NORMAL) == answered(label).message


def test_a_device_answers_the_other_examples_in_the_same_form(tmp_path: Path) -> None:
    server = device(tmp_path)
    for label in ("key", "seal-to", "prove"):
        answer = server.answer(asked(label).message, Manner.NORMAL)
        assert answer is not None
        shown = answered(label).fields
        fields = Example(label, answer).fields
        assert {key: type(value) for key, value in fields.items()} == {
            key: type(value) for key, value in shown.items()
        }
        assert answer[:1] + answer[4:8] == answered(label).message[:1] + asked(label).message[4:8]


def test_shows_how_a_locked_device_answers(tmp_path: Path) -> None:
    answer = device(tmp_path).answer(asked("identify", 1).message, Manner.REFUSES)
    assert answer == asked("locked").message


def test_shows_a_device_that_offers_everything() -> None:
    said = identified(Answer(answered("identify").fields))
    assert said.report.capabilities == set(Capability)


def test_shows_frames_that_both_ends_read() -> None:
    hello, request = asked("frame").message, asked("frame", 1).message
    both = [asked("hello").message, answered("key").message]
    assert Frames().feed(hello + request) == both
    assert list(FrameReader(BUFFER).feed(hello + request)) == both
    assert request.count(b"\n") == 3


def test_shows_a_request_and_certificates_for_one_key() -> None:
    request = x509.load_der_x509_csr(answered("key").data())
    assert request.is_signature_valid
    assert request.subject.rfc4514_string() == f"CN={NAME}"
    own = answered("read").data()
    assert certificates().startswith(own)
    leaf = x509.load_der_x509_certificate(own)
    root = x509.load_der_x509_certificate(certificates().removeprefix(own))
    assert leaf.public_key() == request.public_key()
    leaf.verify_directly_issued_by(root)


def test_shows_a_proof_statement_and_its_signature() -> None:
    statement = asked("prove").data()
    run = "01KAT9Q4E8M2ZP6W3RB7NVXH5C"
    nonce = bytes(range(0x40, 0x60))
    assert statement == proof_message("station-1", run, RegistrationId.parse("A1-000042"), nonce)
    key = x509.load_der_x509_certificate(answered("read").data()).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(answered("prove").data(), statement, ec.ECDSA(hashes.SHA256()))


def test_shows_a_sealed_secret_that_opens() -> None:
    secret = int.from_bytes(asked("sealing").message, "big")
    key = ec.derive_private_key(secret, ec.SECP256R1())
    point = answered("seal-to").data()
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point) == key.public_key()
    binding = Binding("station-1", "01KAT9Q4E8M2ZP6W3RB7NVXH5C", NAME, "A1-000042")
    head = b"SSB2" + bytes.fromhex("0010 0001 0001") + binding.named
    blob = asked("secret").data()
    assert blob.startswith(head)
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
    opened = suite.decrypt(blob[len(head) :], key, binding.info)
    assert opened == asked("opened").message


def test_shows_a_sas_token_that_a_device_signs_with_its_secret(tmp_path: Path) -> None:
    server = device(tmp_path)
    for label in ("clear", "sas"):
        assert server.answer(asked(label).message, Manner.NORMAL) == answered(label).message
    secret = Secret(asked("opened").message)
    scope, name = IdScope.parse("0ne00000001"), RegistrationId.parse(NAME)
    token = SasToken(device_resource(scope, name), 1_793_491_200, answered("sas").data())
    assert token.verified_by(secret, 0)
    assert SasToken.to_sign(token.resource, token.expiry) == asked("sas").data()


def test_says_beside_each_message_what_it_holds() -> None:
    """The map below each message has its keys, and its numbers and texts."""
    said = re.findall(
        rf"^({_HEX}|[a-z-]+ +{_HEX}| +{_HEX})\n {{11}}(\{{.*\}})$", PAGE, re.MULTILINE
    )
    messages = [e for e in examples() if e.label not in ("frame", "sealing", "opened")]
    assert len(said) == len(messages)
    for example, (_, text) in zip(messages, said, strict=True):
        for key, value in example.fields.items():
            shown = "<" if isinstance(value, bytes) else ("{" if key == "err" else str(value))
            assert re.search(rf'"{key}": "?{re.escape(shown)}', text), (key, text)


def test_names_the_same_numbers_as_both_ends() -> None:
    assert f"**{PROVISIONING}** (0x{PROVISIONING:04x})" in PAGE
    assert smp_transfer.PROVISIONING == PROVISIONING
    rows = dict(re.findall(r"^\| (\d+) \| ([A-Z_]+) \|", PAGE, re.MULTILINE))
    assert rows == {str(refusal.value): refusal.name for refusal in Refusal}
    assert rows == {str(refusal.value): refusal.name for refusal in smp_transfer.Refusal}


def test_has_an_example_for_every_command() -> None:
    shown = {e.message[7] for e in examples() if e.message[4:6] == b"\x53\x50"}
    assert shown == set(Command)
