"""Practice units as somebody altered them: a copy of one, and its token written anew."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from station.hsm.tokens import Module, TokenAddress
from station.operations.practice import practice_pin
from station.practice.modules import Programs
from station.practice.units import PracticeUnit

# Writes the certificate of a CKA_ID anew, with another bit or beside another key.
_REWRITE = """
import json, sys, pkcs11
from pkcs11 import Attribute, CertificateType, ObjectClass
asked = json.load(sys.stdin)
key_id = bytes.fromhex(asked["id"])
token = pkcs11.lib(asked["library"]).get_token(token_label=asked["label"])
with token.open(user_pin=asked["pin"], rw=True) as session:
    (old,) = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.ID: key_id})
    value = bytearray(old[Attribute.VALUE])
    if asked["bit"]:
        value[-1] ^= 1
    subject, label = old[Attribute.SUBJECT], old[Attribute.LABEL]
    if asked["key"]:
        for one in list(session.get_objects({Attribute.ID: key_id})):
            one.destroy()
        curve = pkcs11.util.ec.encode_named_curve_parameters("secp256r1")
        made = session.create_domain_parameters(
            pkcs11.KeyType.EC, {Attribute.EC_PARAMS: curve}, local=True
        )
        made.generate_keypair(id=key_id, label=label, store=True)
    else:
        old.destroy()
    session.create_object({
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
        Attribute.TOKEN: True,
        Attribute.ID: key_id,
        Attribute.LABEL: label,
        Attribute.SUBJECT: subject,
        Attribute.VALUE: bytes(value),
    })
"""


def copied(unit: PracticeUnit, folder: Path) -> PracticeUnit:
    """Return a copy of a unit that isn't plugged in, to be altered."""
    shutil.copytree(unit.folder, folder)
    conf = folder / "softhsm2.conf"
    if conf.exists():
        conf.write_text(conf.read_text().replace(str(unit.folder), str(folder)))
    return replace(unit, folder=folder)


def token_of(unit: PracticeUnit) -> TokenAddress:
    """Return where the token of a unit is that isn't plugged in."""
    environment = {"SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf")}
    return TokenAddress(Module(str(Programs.found().softhsm), environment), unit.label)


def rewrite(unit: PracticeUnit, key_id: bytes, *, bit: bool, key: bool) -> None:
    """Write the certificate of a token anew: with another bit, or for another key."""
    address = token_of(unit)
    with practice_pin().reveal() as pin:
        asked = {
            "library": address.module.library,
            "label": address.label,
            "pin": bytes(pin).decode(),
            "id": key_id.hex(),
            "bit": bit,
            "key": key,
        }
    subprocess.run(
        [sys.executable, "-c", _REWRITE],
        input=json.dumps(asked).encode(),
        env={**os.environ, **address.module.environment},
        check=True,
        timeout=60,
    )
