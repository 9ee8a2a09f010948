"""Where every process of Undertone begins: `studio`, `undertone`, `python -m studio` and their spawned children.

The first act is `freeze_support()`, and nothing heavy is imported up here: a spawned child of a packaged program
runs this file again and must become an audio process, not a second window.
"""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the program with the command line's arguments; returns the exit code (0 done, 1 our fault, 2 bad input)."""
    multiprocessing.freeze_support()
    from studio.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
