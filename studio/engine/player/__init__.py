"""Playback: `Player` (handle.py) in the program, the audio process (server.py) that it keeps alive, their shared memory."""

from studio.engine.player.handle import Player
from studio.engine.player.shared import Mark
from studio.engine.player.status import Device, PlayerStatus

__all__ = ["Device", "Mark", "Player", "PlayerStatus"]
