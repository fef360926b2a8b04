"""What keeps a group's keys may be slow: that holds up nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.sas import by_key
from station.practice.service.server import PracticeService
from tests.support.practice_device import Device, check_refused, derived, enrol, keys, token

pytestmark = pytest.mark.service

KEY, NOBODYS = bytes(range(64)), bytes(64)


def device(service: PracticeService, name: str, key: bytes) -> Device:
    return Device(service, name, token(service.settings.scope, name, key))


def test_others_register_while_a_vault_takes_its_time(tmp_path: Path) -> None:
    asked, goes_on = Event(), Event()

    def sign(message: bytes) -> bytes:
        asked.set()
        assert goes_on.wait(60)
        return by_key(derived(KEY, "slow"))(message)

    with PracticeService(tmp_path) as service, ThreadPoolExecutor(1) as pool:
        enrol(service, GROUP, {"enrollmentGroupId": "line", "attestation": keys(NOBODYS, NOBODYS)})
        enrol(service, INDIVIDUAL, {"registrationId": "own", "attestation": keys(KEY, KEY)})
        service.vaults["line"] = lambda name: [sign] if name == "slow" else []
        slow = pool.submit(device(service, "slow", derived(KEY, "slow")).assigned)
        try:
            assert asked.wait(60)
            assert device(service, "own", KEY).assigned()["status"] == "assigned"
            assert not slow.done()
        finally:
            goes_on.set()
        assert slow.result()["symmetricKey"] == {"enrollmentGroupId": "line"}


def test_a_vault_of_a_group_that_isn_t_enrolled_lets_nobody_in(tmp_path: Path) -> None:
    with PracticeService(tmp_path) as service:
        service.vaults["line"] = lambda _: [by_key(KEY)]
        check_refused(device(service, "unit", KEY).register(), 401, 401_000)
