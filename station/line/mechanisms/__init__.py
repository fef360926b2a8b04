"""MECHANISMS: every way to give a unit an attestation, by name."""

from collections.abc import Mapping
from typing import Final

from station.line.mechanisms.mechanism import Mechanism
from station.line.mechanisms.symmetric import Symmetric
from station.line.mechanisms.tpm import TpmMechanism
from station.line.mechanisms.x509 import X509

MECHANISMS: Final[Mapping[str, Mechanism]] = {
    mechanism.name: mechanism for mechanism in (TpmMechanism(), X509(), Symmetric())
}
