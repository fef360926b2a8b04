"""The documents of enrollment groups in an export: with all keys or CAs that their units have.

The service takes two of each a group, a primary and a secondary, and lets a unit in by either
(dps/FACTS 1.3): while a group is rotated it has the older key as its primary and the newer one as
its secondary, and where another CA followed in mid-order it has the earlier CA as its primary.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from station.errors import StationError
from station.model.enrollment import EnrollmentGroup
from station.model.group import FIRST_KEY, GroupIssuers, GroupKey, working
from station.model.names import RegistrationId, shown
from station.secret import Secret
from station.service.documents import Wishes, encoded
from station.service.exports.bulk import BulkFiles
from station.service.exports.sealed_keys import KeyedGroup, write_sealed_keys
from station.service.exports.sources import ExportJob
from station.service.group_documents import certificate_group, disabled, enrollment_group
from station.service.shapes import GroupEnrollment

_MOST: Final = 2
_PLACES: Final = ("primary", "secondary")


class GroupFiles:
    """Writes groups' documents: to be created, and those of groups that have changed once more.

    A group that changed may be at the service as it was before, which its creation doesn't touch:
    so its document stands in the bodies of updates too, which overwrite what is there. Where it
    waits for its keys it can't, and the manifest says that it is an update.
    """

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._created = BulkFiles(job.part, "enrollmentGroups")
        self._updated = BulkFiles(job.part, "enrollmentGroups", "update")
        self._known: dict[RegistrationId, Sequence[GroupKey]] = {}

    def flush(self) -> None:
        """Write what is pending."""
        self._created.flush()
        self._updated.flush()

    def add_certified(self, group: EnrollmentGroup, wishes: Wishes, issuers: GroupIssuers) -> None:
        """Write the document of a group whose units have certificates.

        Args:
            group: its name.
            wishes: its order's.
            issuers: the CAs that issued for it. It has those whose units aren't all revoked.

        Raises:
            StationError: SVC-037 where these are more than the service takes, and the order names
                none that the service has; SVC-007.
        """
        named = wishes.more is not None and bool(wishes.more.ca_references)
        if len(issuers.needed) > _MOST and not named:
            name = shown(group.group_id.text)
            raise StationError("SVC-037", name=name, quantity=len(issuers.needed))
        document = certificate_group(group, issuers.needed, wishes)
        self._add(group.group_id, document, changed=issuers.ever > 1)

    def add_keyed(self, group: EnrollmentGroup, wishes: Wishes) -> None:
        """Write the document of a group whose units' keys are derived from its own.

        Raises:
            StationError: SVC-034 where its keys were wrapped for no owner, SVC-007.
        """
        known = self._keys(group.group_id)
        if not self._job.factory.practice:
            off = self._job.groups.is_disabled(group.group_id)
            changed = off or len(known) > 1
            wanted = KeyedGroup(group, wishes, working(known), off, changed)
            if changed:
                self._job.changed.append(group.group_id)
            self._job.sealed.extend(write_sealed_keys(self._job.part, wanted))
            return
        numbers = [key.number for key in working(known)] or [FIRST_KEY]
        with ExitStack() as wiped:
            keys: list[Secret] = []
            for number in numbers:
                keys.append(self._job.factory.disclose_group_key(group.group_id, number))
                wiped.callback(keys[-1].wipe)
            document = enrollment_group(group, keys, wishes)
            self._add(group.group_id, document, changed=numbers != [FIRST_KEY])

    def place(self, group_id: RegistrationId, number: int) -> str | None:
        """Return which of its group's keys a unit has; None of a group that has had but one."""
        known = self._keys(group_id)
        if len(known) <= 1:
            return None
        numbers = [key.number for key in working(known)]
        return _PLACES[numbers.index(number)] if number in numbers else "retired"

    def _keys(self, group_id: RegistrationId) -> Sequence[GroupKey]:
        """Return a group's keys, looked up once: each of its units asks."""
        if group_id not in self._known:
            self._known[group_id] = self._job.groups.keys(group_id)
        return self._known[group_id]

    def _add(self, group_id: RegistrationId, document: GroupEnrollment, *, changed: bool) -> None:
        off = self._job.groups.is_disabled(group_id)
        data = encoded(disabled(document) if off else document)
        self._created.add(data)
        if changed or off:
            self._updated.add(data)
            self._job.changed.append(group_id)
