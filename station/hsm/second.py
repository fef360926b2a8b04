"""The station's side of a second token: how it is set up under the same root, and what it follows.

Keys go over by the root's token alone: what the first token wrapped for the escrow as it was made
is opened there, and wrapped at once for the second's transport key. In this computer's memory it is
never in the clear.
"""

from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.hsm.ca_keys import RootToken
from station.hsm.escrow import Passenger
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.messages import Ask
from station.hsm.predecessor import Predecessor
from station.hsm.replies import Blob, Blobs, Done
from station.hsm.requests_escrow import Rewrap
from station.hsm.requests_second import ReadPredecessor, ReadRoot, SetPredecessor
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.model.names import shown
from station.model.world import World
from station.secret import Secret

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ISSUING: Final = " Issuing CA"


@dataclass(frozen=True)
class SecondPlan:
    """How a second token is set up.

    Attributes:
        station: the station's name.
        world: the first token's.
        before: how many second tokens were made ready at this station before this one: each has a
            name of its own.
        root: the root CA's certificate, DER, as the first token has it.
    """

    station: str
    world: World
    before: int
    root: bytes

    @property
    def mark(self) -> str:
        """What stands after the station's name in its certificates: B, C, and AA after Z."""
        letters, left = "", self.before + 2
        while left:
            left, letter = divmod(left - 1, len(_LETTERS))
            letters = _LETTERS[letter] + letters
        return f" {letters}"

    def named(self, issuing: str) -> bool:
        """Whether an issuing CA's common name is that of a second token of this station."""
        begin = f"{self.station} "
        mark = issuing.removeprefix(begin).removesuffix(_ISSUING)
        return issuing == f"{begin}{mark}{_ISSUING}" and bool(mark) and not {*mark} - {*_LETTERS}


def demand_root(root: RootToken, certificate: bytes) -> None:
    """Check that a token holds the very root, before anything is made.

    Raises:
        StationError: HSM-035 where it holds another or none; as `Token.open`.
    """
    with root.opened() as ask:
        try:
            found = ask(ReadRoot(), Blob).data
        except StationError as error:
            if error.code != "HSM-013":
                raise
            raise StationError("HSM-035", error.detail) from error
    if found != certificate:
        raise StationError("HSM-035", "its root is another one")


def set_up_second(
    address: TokenAddress,
    pin: Secret,
    plan: SecondPlan,
    root: RootToken,
    tries: PinTries | None = None,
) -> FactoryHsm:
    """Make all that the second token holds of its own, or open it where that is done.

    Raises:
        StationError: HSM-035 where the root's token isn't the one that the first is under;
            HSM-044 where the token is another station's; as `FactoryHsm.set_up`.
    """
    demand_root(root, plan.root)
    ceremony = Ceremony(plan.station, plan.world, root.address, root.pin, plan.mark)
    try:
        second = FactoryHsm.set_up(address, pin, ceremony, tries)
    except StationError as error:
        if error.code != "HSM-020":
            raise
        second = FactoryHsm.open(address, pin, tries)
    try:
        _demand_own(second, plan, address)
    except StationError:
        second.close()
        raise
    return second


def _demand_own(second: FactoryHsm, plan: SecondPlan, address: TokenAddress) -> None:
    if second.issuing_chain[-1] != plan.root:
        raise StationError("HSM-035", "the second token is under another root")
    issuing = x509.load_der_x509_certificate(second.issuing_chain[0])
    (name,) = issuing.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if not plan.named(str(name.value)):
        raise StationError("HSM-044", shown(str(name.value)), label=shown(address.label or ""))


@dataclass(frozen=True)
class Rewrapped:
    """Wraps keys for a second token, by the root's token, which is open for as long.

    Attributes:
        ask: asks the root's token.
        transport: the second token's transport key, SubjectPublicKeyInfo, DER.
    """

    ask: Ask
    transport: bytes

    def group(self, copy: bytes) -> bytes:
        """Return a group's key, of its copy for the escrow; HSM-039 where that isn't one."""
        return self.ask(Rewrap(Passenger.GROUP.value, copy, self.transport), Blob).data

    def sealing(self, copy: bytes) -> bytes:
        """Return the sealing key, of its copy for the escrow; HSM-039 where that isn't one."""
        return self.ask(Rewrap(Passenger.SEALING.value, copy, self.transport), Blob).data


@dataclass(frozen=True)
class Following:
    """What a token remembers of the one whose place it may take.

    Attributes:
        ask: asks the second token.
    """

    ask: Ask

    def follow(self, predecessor: Predecessor) -> None:
        """Have the token remember it; HSM-020 where the token has signed for a record itself."""
        wanted = SetPredecessor(
            predecessor.audit, predecessor.sequence, predecessor.hash, predecessor.note
        )
        self.ask(wanted, Done)

    def known(self) -> Predecessor | None:
        """Return it, None where the token follows none."""
        parts = self.ask(ReadPredecessor(), Blobs).items
        if not parts:
            return None
        audit, number, hash_, note = parts
        return Predecessor(audit, int.from_bytes(number, "big"), hash_, note)
