"""The factory's CAs by command: shown, followed by another one, and only with those who may."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography import x509

from station.errors import StationError
from station.hsm.ca_keys import RootToken
from station.hsm.tokens import Module, TokenAddress
from station.model.people import Credential
from station.operations.plant import open_reader, utc_now
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.production import PIN, ProductionStation, Said, real_order
from tests.unit.records.staffed import ANNE, BERT, WIM, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]
BY_BOTH = [credential(ANNE), credential(BERT)]
BY_A_WORKER = [credential(ANNE), credential(WIM)]
CODE = "106A5SD242AF512B3498BD6098C4941E"


def root_of(station: ProductionStation) -> Module:
    folder = station.data.root.parent
    with station.open() as plant:
        module = plant.file.address.module
    environment = {
        name: value.replace(f"{folder}/factory", f"{folder}/root")
        for name, value in module.environment.items()
    }
    return Module(module.library, environment)


def by_root(station: ProductionStation, *words: str, by: Sequence[Credential]) -> Said:
    module = root_of(station)
    more = ["--root-module", module.library, "--root-label", "root"]
    for name, value in module.environment.items():
        more += ["--root-environment", f"{name}={value}"]
    return station("hsm", "ca", *words, *more, by=by, given={"--root-pin-fd": PIN})


def issuing(station: ProductionStation) -> bytes:
    """Return the CA that issues by the token."""
    with station.open() as plant:
        return plant.tools.factory.issuing_chain[0]


def added(station: ProductionStation) -> list[tuple[object, object]]:
    """Return why each CA was put on record, and who agreed."""
    with open_reader(station.data) as reader:
        entries = list(reader.entries(kind=EntryKind.CA_ADDED))
    return [(one.data["why"], one.data.get("by")) for one in entries]


FOUND = [("found", None), ("found", None)]


def test_a_ca_is_shown_with_its_certificate_its_issuer_and_its_key(
    station: ProductionStation,
) -> None:
    certificate = x509.load_der_x509_certificate(issuing(station))
    told = station("hsm", "ca", "show", "--json", pin=None).answer
    assert told["subject"] == certificate.subject.rfc4514_string()
    assert int(str(told["serial"]), 16) == certificate.serial_number
    assert (told["issued"], told["most"], told["state"]) == (0, None, "active")
    assert str(told["parent"]).endswith("Root CA")
    assert (told["fault"], told["verification_codes"]) == ("", [])
    asked = station("hsm", "ca", "show", "--ask-token", "--json").answer
    assert "made on the factory's token" in str(asked["key_origin"])
    root = station("hsm", "ca", "show", str(told["parent"]), "--ask-token", "--json").answer
    assert root["key_origin"] == "not on the factory's token"
    said = station("hsm", "ca", "show", pin=None).out
    assert "none: no service has been shown that its key is here" in said
    assert "any number" in said


def test_a_code_is_certified_for_whom_it_may_and_then_told(
    station: ProductionStation, tmp_path: Path
) -> None:
    out = tmp_path / "proof.pem"
    words = ("hsm", "ca", "verify", CODE, "--out", str(out))
    assert station(*words, by=[credential(WIM)]).err.startswith("REC-025")
    assert not out.exists()
    assert station(*words, by=BY_ANNE).status == 0
    told = station("hsm", "ca", "show", "--json", pin=None).answer
    assert [one["code"] for one in told["verification_codes"]] == [CODE]  # type: ignore[attr-defined]


def test_another_ca_follows_by_two_supervisors_alone(station: ProductionStation) -> None:
    first = issuing(station)
    assert by_root(station, "roll", by=BY_A_WORKER).err.startswith("REC-025")
    assert issuing(station) == first
    rolled = by_root(station, "roll", by=BY_BOTH)
    assert rolled.status == 0, rolled.err
    assert issuing(station) != first
    assert added(station) == [*FOUND, ("rolled", ["S-1", "S-2"])]


def test_a_ca_that_came_to_the_token_without_the_record_waits_for_approval(
    line: ProductionStation, bench: PracticeBench
) -> None:
    root = RootToken(TokenAddress(root_of(line), "root"), Secret(PIN.encode()))
    with line.open() as plant:
        plant.tools.factory.ca.roll(root, utc_now())
    second = issuing(line)
    assert added(line) == FOUND
    assert real_order(line, "x509").status == 0
    assert line("order", "assign", "x509", "--position", "1", by=BY_ANNE).status == 0
    bench.plug(bench.seats[0], bench.make_unit(UnitKind.X509, "REAL-1"))
    refused = line("provision", "--units", "1", by=[credential(WIM)])
    assert (refused.status, "HSM-048" in refused.out + refused.err) == (3, True)
    assert by_root(line, "roll", by=BY_A_WORKER).err.startswith("REC-025")
    assert added(line) == FOUND
    went_on = by_root(line, "roll", by=BY_BOTH)
    assert went_on.status == 0, went_on.err
    assert issuing(line) == second
    assert added(line) == [*FOUND, ("rolled", ["S-1", "S-2"])]
    worked = line("provision", "--units", "1", by=[credential(WIM)])
    assert worked.status == 0, worked.err
    assert line("audit", "verify", pin=None).status == 0


def test_a_service_s_key_is_taken_in_only_for_whom_it_may(station: ProductionStation) -> None:
    words = ("service", "add", "main", "--host", "a.example.net", "--policy", "all")
    given = {"--key-fd": "c3VwZXIgc2VjcmV0IHNlcnZpY2UgcG9saWN5IGtleSwgNDQ="}
    assert station(*words, by=[credential(WIM)], given=given).err.startswith("REC-025")
    with station.open() as plant, pytest.raises(StationError, match="HSM-013"):
        plant.tools.factory.services.sas("main", "a.example.net", "all", 1)
    assert station(*words, by=BY_ANNE, given=given).status == 0
    with station.open() as plant:
        token = plant.tools.factory.services.sas("main", "a.example.net", "all", 1)
    assert len(token.signature) == 32
