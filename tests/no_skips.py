"""A plug-in of pytest for `packaging/test`: a skipped test has shown nothing, so it fails."""

import pytest


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run that skipped something into a failed one; `-ra` has named what was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    # A worker of pytest-xdist has no terminal; its results reach the one that has.
    if isinstance(reporter, pytest.TerminalReporter) and reporter.stats.get("skipped"):
        reporter.write_line("A test was skipped: packaging/test takes that for a failure.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
