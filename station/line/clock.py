"""Is the station's clock one that its own certificates can live with?"""

from datetime import datetime

from cryptography import x509

from station.errors import StationError
from station.hsm.factory import FactoryHsm


def check_clock(factory: FactoryHsm, now: datetime) -> None:
    """Check that the clock isn't outside the time in which the issuing CA is valid.

    Raises:
        StationError: HSM-022.
    """
    issuing = x509.load_der_x509_certificate(factory.issuing_chain[0])
    begin, end = issuing.not_valid_before_utc, issuing.not_valid_after_utc
    if not begin <= now <= end:
        detail = f"{begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC, now {now:%Y-%m-%d %H:%M}"
        raise StationError("HSM-022", detail)
