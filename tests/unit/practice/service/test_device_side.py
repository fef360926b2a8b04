"""When a device is told to ask again how its registration goes."""

from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from station.practice.service.attesting import Asked
from station.practice.service.device_side import DeviceSide
from station.practice.service.settings import ServiceSettings


@pytest.mark.parametrize(
    ("polled_s", "takes_s", "told"),
    [(ServiceSettings().polled_s, 0, "1"), (0, 0, "0"), (0, 2, "2"), (1, 2, "2")],
)
def test_it_asks_no_sooner_than_the_settings_say(polled_s: int, takes_s: int, told: str) -> None:
    registrar: Any = SimpleNamespace(retry_s=lambda _: takes_s)
    side, asked = DeviceSide(registrar, polled_s), Asked("0nePRACTICE", "unit-1", {})
    request = Request({"type": "http", "headers": []})
    answer = side._assigning(request, asked, {"operationId": "4.a", "status": "assigning"})
    assert answer.headers["retry-after"] == told
