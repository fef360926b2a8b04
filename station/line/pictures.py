"""The pictures that a profile's prompts show: files beside it, which its text names by content."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.profile import Profile
from station.model.prompt import Prompt

MAX_SIZE: Final = 1024 * 1024
_BEGINNINGS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_pictures(profile: Profile, folder: Path) -> Mapping[str, bytes]:
    """Return the content of each picture of a profile, by its prompt's name.

    Args:
        profile: the profile.
        folder: where its file is.

    Raises:
        StationError: LIN-065 where one is missing, too large, no picture or not the one that the
            profile means.
    """
    pictures = {}
    for prompt in profile.prompts:
        why, content = _read(prompt, folder)
        if why:
            raise StationError("LIN-065", name=prompt.name, why=why)
        if content:
            pictures[prompt.name] = content
    return pictures


def picture_faults(profile: Profile, folder: Path) -> Mapping[int, str]:
    """Return what is wrong with a profile's pictures, by the place of their prompts."""
    faults = {place: _read(prompt, folder)[0] for place, prompt in enumerate(profile.prompts)}
    return {place: why for place, why in faults.items() if why}


def _read(prompt: Prompt, folder: Path) -> tuple[str, bytes]:
    """Return why a prompt's picture can't be used, or nothing, and its content."""
    if prompt.picture is None:
        return "", b""
    path = folder / prompt.picture
    try:
        with path.open("rb") as file:
            content = file.read(MAX_SIZE + 1)
    except OSError as error:
        return f"the file {prompt.picture} beside the profile: {error.strerror}", b""
    return _fault(content, prompt), content


def _fault(content: bytes, prompt: Prompt) -> str:
    if len(content) > MAX_SIZE:
        return f"the file is larger than {MAX_SIZE // 1024} KiB"
    if not content.startswith(_BEGINNINGS):
        return "the file is neither PNG nor JPEG"
    found = hashlib.sha256(content).hexdigest()
    return "" if found == prompt.sha256 else f"the file's SHA-256 is {found}"
