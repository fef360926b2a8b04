"""A sealing key that comes in leaves no token without one, wherever the power goes."""

import struct
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pkcs11 import Attribute, KeyType, ObjectClass

from station.errors import StationError
from station.hsm.births import note_label, note_of
from station.hsm.factory import FactoryHsm
from station.hsm.layout import key_id_of, write_data
from station.hsm.tokens import TokenAddress
from station.hsm.worker import Worker
from station.secret import Secret
from tests.bench.hsm import test_escrow
from tests.bench.hsm.conftest import Tool, inside, softhsm
from tests.bench.hsm.test_escrow import rewrapped, second
from tests.support.killed import objects_in
from tests.support.kills import kill_after

pytestmark = pytest.mark.bench

real, root = test_escrow.real, test_escrow.root
CHANGES = range(1, 9)
"""Of the token's folder, at which the worker is killed: objects come and go one by one."""


@pytest.fixture
def other(tmp_path: Path, production_folder: Path, pin: Secret, root: Worker) -> TokenAddress:
    """Return a second factory's token, set up, with a sealing key of its own."""
    del root  # whose folder it is set up with
    second(tmp_path, production_folder, pin).close()
    return TokenAddress(softhsm(tmp_path / "second"), "second")


@pytest.fixture
def tokens(real: FactoryHsm, root: Worker) -> tuple[FactoryHsm, Worker]:
    """Return the first factory's token and its root's."""
    return real, root


def killed_at(token: FactoryHsm, wrapped: bytes, folder: Path, change: int) -> None:
    """Have a sealing key come in, and kill the worker at a change of the token's folder."""

    def install() -> None:
        with suppress(StationError):
            token.groups.install_sealing_key(wrapped)

    thread = threading.Thread(target=install)
    last, seen = objects_in(folder), 0
    thread.start()
    while thread.is_alive() and seen < change:
        now = objects_in(folder)
        seen, last = seen + (now != last), now
        time.sleep(0.0002)
    kill_after(0.0, token.worker_pid).join()
    thread.join()


@pytest.mark.parametrize("change", CHANGES)
def test_a_token_has_one_sealing_key_whenever_the_power_goes(
    change: int, other: TokenAddress, tokens: tuple[FactoryHsm, Worker], pin: Secret, tool: Tool
) -> None:
    real, root = tokens
    folder = Path(other.module.environment["SOFTHSM2_CONF"]).parent
    sealed = real.seal("a test", Secret(b"a secret"))
    with FactoryHsm.open(other, pin) as token:
        own = token.seal("a test", Secret(b"its own"))
        copy = real.groups.escrowed(None)
        wrapped = rewrapped(root, "sealing", copy, token.groups.transport_key())
        killed_at(token, wrapped, folder, change)
    with FactoryHsm.open(other, pin) as again:
        assert opens(again, own) or opens(again, sealed), "it is one of both"
        again.groups.install_sealing_key(wrapped)
        assert again.unseal("a test", sealed) == Secret(b"a secret")
    with FactoryHsm.open(other, pin) as at_last:
        assert at_last.unseal("a test", sealed) == Secret(b"a secret")
        assert not opens(at_last, own)
    told = tool(other, "--list-objects", "--type", "secrkey")
    assert told.count("station-sealing") == 1


def test_a_copy_that_hadnt_got_its_own_name_when_the_power_went_is_no_second_key(
    other: TokenAddress, pin: Secret, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM writes a copy down under its original's name, and only then under its own."""
    with FactoryHsm.open(other, pin) as token:
        sealed = token.seal("a test", Secret(b"a secret"))
    own, waiting = key_id_of("station-sealing"), key_id_of("station-sealing-next")
    with inside(other, pin, monkeypatch) as session:
        key = session.only(ObjectClass.SECRET_KEY, own)
        write_data(session, note_label(waiting), note_of(session, own).written())
        for _ in range(2):
            key.copy({Attribute.TOKEN: True, Attribute.ID: waiting, Attribute.LABEL: "waits"})
        key.destroy()
    for _ in range(2):
        with FactoryHsm.open(other, pin) as again:
            assert again.unseal("a test", sealed) == Secret(b"a secret")
    told = tool(other, "--list-objects", "--type", "secrkey")
    assert told.count("station-sealing") == 1
    assert "waits" not in told


def test_a_key_that_was_being_kept_when_the_power_went_is_gone_once_the_token_is_opened(
    other: TokenAddress, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM writes a key of a session down as it is there, extractable, and then as it stays."""
    half = {Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: "half"}
    folder = Path(other.module.environment["SOFTHSM2_CONF"]).parent
    before = set(folder.rglob("*.object"))
    with inside(other, pin, monkeypatch) as session:
        session.session.generate_key(KeyType.AES, 256, store=True, label="half")
    (written,) = set(folder.rglob("*.object")) - before
    kept, of_session = (struct.pack(">QQB", Attribute.TOKEN, 1, kept) for kept in (255, 0))
    assert written.read_bytes().count(kept) == 1
    written.write_bytes(written.read_bytes().replace(kept, of_session))
    with inside(other, pin, monkeypatch) as session:
        assert list(session.session.get_objects(half)), "it would stay there"
    FactoryHsm.open(other, pin).close()
    with inside(other, pin, monkeypatch) as session:
        assert not list(session.session.get_objects(half))


def opens(token: FactoryHsm, sealed: bytes) -> bool:
    try:
        token.unseal("a test", sealed)
    except StationError as error:
        if error.code != "HSM-021":
            raise
        return False
    return True


def test_what_is_no_sealing_key_leaves_the_old_one(
    other: TokenAddress, real: FactoryHsm, root: Worker, pin: Secret
) -> None:
    with FactoryHsm.open(other, pin) as token:
        own = token.seal("a test", Secret(b"its own"))
        transport = token.groups.transport_key()
        whole = rewrapped(root, "sealing", real.groups.escrowed(None), transport)
        for wrapped in (b"", bytes(384), whole[:-1], whole[:-1] + b"\0"):
            with pytest.raises(StationError, match="HSM-039"):
                token.groups.install_sealing_key(wrapped)
            assert opens(token, own)
