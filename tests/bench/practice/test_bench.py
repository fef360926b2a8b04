"""The practice bench: what a station finds on it, and how units come and go."""

import stat
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509

from station.errors import StationError
from station.hsm.tokens import Token, TokenAddress
from station.model.profile import KeyKind
from station.practice.bench import (
    FACTORY_LABEL,
    ROOT_LABEL,
    Afterwards,
    PracticeBench,
    PracticeUnit,
    Pull,
    Seat,
    UnitKind,
)
from station.practice.modules import PRACTICE_PIN
from station.practice.unit_config import Behaviour, Manner
from station.secret import Secret
from tests.support.plugged import made

pytestmark = pytest.mark.bench

Benches = Callable[..., PracticeBench]
KINDS = (UnitKind.TPM, UnitKind.X509, UnitKind.SYMMETRIC, UnitKind.TPM)


def labels(seat: Seat) -> list[str]:
    """Return the labels of the initialised tokens that a seat's slot shows, as OpenSC sees it."""
    shown = subprocess.run(
        ["pkcs11-tool", "--module", seat.module.library, "--list-token-slots"],
        env={**seat.module.environment, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout
    lines = [line.split(":", 1) for line in shown.splitlines() if "token label" in line]
    return [label.strip() for _, label in lines]


def test_four_positions_with_units_are_ready_within_ten_seconds(practice_bench: Benches) -> None:
    began = time.monotonic()
    bench = practice_bench(4)
    with ThreadPoolExecutor(4) as pool:
        units = list(pool.map(bench.make_unit, KINDS, ("A-1", "B-2", "C-3", "D-4")))
        list(pool.map(bench.plug, bench.seats, units))
    took = time.monotonic() - began
    for seat in bench.seats:
        assert stat.S_ISCHR(Path(seat.port).stat().st_mode)
    assert took < 10


def test_a_seat_shows_the_token_of_its_unit_and_no_other(practice_bench: Benches) -> None:
    bench = practice_bench(len(UnitKind))
    units = [bench.make_unit(kind, f"S-{kind.value}") for kind in UnitKind]
    assert [labels(seat) for seat in bench.seats] == [[]] * len(UnitKind)
    for seat, unit in zip(bench.seats, units, strict=True):
        bench.plug(seat, unit)
    with_token = (UnitKind.X509, UnitKind.SYMMETRIC)
    expected = [[f"S-{kind.value}"] if kind in with_token else [] for kind in UnitKind]
    assert [labels(seat) for seat in bench.seats] == expected


@pytest.mark.parametrize("pull", list(Pull))
def test_a_unit_that_is_taken_out_takes_port_and_token_with_it(
    practice_bench: Benches, pull: Pull
) -> None:
    bench = practice_bench(1)
    (seat,) = bench.seats
    unit = bench.make_unit(UnitKind.X509, "SN-1")
    bench.plug(seat, unit)
    device = Path(seat.port).resolve()
    before = made(device)
    bench.unplug(seat, pull)
    assert not Path(seat.port).is_symlink()
    assert made(device) != before
    assert labels(seat) == []


def test_a_unit_can_be_put_in_again_and_another_in_its_place(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    (seat,) = bench.seats
    first = bench.make_unit(UnitKind.SYMMETRIC, "SN-1")
    second = bench.make_unit(UnitKind.X509, "SN-2")
    seen = []
    for unit in (first, second, first):
        bench.plug(seat, unit)
        seen.append(labels(seat))
        bench.unplug(seat)
    assert seen == [["SN-1"], ["SN-2"], ["SN-1"]]


def test_a_token_pulled_out_in_use_is_gone_and_the_next_one_works(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    (seat,) = bench.seats
    units = [bench.make_unit(UnitKind.X509, serial) for serial in ("SN-1", "SN-2")]
    pin = Secret(PRACTICE_PIN.encode())
    bench.plug(seat, units[0])
    with Token.open(TokenAddress(seat.module, None), pin) as token:
        token.generate_key_pair(KeyKind.EC_P256, "device", b"\x01")
        bench.unplug(seat, Pull.ABRUPT)
        with pytest.raises(StationError) as caught:
            token.sign(b"\x01", b"message")
        assert caught.value.code == "HSM-005"
    with pytest.raises(StationError) as caught, Token.open(TokenAddress(seat.module, None), pin):
        pass
    assert caught.value.code == "HSM-002"
    bench.plug(seat, units[1])
    with Token.open(TokenAddress(seat.module, None), pin) as token:
        token.generate_key_pair(KeyKind.EC_P256, "device", b"\x01")
        assert token.sign(b"\x01", b"message")


def test_an_empty_seat_can_be_emptied(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    bench.unplug(bench.seats[0])
    assert labels(bench.seats[0]) == []


def test_a_seat_takes_one_unit_and_a_unit_one_seat(practice_bench: Benches) -> None:
    bench = practice_bench(2)
    unit = bench.make_unit(UnitKind.X509, "SN-1")
    other = bench.make_unit(UnitKind.X509, "SN-2")
    bench.plug(bench.seats[0], unit)
    with pytest.raises(ValueError, match="is taken"):
        bench.plug(bench.seats[0], other)
    with pytest.raises(ValueError, match="in a seat already"):
        bench.plug(bench.seats[1], unit)
    assert [labels(seat) for seat in bench.seats] == [["SN-1"], []]


def test_a_unit_whose_process_cannot_start_says_so_and_leaves_its_seat_free(
    practice_bench: Benches, tmp_path: Path
) -> None:
    bench = practice_bench(1)
    (seat,) = bench.seats
    hollow = PracticeUnit(UnitKind.TPM, "SN-0", tmp_path / "nothing")
    with pytest.raises(StationError) as caught:
        bench.plug(seat, hollow)
    assert caught.value.code == "CFG-006"
    assert not Path(seat.port).is_symlink()
    bench.plug(seat, bench.make_unit(UnitKind.X509, "SN-1"))
    assert labels(seat) == ["SN-1"]


def test_a_unit_that_died_can_be_taken_out(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    (seat,) = bench.seats
    bench.plug(seat, bench.make_unit(UnitKind.X509, "SN-1"), Behaviour(Manner.DIES))
    bench.unplug(seat)
    assert not Path(seat.port).is_symlink()


def test_each_tpm_has_keys_of_its_own_certified_by_the_bench_maker(
    practice_bench: Benches, endorsement: Callable[[Path], tuple[bytes, bytes]]
) -> None:
    bench = practice_bench(2)
    with ThreadPoolExecutor(2) as pool:
        units = list(pool.map(lambda n: bench.make_unit(UnitKind.TPM, f"SN-{n}"), range(2)))
    for seat, unit in zip(bench.seats, units, strict=True):
        bench.plug(seat, unit)
        bench.unplug(seat)
    issuer = x509.load_der_x509_certificate(bench.trust.intermediates[0])
    root = x509.load_der_x509_certificate(bench.trust.roots[0])
    keys = set()
    for unit in units:
        assert unit.tpm_state is not None
        certificate_der, key = endorsement(unit.tpm_state)
        certificate = x509.load_der_x509_certificate(certificate_der)
        certificate.verify_directly_issued_by(issuer)
        keys.add(key)
    issuer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert len(keys) == 2


def test_the_factory_and_the_offline_root_have_a_token_each(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    modules = (bench.factory_module, bench.root_module)
    seen = [labels(Seat("", "", module)) for module in modules]
    assert seen == [[FACTORY_LABEL], [ROOT_LABEL]]


def test_two_benches_at_once_do_not_clash(practice_bench: Benches) -> None:
    benches = practice_bench(2), practice_bench(2)
    for bench in benches:
        for seat, kind in zip(bench.seats, (UnitKind.TPM, UnitKind.X509), strict=True):
            bench.plug(seat, bench.make_unit(kind, f"SN-{seat.name}"))
    ports = {Path(seat.port).resolve() for bench in benches for seat in bench.seats}
    assert len(ports) == 4
    assert benches[0].trust != benches[1].trust
    benches[0].unplug(benches[0].seats[1])
    assert [labels(bench.seats[1]) for bench in benches] == [[], ["SN-2"]]


def test_a_second_bench_in_the_same_folder_is_refused(
    practice_bench: Benches, tmp_path: Path
) -> None:
    folder = tmp_path / "one"
    first = practice_bench(1, folder=folder, afterwards=Afterwards.ALL)
    with pytest.raises(StationError) as caught:
        practice_bench(1, folder=folder, afterwards=Afterwards.ALL)
    assert caught.value.code == "CFG-009"
    first.plug(first.seats[0], first.make_unit(UnitKind.X509, "SN-1"))
    assert labels(first.seats[0]) == ["SN-1"]


def test_the_same_hardware_can_say_another_serial_number(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    unit = bench.make_unit(UnitKind.X509, "SN-1")
    bench.plug(bench.seats[0], replace(unit, serial="SN-2"))
    assert labels(bench.seats[0]) == ["SN-1"]


def test_wrong_serial_numbers_still_make_units(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    seen = {}
    for serial in ("a b", "../up", "", "sn=1,#", "\N{SNOWMAN}"):
        unit = bench.make_unit(UnitKind.X509, serial)
        bench.plug(bench.seats[0], unit)
        assert labels(bench.seats[0]) == [unit.folder.name]
        bench.unplug(bench.seats[0])
        assert PracticeUnit.load(unit.folder) == unit
        seen[serial] = unit.folder.name
    assert list(seen.values()) == ["a%20b", "%2E.%2Fup", "%", "sn%3D1%2C%23", "%E2%98%83"]


def test_a_serial_number_too_long_for_a_folder_is_refused(practice_bench: Benches) -> None:
    with pytest.raises(StationError) as caught:
        practice_bench(1).make_unit(UnitKind.X509, "9" * 201)
    assert caught.value.code == "LIN-001"


def test_a_serial_number_is_given_once(practice_bench: Benches) -> None:
    bench = practice_bench(1)
    unit = bench.make_unit(UnitKind.X509, "SN-1")
    with pytest.raises(StationError) as caught:
        bench.make_unit(UnitKind.TPM, "SN-1")
    assert caught.value.code == "CFG-005"
    assert PracticeUnit.load(unit.folder) == unit


def test_what_the_units_of_a_kept_folder_hold_can_be_used_by_others(
    tmp_path: Path, endorsement: Callable[[Path], tuple[bytes, bytes]]
) -> None:
    with PracticeBench(tmp_path / "b", 2, afterwards=Afterwards.UNITS) as bench:
        units = [bench.make_unit(kind, f"S-{kind.value}") for kind in (UnitKind.TPM, UnitKind.X509)]
        for seat, unit in zip(bench.seats, units, strict=True):
            bench.plug(seat, unit)
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["units"]
    tpm, token = (PracticeUnit.load(unit.folder) for unit in units)
    assert tpm.tpm_state is not None
    endorsement(tpm.tpm_state)
    conf = {"SOFTHSM2_CONF": str(token.folder / "softhsm2.conf"), "PATH": "/usr/bin:/bin"}
    command = ["pkcs11-tool", "--module", bench.factory_module.library]
    done = subprocess.run(
        [*command, "--token-label", "S-x509", "--login", "--pin", PRACTICE_PIN, "-O"],
        env=conf,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_folder_that_held_a_bench_is_taken_up_again(tmp_path: Path) -> None:
    with PracticeBench(tmp_path / "b", 2) as bench:
        trust = bench.trust
        unit = bench.make_unit(UnitKind.TPM, "SN-1")
    with PracticeBench(tmp_path / "b", 1) as bench:
        assert bench.trust == trust
        assert labels(Seat("", "", bench.factory_module)) == [FACTORY_LABEL]
        bench.plug(bench.seats[0], PracticeUnit.load(unit.folder))
        assert Path(bench.seats[0].port).exists()
