"""When sources are polled, and where the work runs."""

from syndicator.schedule.service import Scheduler

__all__ = ["Scheduler"]
