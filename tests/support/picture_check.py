"""Pictures of the station check: below the log-in, and a supervisor's page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.errors import StationError
from station.operations.doctor import CHECKS, Check, Finding, Health
from station.operations.doctor_finding import of_error
from station.window import checking
from tests.support.picture_stage import Stage
from tests.unit.records.staffed import ANNE, credential

POSED = (
    of_error("test signature", StationError("HSM-050", "the signature is another key's")),
    Finding(
        "swap",
        Health.WARNING,
        "/dev/sda2: not encrypted",
        "Encrypt the swap (crypttab with a random key), or switch it off with 'swapoff -a' and "
        "strike it from /etc/fstab: keys and PINs in memory can get there.",
    ),
    of_error(
        "profile of order pump-controller-0031",
        StationError("PRF-004", name="pump-controller"),
        Health.WARNING,
    ),
    Finding(
        "clock",
        Health.WARNING,
        "it is 61 minutes before the last entry of the record (2026-11-30 06:02 UTC); local time "
        "is CET",
        "Set date and time ('timedatectl'), and have a time server keep them.",
    ),
)


@contextmanager
def posed_check(findings: Sequence[Finding]) -> Iterator[None]:
    """Have the window find this beside what it finds, or nothing at all for an empty pose."""
    posed = Check("the station", lambda *_: findings)
    checks = (posed, *CHECKS) if findings else (posed,)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "CHECKS", checks)
        yield


def at_check(stage: Stage) -> None:
    """Picture what stands below the log-in where not all is well, and the page."""
    with posed_check(POSED):
        with credential(ANNE).pin.reveal() as data:
            pin = data.decode()
        stage.fill("badge", ANNE.badge)
        QTest.keyClick(stage.fill("pin", pin), Qt.Key.Key_Return)
        stage.see("lock-window")
        stage.press("go-check")
        stage.press("check-again")
        stage.wait(stage.see("check-again").isEnabled)
        stage.take("check")
        stage.press("log-out")
        stage.see("shift-check-2")
        stage.take("log-in-checked")
