"""The commands about TPMs: makers that are trusted, and a supplier's list for an order."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.cli import main
from station.folders import Data
from station.operations.plant import open_plant
from station.operations.practice import new_practice_plant, practice_pin
from station.operations.practice_station import open_practice_order
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing

pytestmark = pytest.mark.bench

Say = Callable[..., dict[str, object]]
ROOT = Path("resources/roots/nuvoton-tpm-root-ca-2111.pem")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Data]:
    folder = tmp_path_factory.mktemp("tpm")
    data = Data.made(folder / "data")
    with PracticeBench(folder / "bench", 1, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench) as plant:
            open_practice_order(plant, "practice-tpm")
        yield data


@pytest.fixture
def say(data: Data, capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command; return its status and answer."""

    def said(*words: str) -> dict[str, object]:
        capsys.readouterr()
        status = main([*words, "--json", "--data", str(data.root)])
        answer = json.loads(capsys.readouterr().out or "{}")
        return {"status": status, **answer}

    return said


def test_a_makers_root_comes_and_goes(say: Say, data: Data) -> None:
    before = say("tpm", "roots", "list")["roots"]
    added = say("tpm", "roots", "add", str(ROOT), "--yes")
    assert (added["status"], added["state"], added["kind"]) == (0, "trusted", "root")
    listed = say("tpm", "roots", "list")["roots"]
    assert isinstance(listed, list)
    assert added["sha256"] in {row["sha256"] for row in listed}
    removed = say("tpm", "roots", "remove", str(added["sha256"])[:16].upper(), "--yes")
    assert removed["status"] == 0
    assert say("tpm", "roots", "list")["roots"] == before
    with open_plant(data, practice_pin()) as plant:
        plant.tools.records.verify()


def test_what_is_no_makers_root_is_not_added(say: Say, tmp_path: Path) -> None:
    for content in (b"", b"nonsense", ROOT.read_bytes() * 2):
        (tmp_path / "x.pem").write_bytes(content)
        assert say("tpm", "roots", "add", str(tmp_path / "x.pem"), "--yes")["status"] == 2
    assert say("tpm", "roots", "add", str(tmp_path / "none.pem"), "--yes")["status"] != 0
    assert say("tpm", "roots", "remove", "00" * 32, "--yes")["status"] == 2


def test_a_suppliers_list_is_given_to_an_order(say: Say, data: Data, tmp_path: Path) -> None:
    digests = [bytes([number] * 32) for number in range(3)]
    lines = [f"# from the supplier\n\n{digests[0].hex().upper()}\r\n", digests[1].hex(":")]
    path = tmp_path / "list.txt"
    path.write_text("".join(lines) + f"\n{digests[2].hex()}  # the third\n")
    assert say("tpm", "allow", "practice-tpm", str(path))["keys"] == 3
    with open_plant(data, practice_pin()) as plant:
        assert all(plant.tools.records.ek_listed("practice-tpm", [one]) for one in digests)


@pytest.mark.parametrize("content", ["", "# nothing\n", "abc\n", "00" * 33, "x" * 64])
def test_what_is_no_list_is_refused(say: Say, tmp_path: Path, content: str) -> None:
    (tmp_path / "list.txt").write_text(content)
    assert say("tpm", "allow", "practice-tpm", str(tmp_path / "list.txt"))["status"] == 2


def test_a_list_is_taken_whole_or_not_at_all(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.cli.tpm._LARGEST_FILE", 65)
    (tmp_path / "list.txt").write_text(f"{'a' * 64}\n{'b' * 64}\n")
    answer = say("tpm", "allow", "practice-tpm", str(tmp_path / "list.txt"))
    assert answer["status"] == 2
    assert "PRF-005" in str(answer["error"])
