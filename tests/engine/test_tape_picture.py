"""The rolling picture of what is heard: the same columns whatever the blocks, at the right heights; the thread that makes them."""

from __future__ import annotations

import numpy as np
import pytest

from studio.engine.tape_picture import BANDS, WINDOW, Columns, TapePicture, TapeWatch, hertz_of_bands
from tests.toy import FakePlayer
from tests.waiting import wait_until

RATE = 48_000


def tone(hertz: float, seconds: float = 1.0, level: float = 0.5) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return np.repeat((level * np.sin(2 * np.pi * hertz * t))[:, None], 2, axis=1).astype(np.float32)


def joined(parts: list[Columns | None]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    there = [part for part in parts if part is not None]
    return tuple(np.concatenate([getattr(part, name) for part in there], axis=-1) for name in ("low", "high", "bytes"))  # type: ignore[return-value]


@pytest.mark.parametrize("block", [64, 750, 511, 12_345])
def test_any_division_into_blocks_gives_the_same_columns(block: int) -> None:
    samples = np.random.default_rng(3).uniform(-0.8, 0.8, (RATE // 2, 2)).astype(np.float32)
    whole = joined([TapePicture(RATE).step(samples)])
    picture = TapePicture(RATE)
    parts = joined([picture.step(samples[i : i + block]) for i in range(0, len(samples), block)])
    assert all(np.array_equal(a, b) for a, b in zip(whole[:2], parts[:2], strict=True))
    assert np.abs(whole[2].astype(int) - parts[2]).max() <= 1


@pytest.mark.parametrize("hertz", [220.0, 1000.0, 7900.0])
def test_a_tone_lies_at_its_height_and_as_loud_as_it_is(hertz: float) -> None:
    low, high, pixels = joined([TapePicture(RATE).step(tone(hertz))])
    last = pixels[:, -10].astype(int)
    band = BANDS - 1 - int(last.argmax())
    centres = hertz_of_bands(RATE)
    assert abs(band - int(np.abs(centres - hertz).argmin())) <= 1
    assert abs(last.max() / 2 - 120 - 20 * np.log10(0.5)) < 4
    assert np.allclose(high[5:], 0.5, atol=0.01) and np.allclose(low[5:], -0.5, atol=0.01)
    assert last[BANDS - 1 - min(BANDS - 1, band + 20)] < last.max() - 60


def test_what_is_not_finite_does_not_stay() -> None:
    picture = TapePicture(RATE)
    picture.step(np.full((4096, 2), np.nan, np.float32))
    _, high, pixels = joined([picture.step(tone(500.0))])
    assert np.isfinite(high).all() and pixels.max() > 200


def test_the_watch_follows_the_tape_and_ends() -> None:
    player = FakePlayer()

    class Tape:
        tape_rate = RATE
        tape_at = staticmethod(player.live.tape_at)
        taped = staticmethod(player.live.taped)

    watch = TapeWatch(Tape())
    player.live.memory.record(tone(1000.0, WINDOW / RATE))
    watch.start()
    wait_until(lambda: len(watch.columns) > 0)
    player.live.memory.record(tone(1000.0, 0.5, level=0.25))
    wait_until(lambda: sum(len(part.low) for part in list(watch.columns)) >= 30)
    assert abs(float(watch.columns[-1].high[-1]) - 0.25) < 0.01
    watch.stop()
    assert not watch.running
    watch.stop()
