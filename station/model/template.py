"""Templates: text with places such as `{serial}` and `{counter:06}`, for names and labels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

PLACES: Final = ("serial", "counter", "order", "date")
_PLACE: Final = re.compile(r"\{([a-z_]+)(?::0([1-9]))?\}")
_BRACED: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Template:
    """A template, of a name unless other places are named.

    Places of a name: `{serial}`, `{order}`, `{date}` (YYYYMMDD, UTC) and `{counter}`, the unit's
    number in its order, which can be padded with zeros as in `{counter:06}`.
    """

    text: str

    @classmethod
    def parse(cls, text: str, places: Sequence[str] = PLACES) -> Self:
        """Return the template, or raise ValueError saying which place is wrong and why."""
        for inside in _BRACED.findall(text):
            name, padded, _ = inside.partition(":")
            if name not in places:
                known = ", ".join(f"{{{place}}}" for place in places)
                raise ValueError(f"{{{inside}}} is unknown: there are {known}")
            if padded and name != "counter":
                raise ValueError(f"only {{counter}} can be padded, not {{{name}}}")
            if not _PLACE.fullmatch(f"{{{inside}}}"):
                raise ValueError(f"{{{inside}}} can't be read: a padded number is {{counter:06}}")
        rest = _BRACED.sub("", text)
        if "{" in rest or "}" in rest:
            raise ValueError("a brace stands alone")
        return cls(text)

    def fill(self, values: Mapping[str, str | int]) -> str:
        """Return the name for one unit; `values` has every place."""

        def filled(match: re.Match[str]) -> str:
            value = str(values[match[1]])
            return value.zfill(int(match[2])) if match[2] else value

        return _PLACE.sub(filled, self.text)
