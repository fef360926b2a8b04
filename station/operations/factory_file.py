"""The file that makes a data folder a station: its name, and where its factory's token is."""

import tomllib
from collections.abc import Mapping
from typing import Annotated

import tomli_w
from pydantic import Field, ValidationError

from station.errors import StationError
from station.folders import Data, put_whole
from station.hsm.modules import address_at
from station.hsm.tokens import TokenAddress
from station.model.strict import Strict
from station.operations.audit_certificate import pem_of


class FactoryFile(Strict):
    """The file that makes a folder a station: its name, and where its factory's token is.

    Attributes:
        station: the station's name, as proofs and manifests give it.
        practice: whether all of it is practice.
        library: the PKCS#11 library's path, or a PKCS#11 URI that names library and token.
        label: the token's label; empty where the URI says which token it is.
        environment: what the library wants in its environment.
    """

    station: Annotated[str, Field(min_length=1, max_length=64)]
    practice: bool
    library: str
    label: str = ""
    environment: Mapping[str, str]

    @property
    def address(self) -> TokenAddress:
        """Where the factory's token is.

        Raises:
            StationError: CFG-040, CFG-041 where the URI names none.
        """
        return address_at(self.library, dict(self.environment), self.label)

    def write(self, data: Data, audit_certificate: bytes) -> None:
        """Write it into a data folder, with the audit key's certificate (DER) beside it, as PEM.

        Raises:
            StationError: CFG-003 where the folder can't be written.
        """
        try:
            put_whole(data.audit_certificate, pem_of(audit_certificate))
            put_whole(data.factory, tomli_w.dumps(self.model_dump(mode="json")).encode())
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(data.root)) from error

    @classmethod
    def read(cls, data: Data) -> "FactoryFile":
        """Return what the data folder's file says.

        Raises:
            StationError: CFG-007 where there is no station, CFG-042 where its ceremony isn't over,
                CFG-011 where it is damaged.
        """
        try:
            return cls.model_validate(tomllib.loads(data.factory.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            if data.ceremony.exists():
                raise StationError("CFG-042", path=str(data.root)) from error
            if data.database.exists():
                raise damaged(data, f"{data.factory.name} is missing") from error
            raise StationError("CFG-007", path=str(data.root)) from error
        except (OSError, ValueError, ValidationError) as error:
            raise damaged(data, f"{data.factory.name} can't be read", error) from error


def damaged(data: Data, why: str, error: Exception | None = None) -> StationError:
    """Return the error that a file of a station is damaged, gone or another station's."""
    detail = type(error).__name__ if error else ""
    return StationError("CFG-011", detail, path=str(data.root), why=why)
