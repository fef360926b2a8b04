"""A practice bench on a machine or disk that isn't as it should be."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from station.errors import StationError
from station.practice.bench import Afterwards, PracticeBench, UnitKind
from station.practice.children import Children, end, ended, first_line
from station.practice.maker import TpmMaker
from station.practice.modules import Programs, make_token

pytestmark = pytest.mark.bench

ENTER = """
import sys
from pathlib import Path
from station.errors import StationError
from station.practice.bench import PracticeBench
try:
    with PracticeBench(Path(sys.argv[1]), 1):
        print("entered")
except StationError as error:
    print(error.code)
"""


def runs(pid: int) -> bool:
    """Return whether a process is there and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def refusal(folder: Path) -> str:
    with pytest.raises(StationError) as caught, PracticeBench(folder, 1):
        pass
    return caught.value.code


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file") == "CFG-003"
    assert refusal(tmp_path / "file" / "below") == "CFG-003"


def test_a_file_in_the_place_of_a_part_is_refused(tmp_path: Path) -> None:
    (tmp_path / "factory").touch()
    assert refusal(tmp_path) == "CFG-003"


def test_a_place_where_nothing_can_be_made_is_refused() -> None:
    assert refusal(Path("/proc/station")) == "CFG-003"


def test_a_disk_that_takes_no_bytes_is_said_so(tmp_path: Path) -> None:
    def no_bytes() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    command = [sys.executable, "-c", ENTER, str(tmp_path / "bench")]
    done = subprocess.run(
        command, preexec_fn=no_bytes, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("CFG-003\n", "")


def test_a_missing_program_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.practice.children._PROGRAM_FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StationError) as caught, PracticeBench(tmp_path / "bench", 1):
        pass
    assert caught.value.code == "CFG-002"
    assert caught.value.data == {"program": "swtpm", "package": "swtpm"}
    assert not (tmp_path / "bench").exists()


def test_a_missing_softhsm_is_named_with_its_package(tmp_path: Path) -> None:
    with pytest.raises(StationError) as caught:
        Programs.found(tmp_path / "libsofthsm2.so")
    assert caught.value.code == "CFG-002"
    assert caught.value.data["package"] == "softhsm2"


@pytest.mark.parametrize("name", ["a#b", "a,b", "a=b", "a$b", "a\nb", "a\udcffb"])
def test_a_path_that_the_parts_cannot_be_told_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name) == "CFG-009"
    assert not (tmp_path / name).exists()


def test_a_path_that_is_merely_unusual_is_taken(
    practice_bench: Callable[..., PracticeBench], tmp_path: Path
) -> None:
    bench = practice_bench(2, folder=tmp_path / "with space ünï 'a\"b\\ %20%s ;&c|d [e]* ~ {f}")
    for seat, kind in zip(bench.seats, (UnitKind.TPM, UnitKind.SYMMETRIC), strict=True):
        bench.plug(seat, bench.make_unit(kind, f"SN-{seat.name}"))
        assert Path(seat.port).exists()


def test_a_relative_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = PracticeBench(Path("bench"), 1, afterwards=Afterwards.NOTHING)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    with bench:
        assert bench.seats[0].port == str(tmp_path / "bench" / "seats" / "1" / "port")


def test_a_maker_that_lost_its_certificate_is_not_replaced_in_silence(tmp_path: Path) -> None:
    maker = TpmMaker.at(tmp_path / "maker", Programs.found())
    (maker.folder / "issuer.pem").write_text("nothing")
    with pytest.raises(StationError) as caught:
        TpmMaker.at(tmp_path / "maker", Programs.found())
    assert caught.value.code == "CFG-006"


def test_a_failed_manufacture_says_why_and_leaves_no_unit(
    practice_bench: Callable[..., PracticeBench], tmp_path: Path
) -> None:
    bench = practice_bench(1, folder=tmp_path / "bench")
    (tmp_path / "bench" / "maker" / "signkey.pem").write_text("nothing")
    with pytest.raises(StationError) as caught:
        bench.make_unit(UnitKind.TPM, "SN-1")
    assert caught.value.code == "CFG-006"
    assert "swtpm_setup ended with" in caught.value.detail
    assert list((tmp_path / "bench" / "units").iterdir()) == []


def test_a_tpm_is_not_manufactured_twice(tmp_path: Path, tpm_maker: TpmMaker) -> None:
    state = tmp_path / "tpm"
    state.mkdir()
    tpm_maker.manufacture(state, "one", Children(), Event())
    before = (state / "tpm2-00.permall").read_bytes()
    with pytest.raises(StationError) as caught:
        tpm_maker.manufacture(state, "two", Children(), Event())
    assert caught.value.code == "CFG-006"
    assert (state / "tpm2-00.permall").read_bytes() == before


def test_a_bench_that_closes_stops_what_it_is_making(tmp_path: Path) -> None:
    codes: list[str] = []

    def make(bench: PracticeBench) -> None:
        try:
            bench.make_unit(UnitKind.TPM, "SN-1")
        except StationError as error:
            codes.append(error.code)

    with PracticeBench(tmp_path / "bench", 1, afterwards=Afterwards.NOTHING) as bench:
        thread = Thread(target=make, args=(bench,))
        thread.start()
        while not (tmp_path / "bench" / "units" / "SN-1" / "tpm.log").exists():
            time.sleep(0.01)
    thread.join(10)
    assert codes == ["LIN-003"]
    make(bench)
    assert codes == ["LIN-003", "LIN-003"]


def test_a_token_is_initialised_once(tmp_path: Path) -> None:
    library = Programs.found().softhsm
    make_token(tmp_path, "one", library)
    before = sorted((tmp_path / "token").iterdir())
    make_token(tmp_path, "two", library)
    assert sorted((tmp_path / "token").iterdir()) == before


def test_a_child_that_hangs_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    script = "trap '' TERM; sleep 600 & echo $!; wait"
    children = Children()
    child = children.start(["/bin/sh", "-c", script], tmp_path / "log")
    grandchild = int(first_line(child, 10))
    assert not ended(child, 0.1)
    assert end(child, 0.1) == -9
    deadline = time.monotonic() + 10
    while runs(grandchild):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(StationError) as caught:
        Children().run(["/bin/sleep", "600"], tmp_path, timeout_s=0.2, cancel=Event())
    assert caught.value.code == "CFG-006"


def test_a_childs_line_is_waited_for_no_longer_than_said(tmp_path: Path) -> None:
    child = Children().start(["/bin/sh", "-c", "printf half; sleep 600"], tmp_path / "log")
    began = time.monotonic()
    line = first_line(child, 0.3)
    end(child, 0)
    assert line == b"half"
    assert time.monotonic() - began < 5


def test_a_program_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    for start in (
        lambda: Children().start([str(tmp_path / "none")], tmp_path / "log"),
        lambda: Children().run([str(tmp_path / "none")], tmp_path, timeout_s=1.0, cancel=Event()),
    ):
        with pytest.raises(StationError) as caught:
            start()
        assert caught.value.code == "CFG-006"


def test_a_child_takes_little_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATION_TEST_ENVIRONMENT", "not for children")
    environment = Children("c" * 32).environment(LC_ALL="C.UTF-8")
    assert "STATION_TEST_ENVIRONMENT" not in environment
    assert environment["LC_ALL"] == "C.UTF-8"
    assert "c" * 32 in environment.values()
