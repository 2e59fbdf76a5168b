"""A server that misbehaves on command: faults by address, on raw sockets, over loopback only."""
