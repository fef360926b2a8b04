"""The attestation mechanisms of enrollments and groups: what is taken, kept, shown and secret."""

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.practice.service.certificate_info import info_of, parsed
from station.practice.service.described import object_in
from station.practice.service.problems import Refused, bad_request, invalid

Json = Mapping[str, JsonValue]

_BAD_KEY: Final = "Endorsement key is invalid, or does not match the Enrollment."
_PLACES: Final = ("primary", "secondary")
_KEY_BYTES: Final = range(16, 65)
_MADE_BYTES: Final = 64
# TPM2B_PUBLIC of an RSA-2048 storage key (TPM 2.0 Library, Part 2, 12.2.5): size, TPM_ALG_RSA, name
# hash, attributes with restricted and decrypt and without sign, policy of that hash or none,
# AES-CFB, no scheme, 2,048 bits, exponent 0 or 65537, modulus.
_STORAGE_KEY: Final = re.compile(
    rb".{2}\x00\x01\x00[\x0b-\x0d].[\x03\x0b].."
    rb"(?:\x00\x00|\x00\x20.{32}|\x00\x30.{48}|\x00\x40.{64})"
    rb"\x00\x06..\x00\x43\x00\x10\x08\x00\x00(?:\x00\x00\x00|\x01\x00\x01)\x01\x00.{256}",
    re.DOTALL,
)


@dataclass(frozen=True)
class Attestation:
    """A mechanism as it is kept.

    Attributes:
        kind: `tpm`, `x509` or `symmetricKey`.
        endorsement_key: a TPM's, TPM2B_PUBLIC.
        storage_root_key: the like, where it was given.
        use: `clientCertificates`, `signingCertificates` or `caReferences` where it is X.509.
        texts: certificates in PEM, or CAs' names, by place.
        keys: symmetric keys by place.
    """

    kind: str
    endorsement_key: bytes = b""
    storage_root_key: bytes = b""
    use: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, bytes] = field(default_factory=dict)

    def shown(self, *, whole: bool) -> dict[str, JsonValue]:
        """Return it as the interface has it, with the symmetric keys or without them."""
        inside: dict[str, JsonValue] = {}
        match self.kind:
            case "tpm":
                inside["endorsementKey"] = base64.b64encode(self.endorsement_key).decode()
                if self.storage_root_key:
                    inside["storageRootKey"] = base64.b64encode(self.storage_root_key).decode()
            case "x509":
                inside[self.use] = self._shown_texts()
            case _:
                for place, key in self.keys.items() if whole else ():
                    inside[f"{place}Key"] = base64.b64encode(key).decode()
        return {"type": self.kind, self.kind: inside}

    def _shown_texts(self) -> dict[str, JsonValue]:
        if self.use == "caReferences":
            return dict(self.texts)
        return {place: {"info": info_of(parsed(text))} for place, text in self.texts.items()}

    def kept(self) -> dict[str, JsonValue]:
        """Return it for the service's own storage."""
        kept: dict[str, JsonValue] = {"kind": self.kind, "use": self.use}
        kept["texts"] = dict(self.texts)
        kept["keys"] = {place: key.hex() for place, key in self.keys.items()}
        kept["ek"], kept["srk"] = self.endorsement_key.hex(), self.storage_root_key.hex()
        return kept

    @classmethod
    def of_kept(cls, kept: Json) -> "Attestation":
        """Return what `kept` gave."""
        texts, keys = object_in(kept["texts"]), object_in(kept["keys"])
        return cls(
            kind=str(kept["kind"]),
            endorsement_key=bytes.fromhex(str(kept["ek"])),
            storage_root_key=bytes.fromhex(str(kept["srk"])),
            use=str(kept["use"]),
            texts={place: str(text) for place, text in texts.items()},
            keys={place: bytes.fromhex(str(key)) for place, key in keys.items()},
        )


def taken(given: Json, before: Attestation | None, *, group: bool) -> Attestation:
    """Return the mechanism that a body asks for.

    Args:
        given: the body's AttestationMechanism, which follows the interface.
        before: what the enrollment has, where it is changed.
        group: whether it is a group's.

    Raises:
        Refused: 400.
    """
    kind = given["type"]
    inside = given.get(str(kind))
    if kind == "symmetricKey":
        return Attestation("symmetricKey", keys=_keys(inside if isinstance(inside, dict) else {}))
    if not isinstance(inside, dict):
        raise bad_request("TPM or X509 attestation is required.")
    if kind == "tpm" and not group:
        return Attestation(
            "tpm",
            endorsement_key=_public(inside["endorsementKey"]),
            storage_root_key=_public(srk) if (srk := inside.get("storageRootKey")) else b"",
        )
    if kind == "x509":
        return _certificates(inside, before, group=group)
    raise bad_request("A group proves itself by certificates or by a symmetric key.")


def _public(text: JsonValue) -> bytes:
    """Return the TPM2B_PUBLIC of an RSA-2048 storage key."""
    try:
        public = base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise invalid(_BAD_KEY) from error
    if not _STORAGE_KEY.fullmatch(public) or int.from_bytes(public[:2], "big") != len(public) - 2:
        raise invalid(_BAD_KEY)
    return public


def _keys(inside: Json) -> Mapping[str, bytes]:
    keys: dict[str, bytes] = {}
    for place in _PLACES:
        text = inside.get(f"{place}Key")
        if not text:
            keys[place] = secrets.token_bytes(_MADE_BYTES)
            continue
        try:
            keys[place] = base64.b64decode(str(text), validate=True)
        except ValueError as error:
            raise bad_request("Invalid symmetric key") from error
        if len(keys[place]) not in _KEY_BYTES:
            raise bad_request("Invalid symmetric key")
    return keys


def _certificates(inside: Json, before: Attestation | None, *, group: bool) -> Attestation:
    uses = ("signingCertificates" if group else "clientCertificates", "caReferences")
    given = [use for use in uses if inside.get(use)]
    if len(given) != 1:
        raise bad_request(f"One of {', '.join(uses)} is required.")
    (use,) = given
    places = object_in(inside[use], use)
    kept = before.texts if before is not None and before.use == use else None
    texts: dict[str, str] = {}
    for place in _PLACES:
        if said := places.get(place):
            texts[place] = str(said) if use == "caReferences" else _text(said, place, kept)
    if "primary" not in texts:
        raise bad_request("A primary certificate is required.")
    return Attestation("x509", use=use, texts=texts)


def _text(said: JsonValue, place: str, kept: Mapping[str, str] | None) -> str:
    """Return a certificate's text: what was given, or what is kept already and was shown."""
    given = object_in(said, place)
    if text := given.get("certificate"):
        parsed(str(text))
        return str(text)
    info = given.get("info")
    here = (kept or {}).get(place, "")
    if here and isinstance(info, dict):
        same = info_of(parsed(here))["sha256Thumbprint"] == info.get("sha256Thumbprint")
        if same:
            return here
    raise Refused(400, 400_000, "Invalid certificate")
