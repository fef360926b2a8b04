"""A connection string: parsed once, of which nothing is repeated, and practice's own alone."""

import pytest

from station.errors import StationError
from station.model.names import IdScope
from station.model.proof import SasToken
from station.model.world import World
from station.secret import Secret
from station.service.account import Account, TokenAccount, check_host, check_scope

KEY = "c2VjcmV0LWtleS1vZi10aGUtc2VydmljZQ=="
GOOD = f"HostName=Localhost:8443;SharedAccessKeyName=owner;SharedAccessKey={KEY}"


def parsed(text: str, world: World = World.PRACTICE) -> Account:
    return Account.parse(Secret(text.encode()), world)


def refusal(text: str, world: World = World.PRACTICE) -> StationError:
    with pytest.raises(StationError) as caught:
        parsed(text, world)
    told = f"{caught.value} {caught.value.detail} {caught.value.data}"
    assert KEY not in told
    return caught.value


def test_its_parts_are_known_in_any_order_and_tokens_are_for_host_and_port() -> None:
    account = parsed(";".join(reversed(GOOD.split(";"))) + "\n")
    assert (account.host, account.policy) == ("localhost:8443", "owner")
    token = SasToken.parse(account.authorization(1_000))
    assert (token.resource, token.key_name) == ("localhost:8443", "owner")
    assert token.verified_by(Secret(b"secret-key-of-the-service"), 1_001)
    assert not token.verified_by(Secret(b"secret-key-of-the-service"), 2_000)
    assert KEY not in repr(account)


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY,
        GOOD.replace("HostName", "Host"),
        GOOD.replace("owner", ""),
        GOOD.replace(KEY, "no base64"),
        GOOD.replace(KEY, ""),
        GOOD.replace("Localhost:8443", "local host"),
        GOOD.replace("Localhost:8443", "localhost/path"),
        GOOD.replace("Localhost:8443", "user@localhost"),
        GOOD.replace("owner", "o w"),
        f"{GOOD};SharedAccessKey={KEY}",
        f"{GOOD};EntityPath=x",
        GOOD + "é",
    ],
)
def test_what_is_no_connection_string_is_refused_without_repeating_it(text: str) -> None:
    assert refusal(text).code == "SVC-038"


@pytest.mark.parametrize(
    "host", ["real.azure-devices-provisioning.net", "10.0.0.1:443", "localhost.example.org"]
)
def test_practice_speaks_to_its_own_computer_alone(host: str) -> None:
    text = GOOD.replace("Localhost:8443", host)
    assert refusal(text).code == "SVC-042"
    assert parsed(text, World.PRODUCTION).host == host
    with pytest.raises(StationError, match="SVC-042"):
        check_host(host, World.PRACTICE)


def test_practice_names_no_real_services_scope() -> None:
    check_scope(IdScope.parse("0nePRACTICE"), World.PRACTICE)
    check_scope(IdScope.parse("0ne00002A95"), World.PRODUCTION)
    with pytest.raises(StationError, match="SVC-042"):
        check_scope(IdScope.parse("0ne00002A95"), World.PRACTICE)


class Token:
    """Signs, and counts how often."""

    def __init__(self) -> None:
        self.expiries: list[int] = []

    def sign(self, expiry: int) -> SasToken:
        self.expiries.append(expiry)
        return SasToken.signed("localhost:8443", expiry, Secret(b"k" * 32), "owner")


def test_a_token_of_the_factory_signs_once_for_its_life() -> None:
    token = Token()
    account = TokenAccount("localhost:8443", token.sign, 3_600)
    first = account.authorization(10_000)
    assert {account.authorization(now) for now in range(10_000, 13_300, 100)} == {first}
    assert token.expiries == [13_600]
    assert SasToken.parse(first).verified_by(Secret(b"k" * 32), 13_299)


def test_it_is_renewed_before_it_ends_and_after_the_clock_was_set_back() -> None:
    token = Token()
    account = TokenAccount("localhost:8443", token.sign, 3_600)
    for now in (10_000, 13_299, 13_300, 16_899, 9_000):
        account.authorization(now)
    assert token.expiries == [13_600, 16_900, 20_499, 12_600]


def test_one_that_was_refused_is_signed_anew() -> None:
    token = Token()
    account = TokenAccount("localhost:8443", token.sign)
    account.authorization(10_000)
    account.refused()
    account.authorization(10_001)
    assert token.expiries == [13_600, 13_601]
    assert "sig" not in repr(account)


def test_what_cannot_be_signed_is_told_each_time() -> None:
    def sign(expiry: int) -> SasToken:
        del expiry
        raise StationError("HSM-013", what="key")

    account = TokenAccount("localhost", sign)
    for _ in range(2):
        with pytest.raises(StationError, match="HSM-013"):
            account.authorization(1)
