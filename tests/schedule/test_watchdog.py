"""A service that no longer ticks is noticed."""

from __future__ import annotations

import threading

from syndicator.schedule.watchdog import Watchdog


def test_silence_beyond_the_limit_is_reported_once() -> None:
    """The callback ends the process in the service; here it sets an event."""
    stalled = threading.Event()
    watchdog = Watchdog(lambda: 5.0, limit=0.05, on_stall=stalled.set)
    watchdog.start()
    assert stalled.wait(2)
    watchdog.stop()


def test_a_ticking_service_is_left_alone() -> None:
    """Stopping ends the thread."""
    stalled = threading.Event()
    watchdog = Watchdog(lambda: 0.0, limit=0.05, on_stall=stalled.set)
    watchdog.start()
    assert not stalled.wait(0.2)
    watchdog.stop()


def test_a_watchdog_never_started_can_be_stopped() -> None:
    """As when the service fails while starting."""
    Watchdog(lambda: 0.0, limit=1, on_stall=lambda: None).stop()
