"""A practice unit talked to by smpclient, which shares no code with it or with our own link."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from smp import error as smperror
from smp import message
from smpclient import SMPClient
from smpclient.generics import error_v2, success
from smpclient.requests.os_management import EchoWrite, MCUMgrParametersRead, ResetWrite
from smpclient.transport.serial import SMPSerialTransport

from station.model.names import RegistrationId
from station.model.proof import proof_message
from station.model.sealing import SealingKey
from station.practice.unit_config import Behaviour, Manner, UnitConfig
from tests.support.certificates import issued
from tests.support.plugged import plugged
from tests.support.sealing import sealed_for

pytestmark = pytest.mark.bench

GROUP = 0x5350
RANDOM = bytes.fromhex("80010000000c0000017b0010")
CAPABILITIES = bytes.fromhex("8001000000160000017a000000020000011200000100")


class Code(IntEnum):
    LOCKED = 6
    NO_KEY = 7
    BAD_CERTIFICATE = 9
    BAD_STATEMENT = 10
    BAD_SECRET = 11


class Version1(smperror.ErrorV1):
    _GROUP_ID = GROUP


class Version2(smperror.ErrorV2[Code]):
    _GROUP_ID = GROUP


class Group:
    """What all of the group's messages have in common."""

    _GROUP_ID = GROUP
    _ErrorV1 = Version1
    _ErrorV2 = Version2


class Part(Group, message.WriteRequest):
    """What is given to the unit, or a part of it."""

    l: int | None = None  # noqa: E741 - the key's name on the wire
    o: int | None = None
    d: bytes


class Taken(Group, message.WriteResponse):
    """That it was taken: whole, or so far."""

    o: int | None = None


class Made(Group, message.WriteResponse):
    """What the unit's key made of it."""

    d: bytes


class IdentifyResponse(Group, message.ReadResponse):
    _COMMAND_ID = 0
    serial: str
    model: str
    firmware: str
    caps: int
    boot: int
    n: int | None = None


class Identify(Group, message.ReadRequest):
    _COMMAND_ID = 0
    _Response = IdentifyResponse


class TpmResponse(Group, message.WriteResponse):
    _COMMAND_ID = 1
    d: bytes | None = None
    l: int | None = None  # noqa: E741 - likewise
    o: int | None = None


class TpmWrite(Part):
    _COMMAND_ID = 1
    _Response = TpmResponse


class RestResponse(Group, message.ReadResponse):
    _COMMAND_ID = 1
    d: bytes
    l: int | None = None  # noqa: E741 - likewise
    n: int | None = None


class TpmRest(Group, message.ReadRequest):
    _COMMAND_ID = 1
    _Response = RestResponse
    o: int


class KeyResponse(Made):
    _COMMAND_ID = 2


class KeyWrite(Group, message.WriteRequest):
    _COMMAND_ID = 2
    _Response = KeyResponse
    kind: str
    name: str
    t: int


class InstallResponse(Taken):
    _COMMAND_ID = 3


class InstallWrite(Part):
    _COMMAND_ID = 3
    _Response = InstallResponse


class CertificateResponse(Group, message.ReadResponse):
    _COMMAND_ID = 3
    d: bytes


class CertificateRead(Group, message.ReadRequest):
    _COMMAND_ID = 3
    _Response = CertificateResponse
    o: int


class SealingResponse(Group, message.ReadResponse):
    _COMMAND_ID = 4
    kem: int
    kdf: int
    aead: int
    d: bytes


class SealingRead(Group, message.ReadRequest):
    _COMMAND_ID = 4
    _Response = SealingResponse


class SecretResponse(Taken):
    _COMMAND_ID = 4


class SecretWrite(Part):
    _COMMAND_ID = 4
    _Response = SecretResponse


class ProofResponse(Made):
    _COMMAND_ID = 5


class ProofWrite(Part):
    _COMMAND_ID = 5
    _Response = ProofResponse


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    state = tmp_path / "tpm"
    state.mkdir()
    return UnitConfig("A1-42", "sensor", "1.0", tmp_path / "port", state)


def refusal(answer: object) -> int:
    assert isinstance(answer, Version2)
    return answer.err.rc


@pytest.fixture
def keeping(config: UnitConfig, tmp_path: Path) -> UnitConfig:
    return replace(config, tpm_state=None, memory=tmp_path / "memory")


@asynccontextmanager
async def client(config: UnitConfig) -> AsyncIterator[SMPClient]:
    with plugged(config) as unit:
        async with SMPClient(SMPSerialTransport(), unit.port) as connected:
            yield connected


def test_echoes_and_tells_its_parameters(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(config) as smp:
            echo = await smp.request(EchoWrite(d="hello " * 40))
            assert success(echo)
            assert echo.r == "hello " * 40
            parameters = await smp.request(MCUMgrParametersRead())
            assert success(parameters)
            assert (parameters.buf_size, parameters.buf_count) == (4_096, 1)

    asyncio.run(act())


def test_identifies_itself(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(config) as smp:
            said = await smp.request(Identify())
            assert success(said)
            assert (said.serial, said.model, said.firmware) == ("A1-42", "sensor", "1.0")
            assert (said.caps, said.n) == (1 | 8, 0)

    asyncio.run(act())


def test_gives_commands_to_its_tpm(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(config) as smp:
            said = await smp.request(TpmWrite(d=RANDOM))
            assert success(said)
            assert said.d is not None
            assert len(said.d) == 28

    asyncio.run(act())


def test_takes_and_gives_parts_with_a_small_buffer(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(replace(config, buffer=128)) as smp:
            begun = await smp.request(TpmWrite(l=len(CAPABILITIES), d=CAPABILITIES[:9]))
            assert success(begun)
            assert begun.o == 9
            said = await smp.request(TpmWrite(o=9, d=CAPABILITIES[9:]))
            assert success(said)
            assert said.d is not None
            assert said.l is not None
            response = said.d
            while len(response) < said.l:
                rest = await smp.request(TpmRest(o=len(response)))
                assert success(rest)
                response += rest.d
            assert int.from_bytes(response[2:6], "big") == len(response) == said.l > 128

    asyncio.run(act())


def test_refuses_in_the_form_of_version_2(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(replace(config, behaviour=Behaviour(Manner.REFUSES))) as smp:
            refused = await smp.request(Identify())
            assert error_v2(refused)
            assert (refused.err.group, refused.err.rc) == (GROUP, Code.LOCKED)

    asyncio.run(act())


def test_gives_a_lost_response_once_more(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(config) as smp:
            said = await smp.request(TpmWrite(d=RANDOM))
            again = await smp.request(TpmRest(o=0))
            assert success(said)
            assert success(again)
            assert (again.n, again.d) == (1, said.d)

    asyncio.run(act())


def test_restarts_when_it_is_asked(config: UnitConfig) -> None:
    async def act() -> None:
        async with client(config) as smp:
            before = await smp.request(Identify())
            assert success(await smp.request(ResetWrite()))
            await asyncio.sleep(0.5)  # it boots, and hears nothing
            after = await smp.request(Identify())
            assert success(before)
            assert success(after)
            assert before.boot != after.boot

    asyncio.run(act())


def test_makes_a_key_takes_a_certificate_and_signs_a_proof(keeping: UnitConfig) -> None:
    statement = proof_message("s", "r", RegistrationId.parse("A1-42"), bytes(32))

    async def act() -> None:
        async with client(keeping) as smp:
            made = await smp.request(KeyWrite(kind="ec-p256", name="a1-42", t=7))
            assert success(made)
            key = x509.load_der_x509_csr(made.d).public_key()
            certificate, root = issued(key, "a1-42")
            both = certificate + root
            begun = await smp.request(InstallWrite(l=len(both), d=both[:300]))
            assert success(begun)
            assert begun.o == 300
            ended = await smp.request(InstallWrite(o=300, d=both[300:]))
            assert success(ended)
            kept = await smp.request(CertificateRead(o=0))
            assert success(kept)
            assert kept.d == certificate
            proof = await smp.request(ProofWrite(d=statement))
            assert success(proof)
            assert isinstance(key, ec.EllipticCurvePublicKey)
            key.verify(proof.d, statement, ec.ECDSA(hashes.SHA256()))

    asyncio.run(act())


def test_opens_what_is_sealed_for_it(keeping: UnitConfig, tmp_path: Path) -> None:
    async def act() -> None:
        async with client(keeping) as smp:
            to = await smp.request(SealingRead())
            assert success(to)
            key = SealingKey(to.kem, to.kdf, to.aead, to.d)
            blob = sealed_for(key, "symmetric-key", "A1-42", b"k" * 64)
            assert success(await smp.request(SecretWrite(d=blob)))
            assert (tmp_path / "memory" / "secret").read_bytes() == b"k" * 64

    asyncio.run(act())


def test_says_why_it_does_nothing_with_its_key(keeping: UnitConfig) -> None:
    async def act() -> None:
        async with client(keeping) as smp:
            answers = [
                await smp.request(CertificateRead(o=0)),
                await smp.request(ProofWrite(d=b"sign me")),
                await smp.request(InstallWrite(d=b"no certificate")),
                await smp.request(SecretWrite(d=b"no blob")),
            ]
            assert success(await smp.request(KeyWrite(kind="ec-p256", name="a1-42", t=7)))
            answers.append(await smp.request(ProofWrite(d=b"sign me")))
            answers.append(await smp.request(InstallWrite(d=b"no certificate")))
            assert [refusal(answer) for answer in answers] == [
                *(Code.NO_KEY, Code.NO_KEY, Code.NO_KEY, Code.BAD_SECRET),
                *(Code.BAD_STATEMENT, Code.BAD_CERTIFICATE),
            ]

    asyncio.run(act())
