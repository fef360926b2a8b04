"""Symmetric keys on their way to a service: put into a call as it is made, and into nothing else.

The rows of a push, and what the record keeps of them, have words of the same length in a key's
place, which no service takes for a key. The factory's token is asked for the keys of one call at a
time. Where a service has an enrollment already, its keys are read back only to be compared.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from pydantic import JsonValue

from station.hsm.factory import FactoryHsm
from station.model.group import KeyName
from station.model.handoff import Cancel
from station.model.names import RegistrationId
from station.secret import Secret
from station.service.client import ID_FIELDS, Fate, ItemResult, ServiceClient
from station.service.documents import BulkKind, bulk_body, encoded
from station.service.editing import mechanism_of
from station.service.group_documents import text_of_key

_WORDS: Final = "<key {}, put in as it is sent>"
_BEGIN: Final = b'"<key '
_FOUND: Final = re.compile(_WORDS.format("([0-9a-f]{12})") + "-*")
# How long keys are in base64: a unit's 32 bytes, a group's 64.
_LENGTHS: Final[Mapping[BulkKind, int]] = {"enrollments": 44, "enrollmentGroups": 88}
_MEMBERS: Final = ("primaryKey", "secondaryKey")
ANOTHER: Final = "another"  # such as no base64 is: it differs from every key
_BUSY: Final = 429


@dataclass
class PushKeys:
    """The keys of a push; several threads may ask.

    Attributes:
        factory: the token that they come from.
        sent: how many enrollments and groups were sent with keys.
    """

    factory: FactoryHsm
    sent: int = 0
    _sources: dict[str, KeyName] = field(default_factory=dict)
    # Of each name whose fate isn't known: the words for its keys.
    _open: dict[tuple[BulkKind, str], Mapping[str, str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def words(self, kind: BulkKind, source: KeyName) -> str:
        """Return what stands in a document where a key belongs.

        Args:
            kind: of the document.
            source: the key itself for a group, or the one that a unit's are derived from.
        """
        told = f"{source.group_id.folded}\n{source.number}".encode()
        mark = hashlib.sha256(told).hexdigest()[:12]
        self._sources[mark] = source
        return _WORDS.format(mark).ljust(_LENGTHS[kind], "-")

    def expect(self, kind: BulkKind, name: str, document: bytes) -> None:
        """Remember what a service should have, of a row that is read back before it is sent."""
        if _BEGIN in document:
            with self._lock:
                self._open[kind, name.casefold()] = words_in(json.loads(document))

    def expected(self, kind: BulkKind, name: str) -> Mapping[str, str]:
        """Return the words for the keys of a name whose fate isn't sure; none for any other."""
        with self._lock:
            return self._open.get((kind, name.casefold()), {})

    def filled(self, kind: BulkKind, body: bytes) -> bytes:
        """Return a call's body with its keys in it, which is about to be sent.

        Raises:
            StationError: HSM-013 where a key isn't there, SVC-078 where it may not leave; the
                factory token's.
        """
        items = json.loads(body)[kind]
        wanted = {str(item[ID_FIELDS[kind]]): words for item in items if (words := words_in(item))}
        with ExitStack() as wiped:
            for name, keys in self.keys(kind, wanted, wiped).items():
                item = next(one for one in items if one[ID_FIELDS[kind]] == name)
                item["attestation"]["symmetricKey"] |= _texts(keys)
            documents = tuple(encoded(item) for item in items)
        for name, words in wanted.items():
            self.leaves(kind, name, words)
        return bulk_body(kind, documents)

    def texts(self, kind: BulkKind, name: str, words: Mapping[str, str]) -> Mapping[str, str]:
        """Return the keys of one name in base64, by the members of its document; as `filled`."""
        with ExitStack() as wiped:
            return _texts(self.keys(kind, {name: words}, wiped)[name])

    def leaves(self, kind: BulkKind, name: str, words: Mapping[str, str]) -> None:
        """Count a name whose keys are about to be sent; its fate isn't sure from then on."""
        with self._lock:
            self.sent += (kind, name.casefold()) not in self._open
            self._open[kind, name.casefold()] = words

    def settled(self, kind: BulkKind, name: str) -> None:
        """Forget a name whose fate is sure."""
        with self._lock:
            self._open.pop((kind, name.casefold()), None)

    def keys(
        self, kind: BulkKind, wanted: Mapping[str, Mapping[str, str]], wiped: ExitStack
    ) -> Mapping[str, Mapping[str, Secret]]:
        """Return the keys of names, by the members of their documents.

        Args:
            kind: of what.
            wanted: the words for the keys of each name.
            wiped: wipes them when it ends.
        """
        if kind == "enrollmentGroups":
            return {
                name: {member: self._of_group(text, wiped) for member, text in words.items()}
                for name, words in wanted.items()
            }
        sources: dict[KeyName, list[str]] = {}
        for name, words in wanted.items():
            sources.setdefault(self._source(words[_MEMBERS[0]]), []).append(name)
        found: dict[str, Mapping[str, Secret]] = {}
        for source, names in sources.items():
            units = [RegistrationId.parse(name) for name in names]
            pairs = self.factory.derive_pairs(source.group_id, units, source.number)
            for name, pair in zip(names, pairs, strict=True):
                for key in pair:
                    wiped.callback(key.wipe)
                found[name] = dict(zip(_MEMBERS, pair, strict=True))
        return found

    def _source(self, words: str) -> KeyName:
        found = _FOUND.fullmatch(words)
        if found is None:
            raise ValueError("these are no words for a key")
        return self._sources[found[1]]

    def _of_group(self, words: str, wiped: ExitStack) -> Secret:
        source = self._source(words)
        if self.factory.practice:
            key = self.factory.disclose_group_key(source.group_id, source.number)
        else:
            key = self.factory.groups.open_for_push(source.group_id, source.number)
        wiped.callback(key.wipe)
        return key


@dataclass(frozen=True)
class KeyedWay:
    """The way to a service, on which words become keys; a `PushWay`.

    Attributes:
        client: of the service.
        keys_of: the push's.
    """

    client: ServiceClient
    keys_of: PushKeys

    def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
        """Make up to ten, as `ServiceClient.create_all`; raises as `PushKeys.filled`, too."""
        if _BEGIN not in body:
            return self.client.create_all(kind, body, cancel)
        results = self.client.create_all(kind, self.keys_of.filled(kind, body), cancel)
        for one in results:
            status = one.code if one.code < 1_000 else one.code // 1_000
            if one.fate is not Fate.EXISTS and status < _BUSY:
                self.keys_of.settled(kind, one.name)
        return results

    def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
        """Return what is there; where a key isn't the right one, `ANOTHER` in its place."""
        found, words = self.client.get(kind, name, cancel), self.keys_of.expected(kind, name)
        held = None if found is None else found.get("attestation")
        if not words or not isinstance(held, dict) or held.get("type") != "symmetricKey":
            return found
        mechanism = mechanism_of(self.client, kind, name, cancel) or {}
        wrong = self._wrong(kind, name, words, mechanism.get("symmetricKey"))
        self.keys_of.settled(kind, name)
        members: dict[str, JsonValue] = dict.fromkeys(wrong, ANOTHER)
        return {**(found or {}), "attestation": {"type": "symmetricKey", "symmetricKey": members}}

    def _wrong(
        self, kind: BulkKind, name: str, words: Mapping[str, str], theirs: JsonValue
    ) -> list[str]:
        """Return the members whose key at the service isn't what it should be."""
        told = theirs if isinstance(theirs, dict) else {}
        return [
            member
            for member, text in self.keys_of.texts(kind, name, words).items()
            if not hmac.compare_digest(text.encode(), str(told.get(member)).encode())
        ]


def _texts(keys: Mapping[str, Secret]) -> dict[str, str]:
    return {member: text_of_key(key) for member, key in keys.items()}


def words_in(document: Mapping[str, JsonValue]) -> Mapping[str, str]:
    """Return the words for keys in a document, by their members."""
    attestation = document.get("attestation")
    held = attestation.get("symmetricKey") if isinstance(attestation, dict) else None
    members = held if isinstance(held, dict) else {}
    return {
        member: text
        for member in _MEMBERS
        if isinstance(text := members.get(member), str) and _FOUND.fullmatch(text)
    }
