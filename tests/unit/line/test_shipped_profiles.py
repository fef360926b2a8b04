"""A profile that was shipped stays as it is: an order that has another is stopped (PRF-004)."""

import hashlib

import pytest

from station.folders import resource

SHIPPED = {
    "practice-bench-tpm": "b49b3c122466a3f4a13e572dc97053a3dd4d2e73287f87c1cec2634ceb6879f4",
    "practice-console": "177814c75de90bce4163570bb54acc9cfb8569d147574fca5cf3cabcd3b6036c",
    "practice-labelled": "c353b7c233858e0587f268ee38e5a8f4af9ddb95896728bd804a00d0e3b7d399",
    "practice-modem": "92955a9930702bd1e85aba428a19491b26ebb91b826e368af5a39d47675ff2e3",
    "practice-symmetric-device": "deed9b64d4d1a90fcab2f6a9d95fd3af96af15d19b54246e75d94b9f4a3d675d",
    "practice-symmetric-tpm": "4c05a11541c71f65e7e1239bea5ea7161161ff36d8635bb14df4c12d5c3d867b",
    "practice-symmetric": "a71931fbecab3b3bf9130d64b7ff75e8ea1c9342dac05c3606cc305c87a73c74",
    "practice-tpm": "ba134d6cf638dfb7b3b14bf74f9e6011b51e78378edf56bb55b3bf68265a06c7",
    "practice-x509-device": "295a20d27bb2143c7380d02e3752606c70d71572649ab283432b2ec5abccf35b",
    "practice-x509-tls": "acd53cf32f5774adaee24e7bcc4fbc8efb09eb11624882b644146811d9d75635",
    "practice-x509-tpm": "720982c817a7df60dd5875f9c62976bd7460a229d67178a0f6dd3efef2399c6f",
    "practice-x509": "3e259eb083af4057ecc63ea814ddb3779028c0344b867d436b0172304485ebf0",
}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_practice_profile_is_the_one_that_was_shipped(name: str) -> None:
    text = resource(f"profiles/{name}.toml").read_bytes()
    assert hashlib.sha256(text).hexdigest() == SHIPPED[name]


def test_every_practice_profile_is_among_them() -> None:
    assert {path.stem for path in resource("profiles").glob("practice-*.toml")} == SHIPPED.keys()
