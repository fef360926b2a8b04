"""A service opened by Entra ID, and one behind a proxy that asks, by the commands and a real token.

Added, tried, pushed to and compared: each token is one of the tests' own authority, and the
practice service takes it because it can check it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.service import entra
from tests.bench.cli.test_service_commands import BY_ANNE, connection, enrolled
from tests.support.basic_proxy import PASSWORD, USER, basic_proxy
from tests.support.checked_client import all_checked
from tests.support.practice_service import emptied
from tests.support.production import SCOPE, ProductionStation
from tests.support.token_authority import (
    CLIENT,
    SECRET,
    TENANT,
    Authority,
    token_authority,
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with token_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture(scope="module")
def shared(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PracticeService]:
    settings = ServiceSettings(a_minute=0, registrations_a_minute=0, tokens_of=authority.verifier)
    with PracticeService(tmp_path_factory.mktemp("service"), settings) as running:
        yield running


@pytest.fixture
def service(shared: PracticeService, authority: Authority) -> PracticeService:
    emptied(shared)
    authority.signed_in = False
    authority.grants.clear()
    return shared


@pytest.fixture
def words(service: PracticeService, authority: Authority) -> tuple[str, ...]:
    """Give how the service is added, but for how the station signs in."""
    both = service.files.ca.with_name("both.pem")
    both.write_text(service.files.ca.read_text() + authority.files.ca.read_text())
    return (
        *("service", "add", "main", "--host", service.address, "--id-scope", SCOPE),
        *("--ca", str(both), "--authority", authority.host),
    )


IDS = ("--tenant", TENANT, "--client", CLIENT)


def test_a_list_goes_to_a_service_that_entra_id_opens(
    station: ProductionStation,
    service: PracticeService,
    authority: Authority,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = all_checked(monkeypatch)
    added = station(
        *words, "--sign-in", "client-secret", *IDS, by=BY_ANNE, given={"--secret-fd": SECRET}
    )
    assert added.status == 0, added.err
    tried = station("service", "test", "main")
    assert tried.status == 0, tried.out + tried.err
    units = enrolled(station, 3)
    pushed = station("push", "--json", by=BY_ANNE)
    assert pushed.status == 0, pushed.out + pushed.err
    assert service.store.count(INDIVIDUAL) == len(units)
    compared = station("reconcile")
    assert compared.status == 0, compared.out + compared.err
    assert all(
        one.request_headers["authorization"].startswith("Bearer ey") for one in seen.exchanges
    )
    listed = station("service", "list", "--json", pin=None)
    services = listed.answer["services"]
    assert isinstance(services, list)
    assert [one["sign_in"] for one in services] == ["client-secret"]
    everything = b"".join(
        path.read_bytes() for path in station.data.root.rglob("*") if path.is_file()
    )
    said = added.out + added.err + tried.out + pushed.out + compared.out + listed.out
    for secret in (SECRET, *authority.given):
        assert secret.encode() not in everything
        assert secret not in said
    assert station("audit", "verify", pin=None).status == 0


def test_a_person_signs_in_for_a_command(
    station: ProductionStation, authority: Authority, words: tuple[str, ...]
) -> None:
    added = station(*words, "--sign-in", "person", *IDS, by=BY_ANNE)
    assert added.status == 0, added.err
    authority.signed_in = True
    tried = station("service", "test", "main")
    assert tried.status == 0, tried.out + tried.err
    assert "type the code QWER-TYUI" in tried.out


def test_a_secret_that_is_wrong_is_told_with_what_to_do(
    station: ProductionStation, words: tuple[str, ...]
) -> None:
    given = {"--secret-fd": "a-wrong-one"}
    assert station(*words, "--sign-in", "client-secret", *IDS, by=BY_ANNE, given=given).status == 0
    tried = station("service", "test", "main")
    assert tried.status == 1
    assert "SVC-074" in tried.out
    assert "the client's secret is wrong (AADSTS7000215)" in tried.out
    assert "a-wrong-one" not in tried.out


@pytest.mark.parametrize(
    ("more", "given", "code"),
    [
        (("--sign-in", "client-secret"), {"--secret-fd": "x"}, "SVC-075"),
        (("--sign-in", "client-certificate", *IDS), {"--secret-fd": "no PEM"}, "SVC-075"),
        (("--sign-in", "client-certificate", *IDS), {}, "CFG-008"),
        (("--sign-in", "managed-identity", "--tenant", "t"), {}, "SVC-075"),
        (("--sign-in", "environment", "--client", "c"), {}, "SVC-075"),
        (("--sign-in", "environment"), {"--secret-fd": "x"}, "SVC-075"),
        (("--sign-in", "person", "--tenant", "a b", "--client", "c"), {}, "SVC-075"),
        (("--sign-in", "person", *IDS, "--policy", "all"), {}, "CFG-004"),
        (("--policy", "all"), {"--key-fd": "QUFBQUFBQUFBQUFBQUFBQQ=="}, "CFG-004"),
    ],
)
def test_what_doesn_t_go_together_is_refused_and_nothing_kept(
    station: ProductionStation,
    words: tuple[str, ...],
    more: tuple[str, ...],
    given: dict[str, str],
    code: str,
) -> None:
    refused = station(*words, *more, by=BY_ANNE, given=given)
    assert refused.status in {2, 3}
    assert code in refused.err, refused.err
    assert station("service", "list", "--json", pin=None).answer["services"] == []


def test_where_the_part_isn_t_installed_that_is_said(
    station: ProductionStation, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entra, "find_spec", lambda _: None)
    refused = station(*words, "--sign-in", "environment", by=BY_ANNE)
    assert refused.err.startswith("SVC-073")
    assert "pip install 'station[entra]'" in refused.err


def test_who_names_another_authority_is_found_out(
    station: ProductionStation, words: tuple[str, ...]
) -> None:
    given = {"--secret-fd": SECRET}
    assert station(*words, "--sign-in", "client-secret", *IDS, by=BY_ANNE, given=given).status == 0
    with closing(sqlite3.connect(station.data.database)) as connection:
        connection.execute("UPDATE services SET authority = 'evil.example'")
        connection.commit()
    assert station("service", "test", "main").err.startswith("REC-012")


def proxied(station: ProductionStation, service: PracticeService, place: str, password: str) -> int:
    more = ("--ca", str(service.files.ca), "--id-scope", SCOPE, "--proxy", place)
    given = {"--connection-fd": connection(service), "--proxy-password-fd": password}
    words = ("service", "add", "main", *more, "--proxy-user", USER)
    return station(*words, by=BY_ANNE, given=given).status


def test_a_proxy_that_asks_is_told_user_and_password_and_nobody_else_is(
    station: ProductionStation, service: PracticeService
) -> None:
    with basic_proxy() as proxy:
        assert proxied(station, service, proxy.place, PASSWORD) == 0
        tried = station("service", "test", "main")
        assert tried.status == 0, tried.out + tried.err
        assert proxy.asked
        assert set(proxy.asked) == {service.address}
        listed = station("service", "list", pin=None).out
        assert f"proxy {proxy.place}, as {USER} there" in listed
        everything = b"".join(
            path.read_bytes() for path in station.data.root.rglob("*") if path.is_file()
        )
        assert PASSWORD.encode() not in everything
        assert PASSWORD not in tried.out + tried.err + listed
        assert proxied(station, service, proxy.place, "wrong") == 0
        refused = station("service", "test", "main")
        assert refused.status == 1
        assert "the proxy wants another user name or password" in refused.out
        assert proxy.refused
    assert station("audit", "verify", pin=None).status == 0


@pytest.mark.parametrize(
    ("more", "given"),
    [
        (("--proxy-user", "u"), {"--proxy-password-fd": "p"}),
        (("--proxy", "a.example:80"), {"--proxy-password-fd": "p"}),
        (("--proxy", "a.example:80", "--proxy-user", "u:p"), {"--proxy-password-fd": "p"}),
        (("--proxy", "a.example:80", "--proxy-user", "u"), {"--proxy-password-fd": "\x01"}),
    ],
)
def test_what_no_proxy_can_be_asked_by_is_refused(
    station: ProductionStation,
    service: PracticeService,
    more: tuple[str, ...],
    given: dict[str, str],
) -> None:
    whole = {"--connection-fd": connection(service), **given}
    refused = station("service", "add", "main", *more, by=BY_ANNE, given=whole)
    assert refused.err.startswith("CFG-061"), refused.err
