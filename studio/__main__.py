"""Where every process of Undertone begins: `studio`, `undertone`, `python -m studio` and their spawned children.

The first act is `freeze_support()`, and nothing heavy is imported up here: a spawned child of a packaged program
runs this file again and must become an audio process, not a second window.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence


def main() -> int:
    """Run the program with the command line's arguments; returns the exit code (0 done, 1 our fault, 2 bad input)."""
    multiprocessing.freeze_support()
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """The window without arguments (no command line library is imported then), else one command."""
    from studio.commands.outcome import guarded, prepare_streams

    prepare_streams()
    if not arguments:
        from studio.commands.window import open_window

        return guarded(open_window)

    def command() -> int:
        from studio.cli import run_command

        return run_command(arguments)

    return guarded(command)


if __name__ == "__main__":
    sys.exit(main())
