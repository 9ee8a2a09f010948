"""One stranger's sound file as mono samples with what was met on the way. soundfile, and PyAV where that is installed; any thread.

Blockwise: what a header promises never sizes an array. Everything that a file can do wrong is a BadInput with one sentence.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from studio.audio.files import damaged, open_sound, shown
from studio.clip import MAX_RATE, MIN_RATE
from studio.errors import BadInput

_SOUNDFILE = "wav wave flac aif aiff aifc ogg oga opus mp3 mp2 au snd caf w64 rf64 voc sf ircam nist sph svx 8svx iff avr paf pvf sds xi"
_AV = "m4a m4b aac mp4 wma ac3 eac3 dts amr ape wv tta mka webm mov mkv avi 3gp spx ra mpc"
FORMATS = frozenset(f".{ending}" for ending in _SOUNDFILE.split())
AV_FORMATS = frozenset(f".{ending}" for ending in _AV.split())

MAX_SECONDS = 600.0  # of one file: what lies behind is not used
MAX_FRAMES = 1 << 25  # a gigabyte of memory while they are worked on
MAX_CHANNELS = 16
BLOCK = 1 << 16  # frames
FULL = 0.999  # a sample from here on may be clipped
_CLEAN = 1e18  # larger values overflow float32 when squared


@dataclass(frozen=True)
class Heard:
    """mono (N,) float64 at `rate`. The rest is about the file as it is: all of its channels, before the mix.

    flat: share of samples at full scale in runs of three and more; dc: the mean, of full scale 1; cut: the file is longer than was read.
    """

    mono: np.ndarray
    rate: int
    channels: int
    peak: float
    dc: float
    flat: float
    cut: bool

    @property
    def seconds(self) -> float:
        return self.mono.size / self.rate


def av_is_there() -> bool:
    return importlib.util.find_spec("av") is not None


def read(path: Path) -> Heard:
    """The first ten minutes of any sound file, less at high rates. Raises BadInput where nothing can be learnt from it, with the reason."""
    name = f"'{shown(path)}'"
    blocks = _av_blocks(path) if path.suffix.lower() in AV_FORMATS else _blocks(path)
    mixes: list[np.ndarray] = []
    energy = np.zeros(0)  # of each channel so far
    loudest: list[np.ndarray] = []  # of each block the channel that will matter if the mix cancels
    rate = channels = frames = flat = 0
    peak = total = 0.0
    cut = False
    with closing(blocks):
        for rate, block in blocks:
            with np.errstate(invalid="ignore"):
                top = float(np.abs(block).max(initial=0.0))
            if not top < _CLEAN:  # NaN too
                raise BadInput(f"{name} holds values that are not finite numbers (NaN or infinity); repair or export it again.")
            channels, peak = block.shape[1], max(peak, top)
            wide = block.astype(np.float64)
            energy = np.square(wide).sum(0) + (energy if energy.size else 0.0)
            loudest.append(block[:, int(energy.argmax())])
            mixes.append(wide.mean(1).astype(np.float32))
            total += float(wide.mean(1).sum())
            flat += _flat(block)
            frames += len(block)
            if frames >= min(MAX_FRAMES, MAX_SECONDS * rate):
                cut = True
                break
    if not frames:
        raise BadInput(f"{name} holds no sound (0 samples); export it again from where it came from.")
    mono = np.concatenate(mixes)
    if float(np.square(mono, dtype=np.float64).sum()) * 3 < float(energy.max()):  # the mix cancels
        mono = np.concatenate(loudest)
    mono = mono[: int(min(MAX_FRAMES, MAX_SECONDS * rate))].astype(np.float64)
    return Heard(mono, rate, channels, peak, total / frames, flat / (frames * channels), cut)


def _flat(block: np.ndarray) -> int:
    """Samples at full scale that have two such neighbours."""
    full = np.abs(block) >= FULL
    if not full.any():
        return 0
    runs = full[:-2] & full[1:-1] & full[2:] & (block[:-2] * block[1:-1] > 0)
    return int(runs.sum())


def _check(path: Path, rate: int, channels: int) -> None:
    if not MIN_RATE <= rate <= MAX_RATE:
        raise BadInput(f"'{shown(path)}' has a rate of {rate} Hz; convert it to 44100 Hz first ({MIN_RATE} to {MAX_RATE} Hz work).")
    if not 1 <= channels <= MAX_CHANNELS:
        raise BadInput(f"'{shown(path)}' has {channels} channels; mix it down to mono or stereo first.")


def _blocks(path: Path) -> Generator[tuple[int, np.ndarray]]:
    """(rate, (n, channels) float32) by soundfile."""
    with open_sound(path) as file:
        _check(path, file.samplerate, file.channels)
        while True:
            try:
                block = file.read(BLOCK, dtype="float32", always_2d=True)
            except (soundfile.SoundFileError, ValueError, OSError) as error:
                raise damaged(path) from error
            if not len(block):
                return
            yield file.samplerate, block


def _av_blocks(path: Path) -> Generator[tuple[int, np.ndarray]]:
    """(rate, (n, channels) float32) by PyAV, which brings FFmpeg's decoders."""
    import av

    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise BadInput(f"'{shown(path)}' holds no sound, only pictures or texts; leave it out.")
            stream = container.streams.audio[0]
            rate, channels = int(stream.rate or 0), int(stream.codec_context.channels or 0)
            _check(path, rate, channels)
            resampler = av.AudioResampler(format="flt", layout=stream.codec_context.layout, rate=rate)
            for decoded in container.decode(stream):
                for frame in resampler.resample(decoded):
                    yield rate, frame.to_ndarray().reshape(-1, channels)
    except (av.FFmpegError, OSError, ValueError, IndexError) as error:
        raise damaged(path) from error
