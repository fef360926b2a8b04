"""What a profile says of its units' certificates: its [x509.certificate]."""

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from station.model.certificate import SUBJECT_PARTS, CertificateTemplate, why_not
from station.model.profile_names import NameTemplate
from station.model.strict import Strict

_KINDS: Final = (*SUBJECT_PARTS, "dns_name", "uri")


class Purpose(Enum):
    """What a certificate can be good for beside a TLS client's (`clientAuth`)."""

    TLS_SERVER = "serverAuth"
    EAP_OVER_LAN = "eapOverLAN"
    IPSEC_IKE = "ipsecIKE"


def _fit_for(kind: str) -> Callable[[str], str]:
    """Return what refuses a text at once that no unit fills in and that can't stand there."""

    def fit(text: str) -> str:
        if (kind == "country" or "{" not in text) and (why := why_not(kind, text)):
            raise ValueError(why)
        return text

    return fit


def _distinct(purposes: tuple[Purpose, ...]) -> tuple[Purpose, ...]:
    if len(set(purposes)) < len(purposes):
        raise ValueError("one stands there twice")
    return purposes


class CertificateSettings(Strict):
    """What stands in the units' certificates beside key, common name and the usual.

    Attributes:
        until: instead of `valid_days`: no end, RFC 5280 4.1.2.5.
        country: of the subject, as its other parts: two capital letters.
        state: template.
        locality: template.
        organization: template.
        organizational_unit: template.
        serial_number: template.
        dns_name: template of an alternative name.
        uri: template of an alternative name.
        key_agreement: whether an EC key may also agree on keys.
        key_encipherment: whether an RSA key may also be sent keys.
        purposes: what for beside a TLS client's.
    """

    until: Literal["99991231235959Z"] | None = None
    country: Annotated[str, AfterValidator(_fit_for("country"))] | None = None
    state: Annotated[NameTemplate, AfterValidator(_fit_for("state"))] | None = None
    locality: Annotated[NameTemplate, AfterValidator(_fit_for("locality"))] | None = None
    organization: Annotated[NameTemplate, AfterValidator(_fit_for("organization"))] | None = None
    organizational_unit: (
        Annotated[NameTemplate, AfterValidator(_fit_for("organizational_unit"))] | None
    ) = None
    serial_number: Annotated[NameTemplate, AfterValidator(_fit_for("serial_number"))] | None = None
    dns_name: Annotated[NameTemplate, AfterValidator(_fit_for("dns_name"))] | None = None
    uri: Annotated[NameTemplate, AfterValidator(_fit_for("uri"))] | None = None
    key_agreement: bool = False
    key_encipherment: bool = False
    purposes: Annotated[
        tuple[Purpose, ...], Field(max_length=len(Purpose)), AfterValidator(_distinct)
    ] = ()

    def template(self, valid_days: int) -> CertificateTemplate:
        """Return what the factory's token is told: all but the names."""
        usages = (
            *(["keyAgreement"] if self.key_agreement else []),
            *(["keyEncipherment"] if self.key_encipherment else []),
        )
        purposes = tuple(purpose.value for purpose in self.purposes)
        return CertificateTemplate(None if self.until else valid_days, usages, purposes)

    def names(self) -> dict[str, str]:
        """Return the names that there are, by kind, as templates."""
        kept = {kind: getattr(self, kind) for kind in _KINDS}
        return {kind: text for kind, text in kept.items() if text is not None}
