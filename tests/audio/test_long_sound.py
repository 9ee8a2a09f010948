"""Long files: peaks at a glance and in full, pages of samples, parts of a spectrogram; and files that lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio import long_sound
from studio.audio.long_sound import BASE, CHUNK, GrowingPeaks, Reader, too_long
from studio.audio.peaks import STEP, Peaks
from studio.audio.spectrum import Look, part, spectrogram
from studio.clip import Clip
from studio.errors import BadInput
from tests.audio.sounds import RATE, float_wav, noise

FRAMES = 2 * CHUNK + 12_345  # 48 s


@pytest.fixture(scope="module")
def clip() -> Clip:
    samples = noise(2, FRAMES, level=0.3, seed=3).samples.copy()
    samples[1, CHUNK + 77] = -0.9
    samples *= np.linspace(0.1, 1.0, FRAMES, dtype=np.float32)
    return Clip(samples, RATE)


@pytest.fixture(scope="module")
def file(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.wav"
    soundfile.write(path, clip.samples.T, RATE, "FLOAT")
    return path


def test_peaks_grow_into_those_of_the_whole(clip: Clip, file: Path) -> None:
    whole = Peaks.of(clip)
    assert whole.base * STEP == BASE
    with Reader(file) as reader:
        growing = GrowingPeaks(reader.sound)
        for place in range(0, FRAMES, 20_000):
            growing.note(place, reader.read(place, place + 2048))
        growing.glance()
        first = growing.peaks()
        assert growing.sound.read == 0.0 and first.frames == FRAMES
        low, high, rms = first.columns(0, FRAMES, 40)
        exact = whole.columns(0, FRAMES, 40)
        assert (high >= 0.6 * exact[1]).all() and (low >= exact[0] - 0.02).all()  # a glance: about right, but for single peaks
        assert np.allclose(rms, exact[2], rtol=0.3)
        growing.grow(reader, FRAMES)  # the last chunk is the nearest
        assert 0 < growing.sound.read < 1
        assert np.array_equal(growing.peaks().levels[0][0][:, 2 * CHUNK // BASE :], whole.levels[1][0][:, 2 * CHUNK // BASE :])
        while not growing.done:
            growing.grow(reader, 0)
        assert growing.sound.read == 1.0 and growing.sound.peak == pytest.approx(clip.peak)
        for found, level in zip(growing.peaks().levels, whole.levels[1:], strict=True):
            assert np.array_equal(found[0], level[0]) and np.array_equal(found[1], level[1])
            assert np.allclose(found[2], level[2], rtol=1e-3)
        assert not np.array_equal(first.levels[0][0], whole.levels[1][0])  # what was given out stays as it was


def test_a_page_holds_the_samples_that_are_seen(clip: Clip, file: Path) -> None:
    with Reader(file) as reader:
        growing = GrowingPeaks(reader.sound)
        assert not growing.holds(100, 200)
        growing.turn_to(reader, -50, 30_000)
        assert growing.holds(-50, 30_000) and growing.holds(0, 10) and not growing.holds(29_000, 30_001)
        found = growing.peaks().samples_between(10_000, 20_000)
        assert found is not None and np.array_equal(found, clip.samples[:, 10_000:20_000])
        growing.turn_to(reader, FRAMES - 100, FRAMES + 100)
        assert growing.holds(FRAMES - 10, FRAMES + 500)  # behind its end there is nothing to hold
        edge = reader.read(-10, 10)
        assert not edge[:, :10].any() and np.array_equal(edge[:, 10:], clip.samples[:, :10])
        assert not reader.read(FRAMES, FRAMES + 5).any()


@pytest.mark.parametrize("look", [Look(), Look("transients", "log"), Look("pitch", "linear")])
def test_parts_are_those_of_the_whole(clip: Clip, look: Look) -> None:
    short = Clip(clip.samples[:, :200_000], RATE)
    whole = spectrogram(short, look)

    def read(first: int, last: int) -> np.ndarray:
        padded = np.pad(short.samples, ((0, 0), (10_000, 10_000)))
        return padded[:, first + 10_000 : last + 10_000]

    columns = whole.db.shape[1]
    found = [part(read, range(start, min(start + 100, columns)), whole.hop, RATE, whole.n_fft, look) for start in range(0, columns, 100)]
    assert np.allclose(np.concatenate([one.db for one in found], axis=1), whole.db, atol=1e-3)
    assert np.allclose(np.concatenate([one.times for one in found]), whole.times)
    assert np.array_equal(found[0].frequencies, whole.frequencies) and not found[0].coarse and found[0].look == look


def test_a_far_look_averages_what_a_column_spans() -> None:
    hop = 1 << 15
    always = np.zeros((1, 8 * hop), np.float32)
    always[0, ::2] = 0.5
    half = always * (np.arange(8 * hop) // (hop // 2) % 2)  # every span of a column is half silent

    def reader_of(samples: np.ndarray) -> Callable[[int, int], np.ndarray]:
        return lambda first, last: np.pad(samples, ((0, 0), (hop, hop)))[:, first + hop : last + hop]

    loud = part(reader_of(always), range(2, 6), hop, RATE, 2048, Look())
    far = part(reader_of(half), range(2, 6), hop, RATE, 2048, Look())
    near = part(reader_of(half), range(2, 6), hop, RATE, 2048, Look(), windows=1)
    assert near.coarse and not far.coarse
    assert np.allclose(far.db[-1] - loud.db[-1], -3.0, atol=1.0)


def test_only_what_is_too_long_for_a_clip_is_long(file: Path, tmp_path: Path) -> None:
    assert not too_long(file)
    longer = tmp_path / "longer.wav"
    soundfile.write(longer, np.zeros(61 * 8000, np.float32), 8000, "PCM_16")
    assert too_long(longer)
    with pytest.raises(BadInput, match="no sound file"):
        bad = tmp_path / "bad.wav"
        bad.write_bytes(b"RIFF nothing")
        too_long(bad)


def test_hostile_files(tmp_path: Path) -> None:
    three = tmp_path / "three.wav"
    soundfile.write(three, np.zeros((100, 3), np.float32), 44_100)
    with pytest.raises(BadInput, match="3 channels"):
        Reader(three)
    nothing = tmp_path / "nothing.wav"
    soundfile.write(nothing, np.zeros((0, 1), np.float32), 44_100)
    with pytest.raises(BadInput):
        Reader(nothing)
    broken = np.full((70_000, 1), 0.25, np.float32)
    broken[5], broken[6], broken[7] = np.nan, np.inf, 1e30
    odd = float_wav(tmp_path / "odd.wav", broken, 44_100)
    with Reader(odd) as reader:
        samples = reader.read(0, 70_000)
        assert np.isfinite(samples).all() and not samples[0, 5:8].any() and samples[0, 8] == 0.25
        growing = GrowingPeaks(reader.sound)
        growing.glance()
        growing.grow(reader, 0)
        assert growing.done and growing.sound.peak == 0.25
    liar = float_wav(tmp_path / "liar.wav", np.full((5000, 1), 0.5, np.float32), 44_100, data_size=400_000_000)
    with Reader(liar) as reader:  # its header may promise an hour
        growing = GrowingPeaks(reader.sound)
        growing.note(0, reader.read(0, 4096))
        growing.glance()
        while not growing.done:
            growing.grow(reader, 0)
        assert growing.sound.peak == 0.5


def test_a_length_that_cannot_be_costs_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    liar = tmp_path / "liar.flac"
    soundfile.write(liar, np.full(100_000, 0.25, np.float32), 44_100)
    data = bytearray(liar.read_bytes())
    data[21:26] = bytes([data[21] | 15, 255, 255, 255, 255])  # the header's 36 bits for the number of samples
    liar.write_bytes(data)
    assert soundfile.info(str(liar)).duration > 400 * 3600
    assert not too_long(liar)  # then it is read as a clip, which takes what there is
    with pytest.raises(BadInput, match=r"'liar\.flac' is damaged"):
        Reader(liar)
    monkeypatch.setattr(long_sound, "MOST_FRAMES", 1000)
    with pytest.raises(BadInput, match="cut it into parts"):
        Reader(float_wav(tmp_path / "days.wav", np.zeros((2000, 1), np.float32), 44_100))


def test_a_long_file_without_its_end_is_damaged(tmp_path: Path) -> None:
    cut = tmp_path / "cut.flac"
    soundfile.write(cut, noise(1, 70 * 8000).samples.T, 8000)
    assert too_long(cut)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    with pytest.raises(BadInput, match=r"'cut\.flac' is damaged"):
        too_long(cut)
