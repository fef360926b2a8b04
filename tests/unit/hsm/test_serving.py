"""The worker's desk answers every request, and whatever else it is given, without a token too."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hsm.encoding import encode
from station.hsm.keys import KINDS
from station.hsm.messages import (
    Request,
)
from station.hsm.replies import (
    Refused,
)
from station.hsm.requests_any import (
    InitialiseToken,
    OpenToken,
    ProveOfficer,
)
from station.hsm.requests_factory import (
    ReadSequence,
    Seal,
)
from station.hsm.requests_modules import CheckToken, ListTokens
from station.hsm.requests_pins import OpenByOneOf
from station.hsm.requests_token import DescribeToken
from station.hsm.requests_unit import (
    Hmac,
)
from station.hsm.serving import ACTS, PIN_ACTS, Desk
from station.model.profile import KeyKind
from station.secret import Secret


def test_every_request_has_its_act() -> None:
    alone = {InitialiseToken, ProveOfficer, DescribeToken, ListTokens, CheckToken}
    assert ACTS.keys() | PIN_ACTS.keys() | alone | {OpenToken, OpenByOneOf} == set(
        get_args(Request)
    )


def test_every_kind_of_key_is_known_to_the_worker() -> None:
    assert KINDS.keys() == {kind.value for kind in KeyKind}


@given(st.binary(max_size=100))
def test_nonsense_is_refused_and_never_raised(data: bytes) -> None:
    reply = Desk().answer(data)
    assert isinstance(reply, Refused)
    assert reply.code == "HSM-006"


@pytest.mark.parametrize(
    "request_", [Hmac(b"id", ()), ReadSequence(), Seal("purpose", Secret(b"data"))]
)
def test_without_a_token_nothing_is_done(request_: Request) -> None:
    reply = Desk().answer(encode(request_))
    assert reply == Refused("HSM-006", "no token is open")


@pytest.mark.parametrize("library", ["/nowhere/at-all.so", "", "/dev/null", "libc.so.6"])
def test_what_is_no_pkcs11_library_is_named(library: str) -> None:
    reply = Desk().answer(encode(OpenToken(library, None, Secret(b"1234"))))
    assert isinstance(reply, Refused)
    assert (reply.code, reply.data) == ("HSM-001", {"module": library})
