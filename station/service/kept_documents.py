"""Documents as the service gives them back: typed, and with all that this Station doesn't know.

A document that is read, changed and sent again must lose nothing (dps/FACTS 1.5, 1.6, 1.7): what a
newer service added stays in it, and what wasn't there isn't put there. Enumerations are plain text,
since a newer service may have more of them; `document_rules` says which are right today.
"""

from collections.abc import Mapping
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError
from pydantic.alias_generators import to_camel

from station.errors import StationError
from station.model.names import shown

# What the service writes by itself, and takes from nobody (the interface's readOnly).
_READ_ONLY: Final = frozenset({"registrationState", "createdDateTimeUtc", "lastUpdatedDateTimeUtc"})
_KEYS: Final = ("primaryKey", "secondaryKey")


class Kept(BaseModel):
    """Part of a document: its fields, and those that Station doesn't know."""

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        strict=True,
        alias_generator=to_camel,
        populate_by_name=True,
        hide_input_in_errors=True,
    )


class KeptTpm(Kept):
    """TpmAttestation."""

    endorsement_key: str
    storage_root_key: str | None = None


class KeptCertificate(Kept):
    """X509CertificateWithInfo; `info` is the service's own."""

    certificate: str | None = None
    info: dict[str, JsonValue] | None = None


class KeptCertificates(Kept):
    """X509Certificates."""

    primary: KeptCertificate | None = None
    secondary: KeptCertificate | None = None


class KeptNames(Kept):
    """X509CAReferences."""

    primary: str | None = None
    secondary: str | None = None


class KeptX509(Kept):
    """X509Attestation."""

    client_certificates: KeptCertificates | None = None
    signing_certificates: KeptCertificates | None = None
    ca_references: KeptNames | None = None


class KeptSymmetricKey(Kept):
    """SymmetricKeyAttestation, which the service shows without its keys."""

    primary_key: str | None = None
    secondary_key: str | None = None


class KeptAttestation(Kept):
    """AttestationMechanism."""

    type: str
    tpm: KeptTpm | None = None
    x509: KeptX509 | None = None
    symmetric_key: KeptSymmetricKey | None = None


class KeptCapabilities(Kept):
    """DeviceCapabilities."""

    iot_edge: bool


class KeptReprovisioning(Kept):
    """ReprovisionPolicy."""

    update_hub_assignment: bool
    migrate_device_data: bool


class KeptProperties(Kept):
    """InitialTwinProperties."""

    desired: dict[str, JsonValue] | None = None


class KeptTwin(Kept):
    """InitialTwin."""

    tags: dict[str, JsonValue] | None = None
    properties: KeptProperties | None = None


class KeptAllocation(Kept):
    """CustomAllocationDefinition."""

    webhook_url: str
    api_version: str


class KeptDocument(Kept):
    """What enrollments and groups have in common."""

    attestation: KeptAttestation
    capabilities: KeptCapabilities | None = None
    iot_hub_host_name: str | None = None
    initial_twin: KeptTwin | None = None
    etag: str | None = None
    provisioning_status: str | None = None
    reprovision_policy: KeptReprovisioning | None = None
    created_date_time_utc: str | None = None
    last_updated_date_time_utc: str | None = None
    allocation_policy: str | None = None
    iot_hubs: list[str] | None = None
    custom_allocation_definition: KeptAllocation | None = None

    @classmethod
    def parse(cls, document: JsonValue) -> Self:
        """Return a document that the service gave; SVC-070 where it has another form."""
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise StationError("SVC-070", why=f"{shown(place) or 'it'} has another form") from error

    def document(self) -> dict[str, JsonValue]:
        """Return the document: as it was given, but for what was changed since."""
        told: dict[str, JsonValue] = self.model_dump(by_alias=True, exclude_unset=True)
        return told

    def for_update(self, mechanism: Mapping[str, JsonValue] | None = None) -> dict[str, JsonValue]:
        """Return the document as it may be sent back: without what only the service writes.

        Args:
            mechanism: what the service answers to `attestationmechanism`, which has the keys that
                it doesn't show otherwise; None where it wasn't asked.

        Raises:
            StationError: SVC-071 where keys would be lost: the service would make up others.
        """
        told = {key: one for key, one in self.document().items() if key not in _READ_ONLY}
        if mechanism is not None:
            told["attestation"] = dict(mechanism)
        attestation = told["attestation"]
        if isinstance(attestation, dict) and attestation.get("type") == "symmetricKey":
            keys = attestation.get("symmetricKey")
            if not isinstance(keys, dict) or not all(keys.get(key) for key in _KEYS):
                raise StationError("SVC-071", name=shown(self.name))
        return told

    @property
    def name(self) -> str:
        """What names it."""
        return ""


class KeptEnrollment(KeptDocument):
    """IndividualEnrollment."""

    registration_id: str
    device_id: str | None = None
    registration_state: dict[str, JsonValue] | None = None
    optional_device_information: dict[str, JsonValue] | None = None

    @property
    def name(self) -> str:
        """The registration ID."""
        return self.registration_id


class KeptGroup(KeptDocument):
    """EnrollmentGroup."""

    enrollment_group_id: str

    @property
    def name(self) -> str:
        """The enrollmentGroupId."""
        return self.enrollment_group_id
