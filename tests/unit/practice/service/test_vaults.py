"""A group whose keys are kept elsewhere: what keeps them says whose signature is good."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.practice.service.attesting import Asked, Attester
from station.practice.service.enrollments import GROUP, entry_of
from station.practice.service.problems import Refused
from station.practice.service.sas import by_key
from station.practice.service.store import Store
from tests.support.practice_service import signed

IN_THE_DOCUMENT, KEPT = b"d" * 64, b"k" * 64


def derived(key: bytes, name: str) -> bytes:
    return hmac.digest(key, name.encode(), hashlib.sha256)


def test_its_own_keys_are_good_for_nothing(tmp_path: Path) -> None:
    key = base64.b64encode(IN_THE_DOCUMENT).decode()
    both: JsonValue = {"primaryKey": key, "secondaryKey": key}
    keys: JsonValue = {"type": "symmetricKey", "symmetricKey": both}
    with Store(tmp_path / "service.db") as store:
        store.add(entry_of(GROUP, {"enrollmentGroupId": "line", "attestation": keys}, None))

        def asked(key: bytes) -> Asked:
            resource, until = "0nePRACTICE/registrations/unit-1", 4_000_000_000
            token = signed(resource, derived(key, "unit-1"), "registration", until)
            return Asked("0nePRACTICE", "unit-1", {}, token)

        plain = Attester(store)
        assert plain.proved(asked(IN_THE_DOCUMENT), registers=True).entry.name == "line"
        kept = Attester(store, vaults={"line": lambda name: [by_key(derived(KEPT, name))]})
        assert kept.proved(asked(KEPT), registers=True).entry.name == "line"
        with pytest.raises(Refused):
            kept.proved(asked(IN_THE_DOCUMENT), registers=True)
        with pytest.raises(Refused):
            plain.proved(asked(KEPT), registers=True)
