"""A symmetric key that a device keeps by itself, given over its line: sealed, or in the clear.

Or its TPM keeps it: see `symmetric_tpm`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.line.mechanisms.leftovers import INSTALL_KEY
from station.line.mechanisms.mechanism import EITHER_WAY, OWN_KEY, Attempt
from station.line.mechanisms.same_key import same_key
from station.line.mechanisms.sealing import sealed
from station.line.mechanisms.settling import HANDLE, MAKE_RECIPIENT, Look, Told
from station.line.mechanisms.symmetric import signs_sas
from station.line.mechanisms.symmetric_tpm import SymmetricTpmAttempt
from station.line.mechanisms.tpm import opened_tpm
from station.line.mechanisms.x509_device import kept
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment, Identity
from station.model.group import FIRST_KEY, working
from station.model.names import RegistrationId
from station.model.profile import Profile
from station.model.profile_choices import Keeper
from station.model.profile_keys import IN_THE_CLEAR, SymmetricSettings
from station.model.proof import fingerprint
from station.model.run import Run
from station.model.sealing import Binding, SealingKey
from station.records.runs import RECIPIENT, Intent
from station.secret import Secret

_WRONG: Final = "LIN-069"
_UNAUTHENTICATED: Final = "recipient unauthenticated"


@dataclass
class SymmetricDeviceAttempt:
    """A unit whose firmware is given the key that DPS will derive for it, and keeps it."""

    work: Work

    def attest(self) -> Identity:
        """Derive the unit's key from the order's group key and give it to the unit.

        As with a token, the order's quota stays used from here on: the key is good as soon as its
        group is known to the service.
        """
        name, group = self.work.registration_id(), self.work.job.order.group_id
        records = self.work.tools.records
        records.claim(self.work.run, name, None)
        number = records.groups.number(group)
        if self._settings.install == IN_THE_CLEAR:
            self._give_clear(name, number)
        else:
            self._give_sealed(name, number)
        attestation = SymmetricKeyAttestation(group.text, number)
        return Identity(name, attestation, self._origin, None)

    def looks(self) -> Mapping[str, Look]:
        """Return what the unit tells of the key that it was given."""

        def installed(run: Run, intent: Intent) -> Told | None:
            elsewhere = "key_id" in intent.data or HANDLE in intent.data
            if elsewhere or run.order != self.work.job.order.name:
                return None  # it was for a token or a TPM, or is another group's
            name = RegistrationId.parse(str(intent.data["name"]))
            try:
                return {"made": self._has_key_of(name)}
            except StationError as error:
                if error.code != "LNK-005":  # it has none, so far as it says
                    raise
                return {"made": False}

        return {INSTALL_KEY: installed}

    def _has_key_of(self, name: RegistrationId) -> bool:
        """Tell whether the unit has the key of a name, by any key that its group has."""
        group = self.work.job.order.group_id
        keys = working(self.work.tools.records.groups.keys(group))
        return any(
            signs_sas(
                self.work,
                Identity(name, SymmetricKeyAttestation(group.text, number), self._origin, None),
                self.work.link.secrets.hmac,
            )
            for number in [key.number for key in keys] or [FIRST_KEY]
        )

    def again(self, enrolled: Enrollment) -> Identity:
        """Look whether the unit has its key; one that it lacks isn't given again.

        Nothing but the serial number would tell this unit from any other, and each would get the
        same key.
        """
        with same_key(_WRONG):
            self.prove(enrolled.identity)
        return enrolled.identity

    def look(self) -> None:
        """Look no further: all that its firmware does with a key, it does with a given one."""

    def prove(self, identity: Identity) -> str:
        """Have the unit sign the SAS token that it will sign for the service, and check it."""
        if not signs_sas(self.work, identity, self.work.link.secrets.hmac):
            raise StationError(_WRONG, "its HMAC is not the one that the service expects")
        way = f"given to it sealed, {_UNAUTHENTICATED}"
        if self._settings.install == IN_THE_CLEAR:
            way = "given to it in the clear"
        return (
            "SAS token signed by the unit's own key, equal to what the service will derive; the key"
            f" was {way}; {kept(self._settings.keeper)}"
        )

    @property
    def _settings(self) -> SymmetricSettings:
        settings = self.work.job.profile.symmetric
        if settings is None:
            raise ValueError("a profile with this mechanism has the table [symmetric]")
        return settings

    @property
    def _origin(self) -> KeyOrigin:
        if self._settings.keeper is Keeper.SOFTWARE:
            return KeyOrigin.SOFTWARE
        clear = self._settings.install == IN_THE_CLEAR
        return KeyOrigin.PLAINTEXT if clear else KeyOrigin.WRAPPED

    def _give_sealed(self, name: RegistrationId, number: int) -> None:
        records, run, link = self.work.tools.records, self.work.run, self.work.link
        making = records.intent(run, MAKE_RECIPIENT, {"name": name.text})
        to = link.secrets.recipient()
        digest = fingerprint(to.public).hex()
        binding = Binding(self.work.tools.station, run.name, name.text, link.identify().serial)
        self._check_fresh(to, digest, binding)
        records.settled(making, {RECIPIENT: digest, "recipient": "unauthenticated"})
        data = {"name": name.text, RECIPIENT: digest, "recipient": "unauthenticated"}
        installing = records.intent(run, INSTALL_KEY, data)
        records.spend(run)
        key = self._derived(name, number)
        try:
            secret = sealed(to, binding, key)
        finally:
            key.wipe()
        link.secrets.install_sealed(secret)
        records.settled(installing, {})

    def _check_fresh(self, to: SealingKey, digest: str, binding: Binding) -> None:
        """Check that nothing but this run's secret was ever sealed to a key, while none is.

        Neither in this unit's runs nor in another's: a key that two units have is in the firmware,
        and whoever takes that apart opens what was sealed to it.

        Raises:
            StationError: LIN-068, LNK-043.
        """
        before = self.work.tools.records.recipient_run(digest, self.work.run.name)
        if before is not None:
            self.work.tools.records.stops.met_in(self.work.run.name, before)
            raise StationError("LIN-068", f"the key with the SHA-256 {digest}, of run {before}")
        probe = Secret(bytes(32))
        sealed(to, binding, probe)

    def _give_clear(self, name: RegistrationId, number: int) -> None:
        records, run = self.work.tools.records, self.work.run
        installing = records.intent(run, INSTALL_KEY, {"name": name.text, "way": IN_THE_CLEAR})
        records.spend(run)
        key = self._derived(name, number)
        try:
            self.work.link.secrets.install_clear(name.text, key)
        finally:
            key.wipe()
        records.settled(installing, {})

    def _derived(self, name: RegistrationId, number: int) -> Secret:
        return self.work.tools.factory.derive(self.work.job.order.group_id, name, number)


class SymmetricDevice:
    """Attestation by a key derived from an enrollment group's, which the device keeps by itself."""

    name: Final = "symmetric-device"
    uses_token: Final = False
    policies: Final = OWN_KEY
    enrolls: Final = EITHER_WAY
    derives: Final = True

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the order's name for the unit; the key is derived from its very letters."""
        return work.registration_id()

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return that it takes a secret, or has a TPM that does."""
        taker = Capability.TPM if profile.uses_tpm else Capability.SECRET
        return frozenset({Capability.IDENTIFY, taker})

    def begin(self, work: Work) -> Attempt:
        """Begin with the link that is open, or with the TPM behind it."""
        settings = work.job.profile.symmetric
        if settings is not None and work.job.profile.uses_tpm:
            return SymmetricTpmAttempt(work, opened_tpm(work), int(settings.handle, 16))
        return SymmetricDeviceAttempt(work)
