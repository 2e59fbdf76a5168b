"""What is killed: a service with short claims and short pauses.

python -m tests.journeys.killed_hub CONFIG PORT
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from syndicator import carrier
from syndicator.bootstrap import load_editorial
from syndicator.model import delivery
from syndicator.service import Service, listen


def main(config: Path, port: int) -> None:
    """Run the service until it is killed."""
    carrier._CLAIM = timedelta(seconds=2)
    delivery.FIRST_PAUSE = timedelta(seconds=1)
    with listen("127.0.0.1", port) as listener:
        asyncio.run(Service(config, listener=listener, editorial=load_editorial(config)).run())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
