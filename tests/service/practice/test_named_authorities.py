"""An enrollment of one device may name a CA that the service knows, in a certificate's place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.certified import authority, chain, written
from tests.support.practice_device import Device, check_refused, enrol

pytestmark = pytest.mark.service


def test_any_certificate_of_its_name_by_that_ca_is_its_device_s(
    serve: Callable[[ServiceSettings], PracticeService], tmp_path: Path
) -> None:
    leaf, line, root = chain("sn-1", "line CA", "root CA")
    known = {"line": line.der, "other": authority("other CA").der}
    service = serve(ServiceSettings(authorities=known))

    def enrolled(name: str, ca: str) -> Device:
        named = {"type": "x509", "x509": {"caReferences": {"primary": ca}}}
        enrol(service, INDIVIDUAL, {"registrationId": name, "attestation": named})
        certificates, key = written(tmp_path, [leaf, line, root])
        return Device(service, name, shows=(Path(certificates), Path(key)))

    assert enrolled("sn-1", "line").assigned()["status"] == "assigned"
    service.store.delete(service.store.all(INDIVIDUAL)[0])
    for ca in ("other", "unknown"):
        check_refused(enrolled("sn-1", ca).register(), 401, 401_002)
        service.store.delete(service.store.all(INDIVIDUAL)[0])
    # It is another device's.
    check_refused(enrolled("sn-2", "line").register(), 401, 401_002)
