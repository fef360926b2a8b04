"""What MQTT's user names and topics ask of the practice service."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice.service.mqtt_names import Caller, Request, caller, request_of
from station.practice.service.mqtt_packets import Connect, Refusal

SCOPE = "0ne1"
SAS = b"SharedAccessSignature sr=a&sig=AAAA&se=1"
USER = "0ne1/registrations/unit/api-version=2019-03-31"


@pytest.mark.parametrize(
    ("user", "version"),
    [
        (USER, "2019-03-31"),
        (f"{USER}&ClientVersion=py-azure-iot-device%2F2.14.0%28linux%29", "2019-03-31"),
        (f"{USER}&ClientVersion=c%2F1.0/x", "2019-03-31"),
        ("0ne1/registrations/unit/ClientVersion=a&api-version=2021-06-01", "2021-06-01"),
    ],
)
def test_clients_name_themselves_in_several_ways(user: str, version: str) -> None:
    connect = Connect("unit", 60, user, SAS)
    assert caller(connect, SCOPE, showed=False) == Caller("unit", version, SAS.decode())
    with_certificate = Connect("unit", 60, user)
    assert caller(with_certificate, SCOPE, showed=True) == Caller("unit", version)


def test_a_token_is_in_no_log() -> None:
    assert "SharedAccess" not in repr(Caller("unit", "2019-03-31", SAS.decode()))


@given(st.text(), st.text() | st.just("unit"), st.none() | st.binary())
def test_whatever_a_client_says_it_is_let_in_or_refused(
    user: str, client: str, password: bytes | None
) -> None:
    for said in (user, f"0ne1/registrations/{client}/{user}", f"{USER}{user}"):
        found = caller(Connect(client, 0, said, password), SCOPE, showed=True)
        assert isinstance(found, Caller | Refusal)


@pytest.mark.parametrize(
    ("topic", "request_"),
    [
        ("$dps/registrations/PUT/iotdps-register/?$rid=1", Request("1")),
        ("$dps/registrations/PUT/iotdps-register/?$rid=a%20b&x=y", Request("a%20b")),
        (
            "$dps/registrations/GET/iotdps-get-operationstatus/?$rid=2&operationId=4.a%2Eb",
            Request("2", "4.a.b"),
        ),
        ("$dps/registrations/GET/iotdps-get-operationstatus/?$rid=2", Request("2", "")),
        ("$dps/registrations/PUT/iotdps-register/?$rid=", None),
        ("$dps/registrations/PUT/iotdps-register/", None),
        ("$dps/registrations/POST/iotdps-register/?$rid=1", None),
        ("$iothub/twin/GET/?$rid=1", None),
        ("", None),
    ],
)
def test_what_a_topic_asks(topic: str, request_: Request | None) -> None:
    assert request_of(topic) == request_


def test_the_topic_of_an_answer() -> None:
    request = Request("a%20b")
    assert request.answer_topic(401) == "$dps/registrations/res/401/?$rid=a%20b"
    assert request.answer_topic(202, "3") == "$dps/registrations/res/202/?$rid=a%20b&retry-after=3"
