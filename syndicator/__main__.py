"""The program: ``syndicator``, and ``python -m syndicator``."""

import sys

INTERRUPTED = 130
"""Exit code of who was broken off at a terminal, as shells have it: 128 and the number of SIGINT."""


def main() -> None:
    """Run the command line; who breaks it off while it is still being read sees no traceback either."""
    try:
        from syndicator.cli import main as run  # noqa: PLC0415 - a break may come while it is imported

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
