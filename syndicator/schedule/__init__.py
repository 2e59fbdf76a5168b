"""When sources are polled, and where the work runs."""

from syndicator.schedule.dispatch import InProcess
from syndicator.schedule.service import Scheduler

__all__ = ["InProcess", "Scheduler"]
