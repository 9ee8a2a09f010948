"""Pictures beyond the first: another look of the sound that is shown, finer parts where a person zooms in, and long sounds in pages.

One background thread ("undertone-pictures") that does the next most wanted piece, a few hundredths of a second each: what is seen
before the rest, coarse before fine, and only for the newest wish. It alone reads long files. Callers post and return at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from studio.audio.long_sound import GrowingPeaks, LongSound, Reader
from studio.audio.spectrum import Look, Spectrogram, part, spectrogram, window_for
from studio.clip import Clip
from studio.engine.events import Pictured, PicturePart
from studio.engine.work import Pending

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks

log = logging.getLogger(__name__)

PART = 256  # columns of a part
COARSE_COLUMNS = 768  # of the first picture of a long sound, at least
GROWN = 0.3  # seconds between two publications of growing peaks
PAGE_LIMIT = 1 << 22  # frames of a long sound that are held as samples
PAGE_FROM = 1024  # samples of a pixel under which samples are wanted rather than peaks
LISTEN_SECONDS = 10.0  # of a long sound by which "auto" chooses the window


@dataclass(frozen=True)
class View:
    """What the window shows of picture `request`: `start` to `end` in s over `pixels` of the screen.

    parts: which parts of 256 columns, `hop` samples apart, it lacks; the most wanted first.
    """

    request: int
    start: float
    end: float
    pixels: int
    hop: int
    parts: tuple[int, ...] = ()


class _Short:
    """A clip whose first picture was made by the renderer, or here in another look."""

    def __init__(self, request: int, clip: Clip, peaks: Peaks, whole: Spectrogram) -> None:
        self.request, self.clip, self.peaks = request, clip, peaks
        self.n_fft, self.rate, self.frames = whole.n_fft, clip.rate, clip.frames

    def picture(self, look: Look) -> Pictured:
        whole = spectrogram(self.clip, look)
        self.n_fft = whole.n_fft
        return Pictured(self.request, self.clip, self.peaks, whole)

    def read(self, first: int, last: int) -> np.ndarray:
        """As Reader.read."""
        out = np.zeros((self.clip.channels, last - first), np.float32)
        begin, end = max(0, first), min(last, self.clip.frames)
        if end > begin:
            out[:, begin - first : end - first] = self.clip.samples[:, begin:end]
        return out

    def more(self, view: View | None) -> tuple[bool, Pictured | None]:
        return False, None


class _Long:
    """A long sound; opened and read by the thread alone."""

    def __init__(self, request: int, path: Path) -> None:
        self.request = request
        self._reader = Reader(path)
        self.sound: LongSound = self._reader.sound
        self.rate, self.frames = self.sound.rate, self.sound.frames
        self.read = self._reader.read
        self._growing = GrowingPeaks(self.sound)
        self._whole: Spectrogram | None = None
        self._told = 0.0
        self.n_fft = 0

    def picture(self, look: Look) -> Pictured:
        """The whole as far as it is known: peaks of a glance, a spectrogram of one moment for each column."""
        sound = self.sound
        middle = sound.frames // 2
        heard = self.read(middle, middle + round(LISTEN_SECONDS * sound.rate)) if look.stft == "auto" else self.read(0, 0)
        self.n_fft = window_for(look, heard, sound.rate)
        hop = self.n_fft // 2
        while sound.frames // (2 * hop) >= COARSE_COLUMNS:
            hop *= 2
        read = self._read_and_note if self._whole is None else self.read
        self._whole = part(read, range(sound.frames // hop + 1), hop, sound.rate, self.n_fft, look, windows=1)
        self._growing.glance()
        return self._pictured()

    def _read_and_note(self, first: int, last: int) -> np.ndarray:
        samples = self.read(first, last)
        self._growing.note(first, samples)
        return samples

    def more(self, view: View | None) -> tuple[bool, Pictured | None]:
        """Read what is still wanted: samples that are seen close up, then the rest. (was anything read, what there is to show)."""
        growing = self._growing
        start, end = (view.start, view.end) if view is not None else (0.0, 0.0)
        first, last = int(start * self.rate), int(end * self.rate) + 1
        close = view is not None and (last - first) < min(PAGE_FROM * view.pixels, PAGE_LIMIT)
        if close and not growing.holds(first - PART, last + PART):
            room = min((last - first) // 2 + PART, PAGE_LIMIT // 4)
            growing.turn_to(self._reader, first - room, last + room)
        elif growing.done:
            return False, None
        else:
            growing.grow(self._reader, (first + last) // 2)
            if time.monotonic() - self._told < GROWN and not growing.done:
                return True, None
        return True, self._pictured()

    def _pictured(self) -> Pictured:
        assert self._whole is not None
        self._told = time.monotonic()
        return Pictured(self.request, self._growing.sound, self._growing.peaks(), self._whole)

    def close(self) -> None:
        self._reader.close()


class Pictures:
    """See the module. publish: called on the thread, in the order of what was made; failed: what could not be drawn, and why.

    Touched by callers and the thread, under `_wake`: all but `_thread`. A sound that was left is closed by the thread.
    """

    def __init__(self, publish: Callable[[Pictured | PicturePart], None], failed: Callable[[str, Exception], None], pending: Pending,
                 look: Look) -> None:
        self._publish, self._failed, self._pending = publish, failed, pending
        self._wake = threading.Condition()
        self._look = self._made_in = look  # wanted, and what the sound's picture was made in
        self._sound: _Short | _Long | None = None
        self._path: tuple[int, Path] | None = None  # a long sound that is to be opened, and its number
        self._coming: LongSound | None = None  # what is known of that one
        self._left: list[_Long] = []  # to be closed
        self._view: View | None = None
        self._busy = False  # is this counted as pending work?
        self._asked = 0  # how often something was wanted
        self._closed = False
        self._thread: threading.Thread | None = None

    # --- from any thread ---

    @property
    def look(self) -> Look:
        return self._look

    @property
    def long(self) -> LongSound | None:
        """The long sound that is shown or about to be, as much as was known of it when it was opened."""
        coming, sound = self._coming, self._sound  # in this order: it is shown before it comes no longer
        return coming or (sound.sound if isinstance(sound, _Long) else None)

    def set_look(self, look: Look) -> None:
        """Make the picture of the sound that is shown, and all that come, in this look."""
        with self._wake:
            self._look = look
            self._start()

    def show(self, clip: Clip, picture: Pictured) -> None:
        """The renderer made a clip's picture: publish it, unless a newer sound is shown; from now on parts of it may be wanted."""
        with self._wake:
            newest = max(self._sound.request if self._sound else -1, self._path[0] if self._path else -1)
            if self._closed or picture.request < newest:
                return
            self._leave()
            whole = picture.spectrogram
            self._sound, self._made_in = _Short(picture.request, clip, picture.peaks, whole), whole.look
            self._publish(picture)
            if whole.look != self._look:
                self._start()

    def open(self, request: int, path: Path, sound: LongSound | None = None) -> None:
        """Show a file that is too long for a clip; sound: what is known of it, so that it is `long` at once."""
        with self._wake:
            self._leave()
            self._path, self._coming = (request, path), sound
            self._start()

    def want(self, view: View) -> None:
        """What the window lacks; an older wish is forgotten."""
        with self._wake:
            self._view = view
            self._start()

    def close(self) -> None:
        """Forget what is wanted and end the thread after the piece that it is at (waits at most 2 s). Idempotent."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)

    def _leave(self) -> None:
        """What is shown is shown no longer; a file is closed by the thread, which alone reads it."""
        if isinstance(self._sound, _Long):
            self._left.append(self._sound)
            if not self._closed:
                self._start()
        self._sound = self._path = self._view = self._coming = None

    def _start(self) -> None:
        if self._closed:
            return
        self._asked += 1
        if not self._busy:
            self._busy = True
            self._pending.begin()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="undertone-pictures", daemon=True)
            self._thread.start()
        self._wake.notify()

    # --- on the thread ---

    def _run(self) -> None:
        while self._rest_until_wanted():
            asked = self._asked
            try:
                worked = self._work()
            except Exception as error:
                log.exception("a picture failed")
                worked = False
                self._failed("The picture of this sound can't be made", error)
            with self._wake:
                self._busy = worked or asked != self._asked
                if not self._busy:
                    self._pending.end()
        with self._wake:
            self._leave()
            if self._busy:
                self._busy = False
                self._pending.end()
        self._close_left()

    def _rest_until_wanted(self) -> bool:
        """False when closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._busy)
            return not self._closed

    def _close_left(self) -> None:
        with self._wake:
            left, self._left = self._left, []
        for sound in left:
            sound.close()

    def _work(self) -> bool:
        """One piece of work; False where nothing was wanted. Raises BadInput where a file can't be read."""
        self._close_left()
        with self._wake:
            path, sound, look, view = self._path, self._sound, self._look, self._view
            made = self._made_in
        if path is not None:
            return self._open(*path)
        if sound is None:
            return False
        if look != made:
            self._tell(sound, sound.picture(look), look)
            return True
        if view is not None and view.request != sound.request:
            view = None
        if view is not None and view.parts and view.hop > 0:
            return self._make_part(sound, look, view)
        worked, picture = sound.more(view)
        if picture is not None:
            self._tell(sound, picture, look)
        return worked

    def _open(self, request: int, path: Path) -> bool:
        look, sound = self._look, None
        try:
            sound = _Long(request, path)
            picture = sound.picture(look)
        except BaseException:
            with self._wake:
                if self._path == (request, path):
                    self._path = self._coming = None
            if sound is not None:
                sound.close()
            raise
        with self._wake:
            if self._path != (request, path):  # another one is shown by now
                self._left.append(sound)
                return True
            self._sound, self._made_in = sound, look
            self._path = self._coming = None
            self._publish(picture)
        return True

    def _make_part(self, sound: _Short | _Long, look: Look, view: View) -> bool:
        index = view.parts[0]
        columns = range(index * PART, min((index + 1) * PART, sound.frames // view.hop + 1))
        made = part(sound.read, columns, view.hop, sound.rate, sound.n_fft, look) if len(columns) else None
        with self._wake:
            if self._sound is sound and self._look == look and made is not None:
                self._publish(PicturePart(sound.request, made))
            if self._view is view:
                self._view = View(view.request, view.start, view.end, view.pixels, view.hop, view.parts[1:])
        return True

    def _tell(self, sound: _Short | _Long, picture: Pictured, look: Look) -> None:
        """Publish unless another sound is shown by now; a publication never waits for another thread."""
        with self._wake:
            if self._sound is sound:
                self._made_in = look
                self._publish(picture)
