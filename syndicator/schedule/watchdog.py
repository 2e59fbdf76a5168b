"""A thread that notices when the service no longer ticks, so that its supervisor can start it anew (fault R01)."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Watchdog:
    """Calls *on_stall* once when *silent_for* exceeds *limit* seconds."""

    def __init__(self, silent_for: Callable[[], float], *, limit: float, on_stall: Callable[[], None]) -> None:
        self._silent_for = silent_for
        self._limit = limit
        self._on_stall = on_stall
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the watch; returns when the thread is gone."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(self._limit / 4):
            if self._silent_for() > self._limit:
                self._on_stall()
                return
