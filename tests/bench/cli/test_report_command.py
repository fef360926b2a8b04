"""station report at a production station: figures for all, a signed report by a supervisor."""

import os
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from station.model.rights import Right
from tests.support.papers import pages_of
from tests.support.production import NAME, ProductionStation, Said
from tests.unit.records.software import admitted, enrol, fail, make_order
from tests.unit.records.staffed import ANNE, WIM, agreed, credential

pytestmark = pytest.mark.bench


@pytest.fixture
def worked(station: ProductionStation) -> ProductionStation:
    """A station at which Wim has made three units, one of them at the second try."""
    with station.open() as plant:
        records = plant.tools.records
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        wim = credential(WIM)
        records.log_in(wim.badge, wim.pin)
        fail(records, admitted(records, "U1"))
        for serial in ("u1", "U2", "U3"):
            enrol(records, serial)
    return station


def signed(station: ProductionStation, out: Path) -> Said:
    return station("report", "--order", "o1", "--out", str(out), by=[credential(ANNE)])


def values(said: Said, group: str, figure: str) -> list[object]:
    lines = said.answer["lines"]
    assert isinstance(lines, Iterable)
    return [
        one["value"]
        for one in lines
        if isinstance(one, dict) and (one["group"], one["figure"]) == (group, figure)
    ]


def test_anybody_sees_the_figures_and_nothing_is_written(worked: ProductionStation) -> None:
    told = worked("report", "--order", "o1", pin=None)
    assert told.status == 0
    assert "First-pass yield  66.7 % (2 of 3 units)" in told.out
    assert "Final yield       100.0 % (3 of 3 units)" in told.out
    assert "LNK-002" in told.out
    assert WIM.badge not in told.out, "nobody switched figures by person on"
    said = worked("report", "--order", "o1", "--json", pin=None)
    assert values(said, "total", "units_passed") == [3]


def test_a_supervisor_makes_a_report_that_openssl_and_station_find_genuine(
    worked: ProductionStation, tmp_path: Path
) -> None:
    out = tmp_path / "a report"
    assert signed(worked, out).status == 0
    names = {"report.csv", "report.pdf", "report.json", "report.p7s", "chain.pem"}
    assert {path.name for path in out.iterdir()} == names
    text = "\n".join(pages_of((out / "report.pdf").read_bytes()))
    assert f"Station {NAME}" in text
    assert f"by {ANNE.badge} {ANNE.name}" in text
    assert "PRACTICE" not in text
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{out}/report.p7s"]
    command += ["-content", f"{out}/report.json", "-CAfile", f"{out}/chain.pem", "-out", os.devnull]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    with worked.open() as plant:
        root = tmp_path / "root.der"
        root.write_bytes(plant.tools.factory.issuing_chain[-1])
    verified = worked("report", "verify", str(out), "--trust", str(root), "--json", pin=None)
    assert verified.status == 0
    assert verified.answer["trusted"] is True


def test_a_changed_report_is_found(worked: ProductionStation, tmp_path: Path) -> None:
    out = tmp_path / "out"
    signed(worked, out)
    with (out / "report.csv").open("ab") as file:
        file.write(b"\r\n")
    found = worked("report", "verify", str(out), pin=None)
    assert found.status == 1
    assert "SVC-027" in found.err
    assert "report.csv" in found.err


def test_no_report_is_written_over(worked: ProductionStation, tmp_path: Path) -> None:
    out = tmp_path / "out"
    signed(worked, out)
    before = (out / "report.pdf").read_bytes()
    again = signed(worked, out)
    assert again.status == 2
    assert "CFG-005" in again.err
    assert (out / "report.pdf").read_bytes() == before


def test_a_worker_signs_none(worked: ProductionStation, tmp_path: Path) -> None:
    refused = worked(
        "report", "--order", "o1", "--out", str(tmp_path / "out"), by=[credential(WIM)]
    )
    assert refused.status == 2
    assert "REC-025" in refused.err
    assert not (tmp_path / "out").exists()


def test_nothing_is_signed_of_a_record_that_was_changed(
    worked: ProductionStation, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(worked.data.database)) as connection, connection:
        connection.execute("UPDATE runs SET code = 'LNK-001' WHERE outcome = 'failed'")
    refused = signed(worked, tmp_path / "out")
    assert refused.status == 3
    assert "REC-011" in refused.err
    assert list(tmp_path.glob("out*")) == []


def test_figures_by_person_are_told_where_the_house_switched_them_on(
    worked: ProductionStation,
) -> None:
    worked("settings", "set", "--person-figures", "on", by=[credential(ANNE)])
    said = worked("report", "--order", "o1", "--json", pin=None)
    assert values(said, "person", "name") == [WIM.name]
    assert values(said, "person", "units_passed") == [3]


def test_shifts_start_when_the_house_says(worked: ProductionStation) -> None:
    changed = worked("settings", "set", "--shift-starts", "05:30,17:30", by=[credential(ANNE)])
    assert "05:30,17:30" in changed.out
    refused = worked("report", "--shift", "2026-11-24", "--start", "06:00", pin=None)
    assert refused.status == 2
    assert "No shift starts at 06:00, but at 05:30, 17:30." in refused.err


def test_an_order_that_there_isnt_is_told(worked: ProductionStation) -> None:
    refused = worked("report", "--order", "none", pin=None)
    assert refused.status == 2
    assert "REC-014" in refused.err


def test_a_folder_without_a_report_is_wrong_use(worked: ProductionStation, tmp_path: Path) -> None:
    refused = worked("report", "verify", str(tmp_path), pin=None)
    assert refused.status == 2
    assert "CFG-004" in refused.err
