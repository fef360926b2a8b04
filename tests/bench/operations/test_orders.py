"""Orders by command: given to positions, paused, gone on with, closed; then provisioned."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.cli import main
from station.errors import StationError
from station.folders import Data
from station.line.work import order_secret
from station.model.order import OrderSecret, OrderSpec
from station.operations.plant import open_plant, open_reader
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.operations.practice_station import open_practice_order
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.practice.units import UnitKind
from station.secret import Secret

pytestmark = pytest.mark.bench

X509, SYMMETRIC = "practice-x509", "practice-symmetric"
CONSOLE = OrderSecret.CONSOLE_PASSWORD


@dataclass
class Station:
    """A practice station whose commands are given here, and what they said."""

    data: Data
    bench: PracticeBench
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> int:
        self.capsys.readouterr()
        status = main([*words, "--data", str(self.data.root)])
        said = self.capsys.readouterr()
        self.out, self.err = said.out, said.err
        return status

    def state(self, order: str) -> str:
        with open_reader(self.data) as reader:
            return reader.order(order).state.value


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Data, PracticeBench]]:
    folder = tmp_path_factory.mktemp("orders")
    data = Data.made(folder / "data")
    with PracticeBench(folder / "bench", 2, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench) as plant:
            open_practice_order(plant, X509)
            open_practice_order(plant, SYMMETRIC)
        yield data, bench


@pytest.fixture
def station(
    made: tuple[Data, PracticeBench], capsys: pytest.CaptureFixture[str]
) -> Iterator[Station]:
    """Return the station, with no order at any position."""
    yield Station(*made, capsys)
    for seat in made[1].seats:
        made[1].unplug(seat)
    with open_plant(made[0], practice_pin()) as plant:
        for position in ("1", "2"):
            plant.tools.records.assign(position, None)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Return where to write what a person types at the terminal that commands are given at."""
    keyboard, terminal = os.openpty()
    with open(terminal, encoding="utf-8", closefd=False) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield keyboard
        monkeypatch.undo()
    os.close(terminal)
    os.close(keyboard)


def test_an_order_is_given_to_positions_and_shown_there(station: Station) -> None:
    assert station("order", "assign", X509, "--position", "1", "2", "--json") == 0
    assert json.loads(station.out) == {"order": X509, "positions": ["1", "2"]}
    assert station("order", "assign", SYMMETRIC, "--position", "2") == 0
    assert f"Order {SYMMETRIC} at position 2." in station.out
    assert station("order", "show", X509, "--json") == 0
    assert json.loads(station.out)["positions"] == ["1"]
    assert station("order", "show", SYMMETRIC) == 0
    assert "positions     2\n" in station.out


@pytest.mark.parametrize(
    ("words", "code"),
    [(("none-such", "--position", "1"), "REC-014"), ((X509, "--position", "1", "9"), "LIN-005")],
)
def test_what_is_not_there_is_not_given(
    station: Station, words: tuple[str, ...], code: str
) -> None:
    assert station("order", "assign", *words) == 2
    assert code in station.err
    with open_reader(station.data) as reader:
        assert reader.assignments() == {}


def test_a_paused_order_rests_until_it_is_resumed(station: Station) -> None:
    assert station("order", "assign", X509, "--position", "1") == 0
    assert station("order", "pause", X509, "--json") == 0
    assert json.loads(station.out) == {"order": X509, "state": "paused", "positions": ["1"]}
    assert station("order", "assign", X509, "--position", "2") == 3
    assert "REC-010" in station.err
    assert station("provision", "--position", "1", "--units", "1") == 3
    assert "REC-010" in station.err, "it is still the position's order"
    assert station("order", "resume", X509) == 0
    assert station.state(X509) == "open"


def order(station: Station, name: str, profile: str = SYMMETRIC) -> str:
    """Make an order of that name that nothing else uses."""
    words = ("--profile", profile, "--quantity", "3", "--id-scope", "0nePRACTICE")
    assert station("order", "create", name, *words) == 0
    return name


def test_closing_asks_whether_it_is_meant(station: Station, typed: int) -> None:
    name = order(station, "asked")
    os.write(typed, b"y\n")
    assert station("order", "close", name) == 0
    assert "0 of 3 units are enrolled. Close the order asked for good?" in station.out
    assert "Nothing was changed." in station.out
    assert station.state(name) == "open"
    os.write(typed, b"yes\n")
    assert station("order", "close", name, "--json") == 0
    assert json.loads(station.out)["state"] == "closed"
    assert station.state(name) == "closed"


def test_closing_without_a_terminal_must_be_meant(station: Station) -> None:
    name = order(station, "meant")
    assert station("order", "close", name) == 2
    assert "add --yes" in station.err
    assert station("order", "close", name, "--yes") == 0
    assert station("order", "close", name, "--yes") == 3
    assert "REC-010" in station.err
    assert station("order", "resume", name) == 3
    assert station.state(name) == "closed"


def test_positions_work_on_the_order_that_they_were_given(station: Station) -> None:
    seat = station.bench.seats[0]
    unit = station.bench.make_unit(UnitKind.SYMMETRIC, "OR-000001")
    station.bench.plug(seat, unit)
    assert station("order", "assign", SYMMETRIC, "--position", "1") == 0
    assert station("provision", "--position", "1", "--units", "1", "--json") == 0
    assert json.loads(station.out)["passed"] == 1
    with open_reader(station.data) as reader:
        assert reader.find("OR-000001").order == SYMMETRIC


def test_positions_of_several_orders_are_told(station: Station) -> None:
    assert station("order", "assign", X509, "--position", "1") == 0
    assert station("provision", "--units", "1") == 2
    assert f"1 has {X509}, 2 has none" in " ".join(station.err.split())
    assert station("order", "assign", SYMMETRIC, "--position", "2") == 0
    assert station("provision", "--units", "1") == 2
    assert "CFG-004" in station.err


def handed(secret: bytes) -> str:
    """Return an open file descriptor from which a secret can be read once."""
    ours, theirs = os.pipe()
    os.write(theirs, secret + b"\n")
    os.close(theirs)
    return str(ours)


def test_a_password_is_kept_sealed_and_stands_nowhere(station: Station) -> None:
    name = order(station, "with-password", "practice-console")
    words = ("order", "secret", name, "console-password", "--secret-fd")
    assert station(*words, handed(b"open sesame"), "--json") == 0
    assert json.loads(station.out) == {"order": name, "secret": "console-password"}
    for path in station.data.root.rglob("*"):
        assert not path.is_file() or b"open sesame" not in path.read_bytes(), path
    with open_plant(station.data, practice_pin()) as plant:
        secret = order_secret(plant.tools.records.order(name), CONSOLE, plant.tools)
    assert secret == Secret(b"open sesame")
    assert station("audit", "verify") == 0
    assert station("order", "show", name) == 0
    assert "secrets       console-password\n" in station.out


@pytest.mark.parametrize(("profile", "name"), [(SYMMETRIC, "unasked"), ("practice-console", X509)])
def test_what_prevents_an_order_leaves_neither_it_nor_its_password(
    station: Station, profile: str, name: str
) -> None:
    given = Secret(b"open sesame")
    spec = OrderSpec(name=name, profile=profile, id_scope=ID_SCOPE, quantity=3)
    with open_plant(station.data, practice_pin()) as plant:
        before = plant.tools.records.orders()
        with pytest.raises(StationError, match=r"PRF-006|REC-016"):
            plant.create_order(spec, practice_pin(), {CONSOLE: given})
        assert plant.tools.records.orders() == before
    assert not given


def test_a_password_that_no_unit_would_ask_for_is_refused(station: Station) -> None:
    words = ("order", "secret", SYMMETRIC, "console-password", "--secret-fd")
    assert station(*words, handed(b"open sesame")) == 2
    assert "PRF-006" in station.err
    assert station("order", "show", SYMMETRIC, "--json") == 0
    assert json.loads(station.out)["secrets"] == []


def test_an_order_shows_how_long_its_list_of_endorsement_keys_is(
    station: Station, tmp_path: Path
) -> None:
    name = order(station, "with-list", "practice-tpm")
    assert station("order", "show", name, "--json") == 0
    assert json.loads(station.out)["ek_list"] is None
    (tmp_path / "keys").write_text(f"{'a' * 64}\n{'b' * 64}\n")
    assert station("tpm", "allow", name, str(tmp_path / "keys")) == 0
    assert station("order", "show", name) == 0
    assert "ek_list       2 keys\n" in station.out


def test_an_order_s_mistake_is_told_in_plain_words(station: Station) -> None:
    words = ("--profile", SYMMETRIC, "--quantity", "3", "--id-scope", "0nePRACTICE")
    assert station("order", "create", "MCU", *words) == 2
    assert "CFG-004" in station.err
    assert "NAME: Use up to 64 lower-case letters" in station.err


def test_no_order_and_no_password_are_told(station: Station) -> None:
    words = ("order", "secret", "none-such", "console-password", "--secret-fd")
    assert station(*words, handed(b"open sesame")) == 2
    assert "REC-014" in station.err
    assert station(*words, handed(b"")) == 2
    assert "CFG-008" in station.err


def test_a_unit_s_runs_are_told_and_what_crossed_its_cable(station: Station) -> None:
    seat = station.bench.seats[1]
    unit = station.bench.make_unit(UnitKind.SYMMETRIC, "OR_000077")
    station.bench.plug(seat, unit)
    assert station("provision", "--order", SYMMETRIC, "--position", "2", "--units", "1") == 1
    station.bench.unplug(seat)
    assert station("unit", "show", "or_000077", "--json") == 0
    (run,) = json.loads(station.out)["runs"]
    assert (run["outcome"], run["code"], run["transcript"]) == ("failed", "LIN-001", True)
    assert station("unit", "transcript", run["run"]) == 0
    assert " < " in station.out
    assert station("unit", "show", "or_000077") == 0
    assert "LIN-001" in station.out


def test_a_unit_that_never_came_has_no_runs(station: Station) -> None:
    assert station("unit", "show", "nobody") == 1
    assert "No run of a unit nobody" in station.out
    assert station("unit", "transcript", "nobody") == 2
    assert "REC-024" in station.err


def test_a_station_that_is_not_there_has_no_orders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("pause", "resume", "close"):
        assert main(["order", command, "o1", "--data", str(tmp_path / "none")]) == 2
        assert "CFG-007" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
