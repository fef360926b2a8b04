"""PKCS#11 modules of this machine: which are installed, what tokens they have, what they can do."""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import IntFlag
from pathlib import Path, PurePath
from typing import Final

from station.errors import StationError
from station.hsm.abilities import Use, lacks
from station.hsm.frames import Patience
from station.hsm.replies import Checked, Listing
from station.hsm.requests_any import ANY, Marks
from station.hsm.requests_modules import CheckToken, ListTokens
from station.hsm.tokens import Module, TokenAddress
from station.hsm.uri import TokenUri, is_uri
from station.hsm.worker import Worker
from station.model.names import shown
from station.secret import Secret

# How long a module may take to say what it has, and to be tried, seconds: RSA keys take a while.
_LIST_S: Final = 10.0
_CHECK_S: Final = 120.0
_AT_ONCE: Final = 4
_LARGEST_FILE: Final = 10_000
_P11_KIT: Final = (Path("/usr/share/p11-kit/modules"), Path("/etc/pkcs11/modules"))
# Where distributions put libraries, an architecture's folder in place of the star.
_LIBRARIES: Final = ("/usr/lib/*-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")
_WELL_KNOWN: Final = (
    "softhsm/libsofthsm2.so",
    # Debian's place, then others'.
    "pkcs11/libopencryptoki.so",
    "opencryptoki/libopencryptoki.so",
    "opensc-pkcs11.so",
    "libykcs11.so",
    "pkcs11/libtpm2_pkcs11.so",
)


class TokenFlags(IntFlag):
    """What a token says of its state: CK_TOKEN_INFO.flags, PKCS#11 2.40 base 3.2."""

    WRITE_PROTECTED = 0x2
    LOGIN_REQUIRED = 0x4
    USER_PIN_SET = 0x8
    INITIALISED = 0x400
    USER_PIN_COUNT_LOW = 0x10000
    USER_PIN_FINAL_TRY = 0x20000
    USER_PIN_LOCKED = 0x40000

    @property
    def words(self) -> tuple[str, ...]:
        """Those that are set, in words; others that a token may set aren't told."""
        return tuple(
            str(flag.name).lower().replace("_", " ").replace("pin", "PIN")
            for flag in TokenFlags
            if flag in self
        )


@dataclass(frozen=True)
class ModuleListing:
    """What became of asking a module; one of the two is None.

    Attributes:
        module: which.
        listing: what it says.
        trouble: why it says nothing.
    """

    module: Module
    listing: Listing | None
    trouble: StationError | None


@dataclass(frozen=True)
class Verdict:
    """Whether a module will do for a use of Station's.

    Attributes:
        use: the use.
        why_not: what is missing or broken, in words; empty where it will do.
    """

    use: Use
    why_not: tuple[str, ...]


def address_of(uri: TokenUri, environment: Mapping[str, str]) -> TokenAddress:
    """Return where the token is that a URI names.

    Raises:
        StationError: CFG-040 where it names no module, CFG-041 where no such module is installed.
    """
    if uri.module_path is not None:
        library = uri.module_path
    elif uri.module_name is not None:
        library = _library_named(uri.module_name)
    else:
        raise StationError("CFG-040", why="it names no module by module-path or module-name")
    version = uri.library_version
    marks = Marks(
        serial=uri.serial,
        model=uri.model,
        manufacturer=uri.manufacturer,
        slot_id=uri.slot_id,
        library_manufacturer=uri.library_manufacturer,
        library_description=uri.library_description,
        library_version=f"{version[0]}.{version[1]}" if version else None,
    )
    return TokenAddress(Module(library, environment), uri.token, marks)


def address_at(library: str, environment: Mapping[str, str], label: str | None) -> TokenAddress:
    """Return where a token is.

    Args:
        library: the PKCS#11 library's path, the name by which the system finds it, or a PKCS#11
            URI that names library and token.
        environment: what the library wants in its environment.
        label: the token's, in place of the URI's; None or empty for what the URI says, or for the
            only token that the library has.

    Raises:
        StationError: CFG-040, CFG-041 where the URI names none.
    """
    if not is_uri(library):
        return TokenAddress(Module(library, environment), label)
    found = address_of(TokenUri.parse(library), environment)
    return replace(found, label=label) if label else found


def library_of(address: TokenAddress) -> str:
    """Return what `address_at` reads back, beside label and environment.

    That is the library's path, or a PKCS#11 URI where the token has marks to be told by.

    Raises:
        StationError: CFG-040 where it has, and the library is no whole path.
    """
    marks, library = address.marks, address.module.library
    if marks == ANY:
        return library
    version = marks.library_version
    major, _, minor = (version or "").partition(".")
    uri = TokenUri(
        serial=marks.serial,
        model=marks.model,
        manufacturer=marks.manufacturer,
        slot_id=marks.slot_id,
        library_manufacturer=marks.library_manufacturer,
        library_description=marks.library_description,
        library_version=(int(major), int(minor)) if version else None,
        module_path=library,
    ).text()
    TokenUri.parse(uri)
    return uri


def _library_named(name: str) -> str:
    """Return the library of a name as RFC 7512 has it, section 2.3: without `lib` and ending."""
    for library in installed():
        base = PurePath(library).name.split(".so")[0]
        if name in {base, base.removeprefix("lib")}:
            return library
    raise StationError("CFG-041", name=shown(name, 60))


def installed(
    folders: Sequence[Path] = _P11_KIT, well_known: Iterable[str] | None = None
) -> list[str]:
    """Return the libraries that are installed: those told to p11-kit, then well-known ones.

    p11-kit's own trust module and proxy hold no keys and aren't among them.
    """
    told = [library for folder in folders for library in _told_to_p11_kit(folder)]
    candidates = _well_known() if well_known is None else well_known
    found: dict[str, str] = {}
    for library in (*told, *candidates):
        if Path(library).is_file() and "p11-kit-" not in PurePath(library).name:
            found.setdefault(os.path.realpath(library), library)
    return list(found.values())


def _told_to_p11_kit(folder: Path) -> list[str]:
    """Return the `module:` of each file there (pkcs11.conf(5)); a bare name is looked for."""
    found = []
    for path in sorted(folder.glob("*.module")) if folder.is_dir() else []:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                text = file.read(_LARGEST_FILE)
        except OSError:
            continue
        for line in text.splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "module" and value.strip():
                found += _places(value.strip())
    return found


def _places(name: str) -> list[str]:
    if name.startswith("/"):
        return [name]
    below = (f"{folder}/{part}{name}" for folder in _folders() for part in ("pkcs11/", ""))
    return [place for place in below if Path(place).is_file()][:1]


def _folders() -> list[str]:
    found: list[str] = []
    for pattern in _LIBRARIES:
        found += [str(path) for path in sorted(Path("/").glob(pattern[1:]))]
    return found


def _well_known() -> list[str]:
    return [f"{folder}/{name}" for folder in _folders() for name in _WELL_KNOWN]


def list_modules(modules: Sequence[Module], timeout_s: float = _LIST_S) -> list[ModuleListing]:
    """Ask modules for their tokens; one that crashes or hangs costs the others nothing.

    Each is asked in a new worker, so that a token that was put in or taken out since is noticed.

    Args:
        modules: which.
        timeout_s: how long one may take, seconds.
    """

    def asked(module: Module) -> ModuleListing:
        try:
            with Worker(module.environment) as worker:
                listing = worker.ask(ListTokens(module.library), Listing, Patience(timeout_s))
            return ModuleListing(module, listing, None)
        except StationError as error:
            return ModuleListing(module, None, error)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(asked, modules))


def check_module(address: TokenAddress, pin: Secret, timeout_s: float = _CHECK_S) -> Checked:
    """Log in to a token and try what Station needs, on objects of the session alone.

    Args:
        address: the token.
        pin: the user's, UTF-8; wiped here.
        timeout_s: how long it may take, seconds.

    Raises:
        StationError: as `Token.open`, but no HSM-024.
    """
    request = CheckToken(address.module.library, address.label, pin, address.marks)
    try:
        with Worker(address.module.environment) as worker:
            return worker.ask(request, Checked, Patience(timeout_s))
    finally:
        pin.wipe()


def verdicts(checked: Checked) -> list[Verdict]:
    """Return for each use whether a module that was tried will do."""
    can = {one.ability for one in checked.tried if not one.trouble}
    found = []
    for use in Use:
        lacking = tuple(f"it lacks {what}" for what in lacks(can, use))
        broken = ("it gives out keys that are marked non-extractable",) if checked.broken else ()
        found.append(Verdict(use, (*broken, *lacking)))
    return found
