"""Sound files whose header says nothing of their length, or too much: made by hand, as streams and broken downloads are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio import files, lengths, recipe_chunk
from studio.audio.long_sound import Reader, too_long
from studio.engine.sounds import survey
from studio.errors import BadInput

RATE = 22_050


def tone(seconds: float, channels: int = 1) -> np.ndarray:
    frames = np.arange(round(seconds * RATE))
    return np.stack([0.5 * np.sin(frames / (9 + channel)) for channel in range(channels)], axis=1).astype(np.float32)


def flac_without_length(path: Path, seconds: float, channels: int = 1) -> np.ndarray:
    """As `flac - < pipe` writes it: the 36 bits of the number of frames are zero."""
    soundfile.write(path, tone(seconds, channels), RATE, subtype="PCM_16")
    whole, _ = soundfile.read(path, dtype="float32", always_2d=True)
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    path.write_bytes(data)
    return whole.T


def cut_mp3(path: Path, seconds: float, share: float) -> int:
    """A broken download; the frames that are really in it."""
    soundfile.write(path, tone(seconds), RATE)
    data = path.read_bytes()
    assert b"Xing" in data or b"Info" in data
    path.write_bytes(data[: round(len(data) * share)])
    with soundfile.SoundFile(path) as file:
        assert file.frames >= round(seconds * RATE), "its header still tells of all"
        return len(file.read())


@pytest.mark.parametrize("channels", [1, 2])
def test_a_flac_without_a_length_is_read_bit_for_bit(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "streamed ♪.flac"
    whole = flac_without_length(path, 1.5, channels)
    assert np.array_equal(files.read_clip(path).samples, whole)
    info = files.describe(path)
    assert (info.frames, info.channels, info.format) == (whole.shape[1], channels, "FLAC") and info.peak_db > -7
    assert survey(path)[0] == pytest.approx(1.5) and not too_long(path) and recipe_chunk.read(path) is None


def test_a_long_one_is_paged_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "streamed.flac"
    whole = flac_without_length(path, 75)
    assert too_long(path)
    with Reader(path) as reader:
        assert reader.sound.seconds == pytest.approx(75)
        for first in (0, 800_000, whole.shape[1] - 1000, 5):
            assert np.array_equal(reader.read(first, first + 2000)[:, :1000], whole[:, first : first + 1000])
    assert survey(path)[0] == pytest.approx(75)


def test_one_that_is_cut_off_too_has_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    whole = flac_without_length(path, 3.0)
    path.write_bytes(path.read_bytes()[:-5000])
    try:
        clip = files.read_clip(path)
    except BadInput as error:
        assert "damaged" in str(error)
    else:
        assert 0 < clip.frames < whole.shape[1] and np.array_equal(clip.samples, whole[:, : clip.frames])


@pytest.mark.parametrize("after", [b"", b"\0", b"garbage" * 100])
def test_a_header_and_nothing_else_is_one_sentence(tmp_path: Path, after: bytes) -> None:
    path = tmp_path / "head.flac"
    flac_without_length(path, 1.0)
    path.write_bytes(path.read_bytes()[:86] + after)
    with pytest.raises(BadInput, match=r"'head\.flac'"):
        files.read_clip(path)


def test_a_truncated_mp3_has_its_real_length(tmp_path: Path) -> None:
    path = tmp_path / "broken download.mp3"
    real = cut_mp3(path, 200, 0.6)
    assert too_long(path)
    with Reader(path) as reader:
        assert reader.sound.frames == real < 0.7 * 200 * RATE
        assert np.abs(reader.read(real - RATE, real)).max() > 0.3, "it sounds to its last second"
    assert survey(path)[0] == pytest.approx(real / RATE)
    short = tmp_path / "shorter.mp3"
    real = cut_mp3(short, 200, 0.2)
    assert not too_long(short) and files.read_clip(short).frames == real


def test_a_whole_mp3_is_not_decoded_to_know_its_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "whole.mp3"
    soundfile.write(path, tone(70), RATE)
    monkeypatch.setattr(lengths, "_frames", lambda *_: pytest.fail("it was counted"))
    with Reader(path) as reader:
        assert reader.sound.seconds == pytest.approx(70, abs=0.2)
