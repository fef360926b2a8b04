"""What practice security modules are made of: swtpm and SoftHSM, and slots made of the latter."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from station.errors import StationError
from station.hsm.tokens import Module, initialise_token
from station.model.names import shown
from station.practice.children import program_path
from station.secret import Secret

PRACTICE_PIN: Final = "24681357"
PRACTICE_SO_PIN: Final = "97531864"
# Who logs in at a practice unit that is a Linux device: public, as the PINs above.
PRACTICE_USER: Final = "practice"
PRACTICE_PASSWORD: Final = "press-any-key"  # noqa: S105 - guards nothing
LABEL_SIZE: Final = 32  # bytes of CK_TOKEN_INFO.label, PKCS#11 3.1 section 3.2

_SOFTHSM_FILES: Final = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
_SOFTHSM_PATTERN: Final = "*/softhsm/libsofthsm2.so"  # below /usr/lib: one folder an architecture

# What a path must not hold, since the files and arguments of swtpm and SoftHSM know no quoting: #
# begins a comment, SoftHSM 2.6 splits a line at every =, swtpm an argument at commas, and
# swtpm_setup puts in variables for ${...}.
_AWKWARD: Final = "#,=$\n\r"

_CONF: Final = """\
directories.tokendir = {tokens}
objectstore.backend = file
log.level = ERROR
slots.removable = false
"""


@dataclass(frozen=True)
class Programs:
    """The programs that practice parts are made of, by their absolute paths.

    Attributes:
        swtpm: the TPM 2.0 in software that each TPM unit holds.
        swtpm_setup: what manufactures one.
        swtpm_localca: what `swtpm_setup` calls to issue endorsement certificates.
        softhsm: the PKCS#11 library that each token is made of.
    """

    swtpm: Path
    swtpm_setup: Path
    swtpm_localca: Path
    softhsm: Path

    @classmethod
    def found(cls, softhsm: Path | None = None) -> Self:
        """Return the programs of this machine.

        Args:
            softhsm: the SoftHSM library, where it stands in an unusual place.

        Raises:
            StationError: CFG-002 for the first that is missing.
        """
        return cls(
            swtpm=program("swtpm", "swtpm"),
            swtpm_setup=program("swtpm_setup", "swtpm-tools"),
            swtpm_localca=program("swtpm_localca", "swtpm-tools"),
            softhsm=_softhsm(softhsm),
        )


def program(name: str, package: str) -> Path:
    """Return the absolute path of a program.

    Raises:
        StationError: CFG-002 where it is missing, which names the package that has it.
    """
    found = shutil.which(name, path=program_path())
    if found is None:
        raise StationError("CFG-002", program=name, package=package)
    return Path(found).absolute()


def _softhsm(given: Path | None) -> Path:
    usual = [*map(Path, _SOFTHSM_FILES), *sorted(Path("/usr/lib").glob(_SOFTHSM_PATTERN))]
    for path in [given] if given else usual:
        if path.is_file():
            return path.absolute()
    raise StationError(
        "CFG-002", str(given or usual[0]), program="SoftHSM 2 (a library)", package="softhsm2"
    )


def usable(folder: Path) -> Path:
    """Return `folder`, having checked that swtpm and SoftHSM can be told of it.

    Args:
        folder: an absolute path.

    Raises:
        StationError: CFG-009 where the path holds a character that their files can't carry.
    """
    text = str(folder)
    awkward = next((c for c in text if c in _AWKWARD or "\ud800" <= c <= "\udfff"), None)
    if awkward is not None:
        why = f"swtpm or SoftHSM can't read the character {shown(awkward)} in its path"
        raise StationError("CFG-009", path=shown(text, 300), why=why)
    return folder


def slot(conf: Path, tokens: Path, library: Path) -> Module:
    """Write a SoftHSM configuration and return the module that reads it.

    Args:
        conf: the file to write; what stood there is replaced.
        tokens: the absolute folder, or a symlink to one, that is to hold the token.
        library: SoftHSM itself.

    Raises:
        StationError: CFG-003 where it can't be written.
    """
    try:
        conf.write_text(_CONF.format(tokens=tokens), encoding="utf-8")
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(conf)) from error
    return Module(library=str(library), environment={"SOFTHSM2_CONF": str(conf)})


def make_token(folder: Path, label: str, library: Path) -> Module:
    """Return the module of the token in `folder`, made where there was none.

    It is made beside its place and then moved there, so that half of one is never taken for one.

    Args:
        folder: absolute, and there; it gets `token/` and `softhsm2.conf`.
        label: the token's label, at most `LABEL_SIZE` bytes of ASCII.
        library: SoftHSM.

    Raises:
        StationError: CFG-003 where the folder can't be written, else as `initialise_token`.
    """
    tokens = folder / "token"
    if not tokens.exists():
        draft = folder / "draft"
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            (draft / "token").mkdir(mode=0o700)
            so_pin, pin = Secret(PRACTICE_SO_PIN.encode()), Secret(PRACTICE_PIN.encode())
            initialise_token(slot(draft / "conf", draft / "token", library), label, so_pin, pin)
            (draft / "token").rename(tokens)
            shutil.rmtree(draft)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(folder)) from error
    return slot(folder / "softhsm2.conf", tokens, library)
