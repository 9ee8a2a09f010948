"""A loop whose level a modulator moves, and one that automation moves: captured, without a gap or a click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from tests.toy import RATE, ToyCatalogue, ToyGenerator, toy_session
from tests.waiting import wait_until

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


def smooth(capture: Capture, start: int) -> None:
    """No gap, and no bend that a sine of this frequency, half of full scale and moved by a fade of 15 ms, would not make."""
    heard = capture.samples()[start:, 0]
    assert levels(capture, start).min() > 10 ** (-32 / 20) / np.sqrt(2), "a gap"
    bend = np.abs(np.diff(heard, 2))
    assert bend.max() < 1.3 * 0.5 * (2 * np.pi * HERTZ / RATE) ** 2, f"a click of {bend.max():.4f}"


def test_an_lfo_on_a_loop_is_heard_without_a_click(session: Session, capture: Capture) -> None:
    start = len(capture.samples())
    session.add_modulator("level", shape="sine", hz=1.5, depth=0.4)
    wait_until(lambda: len(capture.samples()) > start + 4 * RATE)
    heard = levels(capture, start)
    assert heard.max() / heard.min() > 4.0  # 19 dB are asked for
    assert np.sum(np.diff(np.sign(heard - np.median(heard))) != 0) >= 6  # up and down, again and again
    smooth(capture, start)


def test_automation_moves_the_loop_in_its_beats(session: Session, capture: Capture) -> None:
    start = len(capture.samples())
    session.set_automation(Automation((Lane("level", ((0.0, -24.0), (2.0, 0.0))),), 2.0), "Lane")
    wait_until(lambda: len(capture.samples()) > start + 4 * RATE)
    heard = levels(capture, start + RATE)
    falls = np.flatnonzero(np.diff(20 * np.log10(heard)) < -6.0)
    rounds = np.diff(falls[np.r_[True, np.diff(falls) > 2]])  # windows of 50 ms from one beginning to the next
    assert len(rounds) >= 1 and np.all(np.abs(rounds - 20) <= 2), rounds  # two beats at 120 BPM
    smooth(capture, start)
