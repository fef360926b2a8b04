"""The command line: what is said on which stream, exit codes, and whether the README is true."""

import json
import re
from pathlib import Path

import pytest

from station.cli import main, make_parser
from station.cli.console import Console
from station.errors import StationError

SHIPPED = Path("resources/profiles")


def commands_of(parser: object, prefix: str = "station") -> set[str]:
    found = set()
    for action in getattr(parser, "_actions", []):
        for name, sub in (
            (getattr(action, "choices", None) or {}).items() if _is_sub(action) else ()
        ):
            full = f"{prefix} {name}"
            found |= commands_of(sub, full) | {full}
    return found


def _is_sub(action: object) -> bool:
    return type(action).__name__ == "_SubParsersAction"


def test_the_readme_names_only_commands_that_exist_and_all_of_them() -> None:
    text = Path("README.md").read_text(encoding="utf-8")
    told = set()
    for line in re.findall(r"^    (station [a-z|\- ]+?)(?:  .*)?$", text, re.MULTILINE):
        words = line.split()
        for last in words[-1].split("|"):
            told.add(" ".join([*words[:-1], last]))
    leaves = {
        c
        for c in commands_of(make_parser())
        if not any(other.startswith(f"{c} ") for other in commands_of(make_parser()))
    }
    assert told - commands_of(make_parser()) == {"station"}, "the window, and what isn't there"
    assert {c for c in leaves if not c.endswith((" export verify", " report verify"))} <= told


@pytest.mark.parametrize("command", sorted(commands_of(make_parser())))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split()[1:], "--help"])
    assert ended.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_wrong_use_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--units", "0"]) == 2
    told = capsys.readouterr().err
    assert "CFG-004" in told
    assert "--units: 0 is not a whole number from 1" in told


def test_a_good_profile_is_told_to_be_good(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted(SHIPPED.glob("*.toml"))]
    assert main(["profile", "check", *files]) == 0
    assert capsys.readouterr().out == "All good.\n"


def test_a_mistake_in_a_profile_is_told_with_its_line_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (SHIPPED / "practice-tpm.toml").read_text(encoding="utf-8")
    path = tmp_path / "practice-tpm.toml"
    path.write_text(text.replace("baud = 115200", 'baud = "fast"'), encoding="utf-8")
    line = text.splitlines().index("baud = 115200") + 1
    assert main(["profile", "check", str(path)]) == 1
    told = capsys.readouterr().out
    assert f"line {line}" in told
    assert "link.baud" in told


def test_for_machines_there_is_one_object_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["profile", "list", "--json", "--data", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    names = [p["name"] for p in json.loads(captured.out)["profiles"]]
    assert names == sorted(path.stem for path in SHIPPED.glob("*.toml"))
    assert captured.out.count("\n") == 1
    assert "practice-tpm" in captured.err


def test_the_schema_for_editors_is_all_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert main(["profile", "schema", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == schema
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_a_password_in_a_profile_is_shown_to_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path("resources/profiles/practice-console.toml").read_text(encoding="utf-8")
    text = text.replace('"practice-console"', '"mine"')
    own = re.sub(r'(?m)^password = ".*?"', 'password = "o p-e\'n"', text)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.toml").write_text(own, encoding="utf-8")
    assert main(["profile", "show", "mine", "--json", "--data", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert 'user = "' in captured.err
    assert "o p-e'n" in own
    assert "o p-e'n" not in captured.err + captured.out


def test_a_folder_without_a_station_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["order", "list", "--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "CFG-007" in told
    assert "Traceback" not in told


def test_looking_makes_no_folder(tmp_path: Path) -> None:
    for command in ("order list", "bench list", "enrollments list", "provision", "profile list"):
        main([*command.split(), "--data", str(tmp_path / "none")])
    assert not (tmp_path / "none").exists()


def test_an_error_for_machines_has_its_code_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["enrollments", "list", "--json", "--data", str(tmp_path)])
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "CFG-007"
    assert error["remedy"]


def test_a_trust_file_that_is_not_there_is_an_error_with_a_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.pem")
    assert main(["export", "verify", str(tmp_path), "--trust", missing]) == 2
    assert "CFG-004" in capsys.readouterr().err


def test_errors_go_to_standard_error_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    Console(json=False).error(StationError("REC-003", "no space left on device"))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[0].startswith("REC-003")
    assert "no space left on device" in captured.err


def test_doctor_tells_of_a_machine_without_a_station(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--json", "--data", str(tmp_path / "none")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ready"] is True
    assert {f["what"] for f in answer["findings"]} >= {"TPM library", "disk", "station"}
    assert not (tmp_path / "none").exists(), "a doctor changes nothing"
