"""Fixtures that every room shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from syndicator.chaos import Authorities
from tests.browser import Chromium
from tests.coverage_gate import rooms, verdict

if TYPE_CHECKING:
    from syndicator.model.configuration import Configuration
    from syndicator.tag import Compiled
    from tests.outlet import Outlet

_SHIPPED = 500
"""Organisations, from which on a vocabulary is the shipped one."""
ROOT = Path(__file__).resolve().parent.parent


def lacking(reason: str) -> NoReturn:
    """End a test that cannot run here: it is skipped, and fails in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project: extra where it lies, required in CI."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        lacking("the folder of real data (../shared) is not beside the project")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for this run's processes, empty at its beginning: no other run's work is believed."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _indexes_are_made_once() -> Iterator[None]:
    """Indexes of the shipped vocabulary are taken over from load to load, as a service does when files are read anew.

    Hundreds of tests load it; each would work out the keys of twenty thousand terms.
    """
    from syndicator import bootstrap  # noqa: PLC0415 - after coverage has begun

    compiled = bootstrap._compiled
    known: list[Compiled] = []

    def taking_over(configuration: Configuration, before: Compiled | None = None) -> Compiled:
        if len(configuration.organisations) < _SHIPPED:
            return compiled(configuration, before)
        known[:] = [compiled(configuration, before or (known[0] if known else None))]
        return known[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "_compiled", taking_over)
        yield


@pytest.fixture(scope="session")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    """The authorities that sign the chaos server's certificates, good and bad."""
    return Authorities(tmp_path_factory.mktemp("tls"), datetime.now(UTC))


@pytest.fixture(scope="module")
def outlet(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outlet]:
    """What we publish of sources whose entries carry the module's own *payloads*."""
    from tests.outlet import Outlet  # noqa: PLC0415 - a service, which few tests need

    with Outlet(tmp_path_factory.mktemp("outlet"), payloads) as outlet:
        yield outlet


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A browser; without one the test fails in CI and is left out elsewhere."""
    from tests.journeys.conftest import need  # noqa: PLC0415

    with Chromium(need("chromium"), tmp_path_factory.mktemp("browser")) as browser:
        yield browser


_SLOW = ("journeys", "agreement", "chaos")
"""Folders whose files take a minute or two: begun last, they would keep one core waiting for the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the slow files begin; everything else keeps its order."""
    items.sort(key=lambda item: item.path.parent.name not in _SLOW)


# --- coverage per room, as part of the run's own summary ------------------------------------------------------------


def _gate(config: pytest.Config) -> tuple[list[str], bool] | None:
    """The verdict on coverage, on the process that combined it and only when the whole suite was asked for."""
    whole = not config.args or config.args == config.getini("testpaths")
    measured = config.pluginmanager.hasplugin("_cov") and not config.getoption("keyword") and not config.option.markexpr
    if hasattr(config, "workerinput") or not (whole and measured):
        return None
    return verdict(rooms(ROOT / ".coverage", ROOT))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when a room stands below its floor."""
    found = _gate(session.config)
    if found is not None and not found[1] and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the coverage of every room before the last line."""
    found = _gate(config)
    if found is not None:
        terminalreporter.section("coverage of lines and branches, per room")
        for line in found[0]:
            terminalreporter.write_line(line)
