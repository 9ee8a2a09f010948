"""Live input: a microphone or line into the input ring, for streams that listen. In the audio process.

`take`, `tend` and `close` are the control thread's; `_callback` is PortAudio's and writes the ring, the level and INPUT_AT. Nothing that
comes in is sent to the output. `sound` is the sounddevice module, which server.py alone imports.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np

from studio.engine.player.desk import HEARD_DECKS
from studio.engine.player.live_memory import INPUT_AT, INPUT_FRAMES, INPUT_RATE, LiveBoard

BLOCK = 256  # frames
LEVEL = HEARD_DECKS + 2  # of board.heard
FALL = 0.9  # of the level, a block


class LiveInput:
    """say(*message): to the parent; see LiveLink.input_said."""

    def __init__(self, board: LiveBoard, say: Callable[..., None]) -> None:
        self._board, self._say = board, say
        self._stream: Any = None

    def take(self, message: tuple[Any, ...], sound: Any) -> None:
        """('list',), ('open', name or '' for the system's) or ('close',). sound: None where there is no PortAudio."""
        kind, *rest = message
        if kind == "list":
            self._say("input", "list", _names(sound))
        elif kind == "close":
            self.close()
        elif kind == "open":
            self.close()
            problem = self._open(sound, rest[0])
            if problem:
                self._say("input", "trouble", problem)

    def tend(self) -> None:
        """Once a tick: was it unplugged?"""
        if self._stream is not None and not self._stream.active:
            self.close()
            text = "The live input is gone; the stream holds what it heard last. Choose the input again when it is back."
            self._say("input", "trouble", text)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        self._board.counts[INPUT_RATE] = 0
        self._board.heard[LEVEL] = 0.0
        if stream is not None:
            with contextlib.suppress(Exception):  # of a device that is gone
                stream.abort()
            with contextlib.suppress(Exception):
                stream.close()

    def _open(self, sound: Any, name: str) -> str:
        """'' or why it can't be opened, in a sentence."""
        if sound is None:
            return "There is no sound system here, so there is no live input either."
        try:
            device = _device(sound, name)
            if device is None:
                wanted = f"The input {name} is not there" if name else "This machine has no sound input"
                return f"{wanted}; connect one and choose it as the stream's source again."
            errors = []
            for rate in dict.fromkeys((int(device["default_samplerate"]), 48_000, 44_100)):
                try:
                    self._stream = sound.InputStream(device=device["index"], samplerate=rate, blocksize=BLOCK, channels=1, dtype="float32",
                                                     latency="low", callback=self._callback)  # fmt: skip
                    self._stream.start()
                except sound.PortAudioError as error:
                    self.close()
                    errors.append(str(error))
                    continue
                self._board.counts[INPUT_RATE] = rate
                self._say("input", "opened", device["name"], rate)
                return ""
            return f"The input {device['name']} can't be opened ({errors[0]}); choose another one."
        except Exception as error:  # PortAudio fails in ways of its own
            self.close()
            return f"Live input can't be opened here ({error})."

    def _callback(self, heard: np.ndarray, frames: int, when: Any, status: Any) -> None:
        """heard: (frames, 1) float32."""
        board, mono = self._board, heard[:, 0]
        at = int(board.counts[INPUT_AT])
        start = at % INPUT_FRAMES
        first = min(frames, INPUT_FRAMES - start)
        board.input[start : start + first] = mono[:first]
        board.input[: frames - first] = mono[first:]
        board.counts[INPUT_AT] = at + frames
        loud = float(np.abs(mono).max()) if frames else 0.0
        board.heard[LEVEL] = max(loud, FALL * float(board.heard[LEVEL])) if np.isfinite(loud) else 0.0


def _names(sound: Any) -> tuple[str, ...]:
    if sound is None:
        return ()
    try:
        return tuple(dict.fromkeys(d["name"] for d in sound.query_devices() if d["max_input_channels"] > 0))
    except sound.PortAudioError:
        return ()


def _device(sound: Any, name: str) -> Any:
    """The input of that name, '' for the system's; None where there is none."""
    inputs = [d for d in sound.query_devices() if d["max_input_channels"] > 0]
    if name:
        return next((d for d in inputs if d["name"] == name), None)
    index = sound.default.device[0]
    return next((d for d in inputs if d["index"] == index), inputs[0] if inputs else None)
