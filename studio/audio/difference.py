"""How one spectrogram differs from that of another sound, for the eye. numpy and scipy only, any thread but the GUI's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.audio.spectrum import Spectrogram, frames_of, frequencies_of, power_of, to_db
from studio.clip import Clip

HEARD_DB = -80.0  # what is softer in both is no difference


def difference(picture: Spectrogram, other: Clip, gain_db: float = 0.0) -> Spectrogram:
    """`picture` (raised by gain_db, so that both are equally loud) minus the spectrogram of `other`: dB more or less, 0 is alike.

    Seen at the times and frequencies of `picture`, whatever the other's length and rate; outside the other is silence. Levels below
    -80 dB count as -80 on both sides.
    """
    bands, columns = picture.db.shape
    hop = max(1, round(picture.hop / picture.rate * other.rate))
    first = round(float(picture.times[0]) * picture.rate / picture.hop)
    framed = frames_of(other.samples, picture.n_fft, hop, first + columns)[:, first:]
    theirs = to_db(power_of(framed, other.rate, picture.look.scale, bands))
    if other.rate != picture.rate:
        theirs = _at(theirs, frequencies_of(other.rate, picture.n_fft, picture.look.scale, bands), picture.frequencies)
    ours = np.maximum(picture.db + np.float32(gain_db), HEARD_DB)
    return replace(picture, db=ours - np.maximum(theirs, HEARD_DB))


def _at(db: np.ndarray, frequencies: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """(bands, columns) seen at other frequencies; above the highest is silence."""
    place = np.interp(wanted, frequencies, np.arange(len(frequencies)))
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, len(frequencies) - 1)
    share = (place - below).astype(np.float32)[:, None]
    found = db[below] * (1 - share) + db[above] * share
    found[wanted > frequencies[-1]] = HEARD_DB
    return np.asarray(found, np.float32)
