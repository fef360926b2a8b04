"""Every error code: what the person at the bench reads, what to do, and whose fault it is."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import Entry, Failure, Fault
from station.errors.of_checks import CHECKS
from station.errors.of_devices import HSM, LINKS, TPM
from station.errors.of_records import RECORDS
from station.errors.of_service import PROVISIONING
from station.errors.of_setting_up import CONFIGURATION
from station.errors.of_work import LINE, PROFILES, SERVICE

__all__ = ["CATALOGUE", "Entry", "Failure", "Fault"]

CATALOGUE: Final[Mapping[str, Entry]] = {
    **LINKS,
    **TPM,
    **HSM,
    **RECORDS,
    **LINE,
    **CHECKS,
    **SERVICE,
    **PROVISIONING,
    **PROFILES,
    **CONFIGURATION,
}
