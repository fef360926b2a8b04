"""Units' own keys that an export is about to write: on record before the first of them is."""

from collections import Counter
from collections.abc import Callable, Iterable

from station.model.disclosure import IN_THE_CLEAR, Disclosure, Way
from station.service.exports.recipient import Recipient
from station.service.exports.sources import ExportDisclosures


class Leaving:
    """Tells the audit chain of keys before a file has them.

    They are told all at once, as many as may come: a power cut leaves none that were written
    untold, and an entry a file would be a hundred thousand of them.

    Args:
        disclosures: takes what is told.
        recipient: who opens the documents; None for anybody.
        coming: counts the units with own keys that are chosen, by order; asked once, and only where
            such keys are written.
    """

    def __init__(
        self,
        disclosures: ExportDisclosures,
        recipient: Recipient | None,
        coming: Callable[[], Counter[str]],
    ) -> None:
        self._disclosures = disclosures
        self._to = IN_THE_CLEAR if recipient is None else f"certificate {recipient.fingerprint}"
        self._coming = coming
        self._told = Counter[str]()
        self._written = Counter[str]()

    def before(self, orders: Iterable[str]) -> None:
        """Put on record what is about to be written, unless it was told already.

        Args:
            orders: the order of each unit.
        """
        self._written.update(orders)
        if not self._told:
            self._tell(self._coming())
        self._tell(self._written - self._told)  # units that passed since they were counted

    def _tell(self, units: Counter[str]) -> None:
        if units:
            self._disclosures.add(Disclosure(Way.EXPORT, self._to, tuple(units), units.total()))
            self._told += units
