"""The station's side of a factory's set-up: what the root's and the factory's token are asked."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from station.errors import StationError
from station.hsm.asking import asked, open_on
from station.hsm.replies import Blob, Done
from station.hsm.requests_ceremony import CertifyIssuing, FinishSetUp, PrepareIssuing, PrepareRoot
from station.hsm.requests_escrow import InstallEscrow, PrepareEscrow
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.hsm.worker import Worker
from station.model.names import shown
from station.model.world import World
from station.secret import Secret

# What the ceremony puts after the station's name in certificates takes up to 16 characters
# of 64: ' B Issuing CA 99'.
_MAX_NAME: Final = 48


@dataclass(frozen=True)
class Ceremony:
    """What a factory's token is set up with.

    Attributes:
        name: the station's, as it stands in the certificates: 1 to 48 printable characters.
        world: production or practice; it stays with the token for good.
        root: the token that holds, or gets, the root CA's key: it is needed for this alone.
        root_pin: that token's PIN.
        mark: what stands after the name, where this token isn't the station's first: a blank and a
            letter.
    """

    name: str
    world: World
    root: TokenAddress
    root_pin: Secret
    mark: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= _MAX_NAME or not self.name.isprintable():
            why = f"a station's name has 1 to {_MAX_NAME} printable characters"
            raise StationError("LIN-013", text=shown(self.name), why=why)

    @property
    def called(self) -> str:
        """What the token's own certificates are named after."""
        return f"{self.name}{self.mark}"


def make_all(worker: Worker, ceremony: Ceremony, tries: PinTries | None = None) -> None:
    """Make all that a factory's token holds; where a set-up was broken off it goes on.

    Args:
        worker: of the factory's token, which is open.
        ceremony: what with.
        tries: counts wrong PINs of the root's token.

    Raises:
        StationError: as `FactoryHsm.set_up`.
    """
    now = int(datetime.now(UTC).timestamp())
    with Worker(ceremony.root.module.environment) as root:
        begin = PrepareIssuing(ceremony.called, ceremony.world)
        csr = asked(worker, begin, Blob).data
        open_on(root, ceremony.root, ceremony.root_pin, tries)
        prepare = PrepareRoot(ceremony.name, ceremony.world, now)
        root_certificate = asked(root, prepare, Blob).data
        issuing = asked(root, CertifyIssuing(csr, now), Blob).data
        # Practice gives its keys out as it likes.
        if ceremony.world is World.PRODUCTION:
            wanted = PrepareEscrow(ceremony.name, ceremony.world)
            escrow = asked(root, wanted, Blob).data
            asked(worker, InstallEscrow(escrow, root_certificate), Done)
    finish = FinishSetUp(ceremony.called, ceremony.world, issuing, root_certificate, now)
    asked(worker, finish, Done)
