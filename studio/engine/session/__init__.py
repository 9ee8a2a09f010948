"""`Session`, the one door to the user's work. door.py puts it together and holds sliders, undo and output; the rest by subject:

- core.py (state, threads, results), telling.py (events, errors, work elsewhere), take_maker.py (what sounded becomes a take)
- take_commands.py (takes and files), sound_commands.py (sounds from outside), presets.py, snapshots.py, past.py (the history)
- transport.py (play, cursor, loop of a selection, scrub), long_transport.py (the same for long sounds), compare.py (A against B),
  parts.py (a selection as a file), looks.py (how pictures are made), machine.py (what it runs on)
"""

from studio.engine.session.door import Session

__all__ = ["Session"]
