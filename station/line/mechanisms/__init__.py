"""MECHANISMS: every way to give a unit an attestation, by name."""

from collections.abc import Mapping
from typing import Final

from station.line.mechanisms.mechanism import Mechanism
from station.line.mechanisms.symmetric import Symmetric
from station.line.mechanisms.symmetric_device import SymmetricDevice
from station.line.mechanisms.tpm import TpmMechanism
from station.line.mechanisms.x509 import X509
from station.line.mechanisms.x509_device import X509Device
from station.line.mechanisms.x509_tpm import X509Tpm

MECHANISMS: Final[Mapping[str, Mechanism]] = {
    mechanism.name: mechanism
    for mechanism in (
        *(TpmMechanism(), X509(), X509Device(), X509Tpm()),
        *(Symmetric(), SymmetricDevice()),
    )
}
