"""Whatever the service side refuses, it refuses in words that a client can read."""

from collections.abc import Callable

import pytest

from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.practice_service import Asking, asking, signed, symmetric

pytestmark = pytest.mark.service

ONE = "/enrollments/sn-1"


def test_an_address_that_there_is_not_is_not_found(ask: Asking) -> None:
    for path in ("/", "/nothing", "/enrollments/", "/enrollments/a/b", "/enrollments/sn-1/"):
        assert ask.refusal("GET", path) == (404, 404_000), path


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", ONE, "DELETE, GET, PUT"),
        ("POST", ONE, "DELETE, GET, PUT"),
        ("OPTIONS", ONE, "DELETE, GET, PUT"),
        ("GET", "/enrollments", "POST"),
        ("GET", f"{ONE}/attestationmechanism", "POST"),
        ("PUT", "/registrations/sn-1", "DELETE, GET"),
        ("GET", "/registrations/line/query", "POST"),
        ("DELETE", "/enrollmentGroups", "POST"),
    ],
)
def test_a_method_that_an_address_has_not_is_refused_with_those_it_has(
    ask: Asking, method: str, path: str, allowed: str
) -> None:
    answer = ask.ask(method, path)
    assert (answer.status_code, answer.json()["errorCode"]) == (405, 405_000)
    assert answer.headers["allow"] == allowed


def test_head_is_no_operation(ask: Asking) -> None:
    ask.put(symmetric("sn-1"))
    answer = ask.unchecked("HEAD", ONE)  # without a body that could be checked
    assert (answer.status_code, answer.content) == (405, b"")


def test_a_body_that_is_no_json_is_refused(ask: Asking) -> None:
    def refusal(content: bytes, kind: str = "application/json") -> tuple[int, int]:
        answer = ask.http.put(ONE, content=content, headers={"content-type": kind})
        return answer.status_code, answer.json()["errorCode"]

    nonsense = (
        *(b"", b"{", b"[]", b"null", b"7", b'"text"', b"\xff\xfe\xfd", b"[" * 50_000),
        *(b'{"a":' * 900 + b"1" + b"}" * 900, b'{"registrationId":"sn-1","a":NaN}'),
        *(b'{"registrationId":"sn-1","a":1e999}', b'{"registrationId":"sn-1","a":"\\ud800"}'),
    )
    for content in nonsense:
        assert refusal(content) == (400, 400_000), content[:40]
    assert refusal(b"{}", "text/plain") == (415, 415_000)
    assert ask.http.put(ONE, content=b"{}").json()["errorCode"] == 415_000


def test_a_body_s_type_may_name_its_letters_and_be_in_capitals(ask: Asking) -> None:
    kind = "Application/JSON; charset=utf-8"
    assert ask.ask("PUT", ONE, symmetric("sn-1"), content_type=kind).status_code == 200


def test_a_message_over_96_kb_is_refused_and_the_connection_goes_on(ask: Asking) -> None:
    heavy = symmetric("sn-1", initialTwin={"tags": {"a": "x" * 98_304}})
    assert ask.refusal("PUT", ONE, heavy) == (413, 413_000)
    assert ask.refusal("GET", ONE) == (404, 404_201)
    tens = {"mode": "create", "enrollments": [heavy, symmetric("sn-2")]}
    answer = ask.ask("POST", "/enrollments", tens).json()
    assert [one["errorCode"] for one in answer["errors"]] == [400_000, 200]
    # Letters that take more bytes escaped than as they are.
    light = symmetric("sn-1", initialTwin={"tags": {"a": "é" * 40_000}})
    assert ask.put(light)["initialTwin"] == light["initialTwin"]


def test_another_version_is_refused(ask: Asking) -> None:
    for version in ("2019-03-31", "", "latest"):
        answer = ask.http.get(ONE, params={"api-version": version})
        assert answer.json()["errorCode"] == 400_000


def test_a_token_is_for_this_service_and_has_not_expired(service: PracticeService) -> None:
    key, port = service.policies["provisioningserviceowner"].key, service.port
    good = ("localhost", "LocalHost", f"localhost:{port}", "localhost:1", "localhost/enrollments")
    bad = ("https://localhost", "other", "localhost.evil", "localhost/enrollmentGroups", "")
    name = "provisioningserviceowner"
    wrong = (
        *("", "Bearer abc", "SharedAccessSignature x", "SharedAccessSignature sr=localhost&se=1"),
        *(signed("localhost", key, name, until=1_700_000_000), signed("localhost", key, "nobody")),
        *(signed("localhost", b"x" * 64, name), signed("localhost", key)),
    )
    with asking(service, requests=False) as asks:
        for resource in good:
            answer = asks.ask("GET", ONE, authorization=signed(resource, key, name))
            assert answer.status_code == 404, resource
        for text in (*wrong, *(signed(resource, key, name) for resource in bad)):
            refused = asks.refusal("GET", ONE, authorization=text)
            assert refused == (401, 401_000), text
        del asks.http.headers["authorization"]
        assert asks.refusal("GET", ONE) == (401, 401_000)


ASKED = [
    ("EnrollmentRead", "GET", "/enrollments/sn-1", None),
    ("EnrollmentRead", "POST", "/enrollments/query", {"query": "SELECT * FROM enrollments"}),
    ("EnrollmentWrite", "POST", "/enrollments/sn-1/attestationmechanism", None),
    ("EnrollmentWrite", "PUT", "/enrollments/sn-2", symmetric("sn-2")),
    ("EnrollmentWrite", "POST", "/enrollments", {"mode": "create", "enrollments": []}),
    ("EnrollmentWrite", "DELETE", "/enrollmentGroups/line", None),
    ("RegistrationStatusRead", "GET", "/registrations/sn-1", None),
    ("RegistrationStatusRead", "POST", "/registrations/line/query", None),
    ("RegistrationStatusWrite", "DELETE", "/registrations/sn-1", None),
]


@pytest.mark.parametrize(
    ("policy", "rights"),
    [
        ("enrollmentread", {"EnrollmentRead"}),
        ("enrollmentwrite", {"EnrollmentRead", "EnrollmentWrite"}),
        ("registrationread", {"RegistrationStatusRead"}),
        ("registrationwrite", {"RegistrationStatusRead", "RegistrationStatusWrite"}),
    ],
)
def test_a_policy_is_good_for_its_rights_alone(
    service: PracticeService, policy: str, rights: set[str]
) -> None:
    with asking(service, policy, requests=False) as asks:
        for right, method, path, body in ASKED:
            answer = asks.ask(method, path, body)
            assert (answer.status_code != 401) == (right in rights), (method, path)


@pytest.mark.parametrize("says_when", [True, False])
def test_who_asks_too_often_is_told_and_told_when_if_the_service_says_it(
    serve: Callable[[ServiceSettings], PracticeService], *, says_when: bool
) -> None:
    service = serve(ServiceSettings(a_minute=30, bulk_cost=10, says_when=says_when))
    with asking(service) as asks:
        bulk = {"mode": "create", "enrollments": [symmetric("sn-1")]}
        statuses = [asks.ask("POST", "/enrollments", bulk).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        refused = asks.ask("POST", "/enrollments", bulk)
        assert refused.json()["errorCode"] == 429_000
        assert ("retry-after" in refused.headers) is says_when
        if says_when:
            assert 1 <= int(refused.headers["retry-after"]) <= 20


def test_what_is_refused_without_a_good_token_counts_for_nobody(
    serve: Callable[[ServiceSettings], PracticeService],
) -> None:
    service = serve(ServiceSettings(a_minute=2))
    with asking(service) as asks:
        for _ in range(5):
            assert asks.refusal("GET", ONE, authorization="Bearer x")[0] == 401
        assert [asks.refusal("GET", ONE)[0] for _ in range(3)] == [404, 404, 429]
