"""A profile's [token]: which keys go together."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from station.model.profile_keys import TokenSettings

LABEL = "{serial}"


@pytest.mark.parametrize(
    ("given", "makes", "takes"),
    [
        ({}, False, True),
        ({"pin": "order"}, False, True),
        ({"pin": "random"}, True, True),
        ({"pin": "random", "pin_length": 8, "pin_alphabet": "letters"}, True, True),
        ({"initialise": True, "label": LABEL}, True, True),
        ({"initialise": True, "label": LABEL, "pin": "random"}, True, False),
        ({"initialise": True, "label": LABEL, "pin_length": 8}, True, True),
    ],
)
def test_pins_are_made_where_it_says_so(given: dict[str, Any], makes: bool, takes: bool) -> None:
    settings = TokenSettings.model_validate_json(json.dumps(given))
    assert (settings.makes_pins, settings.takes_order_pin) == (makes, takes)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"initialise": True}, "initialise"),
        ({"pin_length": 8}, "pin_length"),
        ({"pin_alphabet": "digits"}, "pin_alphabet"),
        ({"pin": "order", "pin_length": 8}, "pin_length"),
        ({"pin": "random", "pin_length": 3}, "pin_length"),
        ({"pin": "random", "pin_length": 65}, "pin_length"),
        ({"pin": "none"}, "pin"),
    ],
)
def test_keys_that_mean_nothing_together_are_refused(given: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TokenSettings.model_validate(given)
    (error,) = caught.value.errors()
    told = error.get("ctx", {}).get("key", error["loc"])
    assert tuple(told) == (key,)
