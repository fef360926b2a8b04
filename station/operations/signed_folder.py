"""A folder with a signed document and the files that it lists: checked as what was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import ValidationError

from station.errors import StationError
from station.service.exports.checked import (
    MAX_CONTROL,
    Trusted,
    changed,
    check_file,
    files_in,
    read_file,
    trusted_signer,
)
from station.service.exports.manifest import FileEntry
from station.service.exports.signature import check_signature


class Listing(Protocol):
    """A document that says when it was made, and what lies beside it."""

    @property
    def made(self) -> datetime:
        """When, UTC."""
        ...

    @property
    def files(self) -> Sequence[FileEntry]:
        """Every file but itself and its signature."""
        ...


_Document = TypeVar("_Document", bound=Listing)


@dataclass(frozen=True)
class Form(Generic[_Document]):
    """What a kind of such folder holds.

    Attributes:
        what: its word, as in "it is no part of the report".
        document: the document's file.
        signature: its signature's file, CMS in DER.
        beside: the files that it lists, all of them.
        most: how many bytes the document has at most.
        parse: reads it; raises a ValidationError for anything else.
        code: the error of a folder that isn't what was written; its message has a `path`.
    """

    what: str
    document: str
    signature: str
    beside: frozenset[str]
    most: int
    parse: Callable[[bytes], _Document]
    code: str


@dataclass(frozen=True)
class Genuine(Generic[_Document]):
    """A folder that is what was written.

    Attributes:
        document: what its document says.
        content: the same as it stands there.
        by: up to whom the signature was followed.
    """

    document: _Document
    content: bytes
    by: Trusted


def check_folder(folder: Path, form: Form[_Document], trust: bytes | None) -> Genuine[_Document]:
    """Check a folder: its document's signature, then each file beside it.

    The certificates are judged as of the time at which it says that it was made.

    Args:
        folder: what is checked.
        form: what it has to be.
        trust: certificates in PEM or one in DER that the signature must lead to, got by another
            way than the folder; None to take the folder's own `chain.pem`, which shows less.

    Raises:
        StationError: the form's where a file or the signature isn't what was written, SVC-008 where
            `trust` holds no certificate, SVC-012 where a newer Station wrote it.
    """
    try:
        return _checked(folder, form, trust)
    except StationError as error:
        match error.code:
            case "SVC-003":
                path = form.signature
            case "SVC-004":
                path = str(error.data["path"])
            case _:
                raise
        raise StationError(form.code, error.detail or error.message, path=path) from error


def _checked(folder: Path, form: Form[_Document], trust: bytes | None) -> Genuine[_Document]:
    content = read_file(folder, form.document, form.most)
    certificates = check_signature(content, read_file(folder, form.signature, MAX_CONTROL))
    document = _parsed(content, form)
    by = trusted_signer(folder, certificates, trust, document.made)
    listed = [entry.name for entry in document.files]
    if len(set(listed)) != len(listed) or set(listed) != form.beside:
        raise changed(form.document, f"it lists {', '.join(listed)}")
    for name in files_in(folder):
        if name not in {*listed, form.document, form.signature}:
            raise changed(name, f"it is no part of the {form.what}")
    for entry in document.files:
        check_file(folder, entry)
    return Genuine(document, content, by)


def _parsed(content: bytes, form: Form[_Document]) -> _Document:
    try:
        return form.parse(content)
    except ValidationError as error:
        if any(problem["loc"] == ("format_version",) for problem in error.errors()):
            raise StationError("SVC-012") from error
        raise changed(form.document, f"it is not a {form.what}") from error
