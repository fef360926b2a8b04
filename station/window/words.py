"""Words for what the engine's own types say, in the worker's language."""

from PySide6.QtCore import QCoreApplication

from station.errors import Outcome
from station.line.fixture import OPEN_CODE, UNCHANGED_CODE, FixtureState
from station.line.restart import SWITCH_OFF, SWITCH_ON
from station.model.people import Role
from station.model.run import Step
from station.operations.bench_view import Phase


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def step_words(step: Step) -> str:
    """Return what is being done in a step."""
    return {
        Step.CONNECT: _tr("Connecting"),
        Step.IDENTIFY: _tr("Asking for the serial number"),
        Step.ADMIT: _tr("Checking the order"),
        Step.ATTEST: _tr("Making the identity"),
        Step.PROVE: _tr("Proving the identity"),
        Step.RESTART: _tr("Restarting the unit"),
        Step.REHEARSE: _tr("Trying the identity out"),
        Step.ENROL: _tr("Putting it on record"),
        Step.LABEL: _tr("Printing the label"),
    }[step]


def phase_words(phase: Phase) -> str:
    """Return what is to be done in a phase, in large words."""
    return {
        Phase.NO_ORDER: _tr("Nothing to do"),
        Phase.SEAT: _tr("Put a unit in"),
        Phase.SCAN: _tr("Scan the label"),
        Phase.READY: _tr("Start"),
        Phase.LOADED: _tr("Loaded"),
        Phase.RUNNING: _tr("Wait"),
        Phase.ENDED: "",
        Phase.REMOVE: _tr("Take the unit out"),
        Phase.STOPPED: _tr("Stopped"),
    }[phase]


def asked_words(code: str) -> str:
    """Return what a run asks the worker to do, in large words; empty where it asks nothing."""
    return {
        SWITCH_OFF: _tr("Switch it off"),
        SWITCH_ON: _tr("Switch it on"),
        OPEN_CODE: _tr("Close the fixture"),
        UNCHANGED_CODE: _tr("Open the fixture"),
    }.get(code, "")


def fixture_words(state: FixtureState) -> str:
    """Return what is known of a fixture."""
    return {
        FixtureState.OPEN: _tr("Fixture open"),
        FixtureState.CLOSED: _tr("Fixture closed"),
        FixtureState.UNKNOWN: _tr("Fixture unknown"),
    }[state]


def outcome_words(outcome: Outcome) -> str:
    """Return a verdict in one word."""
    return {
        Outcome.PASSED: _tr("PASS"),
        Outcome.FAILED: _tr("FAIL"),
        Outcome.ERROR: _tr("STATION ERROR"),
        Outcome.CANCELLED: _tr("CANCELLED"),
    }[outcome]


def check_words(*, right: bool) -> str:
    """Return how a check run ended; no word of it is a unit's verdict."""
    return _tr("CHECK OK") if right else _tr("CHECK FAILED")


def role_words(role: Role) -> str:
    """Return what somebody is."""
    return {
        Role.WORKER: _tr("Worker"),
        Role.SUPERVISOR: _tr("Supervisor"),
        Role.MAINTENANCE: _tr("Maintenance"),
    }[role]
