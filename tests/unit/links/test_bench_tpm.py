"""A TPM module on a node in memory: whatever it says, the link says a code or something sound."""

import socket
from threading import Event

from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links.bench_tpm import BenchTpmLink
from station.links.link import SAID
from station.links.tpm_node import TpmNode
from station.links.transcript import Transcript
from station.model.profile import LinkSettings

SETTINGS = LinkSettings(kind="bench-tpm", answer_s=1.0, connect_s=1.0)


def response(code: int, body: bytes) -> bytes:
    return b"\x80\x01" + (10 + len(body)).to_bytes(4, "big") + code.to_bytes(4, "big") + body


CODES = st.sampled_from([0, 0, 0, 0x100, 0x101, 0x18B, 0x922, 0x9A2])
PROPERTY = st.builds(
    lambda tag, value: tag.to_bytes(4, "big") + value,
    st.integers(0x104, 0x10E),
    st.binary(min_size=4, max_size=4),
)
PROPERTIES = st.lists(PROPERTY, max_size=12).map(lambda pairs: bytes(9) + b"".join(pairs))
KEY = st.binary(max_size=400).map(lambda data: len(data).to_bytes(2, "big") + data)
SOUND = st.builds(response, CODES, st.one_of(PROPERTIES, KEY, st.binary(max_size=600)))
ANYTHING = st.lists(st.one_of(SOUND, SOUND, st.binary(min_size=1, max_size=64)), max_size=6)


def linked(said: list[bytes]) -> tuple[BenchTpmLink, socket.socket]:
    """Return a link to a module that says this, whatever it is asked, and then hangs up."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for one in said:
        theirs.send(one)
    theirs.shutdown(socket.SHUT_WR)
    cancel = Event()
    node = TpmNode(ours.detach(), cancel, Transcript())
    return BenchTpmLink(node, SETTINGS, cancel, lambda _: 1.0), theirs


@given(ANYTHING)
def test_a_module_that_says_anything_gives_a_sound_report_or_a_code(said: list[bytes]) -> None:
    link, theirs = linked(said)
    with theirs, link:
        try:
            link.start()
            report = link.identify()
        except StationError as error:
            assert error.code in {"LNK-002", "LNK-003", "LNK-004", "LNK-005", "TPM-013"}  # noqa: PT017
            return
    assert SAID.fullmatch(report.serial)
    assert all(not text or SAID.fullmatch(text) for text in (report.model, report.firmware))


@given(st.binary(max_size=5000))
def test_a_response_is_whole_or_none(said: bytes) -> None:
    link, theirs = linked([said] if said else [])
    with theirs, link:
        try:
            answer = link.transact(bytes.fromhex("80010000000c0000017b0010"))
        except StationError as error:
            assert error.code in {"LNK-003", "LNK-004"}  # noqa: PT017
            return
    assert answer == said
    assert len(answer) == int.from_bytes(answer[2:6], "big")
