"""A factory's token that signs no head over an enrollment, as one that is locked just then."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.model.audit import SignedHead


@contextmanager
def no_enrollment_signed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every factory's token refuse (HSM-018) a head over an enrollment while the block runs."""
    honest = FactoryHsm.sign_head

    def refused(
        factory: FactoryHsm, previous: SignedHead | None, entries: Sequence[bytes]
    ) -> SignedHead:
        if any(b'"kind":"enrolled"' in entry for entry in entries):
            raise StationError("HSM-018")
        return honest(factory, previous, entries)

    with monkeypatch.context() as patch:
        patch.setattr(FactoryHsm, "sign_head", refused)
        yield
