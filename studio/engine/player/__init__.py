"""Playback: `Player` (handle.py) in the program, the audio process (server.py) that it keeps alive, their shared memory."""

from studio.engine.player.handle import Device, Player, PlayerStatus
from studio.engine.player.shared import Mark

__all__ = ["Device", "Mark", "Player", "PlayerStatus"]
