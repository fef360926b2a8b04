"""A public mock server made from the interface's description accepts all that the client sends."""

from __future__ import annotations

import datetime as dt
import json
import ssl
from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, Any, Final
from urllib.request import Request, urlopen

import pytest

from station.model.enrollment import EnrollmentGroup
from station.model.names import IdScope, RegistrationId
from station.model.order import Allocation, AllocationPolicy, Twin
from station.model.proof import SasToken
from station.model.wishes import AtService, Reassignment, Webhook
from station.practice.service.authority import ServerFiles, server_files
from station.secret import Secret
from station.service.account import TokenAccount
from station.service.client import ServiceClient
from station.service.documents import BulkKind, Wishes, bulk_body, encoded, wished_document
from station.service.editing import disabled, edited, mechanism_of
from station.service.group_documents import certificate_group, enrollment_group
from station.service.paging import page_of, registration_of, registrations_page
from station.service.probing import probed
from station.service.single_documents import keyed_individual
from tests.support.mock_server import ETAG, GROUP, NAME, MockServer, mock_document, mock_server

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

# What the mock server's own libraries say of one another is nothing of ours.
pytestmark = [pytest.mark.service, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

NOW: Final = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)
GO: Final = Event()
ALL: Final = Wishes(
    Twin(tags={"line": "L1", "rack": [1, None]}, desired={"rate": 1.5}),
    allocation=Allocation(
        policy=AllocationPolicy.CUSTOM,
        iot_hubs=("hub.example.net",),
        webhook=Webhook(url="https://f.example.net/a", api_version="2021-10-01"),
    ),
    more=AtService(iot_edge=True, disabled=True, reassignment=Reassignment.RESET),
)
# Of the description's operations the one that the client has no use for.
NEVER_ASKED: Final = {"DeviceRegistrationState_Delete"}
BOTH: Final[tuple[tuple[BulkKind, str], ...]] = (
    ("enrollments", NAME),
    ("enrollmentGroups", GROUP),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> ServerFiles:
    return server_files(tmp_path_factory.mktemp("mock"), ["localhost"])


@pytest.fixture(scope="module")
def shared(files: ServerFiles) -> Iterator[MockServer]:
    with mock_server(files) as running:
        yield running


@pytest.fixture
def server(shared: MockServer) -> MockServer:
    shared.judged.clear()
    return shared


@pytest.fixture
def client(server: MockServer, files: ServerFiles) -> Iterator[ServiceClient]:
    host, key = f"localhost:{server.port}", Secret(bytes(64))
    account = TokenAccount(host, lambda expiry: SasToken.signed(host, expiry, key, "all"))
    made = ServiceClient.of(account, files.ca.read_text())
    yield made
    made.close()


def singles(records: MemoryRecords, factory: SoftwareFactory) -> tuple[bytes, ...]:
    """Return an enrollment of each of the three attestations, with all that can be wished."""
    keyed = records.add_symmetric("keys", "unit-keyed")
    return (
        encoded(wished_document(records.add_tpm("tpms", 1), ALL, NOW)),
        encoded(wished_document(records.add_x509("certs", "unit-certified", factory), ALL, NOW)),
        encoded(keyed_individual(keyed, [Secret(b"a" * 64), Secret(b"b" * 64)], ALL)),
    )


def groups(factory: SoftwareFactory) -> tuple[bytes, ...]:
    def named(name: str) -> EnrollmentGroup:
        return EnrollmentGroup(RegistrationId.make(name), IdScope.parse("0ne00000001"))

    keys = [Secret(b"a" * 64), Secret(b"b" * 64)]
    return (
        encoded(enrollment_group(named(GROUP), keys, ALL)),
        encoded(certificate_group(named("certified"), factory.issuing_chain[:1], ALL)),
    )


def operations(server: MockServer) -> set[str]:
    """Return which of the description's operations were asked for, by their names."""
    found = set()
    for method, path, _ in server.judged:
        asked = path.split("/")
        fitting = [
            item[method.lower()]["operationId"]
            for template, item in mock_document()["paths"].items()
            if method.lower() in item and _fits(template.split("/"), asked)
        ]
        found.add(fitting[-1])  # words of an address stand after what stands for any
    return found


def _fits(template: list[str], asked: list[str]) -> bool:
    pairs = zip(template, asked, strict=False)
    return len(template) == len(asked) and all(a.startswith("{") or a == b for a, b in pairs)


def test_each_request_of_the_client_is_as_the_description_wants_it(
    client: ServiceClient,
    server: MockServer,
    records: MemoryRecords,
    factory: SoftwareFactory,
) -> None:
    documents = singles(records, factory)
    assert len(client.create_all("enrollments", bulk_body("enrollments", documents), GO)) == 3
    families = groups(factory)
    body = bulk_body("enrollmentGroups", families)
    assert len(client.create_all("enrollmentGroups", body, GO)) == 2
    client.create_group(families[0], GO)
    tagged = [{**json.loads(one), "etag": ETAG} for one in documents]
    for mode in ("update", "updateIfMatchETag", "delete"):
        body = json.dumps({"mode": mode, "enrollments": tagged}).encode()
        assert len(client.change_all("enrollments", body, GO)) == 3
    for kind, name in BOTH:
        assert client.get(kind, name, GO)
        assert edited(client, kind, name, disabled, GO)
        assert mechanism_of(client, kind, name, GO)
        assert page_of(client, kind, GO, "the-page-before", 10).items
        assert client.delete(kind, name, GO, ETAG)
        assert client.delete(kind, name, GO)
    assert registration_of(client, NAME, GO)
    assert registrations_page(client, GROUP, GO, "the-page-before").items
    assert all(one.good for one in probed(client, "", GO))
    assert not [one for one in server.judged if one[2] >= 400]
    described = {
        one["operationId"] for item in mock_document()["paths"].values() for one in item.values()
    }
    assert operations(server) == described - NEVER_ASKED


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("PUT", "/enrollments/a", {"registrationId": "a"}, {}),
        ("POST", "/enrollments", {"mode": "make", "enrollments": []}, {}),
        ("POST", "/enrollments/query", {"query": "SELECT"}, {"x-ms-max-item-count": "many"}),
        ("POST", "/enrollments/query", {"text": "SELECT"}, {}),
        ("PATCH", "/enrollments/a", {}, {}),
        ("GET", "/enrollments/a", None, {"authorization": ""}),
    ],
)
def test_the_mock_server_itself_refuses_what_isn_t_described(
    server: MockServer,
    files: ServerFiles,
    method: str,
    path: str,
    body: Any,  # noqa: ANN401 - any JSON
    headers: dict[str, str],
) -> None:
    url = f"https://localhost:{server.port}{path}?api-version=2021-10-01"
    data = None if body is None else json.dumps(body).encode()
    given = {"authorization": "SharedAccessSignature x", "content-type": "application/json"}
    given |= headers
    request = Request(url, data, {k: v for k, v in given.items() if v}, method=method)
    context = ssl.create_default_context(cafile=str(files.ca))
    with pytest.raises(OSError, match="HTTP Error 4"):
        urlopen(request, context=context)  # noqa: S310 - likewise
    assert 400 <= server.judged[-1][2] < 500
