"""The names of what an export holds, kept small: an order can have a million units."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import overload

from station.errors import StationError
from station.model.names import IdScope, RegistrationId
from station.service.exports.sources import ExportedName


class ExportedNames(Sequence[ExportedName]):
    """Registration IDs of one ID scope, about 60 bytes each instead of 300.

    Attributes:
        id_scope: of all of them; None while there are none.
    """

    def __init__(self) -> None:
        self.id_scope: IdScope | None = None
        self._text = bytearray()
        self._ends = array("Q", [0])

    def add(self, id_scope: IdScope, registration_id: RegistrationId) -> None:
        """Take one more.

        Raises:
            StationError: SVC-009 where it is for another service than those before it.
        """
        if self.id_scope is None:
            self.id_scope = id_scope
        if id_scope is not self.id_scope and id_scope != self.id_scope:
            raise StationError("SVC-009", scopes=f"{self.id_scope.text}, {id_scope.text}")
        self._text += registration_id.text.encode("ascii")
        self._ends.append(len(self._text))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[ExportedName]:
        if self.id_scope is not None:
            for start, end in pairwise(self._ends):
                # It was one when it came in.
                yield self.id_scope, RegistrationId(self._text[start:end].decode("ascii"))

    @overload
    def __getitem__(self, index: int) -> ExportedName: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ExportedName]: ...
    def __getitem__(self, index: int | slice) -> ExportedName | Sequence[ExportedName]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        text = self._text[self._ends[place] : self._ends[place + 1]]
        if self.id_scope is None:
            raise IndexError(index)
        return self.id_scope, RegistrationId.parse(text.decode("ascii"))
