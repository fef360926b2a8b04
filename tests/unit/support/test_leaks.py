"""The search for leaks finds a secret that was put there, in each form and in each channel."""

import base64
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.leaks import SHORTEST, Leak, Scanner, Watch, forms_of

SECRET = b"mP7-\xfe\xff/+never-written"
PIN = b"5kq0-Zr83-Wm1t-9fLx"
FORMS = pytest.mark.parametrize("form", forms_of(PIN))


def names(leaks: set[Leak]) -> set[str]:
    return {leak.secret for leak in leaks}


@given(st.binary(min_size=SHORTEST, max_size=70), st.binary(max_size=5), st.binary(max_size=5))
def test_it_is_found_among_other_bytes_in_each_encoding(
    secret: bytes, before: bytes, after: bytes
) -> None:
    scanner = Scanner({"secret": secret})
    whole = before + secret + after
    for data in (
        whole,
        whole.hex().encode(),
        whole.hex().upper().encode(),
        base64.b64encode(whole),
        base64.urlsafe_b64encode(whole),
        whole.decode("latin-1").encode("utf-16"),
        whole.decode("latin-1").encode("utf-16-be"),
    ):
        assert scanner.of_bytes(data, "somewhere")


@given(st.binary(max_size=300))
def test_nothing_is_found_where_it_is_not(data: bytes) -> None:
    assert not Scanner({"secret": SECRET}).of_bytes(data, "somewhere")


def test_a_short_secret_is_not_looked_for() -> None:
    with pytest.raises(AssertionError, match="too short"):
        Scanner({"secret": b"1234"})


@FORMS
@pytest.mark.parametrize("name", ["log/station.log", "a/b/transcript.txt", "export/manifest.json"])
def test_it_is_found_in_a_file(form: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(b"before" + forms_of(PIN)[form] + b"after")
    leaks = Scanner({"secret": SECRET, "pin": PIN}).of_folder(tmp_path)
    assert {(leak.secret, leak.form) for leak in leaks} >= {("pin", form)}
    assert names(leaks) == {"pin"}


def test_it_is_found_in_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / PIN.decode()).touch()
    assert names(Scanner({"pin": PIN}).of_folder(tmp_path)) == {"pin"}


@FORMS
def test_it_is_found_in_a_database_that_is_open(form: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "record.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE one (data BLOB)")
        database.execute("INSERT INTO one VALUES (?)", (forms_of(PIN)[form],))
        database.commit()
        leaks = Scanner({"pin": PIN}).of_folder(tmp_path)
    assert form in {leak.form for leak in leaks if leak.place.endswith("-wal")}


@FORMS
@pytest.mark.parametrize("place", ["cmdline", "environ"])
def test_it_is_found_in_a_process(form: str, place: str, tmp_path: Path) -> None:
    pattern = forms_of(PIN)[form]
    if b"\0" in pattern:
        pattern = pattern.replace(b"\0", b"")  # neither can hold one: what is left is the PIN raw
        form = "raw"
    command: list[str | bytes] = [sys.executable, "-Ic", "print(flush=True); input()"]
    environment = {b"PATH": os.fsencode(os.environ["PATH"])}
    if place == "cmdline":
        command.append(b"--pin=" + pattern)
    else:
        environment[b"PIN"] = pattern
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment)
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        watch = Watch([tmp_path])
        watch.look()
        child.communicate(b"\n")
    assert (form, place) in {(one.form, one.place) for one in watch.leaks(Scanner({"pin": PIN}))}
    assert watch.saw("cmdline", b"input()")


@FORMS
def test_it_is_found_in_a_file_that_was_removed_again(form: str, tmp_path: Path) -> None:
    watch = Watch([tmp_path])
    with watch.running():
        (tmp_path / "temporary").write_bytes(forms_of(PIN)[form])
        watch.look()
        (tmp_path / "temporary").unlink()
    assert not list(tmp_path.iterdir())
    leaks = watch.leaks(Scanner({"pin": PIN}))
    assert (form, str(tmp_path / "temporary")) in {(leak.form, leak.place) for leak in leaks}
