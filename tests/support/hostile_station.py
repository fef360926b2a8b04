"""A production station whose token is reached through a library that does as it is told."""

from pathlib import Path

from station.operations.factory_file import FactoryFile
from tests.support.hostile_token import Hostile, built
from tests.support.production import ProductionStation


def before_token_of(station: ProductionStation, folder: Path) -> Hostile:
    """Put such a library, built in a folder, before the token of a station."""
    hostile = Hostile(built(folder), folder / "rules")
    file = FactoryFile.read(station.data)
    module = hostile.before(file.address.module)
    told = {"library": module.library, "environment": dict(module.environment)}
    with station.open() as plant:
        certificate = plant.tools.factory.audit_certificate
    file.model_copy(update=told).write(station.data, certificate)
    return hostile
