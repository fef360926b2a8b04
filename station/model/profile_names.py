"""How a profile says that its units are named: patterns, templates and its [names]."""

from typing import Annotated

from pydantic import AfterValidator, Field

from station.model.linear import pattern_text
from station.model.strict import Strict
from station.model.template import Template


def _template(text: str) -> str:
    Template.parse(text)
    return text


def _one_each(text: str) -> str:
    """Refuse a template by which two units could have one device ID: they would be one device."""
    if "{serial}" not in text and not ("{order}" in text and "{counter" in text):
        raise ValueError("units would share it: use {serial}, or both {order} and {counter}")
    return text


Pattern = Annotated[str, Field(max_length=200), AfterValidator(pattern_text)]
NameTemplate = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_template)]
DeviceTemplate = Annotated[NameTemplate, AfterValidator(_one_each)]


class ProfileNames(Strict):
    """How units are named.

    Attributes:
        serial: pattern (RE2) that a whole serial number must match; left out, one whose every match
            can serve as a registration ID.
        registration_id: template; TPM units are named by their endorsement key instead.
        device_id: template with what no two units share, or None to let the registration ID serve;
            not with groups.
    """

    serial: Pattern = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
    registration_id: NameTemplate = "{serial}"
    device_id: DeviceTemplate | None = None
