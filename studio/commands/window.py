"""`studio` without arguments: the window. Checks the display first, because Qt would abort the process without one."""

from __future__ import annotations

from studio.errors import BadInput


def open_window() -> int:
    """Open the window and run until it is closed. Raises BadInput where there is no display."""
    from studio.doctor import display_problem

    problem = display_problem()
    if problem:
        raise BadInput(f"{problem} Sounds can be made all the same: studio demo --out undertone-demo")
    from studio.app import main

    return main([])
