"""Tokens that official clients made are good, until they expire, for what they were made for."""

import base64
import json
from pathlib import Path
from typing import Any, Final

import pytest

from station.practice.service.problems import Refused
from station.practice.service.sas import (
    Policy,
    Right,
    Token,
    Wanted,
    by_key,
    check_policy,
    signing_key,
)
from tests.support.practice_service import signed

VECTORS: Final = Path(__file__).parents[3] / "vectors" / "dps.json"
TOKENS: Final[list[dict[str, Any]]] = json.loads(VECTORS.read_text("utf-8"))["sas_tokens"]
KEY: Final = b"k" * 64
OWNER: Final = Policy("owner", KEY, frozenset(Right))
READER: Final = Policy("reader", KEY, frozenset({Right.ENROLLMENT_READ}))
LATE: Final = 4_000_000_000


def code(token: str, path: str = "/enrollments/a", right: Right = Right.ENROLLMENT_READ) -> int:
    policies = {policy.name: policy for policy in (OWNER, READER)}
    try:
        check_policy(token, Wanted("dps.invalid", path, right), policies)
    except Refused as refused:
        return refused.code
    return 0


@pytest.mark.parametrize("vector", TOKENS, ids=lambda one: one["origin"])
def test_a_published_token_is_good_until_it_expires(vector: dict[str, Any]) -> None:
    token = Token.parse(vector["token"])
    key, until = base64.b64decode(vector["key"]), vector["expiry"]
    assert token.resource == vector["resource"]
    assert token.name == (vector["key_name"] or "")
    assert token.is_good(by_key(key), until - 1)
    assert not token.is_good(by_key(key), until)
    assert not token.is_good(by_key(b"x" + key), until - 1)
    assert not token.is_good(by_key(b""), until - 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "Bearer abc", "SharedAccessSignature ", "SharedAccessSignature sr=a&sig=b"),
        "sharedaccesssignature sr=a&sig=AAAA&se=4000000000",
        *("SharedAccessSignature sr=a&sig=é&se=1", "SharedAccessSignature sig=AAAA&se=1"),
        *(f"SharedAccessSignature sr=a&sig=AAAA&se={se}" for se in ("", "-1", "1.5", " 1", "1_0")),
        *(f"SharedAccessSignature sr=a&sig=AAAA&se={se}" for se in ("٣", "9" * 5_000, "0x1")),
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        Token.parse(text)
    assert (caught.value.status, caught.value.code) == (401, 401_000)


def test_it_is_signed_as_it_was_written() -> None:
    # Percent-encoded in small letters, as .NET does, or with a zero before its seconds.
    small = signed("dps.invalid:443", KEY, "owner", LATE).replace("%3A", "%3a")
    assert code(small) == 401_000
    padded = Token("a", b"", "01700000000", "")
    assert not padded.is_good(by_key(KEY), 0)


@pytest.mark.parametrize(
    ("resource", "good"),
    [
        *(("dps.invalid", True), ("DPS.Invalid", True), ("dps.invalid:443", True)),
        *(("dps.invalid/", True), ("dps.invalid/enrollments", True)),
        *(("dps.invalid/Enrollments/A", True), ("dps.invalid/enrollments/a/", True)),
        *(("dps.invalid/enrollments/ab", False), ("dps.invalid/enroll", False)),
        *(("dps.invalid/enrollments/a/b", False), ("dps.invalid/enrollmentGroups", False)),
        *(("https://dps.invalid", False), ("dps.invalid.evil", False), ("invalid", False)),
        *(("", False), ("dps.invalid:x", False), ("dps.invalid:1:2", False), ("/", False)),
    ],
)
def test_it_is_good_for_what_it_names_and_below(resource: str, *, good: bool) -> None:
    assert code(signed(resource, KEY, "owner", LATE)) == (0 if good else 401_000)


def test_a_host_may_be_an_address_of_ipv6() -> None:
    token = Token.parse(signed("[::1]:8443/enrollments", KEY, "owner", LATE))
    assert token.is_for("::1", "/enrollments/a")
    assert not token.is_for("::2", "/enrollments/a")


def test_a_policy_is_good_for_its_rights() -> None:
    reads = signed("dps.invalid", KEY, "reader", LATE)
    assert code(reads) == 0
    for right in set(Right) - READER.rights:
        assert code(reads, right=right) == 401_000
        assert code(signed("dps.invalid", KEY, "owner", LATE), right=right) == 0


def test_another_policy_s_name_or_key_is_refused() -> None:
    assert code(signed("dps.invalid", KEY, "nobody", LATE)) == 401_000
    assert code(signed("dps.invalid", KEY, "", LATE)) == 401_000
    assert code(signed("dps.invalid", b"\0", "nobody", LATE)) == 401_000
    assert code(signed("dps.invalid", b"K" * 64, "owner", LATE)) == 401_000
    assert code(signed("dps.invalid", KEY, "owner", 1_700_000_000)) == 401_000


def test_a_device_s_token_says_whose_key_signed_it() -> None:
    keys = [("line-1", by_key(b"a" * 32)), ("line-2", by_key(b"b" * 32))]
    resource = "0ne1/registrations/sn-1"
    for name in ("registration", ""):
        token = signed(resource, b"b" * 32, name, LATE)
        assert signing_key(token, "0ne1", "sn-1", lambda: keys) == "line-2"
    for scope, device in (("0ne2", "sn-1"), ("0ne1", "SN-1"), ("0ne1", "sn-2")):
        with pytest.raises(Refused):
            signing_key(signed(resource, b"b" * 32, until=LATE), scope, device, lambda: keys)
    with pytest.raises(Refused):
        signing_key(signed(resource, b"c" * 32, until=LATE), "0ne1", "sn-1", lambda: keys)


@pytest.mark.parametrize(("signature", "now"), [(bytes(31), 0), (b"", 0), (bytes(32), LATE)])
def test_what_can_t_be_good_has_nothing_signed(signature: bytes, now: int) -> None:
    asked: list[bytes] = []

    def signs(message: bytes) -> bytes:
        asked.append(message)
        return bytes(32)

    assert not Token("a", signature, str(LATE), "").is_good(signs, now)
    assert asked == []
