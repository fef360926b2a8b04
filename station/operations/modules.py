"""The PKCS#11 modules that a station knows, and how a token of theirs is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from station.errors import StationError
from station.folders import Data
from station.hsm.modules import ModuleListing, TokenFlags, address_of, installed
from station.hsm.replies import TokenSeen
from station.hsm.tokens import Module, TokenAddress
from station.hsm.uri import TokenUri, is_uri
from station.line.bench import load_bench
from station.operations.factory_file import FactoryFile


@dataclass(frozen=True)
class ModuleRow:
    """A line of the list of modules: one token, or a module without any.

    Attributes:
        module: which.
        token: the token, or None.
        state: of the token or else of the module, in words.
        told: all of it, for machines.
    """

    module: Module
    token: TokenSeen | None
    state: str
    told: JsonValue


def known_modules(data: Data, more: Sequence[str]) -> list[Module]:
    """Return the modules of the factory file, the bench file, then `more`, then those installed.

    A module with another environment has other tokens, and is another module.

    Raises:
        StationError: CFG-011, PRF-001, PRF-002, PRF-005 where one of the files can't be read.
    """
    found: list[Module] = []
    if data.factory.exists():
        found.append(FactoryFile.read(data).address.module)
    if data.bench.exists():
        found += [one.module() for one in load_bench(data.bench).position if one.token is not None]
    found += [Module(library) for library in more]
    named = {module.library for module in found}
    found += [Module(library) for library in installed() if library not in named]
    return [module for at, module in enumerate(found) if module not in found[:at]]


def token_named(
    module: str, token: str | None, environment: Mapping[str, str], known: Sequence[Module]
) -> TokenAddress:
    """Return where the token is that somebody named.

    Args:
        module: the library, or a PKCS#11 URI that names it.
        token: the token's label, or a PKCS#11 URI, or None.
        environment: what the library wants in its environment; where it is empty, what a known
            module with that library wants.
        known: the modules that the station knows.

    Raises:
        StationError: CFG-040, CFG-041.
    """
    of_module = TokenUri.parse(module) if is_uri(module) else TokenUri(module_path=module)
    of_token = TokenUri(token=token)
    if token is not None and is_uri(token):
        of_token = TokenUri.parse(token)
    if of_token.module_path is None and of_token.module_name is None:
        of_token = replace(
            of_token, module_path=of_module.module_path, module_name=of_module.module_name
        )
    address = address_of(of_module if token is None else of_token, environment)
    if environment:
        return address
    same = (one for one in known if one.library == address.module.library)
    return replace(address, module=next(same, address.module))


def rows_of(found: ModuleListing) -> Iterator[ModuleRow]:
    """Yield a line for each token of a module, or one for a module without any."""
    about: dict[str, JsonValue] = {"library": found.module.library}
    if found.listing is None:
        trouble = found.trouble or StationError("HSM-006")
        error: JsonValue = {"code": trouble.code, "detail": trouble.detail}
        state = f"{trouble.code} {trouble.detail}".strip()
        yield ModuleRow(found.module, None, state, {**about, "error": error})
        return
    listing = found.listing
    about |= {"manufacturer": listing.manufacturer, "version": listing.version}
    about |= {"description": listing.description, "slots": listing.slots}
    if not listing.tokens:
        state = f"{listing.slots} slots, no token"
        yield ModuleRow(found.module, None, state, {**about, "token": None})
    for token in listing.tokens:
        flags = TokenFlags(token.flags)
        state = ", ".join(flags.words) if TokenFlags.INITIALISED in flags else "not initialised"
        yield ModuleRow(found.module, token, state, {**about, "token": told(token)})


def told(token: TokenSeen) -> JsonValue:
    """Return what a token says of itself, for machines."""
    return {
        "slot": token.slot_id,
        "label": token.label,
        "serial": token.serial,
        "manufacturer": token.manufacturer,
        "model": token.model,
        "flags": list(TokenFlags(token.flags).words),
    }
