"""The pictures that a profile's prompts show: files beside it, which its text names by content."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.model.profile import Profile
from station.model.prompt import Prompt

MAX_SIZE: Final = 1024 * 1024
_BEGINNINGS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_pictures(profile: Profile, folder: Path) -> tuple[Mapping[str, bytes], Mapping[int, str]]:
    """Return the content of each picture of a profile, and what is wrong with the others.

    Args:
        profile: the profile.
        folder: where its file is.

    Returns:
        The contents by their prompts' names, and the faults, as the rest of a sentence, by their
        prompts' places: where one is missing, too large, no picture or not the one that is meant.
    """
    contents, faults = {}, {}
    for place, prompt in enumerate(profile.prompts):
        if prompt.picture is None:
            continue
        content, why = _read(folder / prompt.picture, prompt)
        if why:
            faults[place] = why
        else:
            contents[prompt.name] = content
    return contents, faults


def _read(path: Path, prompt: Prompt) -> tuple[bytes, str]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_SIZE + 1)
    except OSError as error:
        return b"", f"this file beside the profile can't be read: {error.strerror}"
    if len(content) > MAX_SIZE:
        return b"", f"the file is larger than {MAX_SIZE // 1024} KiB"
    if not content.startswith(_BEGINNINGS):
        return b"", "the file is neither PNG nor JPEG"
    found = hashlib.sha256(content).hexdigest()
    return content, "" if found == prompt.sha256 else f"the file's SHA-256 is {found}"
