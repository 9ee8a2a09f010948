"""Sound files: what is written is read back, whatever arrives from outside ends in one sentence."""

from __future__ import annotations

import builtins
import os
import struct
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio import files, recipe_chunk
from studio.clip import Clip
from studio.errors import BadInput
from tests.audio.sounds import RATE, a_recipe, float_wav, noise, sine

FORMATS = [("wav", 16), ("wav", 24), ("wav", 32), ("flac", 16), ("flac", 24)]


def one_sentence(error: BaseException, path: Path) -> str:
    text = str(error)
    assert path.name[:40].replace("\n", "?") in text, text
    assert text.endswith(".") and text.isprintable() and len(text) < 300, text
    return text


# ---------------------------------------------------------------- round trips


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("format", "bits"), FORMATS)
def test_what_is_written_is_read_back(tmp_path: Path, format: str, bits: int, channels: int) -> None:
    clip, recipe = noise(channels), a_recipe()
    path = files.write_clip(tmp_path / f"Snåre 鼓.{format}", clip, format=format, bits=bits, recipe=recipe, title="Snåre")
    back, info = files.read_clip(path), files.describe(path)
    assert (back.rate, back.samples.shape) == (clip.rate, clip.samples.shape)
    error = float(np.abs(back.samples - clip.samples).max())
    assert error <= {16: 1.5, 24: 0.5 + 1 / 64, 32: 0.0}[bits] / 2 ** (bits - 1)  # float32 itself holds 24 bits
    assert info.recipe == recipe and not info.recipe_error
    assert (info.format, info.channels, info.frames, info.rate) == (format.upper(), channels, 5000, RATE)
    assert info.peak_db == pytest.approx(20 * np.log10(clip.peak), abs=0.01)
    assert info.rms_db == pytest.approx(10 * np.log10(np.mean(clip.samples**2)), abs=0.01)
    with soundfile.SoundFile(path) as file:
        assert file.subtype == {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}[bits]
        assert file.title == "Snåre"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-4.0, 4.0, width=32), min_size=1, max_size=300))
def test_float_wav_is_bit_exact(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    clip = Clip(np.array([values], np.float32), 48000)
    path = files.write_clip(tmp_path_factory.mktemp("f") / "a.wav", clip, bits=32)
    assert files.read_clip(path).samples.tobytes() == clip.samples.tobytes()


def test_24_bit_values_survive_exactly(tmp_path: Path) -> None:
    steps = np.array([-(2**23), -(2**23) + 1, -1, 0, 1, 2, 12345, 2**23 - 1])
    clip = Clip((steps / 2**23).astype(np.float32)[None], RATE)
    for format in ("wav", "flac"):
        with soundfile.SoundFile(files.write_clip(tmp_path / f"a.{format}", clip, format=format, bits=24)) as file:
            assert np.array_equal(file.read(dtype="int32") >> 8, steps)


def test_what_is_too_loud_is_turned_down_not_clipped(tmp_path: Path) -> None:
    loud = sine(441, 0.1, amplitude=2.0)
    for format, bits in FORMATS:
        encoded = files.encode(loud, format=format, bits=bits)
        (tmp_path / "a").write_bytes(encoded.data)
        back = files.read_clip(tmp_path / "a")
        if bits == 32:
            assert encoded.gain_db == 0 and np.array_equal(back.samples, loud.samples)
        else:
            assert encoded.gain_db == pytest.approx(-7.02, abs=0.01)
            assert back.peak == pytest.approx(10 ** (-1 / 20), abs=1e-3)
            assert np.abs(back.samples / 10 ** (encoded.gain_db / 20) - loud.samples).max() < 2e-4  # the shape is untouched
    assert files.encode(sine(441, 0.1), bits=16).gain_db == 0  # full scale itself fits


def test_dither_follows_its_seed() -> None:
    clip = noise()
    one, same, other = (files.encode(clip, format="flac", bits=16, dither_seed=s).data for s in (1, 1, 2))
    assert one == same != other


# ---------------------------------------------------------------- resampling


@pytest.mark.parametrize(("rate_in", "rate_out"), [(44100, 48000), (48000, 44100), (22050, 44100), (96000, 44100), (44100, 44100)])
@pytest.mark.parametrize("loop", [False, True])
def test_resampling_keeps_a_sine(rate_in: int, rate_out: int, loop: bool) -> None:
    frames = rate_in // 2
    before = np.sin(2 * np.pi * 1000 * np.arange(frames) / rate_in).astype(np.float32)[None]
    after = files.resample(before, rate_in, rate_out, loop=loop)
    expected = np.sin(2 * np.pi * 1000 * np.arange(after.shape[1]) / rate_out)
    inner = slice(None) if loop else slice(200, -200)  # a loop has no ends
    assert after.shape == (1, round(frames * rate_out / rate_in)) and after.dtype == np.float32
    assert np.abs(after[0] - expected)[inner].max() < 1e-4


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9000), st.sampled_from([(44100, 48000), (48000, 44100), (44100, 22050)]), st.integers(1, 2))
def test_a_loop_stays_seamless(frames: int, rates: tuple[int, int], channels: int) -> None:
    phase = 2 * np.pi * np.arange(frames) / frames
    before = np.stack([np.sin(phase + c) for c in range(channels)]).astype(np.float32)  # exactly one period
    after = files.resample(before, *rates, loop=True)
    wanted = max(1, round(frames * rates[1] / rates[0]))
    assert after.shape == (channels, wanted)
    if frames > 64:  # the period now has `wanted` samples: no drift, no shift of a sample, no step at the seam
        expected = np.stack([np.sin(2 * np.pi * np.arange(wanted) / wanted + c) for c in range(channels)])
        assert np.abs(after - expected).max() < 2 * np.pi / wanted * 0.51 + 1e-4
        steps = np.abs(np.diff(np.concatenate([after, after[:, :1]], axis=1)))
        assert steps[:, -1].max() < 2 * np.pi / wanted * 1.01 + 1e-4


def test_rates_in_the_file(tmp_path: Path) -> None:
    path = files.write_clip(tmp_path / "a.wav", sine(440, 0.5), rate=48000, bits=32)
    back = files.read_clip(path)
    assert (back.rate, back.frames) == (48000, 24000)
    with pytest.raises(BadInput, match="768000"):
        files.encode(noise(), rate=768000)


# ---------------------------------------------------------------- never overwriting


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    clips = [noise(seed=i) for i in range(4)]
    paths = [files.write_clip(tmp_path / "a.b.wav", clip, bits=32) for clip in clips]
    assert [p.name for p in paths] == ["a.b.wav", "a.b 2.wav", "a.b 3.wav", "a.b 4.wav"]
    for path, clip in zip(paths, clips, strict=True):
        assert np.array_equal(files.read_clip(path).samples, clip.samples)


@pytest.mark.parametrize(("bad", "words"), [
    ({"format": "mp3"}, "wav or flac"),
    ({"bits": 8}, "16, 24 or 32"),
    ({"format": "flac", "bits": 32}, "WAV for 32"),
    ({"rate": 1}, "44100"),
])
def test_what_is_not_offered_is_refused(tmp_path: Path, bad: dict, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        files.write_clip(tmp_path / "a.wav", noise(), **bad)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("folder", "words"), [("missing", "does not exist"), ("a_file", "does not exist"), ("x" * 300, "too long")])
def test_where_nothing_can_be_written(tmp_path: Path, folder: str, words: str) -> None:
    (tmp_path / "a_file").write_text("")
    path = tmp_path / folder / "a.wav"
    with pytest.raises(BadInput, match=words) as error:
        files.write_clip(path, noise())
    assert str(error.value).endswith(".") and "a.wav" in str(error.value)


# ---------------------------------------------------------------- hostile input


def refused(path: Path, words: str) -> None:
    with pytest.raises(BadInput, match=words) as error:
        files.read_clip(path)
    one_sentence(error.value, path)


def test_no_sound_file_at_all(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").write_bytes(b"")
    (tmp_path / "text.wav").write_text("this is no sound\n" * 100)
    (tmp_path / "bytes.flac").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "headerless.raw").write_bytes(bytes(1000))
    (tmp_path / "folder.wav").mkdir()
    refused(tmp_path / "empty.wav", "is empty")
    refused(tmp_path / "text.wav", "no sound file")
    refused(tmp_path / "bytes.flac", "no sound file")
    refused(tmp_path / "headerless.raw", "no sound file")
    refused(tmp_path / "folder.wav", "is a folder")
    refused(tmp_path / "missing.wav", "does not exist")
    refused(tmp_path / ("n" * 400 + ".wav"), "name is not possible")
    with pytest.raises(BadInput, match="name is not possible"):
        files.read_clip("nul\0inside.wav")


@pytest.mark.parametrize("name", ["two\nlines.wav", "tab\t.wav", "x" * 200 + ".wav", "byte\udcff.wav", "rtl\u202e.wav"])
def test_a_strange_name_still_makes_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as error:
        files.read_clip(tmp_path / name)
    assert str(error.value).isprintable() and len(str(error.value)) < 200
    str(error.value).encode()


def test_devices_and_pipes_do_not_hang(tmp_path: Path) -> None:
    if sys.platform == "win32":
        return  # it has neither among its files
    os.mkfifo(tmp_path / "pipe.wav")
    refused(tmp_path / "pipe.wav", "a device or a pipe")
    refused(Path("/dev/zero"), "a device or a pipe")
    with pytest.raises(BadInput, match="pipe"):
        files.describe(tmp_path / "pipe.wav")
    for path in (tmp_path / "pipe.wav", Path("/dev/zero")):
        with pytest.raises(OSError, match="no regular file"):
            recipe_chunk.read(path)


@pytest.mark.parametrize(("channels", "rate"), [(1, 2**31 - 1), (1024, 2**31 - 1), (1024, 48_000)])
def test_a_vast_file_is_described_from_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channels: int, rate: int
) -> None:
    monkeypatch.setattr(files, "MEASURE_SAMPLES", 1 << 24)
    path = tmp_path / "vast.wav"
    sizes = struct.pack("<IHHIIHHII", 16, 1, channels, rate, 0, 2 * channels, 16, 0x61746164, 0xFFFFFFF0)
    path.write_bytes(b"RIFF\xff\xff\xff\xffWAVEfmt " + sizes)
    os.truncate(path, 1 << 31)  # sparse
    read = 0
    whole = files._read_frames

    def counted(file: soundfile.SoundFile, frames: int, name: str) -> np.ndarray:
        nonlocal read
        block = whole(file, frames, name)
        read += block.size
        assert block.size <= max(files.BLOCK_SAMPLES, channels)
        return block

    monkeypatch.setattr(files, "_read_frames", counted)
    info = files.describe(path)
    assert info.frames > 1_000_000 and info.peak_db == files.SILENCE_DB
    assert read <= 1 << 24


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.write_clip(tmp_path / "locked.wav", noise())  # the tests may run as root, whom no permission stops
    real_open = builtins.open

    def refusing(file: object, *args: object, **kwargs: object) -> object:
        if file == path:
            raise PermissionError(13, "Permission denied")
        return real_open(file, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", refusing)
    refused(path, "may not be read")


def test_not_finite(tmp_path: Path) -> None:
    for name, value in (("nan", np.nan), ("inf", np.inf), ("minus", -np.inf), ("huge", 1e30)):
        samples = np.zeros((5000, 1))
        samples[4000] = value
        refused(float_wav(tmp_path / f"{name}.wav", samples, RATE), "not finite")
        with pytest.raises(BadInput, match="not finite"):
            files.describe(tmp_path / f"{name}.wav")
    doubles = np.linspace(-1, 1, 1000)[:, None]
    clip = files.read_clip(float_wav(tmp_path / "float64.wav", doubles, RATE, width=8))
    assert np.array_equal(clip.samples[0], doubles[:, 0].astype(np.float32))
    doubles[7] = 1e300  # finite in the file, not in float32
    refused(float_wav(tmp_path / "beyond.wav", doubles, RATE, width=8), "not finite")


def test_a_signalling_nan(tmp_path: Path) -> None:
    path = float_wav(tmp_path / "signal.wav", np.zeros((50, 1)), RATE)
    data = bytearray(path.read_bytes())
    data[100:104] = b"\x01\x00\xa0\x7f"
    path.write_bytes(data)
    refused(path, "not finite")
    with pytest.raises(BadInput, match="not finite"):
        files.describe(path)


def test_odd_shapes(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "eight.wav", np.zeros((100, 8)), RATE)
    refused(tmp_path / "eight.wav", "8 channels; mix")
    assert files.describe(tmp_path / "eight.wav").channels == 8
    soundfile.write(tmp_path / "none.wav", np.zeros((0, 1)), RATE)
    refused(tmp_path / "none.wav", "0 samples")
    assert files.describe(tmp_path / "none.wav").peak_db == files.SILENCE_DB
    for rate in (1, 768_000):
        float_wav(tmp_path / f"{rate}.wav", np.zeros((50, 1)), rate)
        refused(tmp_path / f"{rate}.wav", f"rate of {rate} Hz; convert")
    soundfile.write(tmp_path / "one.wav", np.full((1, 2), 0.25), RATE)
    assert files.read_clip(tmp_path / "one.wav").samples.shape == (2, 1)


@pytest.mark.parametrize(("format", "bits"), FORMATS)
def test_truncated_anywhere(tmp_path: Path, format: str, bits: int) -> None:
    data = files.encode(noise(frames=3000), format=format, bits=bits, recipe=a_recipe()).data
    path = tmp_path / f"cut.{format}"
    for length in [1, 4, 11, 12, 20, 36, 43, 44, 45, 60, *range(100, len(data), len(data) // 23)]:
        path.write_bytes(data[:length])
        for read in (files.read_clip, files.describe):
            try:
                read(path)  # what is there of it may be used
            except BadInput as error:
                one_sentence(error, path)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_damaged_anywhere(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    format, bits = data.draw(st.sampled_from(FORMATS))
    sound = bytearray(files.encode(noise(frames=300), format=format, bits=bits, recipe=a_recipe(3)).data)
    for _ in range(data.draw(st.integers(1, 8))):
        sound[data.draw(st.integers(0, min(len(sound), 200) - 1) | st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("d") / f"damaged.{format}"
    path.write_bytes(sound)
    for read in (files.read_clip, files.describe):
        try:
            read(path)
        except BadInput as error:
            one_sentence(error, path)


def test_a_header_that_lies_about_its_size(tmp_path: Path) -> None:
    samples = noise(frames=1000).samples.T
    for size in (0xFFFFFFFF, 0x7FFFFFFF, 10**9, 3):
        path = float_wav(tmp_path / "lies.wav", samples, RATE, data_size=size)
        tracemalloc.start()
        try:
            clip = files.read_clip(path)
            assert clip.frames <= 1000 and np.array_equal(clip.samples[0], samples[: clip.frames, 0])
        except BadInput as error:
            one_sentence(error, path)
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < 20e6


def test_a_long_file_is_read_no_further_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_16") as file:
        second = np.arange(8000, dtype=np.int16)
        for _ in range(900):
            file.write(second)
    assert files.read_clip(path).seconds == 60.0
    assert files.read_clip(path, max_seconds=2.5).frames == 20_000
    info = files.describe(path)
    assert info.seconds == 900.0
    with pytest.raises(ValueError, match="longer than 0"):
        files.read_clip(path, max_seconds=0)


def test_other_formats_are_read(tmp_path: Path) -> None:
    clip = noise(2, 20_000)
    for name in ("a.aiff", "a.ogg", "a.mp3", "a.au", "a.w64", "a.caf"):
        soundfile.write(tmp_path / name, clip.samples.T, RATE)
        back = files.read_clip(tmp_path / name)
        assert back.channels == 2 and abs(back.frames - clip.frames) < 3000


def test_long_and_foreign_names(tmp_path: Path) -> None:
    for name in ("ü" * 120 + ".wav", "名前 🥁 'quoted'.wav", " .wav", *(["a\nb.wav", "q?.wav"] if os.name == "posix" else [])):
        path = files.write_clip(tmp_path / name, noise(frames=10), bits=32)
        assert path.name == name and files.read_clip(path).frames == 10
        assert files.describe(path).path == path
