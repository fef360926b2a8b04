"""The documents of the provisioning service as Station makes them: their fields and those alone.

Names and structure are the official interface's (Device Provisioning Service, service API
2021-10-01); each class says which of its schemas it is.
"""

from typing import Literal, NotRequired, TypedDict

from pydantic import JsonValue


class Tpm(TypedDict):
    """TpmAttestation. The storage root key is left out: the service doesn't need it to enroll."""

    endorsementKey: str


class Certificate(TypedDict):
    """X509CertificateWithInfo, without the `info` that the service fills in itself."""

    certificate: str


class Certificates(TypedDict):
    """X509Certificates."""

    primary: Certificate
    secondary: NotRequired[Certificate]


class ClientCertificates(TypedDict):
    """X509Attestation of one device, by its own certificate."""

    clientCertificates: Certificates


class TpmMechanism(TypedDict):
    """AttestationMechanism of type tpm."""

    type: Literal["tpm"]
    tpm: Tpm


class X509Mechanism(TypedDict):
    """AttestationMechanism of type x509."""

    type: Literal["x509"]
    x509: ClientCertificates


class SigningCertificates(TypedDict):
    """X509Attestation of a group, by the certificates of the CAs that issue its units'."""

    signingCertificates: Certificates


class CaNames(TypedDict):
    """X509CAReferences."""

    primary: str
    secondary: NotRequired[str]


class CaReferences(TypedDict):
    """X509Attestation of a group, by the names of CAs that the service has already."""

    caReferences: CaNames


class SymmetricKey(TypedDict):
    """SymmetricKeyAttestation.

    A group's secondary key is left out where it has but one. The service then makes one that no
    unit's key is derived from. A unit's own document has both, so that the service makes up none.
    """

    primaryKey: str
    secondaryKey: NotRequired[str]


class X509GroupMechanism(TypedDict):
    """AttestationMechanism of type x509, of a group."""

    type: Literal["x509"]
    x509: SigningCertificates | CaReferences


class SymmetricKeyMechanism(TypedDict):
    """AttestationMechanism of type symmetricKey."""

    type: Literal["symmetricKey"]
    symmetricKey: NotRequired[SymmetricKey]


class TwinProperties(TypedDict):
    """InitialTwinProperties."""

    desired: dict[str, JsonValue]


class InitialTwin(TypedDict):
    """InitialTwin: free JSON, passed on as it is."""

    tags: NotRequired[dict[str, JsonValue]]
    properties: NotRequired[TwinProperties]


class Capabilities(TypedDict):
    """DeviceCapabilities."""

    iotEdge: bool


class ReprovisionPolicy(TypedDict):
    """ReprovisionPolicy: the service demands both of them."""

    updateHubAssignment: bool
    migrateDeviceData: bool


class CustomAllocation(TypedDict):
    """CustomAllocationDefinition."""

    webhookUrl: str
    apiVersion: str


class Wished(TypedDict):
    """What enrollments and groups have in common, each part there only where it was set.

    `iotHubHostName` is never: it is the old way to say `static` and the one hub.
    """

    provisioningStatus: NotRequired[Literal["disabled"]]
    initialTwin: NotRequired[InitialTwin]
    allocationPolicy: NotRequired[str]
    iotHubs: NotRequired[list[str]]
    customAllocationDefinition: NotRequired[CustomAllocation]
    reprovisionPolicy: NotRequired[ReprovisionPolicy]
    capabilities: NotRequired[Capabilities]


class IndividualEnrollment(Wished):
    """IndividualEnrollment."""

    registrationId: str
    attestation: TpmMechanism | X509Mechanism | SymmetricKeyMechanism
    deviceId: NotRequired[str]
    optionalDeviceInformation: NotRequired[dict[str, JsonValue]]


class GroupEnrollment(Wished):
    """EnrollmentGroup with symmetric keys or CAs; it has no device ID."""

    enrollmentGroupId: str
    attestation: SymmetricKeyMechanism | X509GroupMechanism
