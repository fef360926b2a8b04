"""What the record allows: orders, positions, trusted makers and people, none of it unchecked."""

from collections.abc import Collection
from typing import NamedTuple

from station.model.attestation import TrustStore
from station.model.order import Order, OrderSecret, OrderState
from station.model.people import Person
from station.records.assignments import Assignments
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.ek_lists import EkLists
from station.records.guard import Guard
from station.records.order_secrets import OrderSecrets
from station.records.orders import OrderBook
from station.records.people import PeopleBook
from station.records.reader import Reader
from station.records.roots import RootKind, TrustedCertificate, TrustedRoots
from station.secret import Secret


class Parts(NamedTuple):
    """What the parts of an open record share, in the order that they take it."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads


class Permissions(Reader):
    """The part of an open record that grants something; each row is checked when it is used."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.reads)
        self._orders = OrderBook(*parts)
        self._roots = TrustedRoots(*parts)
        self._people = PeopleBook(*parts)
        self._assignments = Assignments(*parts, self._orders)
        self._secrets = OrderSecrets(*parts, self._orders)
        self._ek_lists = EkLists(*parts, self._orders)

    def add_order(self, order: Order) -> None:
        """Put a new order on record, under an audit entry and a signed head.

        Raises:
            StationError: REC-016 where there is one of that name, REC-018 where its ID scope is
                another order's but for case; the guard's own.
        """
        self._orders.add(order)

    def order(self, name: str) -> Order:
        """Return a genuine order, or raise REC-014; REC-012 where it is not the guard's."""
        return self._orders.order(name)

    def orders(self) -> list[Order]:
        """Return all orders, oldest first, or raise REC-012 where one is not the guard's."""
        return self._orders.orders()

    def set_order_state(self, name: str, state: OrderState) -> None:
        """Open, pause or close an order; a closed one stays closed. Runs at work go on.

        Raises:
            StationError: REC-014, REC-012; REC-010 where it is closed; the guard's own.
        """
        self._orders.set_state(name, state)

    def set_order_secret(self, order: str, which: OrderSecret, sealed: bytes) -> None:
        """Give an order's units a secret, sealed by the factory HSM, in place of what they had.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed; the
                guard's own.
        """
        self._secrets.set(order, which, sealed)

    def order_secret(self, order: str, which: OrderSecret) -> bytes | None:
        """Return a sealed secret of an order's units, or None; REC-012 where it isn't genuine."""
        return self._secrets.get(order, which)

    def add_root(self, certificate: bytes, kind: RootKind) -> None:
        """Trust a TPM maker's certificate (DER) from now on; to do so twice changes nothing.

        Raises:
            StationError: TPM-015 where it is no certificate; the guard's own.
        """
        self._roots.add(certificate, kind)

    def trust_store(self) -> TrustStore:
        """Return the trusted certificates, or raise REC-012 where one is not the guard's."""
        return self._roots.trust_store()

    def remove_root(self, fingerprint: str, kind: RootKind) -> None:
        """Trust (or refuse) a certificate no longer, by its SHA-256 in hexadecimal.

        Raises:
            StationError: TPM-031 where there is none; the guard's own.
        """
        self._roots.remove(fingerprint, kind)

    def root_certificates(self) -> list[TrustedCertificate]:
        """Return what was added and refused, oldest first, or raise REC-012."""
        return self._roots.certificates()

    def set_ek_list(self, order: str, digests: Collection[bytes]) -> None:
        """Give an order the supplier's list of endorsement keys, in place of what it had.

        Args:
            order: its name.
            digests: SHA-256 of each, 32 bytes.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed; the
                guard's own.
        """
        self._ek_lists.set(order, digests)

    def ek_listed(self, order: str, digests: Collection[bytes]) -> bool:
        """Whether one of the digests is on the order's list; REC-012 where it isn't genuine."""
        return self._ek_lists.holds(order, digests)

    def assign(self, position: str, order: str | None) -> None:
        """Have a position work on an order, or on none.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it isn't open; the
                guard's own.
        """
        self._assignments.assign(position, order)

    def assignments(self) -> dict[str, str]:
        """Return each position's order by name, or raise REC-012 where one is not the guard's.

        An order that was closed since stays assigned; it takes no units.
        """
        return self._assignments.all()

    def add_person(self, person: Person, pin: Secret) -> None:
        """Let somebody log in with a PIN of at least 4 characters.

        Raises:
            StationError: REC-021 where the badge is somebody's, REC-022 where badge, name or PIN
                can't be; the guard's own.
        """
        self._people.add(person, pin)

    def people(self) -> list[Person]:
        """Return everybody who can log in, or raise REC-012 where a row is not the guard's."""
        return self._people.people()

    def log_in(self, badge: str, pin: Secret) -> Person:
        """Return whose badge and PIN these are; the try is on record either way. Takes a while.

        Raises:
            StationError: REC-020 where they belong to nobody, REC-023 for half a minute after five
                wrong tries, REC-012 where the row is not the guard's; the guard's own.
        """
        return self._people.log_in(badge, pin)

    def log_out(self, person: Person) -> None:
        """Put on record that somebody left."""
        self._people.log_out(person)
