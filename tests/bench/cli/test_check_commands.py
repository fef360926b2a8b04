"""station check: units for checks put on record, listed and taken off, by a supervisor's right."""

import pytest

from tests.support.production import ProductionStation
from tests.unit.records.staffed import ANNE, WIM, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]
RABBIT = {"serial": "R-001", "kind": "red-rabbit", "profile": "practice-tpm", "code": "TPM-004"}
WORDS = ("check", "add", "R-001", "--rabbit", "--profile", "practice-tpm", "--code", "TPM-004")


def test_a_supervisor_puts_a_rabbit_on_record_and_takes_it_off(station: ProductionStation) -> None:
    refused = station(*WORDS, by=[credential(WIM)])
    assert refused.err.startswith("REC-025")
    assert station(*WORDS, "--json", by=BY_ANNE).answer == RABBIT
    listed = station("check", "list", "--json", pin=None)
    assert (listed.status, listed.answer["units"], listed.answer["runs"]) == (0, [RABBIT], [])
    told = station("audit", "show", pin=None).out
    assert "Unit R-001 was put on record as red rabbit for profile practice-tpm [TPM-004]" in told
    assert station("check", "remove", "R-001", by=BY_ANNE).status == 0
    assert station("check", "list", "--json", pin=None).answer["units"] == []
    assert station("check", "remove", "R-001", by=BY_ANNE).err.startswith("REC-091")
    assert station("audit", "verify", pin=None).status == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("R-2", "--golden"), "REC-090"),
        (("R-2", "--rabbit"), "REC-090"),
        (("R-2", "--rabbit", "--profile", "none-such"), "PRF-003"),
        (("R-2", "--rabbit", "--profile", "practice-tpm", "--code", "LNK-002"), "REC-090"),
    ],
)
def test_what_shows_nothing_is_refused(
    station: ProductionStation, words: tuple[str, ...], code: str
) -> None:
    assert station("check", "add", *words, by=BY_ANNE).err.startswith(code)


def test_the_rule_is_one_of_the_house_and_the_doctor_tells_of_it(
    station: ProductionStation,
) -> None:
    words = ("settings", "set", "--red-rabbit", "shift", "--json")
    assert station(*words, by=BY_ANNE).answer["red_rabbit"] == "shift"
    assert station("settings", "set", "--red-rabbit", "daily", by=BY_ANNE).status == 2
    told = station("doctor", pin=None).out
    assert "no check is asked for" in told, "no position has an order"
