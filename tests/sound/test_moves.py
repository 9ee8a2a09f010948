"""A loop whose level a modulator moves, and one that automation moves: captured, without a gap or a click."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from studio.clip import Clip
from studio.engine.automation import Automation, Lane
from studio.engine.player import Player
from studio.engine.player.nullsink import Capture
from studio.engine.session import Session
from studio.paths import Home
from studio.recipe import Number, Settings
from tests.sound.test_playback import Once, unbroken
from tests.toy import RATE, ToyCatalogue, ToyGenerator, toy_session
from tests.waiting import wait_until

__all__ = ["unbroken"]  # a fixture

HERTZ, SECONDS = 440.0, 0.5  # whole periods: the loop has no seam
LEVEL = Number("level", "Level", -24.0, 0.0, -12.0, unit="dB")
WINDOW = RATE // 20  # frames


class Tone(ToyGenerator):
    """A sine that goes round without a seam, as loud as its only control says."""

    def __init__(self) -> None:
        super().__init__("tone", loops=True)
        self.spec = replace(self.spec, controls=(LEVEL,), abilities=frozenset({"render"}))

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        wave = np.sin(2 * np.pi * HERTZ * np.arange(round(SECONDS * RATE)) / RATE)
        return [Clip((10 ** (float(one.get("level")) / 20) * wave)[None].astype(np.float32), RATE) for one in settings]  # type: ignore[arg-type]

    def histograms(self) -> dict[str, tuple[float, ...]]:
        return {}

    def typical(self, settings: Settings) -> float:
        return 0.0


@pytest.fixture
def session(home: Home, capture: Capture) -> Iterator[Session]:
    models: Any = ToyCatalogue()
    models.generators = {"tone": Tone()}
    made = toy_session(home, models=models, player=Player())
    made.set_volume_db(-6.0)  # below the ceiling
    made.set_loop(True)
    made.play()
    wait_until(lambda: bool(capture.samples()[-2000:].any(axis=1).sum() > 1500), 20, "the loop")
    yield made
    made.close()


def levels(capture: Capture, start: int) -> np.ndarray:
    """RMS of each window from a frame on."""
    heard = capture.samples()[start:, 0]
    return np.sqrt(np.mean(heard[: len(heard) // WINDOW * WINDOW].reshape(-1, WINDOW) ** 2, axis=1))


def broken(capture: Capture, start: int, loudest: float = 1.0) -> list[int]:
    """Frames of gaps, and of bends that a sine moved by fades of 15 ms would not make; loudest: its most, in halves of full scale."""
    heard = capture.samples()[start:, 0]
    limit = 1.3 * loudest * 0.5 * (2 * np.pi * HERTZ / RATE) ** 2
    quiet = np.flatnonzero(levels(capture, start) < 10 ** (-32 / 20) / np.sqrt(2)) * WINDOW
    return sorted(start + int(frame) for frame in (*np.flatnonzero(np.abs(np.diff(heard, 2)) > limit), *quiet))


def listen(capture: Capture, seconds: float = 4.0) -> int:
    """So many seconds more; the frame where they begin."""
    start = len(capture.samples())
    wait_until(lambda: len(capture.samples()) > start + seconds * RATE)
    return start


def test_an_lfo_on_a_loop_is_heard_without_a_click(session: Session, capture: Capture, unbroken: Callable[[Once], None]) -> None:
    def once(number: int) -> list[int]:
        start = len(capture.samples())
        one = session.add_modulator("level", shape="sine", hz=1.5, depth=0.4)
        heard = levels(capture, listen(capture))
        session.remove_modulator(one.id)  # back to where it stands
        listen(capture, 1.0)
        assert heard.max() / heard.min() > 4.0  # 19 dB are asked for
        assert np.sum(np.diff(np.sign(heard - np.median(heard))) != 0) >= 6  # up and down, again and again
        return broken(capture, start)

    unbroken(once)


def test_automation_moves_the_loop_in_its_beats(session: Session, capture: Capture, unbroken: Callable[[Once], None]) -> None:
    session.set_automation(Automation((Lane("level", ((0.0, -24.0), (2.0, 0.0))),), 2.0), "Lane")
    listen(capture, 1.0)

    def once(number: int) -> list[int]:
        start = listen(capture)
        heard = levels(capture, start)
        falls = np.flatnonzero(np.diff(20 * np.log10(np.maximum(heard, 1e-6))) < -6.0)
        rounds = np.diff(falls[np.r_[True, np.diff(falls) > 2]])  # windows of 50 ms from one beginning to the next
        wrong = broken(capture, start)
        if not wrong:
            assert len(rounds) >= 1 and np.all(np.abs(rounds - 20) <= 2), rounds  # two beats at 120 BPM
        return wrong

    unbroken(once)


def test_an_lfo_on_an_effect_is_heard_without_a_click(session: Session, capture: Capture, unbroken: Callable[[Once], None]) -> None:
    session.add_effect("gain")
    wait_until(lambda: any(knob.address.startswith("rack/") for knob in session.knobs()))
    address = next(knob.address for knob in session.knobs() if knob.address.startswith("rack/") and knob.control.unit == "dB")
    listen(capture, 1.0)  # the effect has come in
    session.add_modulator(address, shape="triangle", hz=2.0, depth=0.15)

    def once(number: int) -> list[int]:
        start = listen(capture)
        heard = levels(capture, start)
        assert heard.max() / heard.min() > 2.0
        assert np.sum(np.diff(np.sign(heard - np.median(heard))) != 0) >= 8
        return broken(capture, start, 1.5)

    unbroken(once)
