"""A practice unit talked to by smpclient, which shares no code with it or with our own link."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

import pytest
from smp import error as smperror
from smp import message
from smpclient import SMPClient
from smpclient.generics import error_v2, success
from smpclient.requests.os_management import EchoWrite, MCUMgrParametersRead
from smpclient.transport.serial import SMPSerialTransport

from station.practice.unit_config import Behaviour, Manner, UnitConfig
from tests.support.plugged import plugged

pytestmark = pytest.mark.bench

GROUP = 0x5350
RANDOM = bytes.fromhex("80010000000c0000017b0010")
CAPABILITIES = bytes.fromhex("8001000000160000017a000000020000011200000100")


class Code(IntEnum):
    LOCKED = 6


class Version1(smperror.ErrorV1):
    _GROUP_ID = GROUP


class Version2(smperror.ErrorV2[Code]):
    _GROUP_ID = GROUP


class IdentifyResponse(message.ReadResponse):
    _GROUP_ID = GROUP
    _COMMAND_ID = 0
    serial: str
    model: str
    firmware: str
    caps: int


class Identify(message.ReadRequest):
    _GROUP_ID = GROUP
    _COMMAND_ID = 0
    _Response = IdentifyResponse
    _ErrorV1 = Version1
    _ErrorV2 = Version2


class TpmResponse(message.WriteResponse):
    _GROUP_ID = GROUP
    _COMMAND_ID = 1
    d: bytes | None = None
    l: int | None = None  # noqa: E741 - the key's name on the wire
    o: int | None = None


class TpmWrite(message.WriteRequest):
    _GROUP_ID = GROUP
    _COMMAND_ID = 1
    _Response = TpmResponse
    _ErrorV1 = Version1
    _ErrorV2 = Version2
    l: int | None = None  # noqa: E741 - likewise
    o: int | None = None
    d: bytes


class RestResponse(message.ReadResponse):
    _GROUP_ID = GROUP
    _COMMAND_ID = 1
    d: bytes


class TpmRest(message.ReadRequest):
    _GROUP_ID = GROUP
    _COMMAND_ID = 1
    _Response = RestResponse
    _ErrorV1 = Version1
    _ErrorV2 = Version2
    o: int


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    state = tmp_path / "tpm"
    state.mkdir()
    return UnitConfig("A1-42", "sensor", "1.0", tmp_path / "port", state)


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
            assert said.caps == 1

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
