"""A strict linter's findings on certificates: pkilint, by RFC 5280 and what it builds on."""

from functools import cache

from pkilint import loader, validation
from pkilint.pkix import certificate, extension, name
from pkilint.validation import ValidationFindingSeverity

_GRAVE = frozenset(
    {
        ValidationFindingSeverity.WARNING,
        ValidationFindingSeverity.ERROR,
        ValidationFindingSeverity.FATAL,
    }
)


@cache
def _checks() -> validation.ValidatorContainer:
    return certificate.create_pkix_certificate_validator_container(
        certificate.create_decoding_validators(
            name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS
        ),
        [
            certificate.create_issuer_validator_container([]),
            certificate.create_validity_validator_container(),
            certificate.create_subject_validator_container([]),
            certificate.create_extensions_validator_container([]),
            certificate.create_spki_validator_container([]),
        ],
    )


def findings(der: bytes) -> list[str]:
    """Return what the linter finds worth a warning or worse in a certificate, DER; best nothing."""
    document = loader.load_certificate(der, "certificate")
    return [
        f"{one.finding.severity.name} {one.finding.code}: {one.message}"
        for result in _checks().validate(document.root)
        for one in result.finding_descriptions
        if one.finding.severity in _GRAVE
    ]
