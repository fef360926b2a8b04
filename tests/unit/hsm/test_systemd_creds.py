"""Why no credential could be made: the program, or the rights that it takes."""

import os
from pathlib import Path

import pytest

from station.errors import StationError
from station.hsm import systemd_creds
from station.secret import Secret


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)


@pytest.mark.parametrize(
    ("user", "sudo", "code"),
    [
        (1000, "echo Sorry, try again. >&2; echo sudo: no password was provided >&2; exit 1", 58),
        (1000, None, 58),
        (1000, 'shift; exec "$@"', 56),  # sudo lets it, and the program itself refuses
        (0, None, 56),
    ],
)
def test_a_refusal_is_told_by_whose_it_is(
    user: int, sudo: str | None, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "systemd-creds", "echo No such option >&2; exit 1")
    if sudo is not None:
        program(tmp_path / "sudo", sudo)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(StationError) as refused:
        systemd_creds.encrypted(Secret(b"what is secret"))
    assert refused.value.code == f"CFG-0{code}"
