"""How many units of which profile, for which ID scope: the order."""

from datetime import datetime
from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from station.errors import StationError
from station.model.names import IdScope, RegistrationId
from station.model.profile import Name, Profile
from station.model.strict import Strict


class OrderState(Enum):
    """Whether an order may be worked on."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class OrderSecret(Enum):
    """The secrets of an order's units that a supervisor gives; the factory HSM seals them."""

    CONSOLE_PASSWORD = "console-password"  # noqa: S105 - a name
    TPM_OWNER_PASSWORD = "tpm-owner-password"  # noqa: S105 - likewise
    TPM_ENDORSEMENT_PASSWORD = "tpm-endorsement-password"  # noqa: S105 - likewise


def secrets_of_use(profile: Profile) -> frozenset[OrderSecret]:
    """Return the secrets that a product's units may ask for."""
    used: set[OrderSecret] = set()
    if profile.link.asks_password:
        used.add(OrderSecret.CONSOLE_PASSWORD)
    if profile.uses_tpm:
        used |= {OrderSecret.TPM_OWNER_PASSWORD, OrderSecret.TPM_ENDORSEMENT_PASSWORD}
    return frozenset(used)


def _id_scope(text: str) -> str:
    try:
        return IdScope.parse(text).text
    except StationError as error:
        raise ValueError(error.message) from error


def _group_id(text: str) -> str:
    try:
        return RegistrationId.make(text).text
    except StationError as error:
        raise ValueError(error.message) from error


class Twin(Strict):
    """The twin that a device starts with; free JSON, passed on as it is."""

    tags: dict[str, JsonValue] | None = None
    desired: dict[str, JsonValue] | None = None


class OrderSpec(Strict):
    """An order as a supervisor writes it, in TOML or by the command.

    Attributes:
        name: lower case letters, digits and inner dashes, at most 64.
        profile: the profile's name.
        id_scope: of the service instance that the units are for.
        quantity: how many identities may be made, at most.
        group_id: the enrollment group of a symmetric order; the order's name where left out.
        initial_twin: sent with every enrollment, if given.
        scrap_allowance: how many places units that are scrapped or swapped give back, at most.
    """

    name: Name
    profile: Name
    id_scope: Annotated[str, AfterValidator(_id_scope)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    group_id: Annotated[str, AfterValidator(_group_id)] | None = None
    initial_twin: Twin | None = None
    scrap_allowance: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Order(Strict):
    """An order as the record keeps it: what was asked for, and under which profile exactly.

    Attributes:
        spec: as the supervisor wrote it.
        profile_hash: SHA-256 of the profile's file when the order was made, hexadecimal.
        practice: whether it is for practice parts.
        state: open, paused or closed.
        created: UTC.
        token_pin: the units' token PIN, sealed by the factory HSM; None where they have none.
    """

    spec: OrderSpec
    profile_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    practice: bool
    state: OrderState
    created: datetime
    token_pin: bytes | None = Field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The order's name."""
        return self.spec.name

    @property
    def id_scope(self) -> IdScope:
        """The service instance that the units are for."""
        return IdScope.parse(self.spec.id_scope)

    @property
    def group_id(self) -> RegistrationId:
        """The enrollment group of a symmetric order."""
        return RegistrationId.make(self.spec.group_id or self.spec.name)
