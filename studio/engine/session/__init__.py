"""`Session`, the one door to the user's work: door.py (sliders, undo, transport, output), take_commands.py (takes and files),
core.py (state, threads, results), take_maker.py (what sounded becomes a take)."""

from studio.engine.session.door import Session

__all__ = ["Session"]
