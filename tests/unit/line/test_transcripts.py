"""The kept transcripts of failed runs."""

import stat
from pathlib import Path

import pytest

from station.errors import StationError
from station.line.transcripts import Transcripts
from station.links.transcript import Transcript


def spoken(text: bytes) -> Transcript:
    transcript = Transcript()
    transcript.sent(text)
    return transcript


def test_a_transcript_is_found_again_by_its_run_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    kept = Transcripts(tmp_path / "transcripts")
    kept.keep("01RUN", spoken(b"hello"))
    assert "01RUN" in kept
    assert kept.text("01RUN").endswith("> hello\n")
    assert stat.S_IMODE((kept.folder / "01RUN.txt").stat().st_mode) == 0o600


def test_nothing_is_kept_of_a_run_in_which_nothing_was_said(tmp_path: Path) -> None:
    kept = Transcripts(tmp_path / "transcripts")
    kept.keep("01RUN", Transcript())
    assert "01RUN" not in kept


@pytest.mark.parametrize("name", ["02RUN", "../01RUN", "", "a/b", "01RUN.txt"])
def test_another_name_finds_nothing(tmp_path: Path, name: str) -> None:
    kept = Transcripts(tmp_path / "transcripts")
    kept.keep("01RUN", spoken(b"hello"))
    assert name not in kept
    with pytest.raises(StationError) as refused:
        kept.text(name)
    assert refused.value.code == "REC-024"


def test_the_oldest_make_room(tmp_path: Path) -> None:
    kept = Transcripts(tmp_path / "transcripts")
    for number in range(1002):
        kept.keep(f"RUN{number:04d}", spoken(b"hello"))
    assert [f"RUN{n:04d}" in kept for n in (0, 1, 2, 1001)] == [False, False, True, True]


def test_a_disk_that_takes_nothing_breaks_no_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "transcripts"
    folder.write_text("a file in its place")
    Transcripts(folder).keep("01RUN", spoken(b"hello"))
    assert "01RUN" in caplog.text
