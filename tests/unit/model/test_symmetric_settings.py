"""Where a symmetric key is kept, and what is left on a token: which keys of a profile fit."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from station.model.order import OrderSecret, secrets_of_use
from station.model.profile import Profile
from station.model.profile_choices import Leftovers

BY_TPM = {"install": "tpm"}
SEALED = {"install": "sealed"}


def profile(**tables: Any) -> Profile:  # noqa: ANN401 - as a file may have them
    whole = {"schema": 1, "name": "p", "title": "P", "mechanism": "symmetric-device", **tables}
    return Profile.model_validate_json(json.dumps(whole))


def refused(**tables: Any) -> str:  # noqa: ANN401 - as a file may have them
    with pytest.raises(ValidationError) as caught:
        profile(**tables)
    return str(caught.value)


def test_a_key_in_the_tpm_is_of_the_tpm_and_so_are_its_passwords() -> None:
    made = profile(symmetric=BY_TPM, tpm={"ek_certificate": "require"})
    assert made.uses_tpm
    assert OrderSecret.TPM_OWNER_PASSWORD in secrets_of_use(made)
    assert profile(symmetric=BY_TPM).uses_tpm


def test_a_sealed_key_has_nothing_to_do_with_one() -> None:
    assert not profile(symmetric=SEALED).uses_tpm
    assert "this table has no meaning" in refused(symmetric=SEALED, tpm={})


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        ({"symmetric": {**BY_TPM, "keeper": "secure"}}, "the unit's TPM keeps the key"),
        ({"symmetric": {**SEALED, "handle": "0x81000012"}}, "has a handle"),
        ({"symmetric": {**BY_TPM, "handle": "0x81000100"}}, "other keys have their place"),
        ({"symmetric": BY_TPM, "mechanism": "symmetric"}, "knows no such way"),
        ({"symmetric": SEALED, "link": {"kind": "bench-tpm"}}, "no device makes or takes"),
        ({"symmetric": {**BY_TPM, "risk": "whoever reads the line has the key"}}, "no other way"),
    ],
)
def test_what_does_not_fit_is_refused(tables: dict[str, Any], why: str) -> None:
    assert why in refused(**tables)


@pytest.mark.parametrize("kind", ["smp", "bench-tpm"])
def test_a_tpm_can_be_given_a_key_over_any_link_that_reaches_it(kind: str) -> None:
    assert profile(symmetric=BY_TPM, link={"kind": kind}).symmetric is not None


def test_leftovers_are_refused_unless_the_profile_says_otherwise() -> None:
    x509 = {"mechanism": "x509", "x509": {}}
    assert profile(**x509).token.leftovers is Leftovers.REFUSE
    said = profile(**x509, token={"leftovers": "replace"})
    assert said.token.leftovers is Leftovers.REPLACE
    assert "refuse' or 'replace" in refused(**x509, token={"leftovers": "keep"})


@pytest.mark.parametrize("said", ["refuse", "replace"])
def test_leftovers_are_of_units_with_a_token_alone(said: str) -> None:
    why = refused(symmetric=SEALED, token={"leftovers": said})
    assert "have no token" in why
