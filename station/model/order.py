"""How many units of which profile, for which ID scope: the order."""

import re
from datetime import datetime
from enum import Enum
from typing import Annotated, Final

from pydantic import AfterValidator, Field, JsonValue, model_validator

from station.errors import StationError
from station.model.names import IdScope, RegistrationId, shown
from station.model.profile import Name, Profile
from station.model.strict import Strict, misplaced
from station.model.wishes import AtService, Webhook

HASH_PATTERN: Final = r"^[0-9a-f]{64}$"
AllotmentId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
UnitNumber = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""A unit's number in its lot, of which several stations can make a part each."""
_FEWEST_LABELS: Final = 2
_LONGEST_HOST_NAME: Final = 253


class OrderState(Enum):
    """Whether an order may be worked on; in its first article, by one unit alone."""

    FIRST_ARTICLE = "first-article"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def takes_units(self) -> bool:
        """Whether a unit may be begun."""
        return self in {OrderState.FIRST_ARTICLE, OrderState.OPEN}


class OrderSecret(Enum):
    """The secrets of an order's units that a supervisor gives; the factory HSM seals them."""

    CONSOLE_PASSWORD = "console-password"  # noqa: S105 - a name
    TPM_OWNER_PASSWORD = "tpm-owner-password"  # noqa: S105 - likewise
    TPM_ENDORSEMENT_PASSWORD = "tpm-endorsement-password"  # noqa: S105 - likewise
    TOKEN_SO_PIN = "token-so-pin"  # noqa: S105 - likewise


def secrets_of_use(profile: Profile) -> frozenset[OrderSecret]:
    """Return the secrets that a product's units may ask for."""
    used: set[OrderSecret] = set()
    if profile.link.asks_password:
        used.add(OrderSecret.CONSOLE_PASSWORD)
    if profile.uses_tpm:
        used |= {OrderSecret.TPM_OWNER_PASSWORD, OrderSecret.TPM_ENDORSEMENT_PASSWORD}
    if profile.token.makes_pins and not profile.token.initialise:
        used.add(OrderSecret.TOKEN_SO_PIN)
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


class AllocationPolicy(Enum):
    """How the service chooses a device's IoT hub; where none is named, as its instance says."""

    HASHED = "hashed"
    GEO_LATENCY = "geo-latency"
    STATIC = "static"
    CUSTOM = "custom"


def _host_name(text: str) -> str:
    """Take a host name of labels (RFC 1123, section 2.1), with at least one dot."""
    labels = text.split(".")
    right = all(re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", x) for x in labels)
    if not right or len(labels) < _FEWEST_LABELS or len(text) > _LONGEST_HOST_NAME:
        raise ValueError(f"{shown(text)} can't be the host name of an IoT hub")
    return text


class Allocation(Strict):
    """Which IoT hub a device is given, as the service is told.

    Attributes:
        policy: how the service chooses.
        iot_hubs: host names of those to choose from; none for all that the service has. With
            `static` it is one.
        webhook: with `custom` alone: who is asked.
    """

    policy: AllocationPolicy
    iot_hubs: Annotated[
        tuple[Annotated[str, AfterValidator(_host_name)], ...], Field(max_length=100)
    ] = ()
    webhook: Webhook | None = None

    @model_validator(mode="after")
    def _fit_together(self) -> "Allocation":
        if len({name.lower() for name in self.iot_hubs}) < len(self.iot_hubs):
            raise misplaced(("iot_hubs",), "an IoT hub stands there twice")
        if self.policy is AllocationPolicy.STATIC and len(self.iot_hubs) != 1:
            raise misplaced(("iot_hubs",), "with the policy static it is one IoT hub")
        if (self.policy is AllocationPolicy.CUSTOM) is (self.webhook is None):
            raise misplaced(("webhook",), "a web hook and the policy custom go together")
        return self


class EnrolledAs(Enum):
    """What the service has for an order's units: a document each, or one of their group."""

    INDIVIDUAL = "individual"
    GROUP = "group"


class Reprovisioning(Enum):
    """What becomes of a unit of the order that is run once more though it has passed."""

    NEVER = "never"
    SAME_KEY = "same-key"
    NEW_KEY = "new-key"


class OrderSpec(Strict):
    """An order as a supervisor writes it, in TOML or by the command.

    Attributes:
        name: lower case letters, digits and inner dashes, at most 64.
        profile: the profile's name.
        id_scope: of the service instance that the units are for.
        quantity: how many identities may be made, at most.
        group_id: the enrollment group of its units, where they have one, or the key that theirs are
            derived from; the order's name where left out.
        initial_twin: sent with every enrollment, if given.
        scrap_allowance: how many places units that are scrapped or swapped give back, at most.
        enrollment: whether its units are enrolled one by one or as a group; where left out, as is
            usual for what they attest by.
        allocation: which IoT hub the units are given; left to the service where left out.
        reprovisioning: whether a unit that has passed is refused, proves once more the key that it
            has, or may get another once a supervisor agrees.
        at_service: what else the service is told of the units; nothing where left out.
    """

    name: Name
    profile: Name
    id_scope: Annotated[str, AfterValidator(_id_scope)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    group_id: Annotated[str, AfterValidator(_group_id)] | None = None
    initial_twin: Twin | None = None
    scrap_allowance: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    allocation: Allocation | None = None
    reprovisioning: Reprovisioning = Reprovisioning.NEVER
    enrollment: EnrolledAs | None = None
    at_service: AtService | None = None

    @model_validator(mode="after")
    def _fit_the_service(self) -> "OrderSpec":
        wishes, group = self.at_service, self.enrollment is EnrolledAs.GROUP
        if wishes is not None and wishes.device_information is not None and group:
            raise misplaced(("at_service",), "a group has no place for device information")
        if wishes is not None and wishes.ca_references and not group:
            raise misplaced(("at_service",), "references to CAs go with the enrollment group")
        return self


class Course(Strict):
    """What an order has come to since it was made.

    Attributes:
        first_article: whether it may run only once a supervisor has signed one unit of it.
        rejected: how many units were rejected as the first article; they stay enrolled.
        signed: the run of the unit that was signed; None before.
        serials: SHA-256 over its list of allowed serial numbers, hexadecimal; None where it has
            none and takes any.
        first: the number of its first unit; not 1 where another order or station has those before.
        bounded: whether its quantity can't be raised: others have the numbers after its own, or
            another station allotted it no more.
        allotment: the allotment that its units are made under; None where there is none.
    """

    first_article: bool = False
    rejected: Annotated[int, Field(ge=0)] = 0
    signed: str | None = None
    serials: Annotated[str, Field(pattern=HASH_PATTERN)] | None = None
    first: UnitNumber = 1
    bounded: bool = False
    allotment: AllotmentId | None = None

    @property
    def under_way(self) -> OrderState:
        """The state in which the order takes units."""
        waits = self.first_article and self.signed is None
        return OrderState.FIRST_ARTICLE if waits else OrderState.OPEN


def group_of_spec(spec: OrderSpec) -> RegistrationId:
    """Return the enrollment group of an order's units: the order's own name where none is given."""
    return RegistrationId.make(spec.group_id or spec.name)


class Order(Strict):
    """An order as the record keeps it: what was asked for, and under which profile exactly.

    Attributes:
        spec: as the supervisor wrote it.
        profile_hash: SHA-256 of the profile's file when the order was made, hexadecimal.
        practice: whether it is for practice parts.
        state: in its first article, open, paused or closed.
        created: UTC.
        token_pin: the units' token PIN, sealed by the factory HSM; None where they have none.
        course: what has come of it so far.
    """

    spec: OrderSpec
    profile_hash: Annotated[str, Field(pattern=HASH_PATTERN)]
    practice: bool
    state: OrderState
    created: datetime
    token_pin: bytes | None = Field(default=None, repr=False)
    course: Course = Course()

    @property
    def name(self) -> str:
        """The order's name."""
        return self.spec.name

    @property
    def id_scope(self) -> IdScope:
        """The service instance that the units are for."""
        return IdScope.parse(self.spec.id_scope)

    @property
    def terms(self) -> dict[str, JsonValue]:
        """What was agreed to with it, as the audit chain tells it."""
        return {
            "profile": self.spec.profile,
            "profile_hash": self.profile_hash,
            "id_scope": self.spec.id_scope,
            "quantity": self.spec.quantity,
            "scrap_allowance": self.spec.scrap_allowance,
        }

    @property
    def last(self) -> int:
        """The highest number that a unit of it can have; the first is in its course."""
        return self.course.first + self.spec.quantity + self.spec.scrap_allowance - 1

    @property
    def group_id(self) -> RegistrationId:
        """The enrollment group of a symmetric order, or what its units' keys are derived from."""
        return group_of_spec(self.spec)
