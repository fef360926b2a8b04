"""What a profile may say of its units' certificates."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.errors import StationError
from station.model.certificate import (
    NO_NAMES,
    SUBJECT_PARTS,
    CertificateTemplate,
    SubjectPart,
    checked_names,
    why_not,
)
from station.model.profile_certificate import CertificateSettings
from station.model.profile_keys import X509Settings

KINDS = (*SUBJECT_PARTS, "dns_name", "uri")


def x509(certificate: Mapping[str, object], **more: object) -> X509Settings:
    return X509Settings.model_validate({"certificate": certificate, **more})


def test_left_out_a_certificate_names_its_device_and_ends_with_its_days() -> None:
    settings = X509Settings()
    assert settings.template == CertificateTemplate(3_650)
    assert checked_names(settings.certificate.names()) == NO_NAMES


def test_without_an_end_its_days_are_not_said() -> None:
    assert x509({"until": "99991231235959Z"}).template == CertificateTemplate(None)
    with pytest.raises(ValidationError):
        x509({"until": "99991231235959Z"}, valid_days=3_650)
    with pytest.raises(ValidationError):
        x509({"until": "20991231235959Z"})


@pytest.mark.parametrize(
    ("key", "usage", "right", "wrong"),
    [
        ("key_agreement", "keyAgreement", "ec-p384", "rsa-2048"),
        ("key_encipherment", "keyEncipherment", "rsa-3072", "ec-p256"),
    ],
)
def test_a_key_is_used_only_as_its_kind_can_be(
    key: str, usage: str, right: str, wrong: str
) -> None:
    assert x509({key: True}, key=right).template.key_usages == (usage,)
    with pytest.raises(ValidationError):
        x509({key: True}, key=wrong)


def test_purposes_are_those_known_each_once() -> None:
    assert x509({"purposes": ["serverAuth"]}).template.purposes == ("serverAuth",)
    for wrong in (["serverAuth", "serverAuth"], ["emailProtection"], ["clientAuth"], "serverAuth"):
        with pytest.raises(ValidationError):
            x509({"purposes": wrong})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("country", "de"),
        ("country", "{serial}"),
        ("organization", "x" * 65),
        ("organization", "Example "),
        ("state", "x" * 129),
        ("locality", "a\nb"),
        ("serial_number", "No. 42 & more"),
        ("dns_name", "Device.example.com"),
        ("dns_name", "-x.example.com"),
        ("dns_name", "x..example.com"),
        ("uri", "no scheme"),
        ("uri", "HTTP://example.com"),
        ("organization", "{unknown}"),
    ],
)
def test_what_can_never_stand_in_a_certificate_is_refused_at_once(key: str, text: str) -> None:
    with pytest.raises(ValidationError):
        CertificateSettings.model_validate({key: text})


def test_what_a_unit_fills_in_is_checked_with_the_unit() -> None:
    settings = CertificateSettings(organizational_unit="{order}", dns_name="{serial}.example.com")
    filled = {"organizational_unit": "order-7", "dns_name": "pu-42.example.com"}
    assert settings.names().keys() == filled.keys()
    names = checked_names(filled)
    assert names.subject == (SubjectPart("organizational_unit", "order-7"),)
    assert names.dns_names == ("pu-42.example.com",)
    with pytest.raises(StationError, match="PRF-017"):
        checked_names({**filled, "dns_name": "PU_42.example.com"})


@given(st.dictionaries(st.sampled_from(KINDS), st.text(max_size=300)))
def test_any_text_is_a_name_or_is_refused_with_its_code(filled: dict[str, str]) -> None:
    if any(why_not(kind, text) for kind, text in filled.items()):
        with pytest.raises(StationError, match="PRF-017"):
            checked_names(filled)
        return
    names = checked_names(filled)
    assert all(0 < len(part.value) <= SUBJECT_PARTS[part.kind] for part in names.subject)
    assert all(part.value.isprintable() for part in names.subject)
    assert all(name.isascii() for name in (*names.dns_names, *names.uris))
