"""What a mechanism is: how the station gets and proves an attestation."""

from typing import Protocol

from station.hsm.factory import FactoryHsm
from station.line.work import Work
from station.links.link import Capability
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.order import Order


class Attempt(Protocol):
    """One unit's identity in the making; what it opened is closed when the run ends."""

    def attest(self) -> Identity:
        """Give the unit its identity, or read the one it was born with.

        Whatever can't be undone is committed as an intent before and settled after.
        """
        ...

    def prove(self, identity: Identity) -> str:
        """Prove that the unit holds this identity's secret; return in words what was proved.

        Raises:
            StationError: where it doesn't.
        """
        ...


class Mechanism(Protocol):
    """A way to attest.

    Attributes:
        name: as profiles name it.
        needs: what the unit's link must be able to do.
        uses_token: whether the unit's own token is used, so that the order must hold its PIN.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - see the class

    @property
    def needs(self) -> frozenset[Capability]: ...  # noqa: D102 - see the class

    @property
    def uses_token(self) -> bool: ...  # noqa: D102 - see the class

    def open_order(self, order: Order, factory: FactoryHsm) -> None:
        """Make in the factory HSM what all units of a new order share, before the order exists."""
        ...

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the registration ID that the unit will have, or None if only attesting tells."""
        ...

    def begin(self, work: Work) -> Attempt:
        """Begin with one admitted unit."""
        ...
