"""The recorder that holds exchanges against the interfaces finds what isn't as described."""

import json
from dataclasses import replace
from typing import Any, Final

import httpx
import pytest

from tests.support.contract import Checked, Contract, ContractError, Exchange

SERVICE: Final = Contract.service()
DEVICE: Final = Contract.device()
JSON: Final = {"content-type": "application/json; charset=utf-8"}
DOCUMENT: Final[dict[str, Any]] = {
    "registrationId": "sn-1",
    "attestation": {"type": "symmetricKey", "symmetricKey": {}},
    "initialTwin": {"tags": {"anything": [None, {"at": "all"}]}},
}
ERROR: Final = {
    "errorCode": 409_000,
    "trackingId": "a",
    "message": "b",
    "timestampUtc": "2026-11-30T08:00:00.123Z",
}


def exchange(**changes: Any) -> Exchange:  # noqa: ANN401 - any of its fields
    """Return a PUT that is all right but for the changes."""
    body = json.dumps(DOCUMENT).encode()
    url = "https://localhost/enrollments/sn%2D1?api-version=2021-10-01"
    return replace(Exchange("PUT", url, JSON, body, 200, JSON, body), **changes)


def refused(code: int = 409_000, status: int = 409, **changes: object) -> Exchange:
    body = json.dumps({**ERROR, "errorCode": code, **changes}).encode()
    return exchange(status=status, headers={**JSON, "x-ms-error-code": str(code)}, body=body)


def put(**changes: object) -> bytes:
    return json.dumps({**DOCUMENT, **changes}).encode()


def test_what_is_as_described_is_known_by_its_operation() -> None:
    assert SERVICE.check(exchange()) == "IndividualEnrollment_CreateOrUpdate"
    assert SERVICE.check(refused()) == "IndividualEnrollment_CreateOrUpdate"
    query = json.dumps({"query": "SELECT *"}).encode()
    asked = exchange(
        method="POST",
        url="https://localhost/enrollments/query?api-version=2021-10-01",
        request_headers={**JSON, "x-ms-max-item-count": "10", "x-ms-client-request-id": "a"},
        request_body=query,
        headers={**JSON, "x-ms-max-item-count": "10", "x-ms-item-type": "enrollment"},
        body=b"[]",
    )
    assert SERVICE.check(asked) == "IndividualEnrollment_Query"
    gone = exchange(method="DELETE", request_body=b"", status=204, headers={}, body=b"")
    assert SERVICE.check(gone) == "IndividualEnrollment_Delete"
    assert len(SERVICE.operations()) == 15


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (exchange(method="PATCH"), "isn't described"),
        (exchange(url="https://localhost/enrollment/a?api-version=2021-10-01"), "isn't described"),
        (exchange(url="https://localhost/enrollments/a"), "api-version is missing"),
        (exchange(url="https://localhost/enrollments/a?api-version=2020-01-01"), "api-version"),
        (exchange(url="https://localhost/enrollments/a?api-version=2021-10-01&b=1"), "parameter b"),
        (exchange(url=f"https://localhost/enrollments/{'a' * 129}?api-version=2021-10-01"), "id"),
        (exchange(request_headers={"content-type": "text/plain"}), "text/plain"),
        (exchange(request_headers={}), "no type"),
        (exchange(request_headers={**JSON, "x-ms-other": "1"}), "x-ms-other"),
        (exchange(request_body=b""), "no JSON"),
        (exchange(request_body=put(registrationId=1)), "registrationId"),
        (exchange(request_body=put(misspelt=1)), "misspelt"),
        (exchange(request_body=put(provisioningStatus="on")), "provisioningStatus"),
        (exchange(method="GET", url=exchange().url), "there is a body"),
        (exchange(body=b"<html>"), "no JSON"),
        (exchange(headers={"content-type": "text/html"}), "text/html"),
        (exchange(headers={**JSON, "x-ms-other": "1"}), "x-ms-other"),
        (exchange(body=put(createdDateTimeUtc="yesterday")), "createdDateTimeUtc"),
        (exchange(body=put(registrationState={"tpm": {}})), "registrationState"),
        (exchange(status=201), "201"),
        (exchange(status=204, body=b"{}"), "204"),
        (refused(status=400), "isn't of status"),
        (refused(message=None), "message"),
        (refused(more="a"), "more"),
        (exchange(status=409, headers=JSON, body=json.dumps(ERROR).encode()), "header's are two"),
        (refused(code=2**31, status=2_147_483), "int32"),
        (exchange(status=500, headers=JSON, body=b"{}"), "the error says no"),
    ],
)
def test_what_is_not_is_told(wrong: Exchange, told: str) -> None:
    with pytest.raises(ContractError, match=told):
        SERVICE.check(wrong)


def test_a_request_that_is_to_be_wrong_has_its_answer_checked_alone() -> None:
    nowhere = replace(refused(404_000, 404), method="PATCH", url="https://localhost/nowhere")
    assert SERVICE.check(nowhere, request=False) == ""
    with pytest.raises(ContractError, match="text/html"):
        SERVICE.check(replace(nowhere, headers={"content-type": "text/html"}), request=False)
    with pytest.raises(ContractError, match="200"):
        SERVICE.check(replace(nowhere, status=200), request=False)


def test_a_tpm_s_challenge_is_an_answer_of_the_device_side() -> None:
    url = "https://localhost/0ne1/registrations/sn-1/register?api-version=2021-06-01"
    body = json.dumps({"registrationId": "sn-1"}).encode()
    challenge = json.dumps({"message": "a", "authenticationKey": "AAAA", "keyName": "b"}).encode()
    headers = {**JSON, "x-ms-error-code": "401000"}
    asked = Exchange("PUT", url, JSON, body, 401, headers, challenge)
    assert DEVICE.check(asked) == "RuntimeRegistration_RegisterDevice"
    going = json.dumps({"operationId": "4.a", "status": "assigning"}).encode()
    told = {**JSON, "location": "https://localhost/a", "retry-after": "3"}
    assert DEVICE.check(replace(asked, status=202, headers=told, body=going))
    with pytest.raises(ContractError, match="retry-after"):
        DEVICE.check(replace(asked, status=202, headers={**told, "retry-after": "x"}, body=going))


def test_a_client_of_httpx_is_checked_as_it_asks() -> None:
    def answered(request: httpx.Request) -> httpx.Response:
        good = request.url.path.endswith("sn-1")
        return httpx.Response(200, json=DOCUMENT if good else {"registrationId": 7})

    checked = Checked(httpx.MockTransport(answered), SERVICE)
    with httpx.Client(
        transport=checked, base_url="https://localhost", params={"api-version": "2021-10-01"}
    ) as client:
        assert client.get("/enrollments/sn-1").json() == DOCUMENT
        with pytest.raises(ContractError, match=r"registrationId|attestation"):
            client.get("/enrollments/sn-2")
        with pytest.raises(ContractError, match="isn't described"):
            client.get("/elsewhere")
    assert checked.operations == {"IndividualEnrollment_Get"}
    assert [one.status for one in checked.exchanges] == [200, 200, 200]
    assert checked.exchanges[0].answer == DOCUMENT
