"""What a query and its pages may say."""

import base64
import itertools

import pytest

from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.problems import Refused
from station.practice.service.queries import asked_page, check_query, continuation


def refusal(headers: dict[str, str], about: str = "enrollments") -> int:
    with pytest.raises(Refused) as caught:
        asked_page(headers, about)
    return caught.value.code


@pytest.mark.parametrize(
    "query",
    [
        *("SELECT * FROM enrollments", "select  *\n from Enrollments ;", "SELECT *", "*"),
    ],
)
def test_all_of_a_kind_may_be_asked_for(query: str) -> None:
    check_query(INDIVIDUAL, {"query": query})


@pytest.mark.parametrize(
    "body",
    [
        *({}, [], None, "SELECT *", {"query": 1}, {"query": ""}, {"query": "SELECT"}),
        {"query": "SELECT * FROM enrollments WHERE deviceId = 'a'"},
        *({"query": "SELECT registrationId FROM enrollments"}, {"query": "SELECT * FROM devices"}),
        {"query": "SELECT * FROM enrollmentGroups"},
    ],
)
def test_nothing_else_is_known(body: object) -> None:
    with pytest.raises(Refused) as caught:
        check_query(INDIVIDUAL, body)  # type: ignore[arg-type]  # any JSON
    assert caught.value.code == 400_000


def test_groups_are_asked_for_by_their_own_name() -> None:
    check_query(GROUP, {"query": "SELECT * FROM enrollmentGroups"})
    with pytest.raises(Refused):
        check_query(GROUP, {"query": "SELECT * FROM enrollments"})


def test_a_page_is_as_long_as_asked_and_a_hundred_by_default() -> None:
    sizes = {"": 100, "1": 1, "100": 100, "1000": 1_000, "1001": 1_000, "999999999": 1_000}
    for said, most in sizes.items():
        headers = {"x-ms-max-item-count": said} if said else {}
        assert asked_page(headers, "enrollments").most == most
    for said in ("0", "-1", "ten", "1.5", " 1", "1_0", "9" * 5_000, "٣", ""):
        assert refusal({"x-ms-max-item-count": said}) == 400_000


def test_a_continuation_leads_on_in_the_same_query_alone() -> None:
    token = continuation(77, "enrollments")
    assert asked_page({"x-ms-continuation": token}, "enrollments").after == 77
    assert asked_page({"x-ms-continuation": ""}, "enrollments").after == 0
    assert refusal({"x-ms-continuation": token}, "enrollmentGroups") == 400_000
    assert refusal({"x-ms-continuation": token}, "registrations line-1") == 400_000


def test_a_forged_continuation_is_refused() -> None:
    forged = ["\n", "enrollments\n", "enrollments\n-1", "enrollments\n" + "9" * 30, "a\n1", "7"]
    forged += [f"enrollments\n{last}" for last in ("1.5", " 1", "0x1", "٣")]
    tokens = [base64.urlsafe_b64encode(text.encode()).decode() for text in forged]
    for token in itertools.chain(tokens, ("!", "é", "AAAAA", "////", "gIA=")):
        assert refusal({"x-ms-continuation": token}) == 400_000, token
