"""What goes wrong on the way: pulled out, garbled, busy, crowded; nothing stays loaded."""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.attestation import TrustStore
from station.tpm.challenge import SRK_TEMPLATE
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy
from tests.bench.tpm.swtpm_part import Maker, Part, Transact, provision

pytestmark = pytest.mark.bench

RETRY, YIELDED, TESTING, NV_RATE = 0x922, 0x908, 0x90A, 0x920
START_SESSION = bytes.fromhex(
    "80010000003b000001764000000740000007" + "0020" + "00" * 32 + "0000" + "00" + "0010" + "000b"
)


def answer_of(code: int) -> bytes:
    return bytes.fromhex("80010000000a") + code.to_bytes(4, "big")


def evict(part: Part) -> None:
    """Take both keys out, so that a run has the most to do."""
    listed = part.handles("handles-persistent")
    for handle in ("0x81000001", "0x81010001"):
        if handle in listed:
            part.tool("tpm2_evictcontrol", "-C", "o", "-c", handle)


def commands_of_a_run(part: Part) -> int:
    evict(part)
    numbers = count(1)
    highest = 0

    def counting(transact: Transact) -> Transact:
        def counted(command: bytes) -> bytes:
            nonlocal highest
            highest = next(numbers)
            return transact(command)

        return counted

    with part.tpm(counting) as tpm:
        provision(tpm, part.trust)
    return highest


class Hiccup:
    """A cable that loses the n-th command, or its answer, and is well again afterwards."""

    def __init__(self, number: int, lost: str, error: BaseException) -> None:
        self.number, self.lost, self.error = number, lost, error

    def __call__(self, transact: Transact) -> Transact:
        numbers = count(1)

        def answer(command: bytes) -> bytes:
            hit = next(numbers) == self.number
            if hit and self.lost == "command":
                raise self.error
            response = transact(command)
            if hit:
                raise self.error
            return response

        return answer


@pytest.mark.parametrize(
    ("lost", "error"),
    [
        ("command", StationError("LNK-002")),
        ("answer", StationError("LNK-002")),
        ("answer", KeyboardInterrupt()),
    ],
    ids=["command", "answer", "interrupted"],
)
def test_nothing_stays_loaded_whatever_fails_at_any_command(
    part: Part, lost: str, error: BaseException
) -> None:
    for number in range(1, commands_of_a_run(part) + 1):
        evict(part)
        with (
            pytest.raises(type(error)) as caught,
            part.tpm(Hiccup(number, lost, error)) as tpm,
        ):
            provision(tpm, part.trust)
        assert caught.value is error, f"command {number}"
        assert part.loaded == "", f"command {number}"


def test_a_failure_comes_out_again_whatever_is_asked_next(part: Part) -> None:
    error = StationError("LNK-002")
    with part.tpm(Hiccup(2, "answer", error)) as tpm:
        for _ in range(3):
            with pytest.raises(StationError) as caught:
                provision(tpm, part.trust)
            assert caught.value is error


def test_pulled_out_at_any_command_is_told_as_pulled_out(part: Part) -> None:
    class Cut:
        def __init__(self, after: int) -> None:
            self.left = after

        def __call__(self, transact: Transact) -> Transact:
            def answer(command: bytes) -> bytes:
                self.left -= 1
                if self.left < 0:
                    raise StationError("LNK-003")
                return transact(command)

            return answer

    for number in range(commands_of_a_run(part)):
        evict(part)
        cut = Cut(number)
        with pytest.raises(StationError) as caught, part.tpm(cut) as tpm:
            provision(tpm, part.trust)
        assert caught.value.code == "LNK-003", f"command {number + 1}"
        assert cut.left >= -2, "a unit that is gone is not asked again and again"
        part.power_off()
        part.power_on()


class Busy:
    """A TPM that answers `times` times to each command that it is busy."""

    def __init__(self, code: int, times: float) -> None:
        self.code, self.times = code, times

    def __call__(self, transact: Transact) -> Transact:
        seen: dict[bytes, int] = {}

        def answer(command: bytes) -> bytes:
            seen[command] = seen.get(command, 0) + 1
            return answer_of(self.code) if seen[command] <= self.times else transact(command)

        return answer


@pytest.mark.parametrize("code", [RETRY, YIELDED, TESTING, NV_RATE])
def test_a_busy_tpm_is_asked_again(part: Part, code: int) -> None:
    with part.tpm(Busy(code, 1)) as tpm:
        provision(tpm, part.trust)
    assert part.loaded == ""


def test_a_tpm_that_stays_busy_is_told_as_busy(part: Part) -> None:
    with part.cable() as transact:
        busy = Busy(RETRY, float("inf"))(transact)
        with pytest.raises(StationError) as caught, Tpm(busy, busy_s=0.2) as tpm:
            provision(tpm, part.trust)
    assert caught.value.code == "TPM-014"


def test_a_wait_for_a_busy_tpm_can_be_cancelled(part: Part) -> None:
    cancel = Event()
    cancel.set()
    with part.cable() as transact:
        busy = Busy(RETRY, float("inf"))(transact)
        with pytest.raises(StationError) as caught, Tpm(busy, cancel=cancel) as tpm:
            provision(tpm, part.trust)
    assert caught.value.code == "LIN-003"


def test_leftovers_of_a_run_that_was_cut_short_are_no_hindrance(part: Part) -> None:
    with part.cable() as transact:
        while transact(START_SESSION)[6:10] == bytes(4):
            pass
        abandoned = Tpm(transact)
        for _ in range(3):
            abandoned.commands.create_primary(Hierarchy.OWNER, SRK_TEMPLATE)
    assert part.loaded.count("0x") == 6
    with part.tpm() as tpm:
        provision(tpm, part.trust)
    assert part.loaded == ""


@pytest.fixture(scope="module")
def recording(
    maker: Maker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[TrustStore, list[bytes]]:
    """The answers of a good TPM to a whole run."""
    part = Part(tmp_path_factory.mktemp("tpm"), maker)
    part.power_on()
    responses: list[bytes] = []

    def recorder(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            responses.append(transact(command))
            return responses[-1]

        return answer

    try:
        with part.tpm(recorder) as tpm:
            provision(tpm, part.trust)
    finally:
        part.power_off()
    return part.trust, responses


def replayed(responses: list[bytes]) -> Callable[[bytes], bytes]:
    left = iter(responses)
    return lambda _: next(left, answer_of(0x101))


# A serial number that is not positive, as some makers' are, makes the library grumble.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(data=st.data())
def test_whatever_a_device_answers_it_is_refused_by_a_code_of_ours(
    recording: tuple[TrustStore, list[bytes]], data: st.DataObject
) -> None:
    trust, responses = recording
    answers = list(responses)
    position = data.draw(st.integers(0, len(answers) - 1))
    body = bytearray(answers[position])
    for _ in range(data.draw(st.integers(0, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    answers[position] = data.draw(
        st.one_of(
            st.just(bytes(body)),
            st.binary(max_size=64),
            st.binary(max_size=600).map(
                lambda rest: b"\x80\x02" + (10 + len(rest)).to_bytes(4, "big") + bytes(4) + rest
            ),
        )
    )
    # The challenge is new every time, so even the unchanged recording is refused at its end.
    with pytest.raises(StationError), Tpm(replayed(answers)) as tpm:
        provision(tpm, trust)


def test_without_the_software_stack_it_is_told_when_a_tpm_is_opened() -> None:
    program = (
        "import sys; sys.modules['tpm2_pytss'] = None\n"
        "import station.tpm.endorsement, station.tpm.challenge, station.tpm.trust\n"
        "from station.tpm.session import Tpm, check_library\n"
        "from station.errors import StationError\n"
        "for use in (lambda: Tpm(bytes), check_library):\n"
        "    try:\n        use()\n"
        "    except StationError as error:\n        print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "TPM-016\nTPM-016\n"


def test_the_software_stack_says_nothing_on_its_own() -> None:
    program = (
        "from station.tpm.session import Tpm\n"
        "from station.tpm.challenge import storage_root_key\n"
        "from station.errors import StationError\n"
        "try:\n    storage_root_key(Tpm(lambda _: bytes.fromhex('80010000000a0000018b')))\n"
        "except StationError as error:\n    print(error.code)\n"
    )
    environment = {name: text for name, text in os.environ.items() if name != "TSS2_LOG"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment,
    )
    assert (done.stdout, done.stderr) == ("TPM-001\n", "")
