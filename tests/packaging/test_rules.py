"""The udev rule that gives access to ports: its syntax, and what it must not give."""

import re
from pathlib import Path

RULES = Path("packaging/linux/70-station.rules")
MATCHED = {"ACTION", "SUBSYSTEM", "SUBSYSTEMS", "KERNEL"}
SET = {"GROUP", "MODE", "GOTO", "LABEL"}


def rules() -> list[list[tuple[str, str, str]]]:
    lines = [line for line in RULES.read_text("ascii").splitlines() if line and line[0] != "#"]
    found = []
    for line in lines:
        parts = [
            re.fullmatch(r'([A-Z]+(?:\{[A-Z_]+\})?)(==|\+=|=)"([^"]*)"', part)
            for part in line.split(", ")
        ]
        assert all(parts), line
        found.append([(p[1], p[2], p[3]) for p in parts if p])
    return found


def test_every_line_is_a_rule_of_matches_and_of_what_is_set() -> None:
    for rule in rules():
        for key, operator, _ in rule:
            name = key.partition("{")[0]
            assert operator == {**dict.fromkeys(MATCHED, "=="), "TAG": "+="}.get(name, "=")
            assert name in MATCHED | SET | {"TAG", "ENV"}


def test_only_serial_interfaces_and_tpms_are_given_and_never_to_everybody() -> None:
    giving = [{key: value for key, _, value in rule} for rule in rules() if len(rule) > 2]
    assert len(giving) == 3
    for rule in giving:
        assert rule["SUBSYSTEM"] in {"tty", "tpm|tpmrm"}
        assert rule["SUBSYSTEMS"], "a terminal of the screen is a tty too"
        assert (rule["GROUP"], rule["MODE"]) == ("dialout", "0660")


def test_the_number_is_one_at_which_access_is_still_given() -> None:
    assert int(RULES.name[:2]) < 73
