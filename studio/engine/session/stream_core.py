"""What the session's streams are made of: their state, what is sent to the two processes, and what comes back. See streaming.py.

Split from Streaming only for length. State under the session's lock, but for what the host's thread notes: `_underruns`, `_warned` and
`_stream_names` (by deck).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from studio.audio.fades import gain_of
from studio.audio.long_sound import LongSound, Reader
from studio.engine import events as ev
from studio.engine.decks import COUNT, CROSSFADER, LEAST_GAIN_DB, NAMES, Deck, DeckSet
from studio.engine.player.desk import HEARD_DECKS, WISH_CROSSFADER, WISH_DECK_GAINS
from studio.engine.player.live_memory import INPUT_RATE, UNDERRUNS, LiveBoard
from studio.engine.session.long_transport import LongTransport
from studio.engine.streaming import server
from studio.engine.streaming.host import DEFAULT_LOADER, StreamHost
from studio.engine.streaming.resample import Resampler
from studio.engine.streaming.status import DeckState, DeckStatus, StreamStatus
from studio.engine.streaming.wish import DEFAULT_DEPTH, MOST_DEPTH, DeckWish, OutputWish
from studio.models.runtime import choice_of
from studio.recipe import Settings, is_number

PART = "decks"
TIGHT = 0.8  # share of its time from which on a stream is called tight
CLIP_SECONDS = 60.0
PIECE = 8192  # frames of a clip that are resampled at once
DEPTH, AUTO_DEPTH, INPUT = "stream_depth", "stream_auto_depth", "stream_input"  # preferences
_TURNED = ("drift", "scale", "jitter")


class StreamCore(LongTransport):
    """See the module; `Session` is what is made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._decks_run = [False] * COUNT
        self._warm = [False] * COUNT  # does the process have this deck's model, or is it to?
        self._deck_errors = [""] * COUNT
        self._deck_clips: list[Path | None] = [None] * COUNT
        self._clip_number = 0
        self._decks_over: dict[str, float] = {}  # what modulators let be heard instead of what is kept
        self._settings_over: Settings | None = None  # the same for the focused deck's sliders
        self._stream_device = (0, 512, 0.0)  # rate, block, latency in seconds
        self._underruns = [0] * COUNT
        self._stream_names: list[tuple[str, tuple[str, ...]]] = [("", ())] * COUNT  # model and names of its latents
        self._stream_runtimes = [""] * COUNT  # what the models on the decks were loaded to play through
        self._warned: list[float] = [0.0] * COUNT
        self._deepened = 0.0
        loader = str(getattr(self._models, "stream_loader", DEFAULT_LOADER))
        self._streams = StreamHost(
            self._player.live, loader, str(self._home.root), on_ready=self._stream_ready, on_failed=self._stream_failed,
            on_crash=self._streams_crashed, on_tick=self._look_at_streams,
            on_said=lambda text: self._tell(text, "info"),
        )  # fmt: skip
        self._input_opened = False

    def start(self) -> None:
        first = not (self._started or self._closed)
        super().start()
        if first:
            self._player.live.on_input = self._input_said
            self._player.live.when_open(self._streams_opened)

    def close(self) -> None:
        if not self._closed:
            self.stop_streams()
            self._streams.close()
            for file in self._deck_clips:
                if file is not None:
                    file.unlink(missing_ok=True)
        super().close()

    # --- what there is ---

    @property
    def deck_set(self) -> DeckSet:
        return self._project.stage.decks

    def decks(self) -> tuple[DeckState, DeckState]:
        """A and B; StreamChanged tells when they read differently."""
        with self._lock:
            decks = self.deck_set
            found = [
                DeckState(deck.model, self._title_of(deck.model), self._decks_run[number], deck.source, decks.focused == number,
                          deck.settings, self._deck_errors[number])
                for number, deck in enumerate(decks.decks)
            ]  # fmt: skip
        return found[0], found[1]

    def stream_status(self) -> StreamStatus:
        """How the streams do at this moment: microseconds, for frame rate."""
        live = self._player.live
        numbers = live.board(_numbers)
        if numbers is None:
            return StreamStatus()
        streams, rows, heard, input_rate = numbers
        made = [self._deck_status(number, streams[number], rows[number], float(heard[number])) for number in range(COUNT)]
        level = float(heard[2]) if input_rate else 0.0
        return StreamStatus((made[0], made[1]), self.depth, *self._recording_now(), level, bool(input_rate))

    def _deck_status(self, number: int, stream: np.ndarray, row: np.ndarray, level: float) -> DeckStatus:
        rate, _, device = self._stream_device
        loaded, running = bool(stream[server.LOADED]), self._decks_run[number]
        dims = int(stream[server.DIMS]) if loaded else 0
        latency = float(stream[server.FILL]) / rate + device + float(stream[server.LATENCY]) if running and rate else 0.0
        latents = stream[server.LATENTS : server.LATENTS + dims].astype(np.float32)
        if latency and self.deck_set.decks[number].source == "input":
            latency += float(stream[server.EAR_LATENCY])
        median, p95, worst = map(float, stream[server.MEDIAN : server.WORST + 1])
        return DeckStatus(running, running and not loaded, median, p95, worst, self.depth, 1e3 * latency, int(row[UNDERRUNS]), latents,
                          self._stream_names[number][1][:dims], level)  # fmt: skip

    def _recording_now(self) -> tuple[bool, float]:
        """See stream_recording.py."""
        return False, 0.0

    @property
    def depth(self) -> int:
        """Blocks that the rings are kept ahead, 1 to 16."""
        kept = self._preferences.get(DEPTH)
        return min(MOST_DEPTH, max(1, int(kept))) if is_number(kept) else DEFAULT_DEPTH  # type: ignore[arg-type]

    # --- to the processes ---

    def _send_decks(self) -> None:
        """Under the lock: all that the two processes should do now; what they know already costs nothing."""
        decks, live, over = self.deck_set, self._player.live, self._decks_over
        live.wish(WISH_CROSSFADER, over.get(CROSSFADER, decks.crossfader))
        for number, deck in enumerate(decks.decks):
            name = NAMES[number].lower()
            gain = over.get(f"{name}.gain", deck.gain)
            live.wish(WISH_DECK_GAINS + number, 0.0 if gain <= LEAST_GAIN_DB else gain_of(gain))
            self._streams.wish(number, self._wish_of(number, deck, {n: over.get(f"{name}.{n}", getattr(deck, n)) for n in _TURNED}))
        self._open_input()

    def _wish_of(self, number: int, deck: Deck, turned: dict[str, float]) -> DeckWish:
        if not deck.model or not (self._warm[number] or self._decks_run[number]):
            return DeckWish()
        follows = number == self.deck_set.focused and deck.model == self._project.model and self._settings_over is not None
        settings = self._settings_over if follows and self._settings_over is not None else deck.settings
        clip = self._deck_clips[number] if deck.source == "clip" else None
        return DeckWish(deck.model, settings, self._decks_run[number], deck.source, clip=clip, **turned)

    def _streams_opened(self, rate: int) -> None:
        """The player's watcher, or the first time who started us: an audio process has opened its output."""
        status = self._player.status(peaks=False)
        self._stream_device = (rate, status.block, status.latency_seconds)
        self._tell_output()
        with self._lock:
            self._input_opened = False
            self._send_decks()
            for number in range(COUNT):
                if self._decks_run[number]:
                    self._player.live.send(PART, "start", number)

    def _tell_output(self) -> None:
        rate, block, _ = self._stream_device
        self._streams.set_output(OutputWish(rate, block, self.depth, choice_of(self._preferences)))

    def _clip_for_deck(self, number: int) -> bool:
        """Under the lock: have what is shown written for the ear; False with a word to the person where nothing is."""
        picture = self._newest_picture
        if picture is None:
            self._tell("There is no sound yet that a stream could follow; open or choose one.", "info")
            return False
        self._clip_number += 1
        count, sound = self._clip_number, picture.clip
        self._errand(lambda: self._write_clip(number, count, sound), "The sound can't be put on the deck")
        return True

    def _write_clip(self, number: int, count: int, sound: Any) -> None:
        """Errands thread: a sound as one channel at the model's rate, in a file of its own."""
        with self._lock:
            spec = self._specs.get(self.deck_set.decks[number].model)
        rate = spec.rate if spec is not None else 44_100
        if isinstance(sound, LongSound):
            reader = Reader(sound.path)
            try:
                samples = reader.read(0, round(CLIP_SECONDS * sound.rate))
            finally:
                reader.close()
            self._tell(f"The stream follows the first {CLIP_SECONDS:.0f} seconds of what is shown.", "info")
        else:
            samples = sound.samples
        mono, resampler = np.ascontiguousarray(samples.mean(axis=0), np.float32), Resampler(sound.rate, rate)
        pieces = [resampler.step(mono[start : start + PIECE]) for start in range(0, len(mono), PIECE)]  # a minute at once takes a GB
        folder = self._home.root / "streams"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"clip-{number}-{count}.npy"
        np.save(file, np.concatenate(pieces) if pieces else mono, allow_pickle=False)
        with self._lock:
            old, self._deck_clips[number] = self._deck_clips[number], file
            self._send_decks()
        if old is not None:
            old.unlink(missing_ok=True)

    # --- what the host tells, on its thread ---

    def _stream_ready(self, number: int, model: str, names: tuple[str, ...], seconds: float, share: float, runtime: str) -> None:
        self._stream_names[number], self._stream_runtimes[number] = (model, names), runtime
        if share > TIGHT:
            self._warn(number, share)
        self._publish(ev.StreamChanged())

    def _stream_failed(self, number: int, model: str, text: str) -> None:
        with self._lock:
            if self.deck_set.decks[number].model != model:
                return
            self._deck_errors[number] = text
            self._warm[number] = False
            clip, self._deck_clips[number] = self._deck_clips[number], None  # what can't be followed isn't tried before the next is there
            self._tell(f"Deck {NAMES[number]} can't play '{self._title_of(model)}': {text}")
        self.stop_deck(number)
        if clip is not None:
            clip.unlink(missing_ok=True)
        self._publish(ev.StreamChanged())

    def _streams_crashed(self, gave_up: bool) -> None:
        if not gave_up:
            self._tell("The process of the streams stopped and was started again; the sound goes on.", "info")
            return
        self._tell("The process of the streams stopped again and again; its decks rest. Start a deck to try again, or take another model.")
        self.stop_streams()

    def _look_at_streams(self) -> None:
        """Twenty times a second while a deck runs: is the budget kept, did a ring run dry?"""
        numbers = self._player.live.board(_numbers)
        if numbers is None:
            return
        streams, rows, _, _ = numbers
        now = time.monotonic()
        for number in range(COUNT):
            fresh, self._underruns[number] = int(rows[number][UNDERRUNS]) - self._underruns[number], int(rows[number][UNDERRUNS])
            if not self._decks_run[number]:
                continue
            median, p95 = float(streams[number][server.MEDIAN]), float(streams[number][server.P95])
            if fresh > 0 and self._preferences.get(AUTO_DEPTH) is True and self.depth < MOST_DEPTH and now - self._deepened > 1.0:
                self._deepened = now
                self._tell(f"The streams are made {self.depth + 1} blocks ahead from now on: deck {NAMES[number]} had run dry.", "info")
                self.set_depth(self.depth + 1)
            elif median > TIGHT or (fresh > 0 and p95 > 1.0):
                self._warn(number, max(median, p95))

    def _warn(self, number: int, share: float) -> None:
        """Once for a deck that was started: it hasn't the time that it needs."""
        if self._warned[number] == 0.0:
            self._warned[number] = share
            title = self._title_of(self.deck_set.decks[number].model)
            self._tell(
                f"'{title}' on deck {NAMES[number]} needs {100 * share:.0f} % of the time that it has on this machine and may drop out: "
                f"make the streams more than {self.depth} blocks ahead, or choose a smaller model.", "info",
            )  # fmt: skip

    def _title_of(self, model: str) -> str:
        spec = self._specs.get(model)
        if spec is not None:
            return spec.title
        return next((card.title for card in self._cards if card.id == model), model)

    def _open_input(self) -> None:
        """See stream_input.py."""

    def _input_said(self, kind: str, *what: Any) -> None:
        """The same."""

    def set_depth(self, blocks: int) -> None:
        """The same."""

    def stop_deck(self, deck: int) -> None:
        """See streaming.py."""

    def stop_streams(self) -> None:
        for number in range(COUNT):
            self.stop_deck(number)


def _numbers(board: LiveBoard) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    return board.streams.copy(), board.decks.copy(), board.heard[HEARD_DECKS : HEARD_DECKS + 3].copy(), int(board.counts[INPUT_RATE])
