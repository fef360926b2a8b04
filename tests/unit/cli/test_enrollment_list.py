"""station enrollments list and show: parts of a list, found, sorted, and gone on with."""

import errno
import io
import json
from pathlib import Path
from typing import Any

import pytest

from station.cli import main
from station.errors import StationError
from station.folders import Data
from station.records.list_query import ListQuery, ListRow, Mark
from station.records.store import Reader, Records
from tests.support.many import APART, BEGAN, fill
from tests.unit.records.software import SoftwareGuard, make_order

UNITS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    path = Data(data).database
    path.parent.mkdir(parents=True, exist_ok=True)
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order("o1", 100))
        records.add_order(make_order("o2", 100))
    fill(path, UNITS)
    return data


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    status = main(["enrollments", *words, "--json", "--data", str(folder)])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (status == 0) == ("error" not in answer)
    return answer


def serials(answer: dict[str, Any]) -> list[str]:
    return [row["serial"] for row in answer["enrollments"]]


def unit(number: int) -> str:
    return f"MU-{number:07d}"


def test_all_are_listed_as_they_were_enrolled(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.cli.enrollment_list._PAGE", 7)
    answer = asked(folder, capsys, "list")
    assert serials(answer) == [unit(at) for at in range(1, UNITS + 1)]
    assert answer["next"] is None
    assert main(["enrollments", "list", "--data", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["serial", "mechanism", "order", "status", "registration_id"]
    assert [line.split()[0] for line in lines[1:]] == serials(answer)
    assert len({line.index("o1") for line in lines if " o1 " in line}) == 1


@pytest.mark.parametrize("words", [(), ("--sort", "device-id", "--descending"), ("--find", "mu-")])
def test_what_a_limit_leaves_out_is_gone_on_with(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    whole, parts, more = serials(asked(folder, capsys, "list", *words)), list[str](), list[str]()
    for _ in range(3):
        answer = asked(folder, capsys, "list", *words, "--limit", "20", *more)
        parts += serials(answer)
        more = ["--after", answer["next"] or ""]
    assert parts == whole
    assert more == ["--after", ""]


class LeftAfter(io.StringIO):
    """A reader that takes some writes, then is gone."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.left = writes

    def write(self, text: str) -> int:
        self.left -= 1
        if self.left == -1:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        return super().write(text)


@pytest.mark.parametrize(("words", "status"), [((), 0), (("--json",), 3)])
def test_nothing_is_read_for_a_reader_who_has_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], status: int
) -> None:
    pages = list[int]()
    genuine = Reader.list_after

    def counted(reader: Reader, query: ListQuery, after: Mark | None, limit: int) -> list[ListRow]:
        pages.append(limit)
        return genuine(reader, query, after, limit)

    monkeypatch.setattr(Reader, "list_after", counted)
    monkeypatch.setattr("station.cli.enrollment_list._PAGE", 7)
    monkeypatch.setattr("sys.stdout", LeftAfter(1))
    assert main(["enrollments", "list", *words, "--data", str(folder)]) == status
    assert len(pages) == 1 if status == 0 else len(pages) == 2


def test_how_to_go_on_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrollments", "list", "--limit", "2", "--data", str(folder)]) == 0
    cursor = capsys.readouterr().out.splitlines()[-1].split()[-1]
    assert serials(asked(folder, capsys, "list", "--after", cursor))[0] == unit(3)
    refused = asked(folder, capsys, "list", "--after", cursor, "--sort", "serial")
    assert refused["error"]["code"] == "REC-087"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--status", "ready"), [60]),
        (("--mechanism", "x509", "--order", "o2"), []),
        (("--mechanism", "x509", "--find", "box-000000"), [2, 6]),
        (("--status", "revoked"), []),
        (
            ("--order", "o1", "--status", "exported", "--until", str(BEGAN + 41 * APART)),
            [36, 38, 40],
        ),
        (("--since", str(BEGAN + 3 * APART), "--until", str(BEGAN + 5 * APART)), [3, 4]),
        (("--since", "2026-01-05", "--until", "2026-01-05", "--limit", "2"), [1, 2]),
        (("--until", "2025-12-31"), []),
    ],
)
def test_only_what_matches_is_listed(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    numbers: list[int],
) -> None:
    assert serials(asked(folder, capsys, "list", *words)) == [unit(at) for at in numbers]


def test_nothing_and_nobody_are_said_to_be_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["enrollments", "list", "--find", "nobody", "--data", str(folder)]) == 0
    assert capsys.readouterr().out == "Nothing on the list matches.\n"
    assert asked(folder, capsys, "list", "--find", "nobody") == {"enrollments": [], "next": None}
    assert asked(folder, capsys, "list", "--order", "o9")["error"]["code"] == "REC-014"


@pytest.mark.parametrize(
    "words", [("--since", "today"), ("--limit", "0"), ("--limit", "-1"), ("--status", "gone")]
)
def test_a_part_that_is_none_is_wrong_use(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert main(["enrollments", "list", *words, "--data", str(folder)]) == 2
    assert words[1] in capsys.readouterr().err


def test_one_is_shown_by_any_of_its_identifiers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Reader.open(Data(folder).database) as reader:
        tpm = reader.find(unit(4))
        key = tpm.identity.key_fingerprint
        names = (tpm.serial, tpm.registration_id.text, tpm.registration_id.text[:9].upper())
    assert key is not None
    for name in (*names, "mu-0000004", key.hex(), key.hex(":")[:23].upper()):
        assert asked(folder, capsys, "show", name)["serial"] == unit(4)


def test_a_name_of_several_is_said_to_be_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("mu-000001", "o1"):
        error = asked(folder, capsys, "show", name)["error"]
        assert error["code"] == "REC-092"
        assert "and others" in error["message"]
    assert asked(folder, capsys, "show", "nobody")["error"]["code"] == "REC-015"


def test_a_list_that_cannot_be_read_to_its_end_gives_no_whole_answer(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.cli.enrollment_list._PAGE", 20)
    genuine = Reader.list_after

    def breaks(self: Reader, query: ListQuery, after: Mark | None, limit: int) -> list[ListRow]:
        page = genuine(self, query, after, limit)
        if any(line.number > 40 for line in page):
            raise StationError("REC-001", path="station.db")
        return page

    monkeypatch.setattr(Reader, "list_after", breaks)
    assert main(["enrollments", "list", "--json", "--data", str(folder)]) == 3
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(capsys.readouterr().out)
