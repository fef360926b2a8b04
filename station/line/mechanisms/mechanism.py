"""What a mechanism is: how the station gets and proves an attestation."""

from collections.abc import Mapping
from typing import Final, Protocol

from station.errors import StationError
from station.line.mechanisms.settling import Look
from station.line.work import Work
from station.links.link import Capability
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId
from station.model.order import EnrolledAs, OrderSpec, Reprovisioning
from station.model.profile import DeviceProof, Profile

ANY_KEY: Final = frozenset(Reprovisioning)
"""The policies of a mechanism whose keys are made at the station."""
OWN_KEY: Final = ANY_KEY - {Reprovisioning.NEW_KEY}
"""The policies of one whose units can have one key alone."""


EITHER_WAY: Final = frozenset(EnrolledAs)
"""How units are enrolled that have a certificate or a derived key: by theirs, or by its source."""
ONE_BY_ONE: Final = EITHER_WAY - {EnrolledAs.GROUP}


class Attempt(Protocol):
    """One unit's identity in the making; what it opened is closed when the run ends."""

    def attest(self) -> Identity:
        """Give the unit its identity, or read the one it was born with.

        Whatever can't be undone is committed as an intent before and settled after.
        """
        ...

    def again(self, enrolled: Enrollment) -> Identity:
        """Check that the unit still has the key that it was enrolled with; make no other.

        What it has lost beside the key, such as its certificate, it is given again as it was; but
        not in a check run, which makes nothing.

        Args:
            enrolled: its enrollment, genuine and not revoked.

        Returns:
            The identity that it was enrolled with.

        Raises:
            StationError: LIN-066 where the key is another, or gone.
        """
        ...

    def looks(self) -> Mapping[str, Look]:
        """Return how it is looked up what came of what earlier runs began: see `settling`."""
        ...

    def look(self) -> Identity | None:
        """Check what can be checked of a unit that has no identity here, and make nothing.

        It is a check run's: whatever `attest` would find wrong before it makes something is found.

        Returns:
            What is then to be proved, such as that the chip holds its endorsement key; None where
            such a unit has nothing to prove anything by.

        Raises:
            StationError: as `attest`.
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
        uses_token: whether the unit's own token is used, so that the order must hold its PIN.
        policies: what its orders can say of units that have passed.
        enrolls: how the units of its orders can be enrolled.
        derives: whether units' keys are derived from a key of their order's; they are enrolled as
            its group where the order doesn't say otherwise.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - see the class

    @property
    def uses_token(self) -> bool: ...  # noqa: D102 - see the class

    @property
    def policies(self) -> frozenset[Reprovisioning]: ...  # noqa: D102 - see the class

    @property
    def enrolls(self) -> frozenset[EnrolledAs]: ...  # noqa: D102 - see the class

    @property
    def derives(self) -> bool: ...  # noqa: D102 - see the class

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return what the link to a unit of a product must be able to do."""
        ...

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the registration ID that the unit will have, or None if only attesting tells."""
        ...

    def begin(self, work: Work) -> Attempt:
        """Begin with one admitted unit."""
        ...


def shares_a_key(mechanism: Mechanism, spec: OrderSpec) -> bool:
    """Tell whether an order's units have keys of an enrollment group, which its owner may have."""
    return mechanism.derives and spec.enrollment is not EnrolledAs.INDIVIDUAL


def needs_token_pin(mechanism: Mechanism, profile: Profile) -> bool:
    """Tell whether an order of a product must hold the PIN that its units' tokens come with."""
    return mechanism.uses_token and profile.token.takes_order_pin


def check_fits(mechanism: Mechanism, profile: Profile, spec: OrderSpec) -> None:
    """Check that a product can do what an order says of its units.

    A unit that signs no proof can't show that it has its key still. A group's units have no device
    ID of their own.

    Raises:
        StationError: PRF-010 for what it says of those that have passed, PRF-011 for how they are
            enrolled, PRF-018 where they have device IDs and keys of a group, CFG-060 for what the
            service is to be told of them.
    """
    wanted = spec.enrollment
    if profile.names.device_id is not None and shares_a_key(mechanism, spec):
        raise StationError("PRF-018", name=spec.profile)
    named = wanted is EnrolledAs.GROUP and profile.names.device_id is not None
    if wanted is not None and (wanted not in mechanism.enrolls or named):
        why = "it gives them device IDs" if named else mechanism.name
        raise StationError("PRF-011", why, name=spec.profile, what=wanted.value)
    more = spec.at_service
    if more is not None and mechanism.derives:
        if more.device_information is not None and shares_a_key(mechanism, spec):
            raise StationError("CFG-060", why="a group has no place for device information")
        if more.ca_references:
            raise StationError("CFG-060", why="units with keys have no CA to refer to")
    policy, x509 = spec.reprovisioning, profile.x509
    shows = x509 is None or x509.proof is not DeviceProof.REQUEST
    if policy not in mechanism.policies or (policy is Reprovisioning.SAME_KEY and not shows):
        raise StationError("PRF-010", mechanism.name, name=spec.profile, what=policy.value)
