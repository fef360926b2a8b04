"""What the console link leaves behind in a device's shell: nothing that it typed."""

from pathlib import Path

import pytest

from station.links.console_words import loop_lines
from tests.bench.links.test_console_shells import left, linked, works
from tests.support.shell_line import SHELLS

pytestmark = pytest.mark.bench

HISTORY = {"ash": ".ash_history", "bash": ".bash_history", "dash": "none"}


@pytest.mark.parametrize("shell", SHELLS)
def test_no_history_of_what_it_typed(shell: str, tmp_path: Path) -> None:
    kept = tmp_path / HISTORY[shell]
    kept.write_text("ls -l\nvi notes\n")
    kept.chmod(0o600)
    with left(shell, tmp_path, PROMPT_COMMAND="history -a") as line:
        works(line)
        line.wait_ended()
    assert set(kept.read_text().splitlines()) <= {"ls -l", "vi notes", "echo it is$((1+1))"}
    assert kept.read_text().startswith("ls -l\nvi notes\n")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} <= {"serial", kept.name}


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_shell_wrote_down_at_once_is_taken_out_again(shell: str, tmp_path: Path) -> None:
    """As some builds of busybox do at each line, also at those of a station that died."""
    kept = tmp_path / "history of ours"
    typed = "\n".join(loop_lines("a1b2c3"))
    kept.write_text(f"ls -l\n{typed}\nvi notes\n")
    with left(shell, tmp_path, HISTFILE=str(kept)) as line:
        works(line)
        line.wait_ended()
    lines = kept.read_text().splitlines()
    assert [text for text in lines if "it is" not in text] == ["ls -l", "vi notes"]


@pytest.mark.parametrize("shell", ["ash", "bash"])
def test_none_where_it_had_to_break_off_what_ran(shell: str, tmp_path: Path) -> None:
    with left(shell, tmp_path) as line:
        link = linked(line)
        link._ready.begin("sleep 600")
        link.close()
        line.wait_ended()
    for path in tmp_path.iterdir():
        assert "stationx" not in path.read_text()


@pytest.mark.parametrize("shell", SHELLS)
def test_it_leaves_the_shells_below_too(shell: str, tmp_path: Path) -> None:
    with left(shell, tmp_path) as line:
        line.press(b"busybox sh\n", b"uilt-in shell")
        works(line)
        line.wait_ended()
