"""What the record allows: orders, positions, trusted makers and people, none of it unchecked."""

from collections.abc import Collection, Sequence

from station.model.attestation import TrustStore
from station.model.order import Order, OrderSecret, OrderState
from station.model.rights import Approval
from station.records.allotments import AllotmentBook
from station.records.archives import ArchiveBook
from station.records.assignments import Assignments
from station.records.authorities import AuthorityBook
from station.records.ceremonies import CeremonyBook
from station.records.checks import CheckBook
from station.records.contacts import ContactBook
from station.records.credentials import CredentialBook
from station.records.custody import CustodyBook
from station.records.disabled_groups import DisabledGroups
from station.records.disclosures import DisclosureBook
from station.records.ek_lists import EkLists
from station.records.first_articles import FirstArticles, check_first_article
from station.records.group_keys import GroupBook
from station.records.handoffs import HandoffBook
from station.records.imports import ImportBook
from station.records.labels import LabelBook
from station.records.notes import NoteBook
from station.records.order_changes import Belongings, OrderChanges
from station.records.order_secrets import OrderSecrets
from station.records.orders import OrderBook
from station.records.pushes import PushBook
from station.records.releases import ReleaseBook
from station.records.roots import RootKind, TrustedCertificate, TrustedRoots
from station.records.second import SecondBook
from station.records.serial_lists import SerialLists
from station.records.services import ServiceBook
from station.records.shut_out import ShutOutBook
from station.records.staff import Parts, Staff
from station.records.stops import StopBook


class Permissions(Staff):
    """The part of an open record that grants something; each row is checked when it is used.

    What changes a permission takes an approval (`approve`, `approve_here`); in a practice record
    none is needed. Without one, such methods raise REC-025.

    Attributes:
        releases: the profiles that real orders may be made with.
        serial_lists: the serial numbers that orders take.
        first_articles: the units by which orders show that they can run.
        handoffs: how far a factory's MES was told, and the secrets for it.
        allotments: what other stations may make of orders, and orders made with an allotment.
        order_changes: what is changed of an order, and what of it is carried over.
        authorities: the factory's CAs, and how many certificates they issue.
        groups: how groups' keys were born.
        disabled_groups: the groups that take no units any more.
        services: which services there are.
        disclosures: which keys left the factory's token, and to whom.
        pushes: what was pushed to services, and what is to be.
        shut_outs: which service shuts revoked units out of their groups.
        imports: enrollments that were made elsewhere.
        ceremonies: by which the station's tokens were set up.
        custody: what the factory's keys are kept in, and whether two chose it.
        credentials: whether a credential may unlock the factory's token.
        stops: what stands still, and lets it go on.
        contacts: how often units were connected at each position.
        checks: the units that show whether positions tell good from bad.
        second: the tokens that may take the first one's place.
        archives: moves the steps of old runs out of the record.
        notes: what was left beside the record, to be told to the chain.
        labels: which labels units got.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.custody = CustodyBook(*parts)
        self.credentials = CredentialBook(*parts)
        self._orders = OrderBook(*parts, self.custody)
        self._roots = TrustedRoots(*parts)
        self._assignments = Assignments(*parts, self._orders)
        self._secrets = OrderSecrets(*parts, self._orders)
        self._ek_lists = EkLists(*parts, self._orders)
        self.releases = ReleaseBook(*parts)
        self.serial_lists = SerialLists(*parts, self._orders)
        self.first_articles = FirstArticles(*parts, self._orders)
        self.handoffs = HandoffBook(*parts)
        self.ceremonies = CeremonyBook(*parts)
        self.notes = NoteBook(*parts)
        self.labels = LabelBook(*parts)
        self.archives = ArchiveBook(*parts)
        self.allotments = AllotmentBook(*parts, self._orders)
        lists = Belongings(self._secrets, self._ek_lists, self.serial_lists)
        self.authorities = AuthorityBook(*parts)
        self.second = SecondBook(*parts)
        self.disabled_groups = DisabledGroups(*parts)
        self.groups = GroupBook(*parts, self._settings, self.disabled_groups, self._orders)
        self.services = ServiceBook(*parts)
        self.disclosures = DisclosureBook(*parts)
        self.pushes = PushBook(*parts)
        self.shut_outs = ShutOutBook(parts.writer, parts.reads, parts.journal)
        self.imports = ImportBook(*parts)
        self.stops = StopBook(*parts, self._settings)
        self.contacts = ContactBook(*parts)
        self.checks = CheckBook(*parts, self._settings, self._people)
        self.order_changes = OrderChanges(*parts, self._orders, lists)
        listed = (self.serial_lists.check, self.groups.check, self.checks.gate)
        self._gates = (self.stops.gate, check_first_article, *listed)

    def learn_factory(self, chain: Sequence[bytes]) -> None:
        """Put on record the factory's CAs and token, where the record doesn't know them yet.

        Args:
            chain: DER, the issuing CA first, the root last.

        Raises:
            StationError: REC-012 where a row is not the guard's; the guard's own.
        """
        if self.authorities.unknown(chain) and self.second.brought(chain[0]):
            self.authorities.replaced(chain)
        self.authorities.learn(chain)
        self.custody.learn()

    def add_order(self, order: Order, approval: Approval | None = None) -> None:
        """Put a new order on record, under an audit entry and a signed head.

        Raises:
            StationError: REC-016 where there is one of that name, REC-018 where its ID scope is
                another order's but for case; the guard's own.
        """
        self._orders.add(order, approval)

    def order(self, name: str) -> Order:
        """Return a genuine order, or raise REC-014; REC-012 where it is not the guard's."""
        return self._orders.order(name)

    def orders(self) -> list[Order]:
        """Return all orders, oldest first, or raise REC-012 where one is not the guard's."""
        return self._orders.orders()

    def set_order_state(
        self, name: str, state: OrderState, approval: Approval | None = None
    ) -> None:
        """Open, pause or close an order; a closed one stays closed. Runs at work go on.

        Raises:
            StationError: REC-014, REC-012; REC-010 where it is closed; the guard's own.
        """
        self._orders.set_state(name, state, approval)

    def set_order_secret(
        self, order: str, which: OrderSecret, sealed: bytes, approval: Approval | None = None
    ) -> None:
        """Give an order's units a secret, sealed by the factory HSM, in place of what they had.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed; the
                guard's own.
        """
        self._secrets.set(order, which, sealed, approval)

    def order_secret(self, order: str, which: OrderSecret) -> bytes | None:
        """Return a sealed secret of an order's units, or None; REC-012 where it isn't genuine."""
        return self._secrets.get(order, which)

    def add_root(
        self, certificate: bytes, kind: RootKind, approval: Approval | None = None
    ) -> None:
        """Trust a TPM maker's certificate (DER) from now on; to do so twice changes nothing.

        Raises:
            StationError: TPM-015 where it is no certificate; the guard's own.
        """
        self._roots.add(certificate, kind, approval)

    def trust_store(self) -> TrustStore:
        """Return the trusted certificates, or raise REC-012 where one is not the guard's."""
        return self._roots.trust_store()

    def remove_root(
        self, fingerprint: str, kind: RootKind, approval: Approval | None = None
    ) -> None:
        """Trust (or refuse) a certificate no longer, by its SHA-256 in hexadecimal.

        Raises:
            StationError: TPM-031 where there is none; the guard's own.
        """
        self._roots.remove(fingerprint, kind, approval)

    def root_certificates(self) -> list[TrustedCertificate]:
        """Return what was added and refused, oldest first, or raise REC-012."""
        return self._roots.certificates()

    def set_ek_list(
        self, order: str, digests: Collection[bytes], approval: Approval | None = None
    ) -> None:
        """Give an order the supplier's list of endorsement keys, in place of what it had.

        Args:
            order: its name.
            digests: SHA-256 of each, 32 bytes.
            approval: for `Right.ORDERS`.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed; the
                guard's own.
        """
        self._ek_lists.set(order, digests, approval)

    def ek_listed(self, order: str, digests: Collection[bytes]) -> bool:
        """Whether one of the digests is on the order's list; REC-012 where it isn't genuine."""
        return self._ek_lists.holds(order, digests)

    def assign(self, position: str, order: str | None, approval: Approval | None = None) -> None:
        """Have a position work on an order, or on none.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it isn't open; the
                guard's own.
        """
        self._assignments.assign(position, order, approval)

    def assignments(self) -> dict[str, str]:
        """Return each position's order by name, or raise REC-012 where one is not the guard's.

        An order that was closed since stays assigned; it takes no units.
        """
        return self._assignments.all()
