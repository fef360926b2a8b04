"""What a service may show of an enrollment, and when it is not put back for fear of a loss."""

import json
from dataclasses import dataclass, field, replace
from threading import Event

import pytest

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.world import World
from station.secret import Secret
from station.service.account import Account
from station.service.calls import Answer, Asked, Caller
from station.service.client import ServiceClient
from station.service.editing import disabled, edited
from station.service.paging import pages
from station.service.trust import trusted

TEXT = b"HostName=localhost;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0"
KEYED = {"type": "symmetricKey", "symmetricKey": {}}
KEYS = {"type": "symmetricKey", "symmetricKey": {"primaryKey": "cHJpbWFyeQ==", "newer": [1]}}


@dataclass(frozen=True)
class Says(Caller):
    """Answers by the method; keeps what it is asked."""

    answers: dict[str, Answer]
    asked: list[Asked] = field(default_factory=list)

    def call(self, asked: Asked, cancel: Cancel) -> Answer:
        del cancel
        self.asked.append(asked)
        return self.answers[asked.method]


def answer(body: object) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(200, content, "", {"content-type": "application/json"})


def saying(**answers: Answer) -> tuple[ServiceClient, list[Asked]]:
    caller = Says(trusted(None, "localhost"), 1.0, "test", answers)
    return ServiceClient(Account.parse(Secret(TEXT), World.PRACTICE), caller), caller.asked


def shown(**more: object) -> dict[str, object]:
    return {"registrationId": "unit-1", "attestation": KEYED, "etag": '"1"', **more}


def edit(client: ServiceClient) -> object:
    return edited(client, "enrollments", "unit-1", disabled, Event())


def test_what_goes_back_has_the_keys_the_etag_and_what_is_not_known() -> None:
    newer = {"credentialPolicyName": None, "later": {"deep": [1, 2.5, None, 10**40, "é"]}}
    own = {"registrationState": {}, "createdDateTimeUtc": "", "lastUpdatedDateTimeUtc": ""}
    client, asked = saying(
        GET=answer(shown(**newer, **own)), POST=answer(KEYS), PUT=answer(shown())
    )
    edit(client)
    put = asked[-1]
    assert json.loads(put.body or b"") == {
        **shown(**newer),
        "attestation": KEYS,
        "provisioningStatus": "disabled",
    }
    assert put.headers["If-Match"] == '"1"'


def test_an_etag_without_quotes_gets_them() -> None:
    client, asked = saying(GET=answer(shown(etag="1")), POST=answer(KEYS), PUT=answer(shown()))
    edit(client)
    assert asked[-1].headers["If-Match"] == '"1"'


@pytest.mark.parametrize("etag", ["", None, '"a"\r\nx: y', 'a"b', "é"])
def test_what_is_no_etag_is_never_sent(etag: object) -> None:
    client, asked = saying(GET=answer(shown(etag=etag)), POST=answer(KEYS))
    with pytest.raises(StationError, match="SVC-041"):
        edit(client)
    assert {one.method for one in asked} == {"GET", "POST"}


@pytest.mark.parametrize(
    ("get", "post"),
    [
        (answer(shown()), answer(KEYED)),
        (answer(shown(attestation=None)), answer(KEYS)),
        (answer(json.dumps(shown(n=1)).replace("1}", "0.1234567890123456789}").encode()), KEYS),
        (answer(json.dumps(shown(n=1)).replace("1}", "1e999}").encode()), KEYS),
        (answer(shown(twin="x" * 97_000)), KEYS),
    ],
)
def test_what_would_lose_something_is_not_put_back(get: Answer, post: object) -> None:
    client, asked = saying(GET=get, POST=post if isinstance(post, Answer) else answer(post))
    with pytest.raises(StationError, match="SVC-055") as caught:
        edit(client)
    assert "PUT" not in {one.method for one in asked}
    assert "cHJpbWFyeQ" not in f"{caught.value!r} {caught.value.data} {caught.value.detail}"


def test_a_tpm_s_key_is_shown_and_not_asked_for() -> None:
    tpm = {"type": "tpm", "tpm": {"endorsementKey": "QUJD"}}
    client, asked = saying(GET=answer(shown(attestation=tpm)), PUT=answer(shown()))
    edit(client)
    assert [one.method for one in asked] == ["GET", "PUT"]


@pytest.mark.parametrize(
    ("said", "more"),
    [(answer({}), ""), (answer([1]), ""), (answer(b"<"), ""), (answer([]), "on\n")],
)
def test_a_page_that_is_none_is_not_believed(said: Answer, more: str) -> None:
    client, _ = saying(POST=replace(said, headers={**said.headers, "x-ms-continuation": more}))
    with pytest.raises(StationError, match="SVC-041"):
        list(pages(client, "enrollments", Event()))


def test_a_list_that_goes_round_in_circles_ends() -> None:
    circle = Answer(200, b"[]", "", {**answer([]).headers, "x-ms-continuation": "on"})
    client, asked = saying(POST=circle)
    with pytest.raises(StationError, match="SVC-041"):
        list(pages(client, "enrollments", Event()))
    assert len(asked) == 2
    assert len({one.body for one in asked}) == 1
