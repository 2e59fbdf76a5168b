"""A server that misbehaves on command: faults by address, on raw sockets, over loopback only.

:data:`FAULTS` is the catalogue, :class:`ChaosServer` serves it, :class:`StubResolver` plays the name service.
"""

from syndicator.chaos.catalogue import FAULTS
from syndicator.chaos.certificates import Authorities
from syndicator.chaos.fault import Expected, Fault, Pace
from syndicator.chaos.names import StubResolver
from syndicator.chaos.server import ChaosServer

__all__ = ["FAULTS", "Authorities", "ChaosServer", "Expected", "Fault", "Pace", "StubResolver"]
