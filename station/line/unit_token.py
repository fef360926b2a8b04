"""A unit's own token: opened by what the record knows of its PINs, and given PINs of its own.

Where the profile says so, each unit's token gets a random PIN; the order's is then only what it
comes with. New PINs are sealed and on record before the token gets them, and marked once it has
them; a try that was broken off in between leaves a token which takes either, and the next one finds
out which, by no more wrong PINs than leave one before the token locks.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from station.errors import StationError
from station.hsm.token_pins import (
    change_officer_pin,
    change_pin,
    check_pin_length,
    open_by_one_of,
    random_pin,
    read_token,
    set_user_pin,
)
from station.hsm.tokens import Token, TokenAddress, initialise_token
from station.line.work import TOKEN_PIN, Tools, Work
from station.model.order import Order, OrderSecret
from station.model.profile_choices import PinPolicy
from station.records.unit_pins import PinState, SealedPins, UnitPins
from station.secret import Secret

USER: Final = "user"
OFFICER: Final = "officer"
_WRONG: Final = "HSM-003"


def unit_pin_purpose(station: str, order: str, serial: str, whose: str) -> str:
    """Return what a unit's PIN is sealed for, so that it opens as no other unit's.

    Args:
        station: the station's name.
        order: the order's name.
        serial: the unit's serial number, as it was admitted.
        whose: `USER` or `OFFICER`.
    """
    return f"unit-pin/{whose}/{order}/{len(serial)}/{serial}/{station}"


@dataclass(frozen=True)
class SealedPin:
    """A PIN, sealed, and what for."""

    purpose: str
    sealed: bytes = field(repr=False)

    def opened(self, tools: Tools) -> Secret:
        """Return the PIN; the caller wipes it."""
        return tools.factory.unseal(self.purpose, self.sealed)


@dataclass(frozen=True)
class UnitToken:
    """A unit's own token, open.

    Attributes:
        token: itself.
        address: where it is.
        pin: its user's, by which it opens from now on.
    """

    token: Token
    address: TokenAddress
    pin: SealedPin


def open_token(work: Work) -> UnitToken:
    """Open the unit's own token in the position's slot, until the run ends.

    Where the profile has its PINs made here, it has them afterwards; but in a check run, which
    changes none.

    Raises:
        StationError: LIN-008 without a slot; HSM-032 where trying PINs on could lock it, HSM-033
            where it should come uninitialised and isn't, LIN-070 where it doesn't take the PIN that
            it was given, LIN-086 in a check run of one that would be initialised first, HSM-003
            where its security officer's must be changed and the order lacks it, PRF-016 where it
            takes none as long as the profile's; REC-012; else as
            `Token.open`.
    """
    if work.position.token is None:
        raise StationError("LIN-008", position=work.position.name)
    settings = work.job.profile.token
    if settings.takes_order_pin and work.job.order.token_pin is None:
        raise StationError(_WRONG, "the order holds no PIN for the units' tokens")
    opening = _Opening(work, _address(work), work.tools.records.unit_pins.of(work.unit.serial))
    return opening.initialised() if settings.initialise else opening.opened()


def reopened(work: Work, token: UnitToken) -> UnitToken:
    """Open a token whose worker process died in another one, by the PIN that it has.

    Raises:
        StationError: as `Token.open`; the factory HSM's own.
    """
    token.token.close()
    pin = kept_pin(work.tools, token)
    with _wiped(pin):
        opened = Token.open(token.address, pin, cancel=work.cancel)
    return replace(token, token=work.opened.enter_context(opened))


def kept_pin(tools: Tools, token: UnitToken) -> Secret:
    """Return the PIN that the user of an open token has; the caller wipes it.

    Raises:
        StationError: the factory HSM's own.
    """
    return token.pin.opened(tools)


def _address(work: Work) -> TokenAddress:
    label = work.job.profile.token.label
    return work.position.address(work.named(label) if label else None)


@contextmanager
def _wiped(*held: Secret) -> Iterator[None]:
    try:
        yield
    finally:
        for secret in held:
            secret.wipe()


@dataclass
class _Opening:
    """One unit's token on its way to being open.

    Attributes:
        work: the unit at work.
        address: where the token is.
        pins: the newest that the record has of it.
    """

    work: Work
    address: TokenAddress
    pins: UnitPins | None

    def opened(self) -> UnitToken:
        """Open a token that came initialised; change its PINs where the profile says so."""
        kept, order = self.pins, self._order_pin(self.work.job.order)
        tried = [] if kept is None else [self._user_pin(kept)]
        enrolled = self.work.enrolled is not None
        if order not in tried and not (tried and enrolled):
            tried.append(order)
        token = self._open(tried)
        if self.work.job.dry:
            return token
        if kept is not None and kept.user is not None and token.pin == tried[0]:
            return self._settled(token)
        if enrolled or self.work.job.profile.token.pin is PinPolicy.ORDER:
            return token
        pins, tools = self._prepared(officer=self._comes_with_officer_pin()), self.work.tools
        own = self._user_pin(pins)
        old, new = token.pin.opened(tools), own.opened(tools)
        with _wiped(old, new):
            change_pin(token.token, old, new)
        return self._settled(replace(token, pin=own))

    def initialised(self) -> UnitToken:
        """Open a token that comes uninitialised, which is initialised the first time.

        One that is initialised is opened only where the record says that it was here, and this very
        unit's: its security officer has the PIN that this unit alone was given.
        """
        facts, pins = read_token(self.address, self.work.cancel), self.pins
        if facts.found:
            if pins is None or pins.officer is None:
                raise StationError("HSM-033", "no try of this unit initialised it")
            if pins.state is PinState.PREPARED:
                self._check_not_dry()
                pins = self._finish_initialising(pins)
        elif facts.others or not facts.blank:
            detail = f"{facts.others} of another label, {facts.blank} uninitialised"
            raise StationError("HSM-033" if facts.others else "HSM-002", detail)
        elif self.work.enrolled is not None:
            raise StationError("HSM-002", "the unit was enrolled, and its token is uninitialised")
        else:
            self._check_not_dry()
            pins = self._initialise()
        return self._open([self._user_pin(pins)])

    def _check_not_dry(self) -> None:
        """Check that this is no check run: it says nothing of a token that it would change first.

        Raises:
            StationError: LIN-086.
        """
        if self.work.job.dry:
            raise StationError("LIN-086", why="its token isn't initialised")

    def _initialise(self) -> UnitPins:
        pins, tools, address = self._prepared(officer=True), self.work.tools, self.address
        so_pin, pin = unsealed_pin(tools, pins, OFFICER), self._user_pin(pins).opened(tools)
        with _wiped(so_pin, pin):
            self.address = initialise_token(
                address.module, pins.label, so_pin, pin, address.marks, self.work.cancel
            )
        return self._marked(pins)

    def _finish_initialising(self, pins: UnitPins) -> UnitPins:
        tools = self.work.tools
        so_pin, pin = unsealed_pin(tools, pins, OFFICER), self._user_pin(pins).opened(tools)
        try:
            with _wiped(so_pin, pin):
                set_user_pin(self.address, so_pin, pin, self.work.cancel)
        except StationError as error:
            if error.code != _WRONG:
                raise
            raise StationError("HSM-033", "its security officer isn't this unit's") from error
        return self._marked(pins)

    def _marked(self, pins: UnitPins) -> UnitPins:
        self.pins = self.work.tools.records.unit_pins.mark_set(pins)
        return self.pins

    def _settled(self, token: UnitToken) -> UnitToken:
        """Return a token that is open by its own PIN, with all its PINs set and so marked."""
        pins = self.pins
        if pins is None or pins.state is PinState.SET:
            return token
        if pins.officer is not None:
            transport = self.work.secret(OrderSecret.TOKEN_SO_PIN)
            if transport is None:
                # Whether the token has the new one already can't be told without a wrong try.
                detail = "the order holds no PIN of the token's security officer"
                raise StationError(_WRONG, detail)
            # The user and the security officer aren't logged in at the same time.
            token.token.close()
            own = unsealed_pin(self.work.tools, pins, OFFICER)
            with _wiped(transport, own):
                change_officer_pin(self.address, [transport], own, self.work.cancel)
            token = self._open([token.pin])
        self._marked(pins)
        return token

    def _prepared(self, *, officer: bool) -> UnitPins:
        """Have PINs of the unit's own on record that its token can be given."""
        settings = self.work.job.profile.token
        user = settings.pin is PinPolicy.RANDOM
        label, order = self.address.label or "", self.work.job.order.name
        kept = self.pins
        if kept is not None and kept.state is PinState.PREPARED:
            same = (kept.order, kept.label) == (order, label)
            if same and (kept.user is not None, kept.officer is not None) == (user, officer):
                return kept
        check_pin_length(read_token(self.address, self.work.cancel), settings.pin_length)
        sealed = SealedPins(
            label,
            self._sealed(USER) if user else None,
            self._sealed(OFFICER) if officer else None,
        )
        self.pins = self.work.tools.records.unit_pins.prepare(self.work.run, sealed)
        return self.pins

    def _open(self, tried: Sequence[SealedPin]) -> UnitToken:
        pins = [one.opened(self.work.tools) for one in tried]
        try:
            with _wiped(*pins):
                token, index = open_by_one_of(self.address, pins, self.work.cancel)
        except StationError as error:
            if error.code != _WRONG or self.pins is None:
                raise
            raise StationError("LIN-070", error.detail) from error
        return UnitToken(self.work.opened.enter_context(token), self.address, tried[index])

    def _user_pin(self, pins: UnitPins) -> SealedPin:
        if pins.user is not None:
            return _sealed_pin(self.work.tools, pins, USER)
        order = self.work.job.order
        if pins.order != order.name:
            order = self.work.tools.records.order(pins.order)
        return self._order_pin(order)

    def _order_pin(self, order: Order) -> SealedPin:
        if order.token_pin is None:
            raise StationError(_WRONG, f"the order {order.name} holds no PIN for the units' tokens")
        return SealedPin(TOKEN_PIN, order.token_pin)

    def _comes_with_officer_pin(self) -> bool:
        transport = self.work.secret(OrderSecret.TOKEN_SO_PIN)
        if transport is not None:
            transport.wipe()
        return transport is not None

    def _sealed(self, whose: str) -> bytes:
        settings, tools = self.work.job.profile.token, self.work.tools
        pin = random_pin(settings.pin_length, settings.pin_alphabet)
        order, serial = self.work.job.order.name, self.work.unit.serial
        with _wiped(pin):
            return tools.factory.seal(unit_pin_purpose(tools.station, order, serial, whose), pin)


def unsealed_pin(tools: Tools, pins: UnitPins, whose: str) -> Secret:
    """Return one of a token's own PINs; the caller wipes it.

    Args:
        tools: the station's.
        pins: which the token was given.
        whose: `USER` or `OFFICER`.

    Raises:
        StationError: HSM-021 where it wasn't sealed for this unit; the factory HSM's own.
        ValueError: where the token has no such PIN of its own.
    """
    return _sealed_pin(tools, pins, whose).opened(tools)


def _sealed_pin(tools: Tools, pins: UnitPins, whose: str) -> SealedPin:
    sealed = pins.user if whose == USER else pins.officer
    if sealed is None:
        raise ValueError(f"no PIN of the {whose}'s own")
    return SealedPin(unit_pin_purpose(tools.station, pins.order, pins.serial, whose), sealed)
