"""The session's commands that keep what is heard: record, keep the last seconds, the trajectory of a take, making it again.

As all of Session: each returns at once. A recording of up to a minute becomes a take with its trajectory in the recipe; a longer one a
sound file among the person's own sounds (at most ten minutes), with its trajectory in the recipe inside, if a stream played; see
minutes.py. Either lies on disk while it goes on, and what a killed program left there is kept at the next start. State under the lock:
`_recorder`, `_curves`. What is slow runs on the errands thread, models on the renderer's.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from studio import __version__
from studio.audio import recipe_chunk
from studio.audio.fades import soft_ends
from studio.audio.files import disk_problem
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.edits import rack_edit, rack_of, through_rack
from studio.engine.jobs import Cancelled, Progress, wait_for
from studio.engine.session.streaming import Streaming
from studio.engine.session.take_maker import NUMBERED
from studio.engine.streaming.curves import Curves, Kept
from studio.engine.streaming.offline import Rendering
from studio.engine.streaming.parts import parts_of, spans_of, trajectory_of
from studio.engine.streaming.recorder import ABOUT, IN_MEMORY, MOST_SECONDS, Recorder, discard
from studio.engine.streaming.trajectory import EDIT, Trajectory, from_edits, to_edit
from studio.engine.take_files import clean_text
from studio.errors import BadInput, UndertoneError
from studio.recipe import MAX_RECIPE_BYTES, Recipe, Settings, read_json

if TYPE_CHECKING:
    from studio.engine.library import Take
    from studio.engine.sounds import Sounds

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0  # that the streams' process may take to say what it played
ASKED = 3  # times for the curves of a recording that has ended; see KEEP_SECONDS in past.py
SILENT = 1e-6
MOST_TITLE = 80  # characters
CACHED = 8  # trajectories that were read last
LONG_ABOUT_SECONDS = 15.0  # between two texts beside a recording of more than a minute, of up to 4 MB each
DAMAGED = ".damaged"  # what a killed program left and nobody can read is called so, and not looked at again


class StreamRecording(Streaming):
    """See the module; `Session` is what is made."""

    if TYPE_CHECKING:

        @property
        def _sounds(self) -> Sounds: ...  # sound_commands.py

        def audition(self, id: str, sound: bool = True) -> None: ...  # take_commands.py

        def _made_of(self, text: str, take: Take) -> None: ...  # the same

        def _keep_made(self, clip: Clip, recipe: Recipe, title: str, parent: str | None, then: Callable[[Take], None],
                       safe: Callable[[], object] = ...) -> None: ...  # fmt: skip

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._recorder: Recorder | None = None
        self._curves: Curves | None = None  # of what is recorded
        self._trajectories: OrderedDict[str, Trajectory | None] = OrderedDict()  # by take; under the lock
        self._recordings: set[Path] = set()  # files of this run; under the lock
        self._looked = False  # for what an earlier run left

    def start(self) -> None:
        super().start()
        with self._lock:
            if self._looked or self._closed:
                return
            self._looked = True
        # after the models were listed, so that recordings have their titles
        self._call(lambda: self._errand(self._keep_left, "Recordings that were cut off can't be looked for"), "")

    def close(self) -> None:
        if self._recorder is not None:
            self.stop_recording()
            self._pending.wait(ANSWER_SECONDS)  # before the streams end, that know what they played
        super().close()

    # --- recording ---

    @property
    def recording(self) -> bool:
        return self._recorder is not None

    def start_recording(self, before: float = 0.0) -> None:
        """Keep what is heard from now on, and `before` seconds (up to 60) of what was heard just now."""
        live = self._player.live
        with self._lock:
            if self._recorder is not None or self._closed:
                return
            if not live.rate:
                self._tell("There is no output yet to record from; try again in a moment.", "info")
                return
            start = max(0, live.tape_at() - round(min(IN_MEMORY, max(0.0, before)) * live.rate))
            live.send("decks", "awake")
            rate = live.rate
            self._curves = curves = Curves(lambda first, last: self._trajectory_between(first, last, rate), start, rate, IN_MEMORY)
            self._recorder = Recorder(
                live, start, rate, self._recording_file(), self._recording_full, self._recording_trouble, self._beside(curves, start, rate)
            )
            self._publish(ev.StreamChanged())

    def stop_recording(self) -> None:
        """Keep what was recorded: TakeMade follows, or SoundsChanged for a long one."""
        with self._lock:
            recorder, curves, self._recorder, self._curves = self._recorder, self._curves, None, None
            if recorder is None or curves is None:
                return
            self._publish(ev.StreamChanged())
        end = self._player.live.tape_at()
        self._errand(lambda: self._finish(recorder, curves, end), "The recording can't be kept")

    def toggle_recording(self) -> None:
        if self._recorder is None:
            self.start_recording()
        else:
            self.stop_recording()

    def keep_last(self, seconds: float) -> None:
        """Make a take of the last seconds (up to 60) that were heard."""
        live = self._player.live
        end, rate = live.tape_at(), live.rate
        start = max(0, end - round(min(IN_MEMORY, max(0.0, seconds)) * rate)) if rate else 0
        if not rate or end <= start:
            self._tell("Nothing was heard yet that could be kept.", "info")
            return

        def work() -> None:
            made = live.taped(start, end)
            self._keep_recorded(made, end - len(made), end, rate)

        self._errand(work, "What was heard can't be kept")

    def _recording_now(self) -> tuple[bool, float]:
        recorder = self._recorder
        return (True, recorder.seconds) if recorder is not None else (False, 0.0)

    def _recording_full(self) -> None:
        """The recorder's thread."""
        self._tell(f"A recording is at most {MOST_SECONDS / 60:.0f} minutes long; it was ended and kept.", "info")
        self.stop_recording()

    def _recording_trouble(self, error: Exception) -> None:
        self._tell_error("The recording can't be written on", error)
        self.stop_recording()

    def _streams_opened(self, rate: int) -> None:
        recorder = self._recorder
        if recorder is not None and recorder.rate != rate:
            self._tell("The output has another rate now; what was recorded until then is kept.", "info")
            self.stop_recording()
        super()._streams_opened(rate)

    def _recording_file(self) -> Path:
        """Where the next recording is written meanwhile; never the file of another one. Under the lock."""
        stem = time.strftime("Recording %Y-%m-%d %H.%M.%S")
        numbered = (f"{stem}-{number}.wav" if number else f"{stem}.wav" for number in itertools.count())
        file = next(path for name in numbered if (path := self._home.root / "streams" / name) not in self._recordings)
        self._recordings.add(file)
        return file

    def _finish(self, recorder: Recorder, curves: Curves, end: int) -> None:
        """Errands thread. Raises what files raise."""
        made, last = recorder.stop(end)
        if made is None:
            self._keep_long(recorder.path, (last - recorder.start) / recorder.rate, curves.edit(last))
        elif not self._keep_recorded(made, recorder.start, last, recorder.rate, recorder.discard):
            recorder.discard()

    def _keep_long(self, file: Path, seconds: float, kept: Kept | None, recipe: Recipe | None = None) -> None:
        """kept: its curves; or recipe: with these in it. Raises what files raise."""
        if kept is not None:
            recipe, _ = self._recorded_recipe(kept, seconds)
        refused = ""
        if recipe is not None:
            try:
                recipe_chunk.append_info_to(file, {"ICMT": recipe.to_text()})
            except OSError as error:
                refused = disk_problem(error)
        sound = self._sounds.add(file, ours=True)
        discard(file)
        long = f"{seconds / 60:.1f}"
        title = sound.title if sound is not None else file.stem
        if refused:
            told = f"The recording of {long} minutes is in My sounds as '{title}', but without its curves: {refused}."
        elif kept is not None and not kept.all:
            most = f"{kept.seconds / 60:.1f}"
            told = f"The recording of {long} minutes is in My sounds as '{title}', with the curves of its first {most} minutes."
        elif recipe is not None:
            told = f"The recording of {long} minutes is in My sounds as '{title}', with its curves; its menu makes a take of each minute."
        else:
            told = f"The recording of {long} minutes is in My sounds as '{title}'; a take holds up to a minute."
        self._tell(told, "info")
        self._publish(ev.SoundsChanged())

    def _keep_recorded(self, made: np.ndarray, start: int, end: int, rate: int, safe: Callable[[], object] = lambda: None) -> bool:
        """Errands thread: made (frames, 2) of the tape from `start` to `end` becomes a take, safe() follows. False: there was no sound."""
        if float(np.abs(made).max(initial=0.0)) < SILENT:
            self._tell("Nothing was heard while it was recorded, so there is nothing to keep.", "info")
            return False
        whole = None
        try:
            whole = self._trajectory_asked_for(start, end, rate)
        except (UndertoneError, TimeoutError) as error:
            self._tell(f"The recording is kept, but without its curves: {str(error) or 'the streams did not answer'}.", "info")
        clip = _softened(_clip_of(made, rate))
        recipe, title = self._recorded_recipe(whole, clip.seconds)
        self._add_take(clip, recipe, self._takes.next_title(title), None, sound=False, safe=safe)
        return True

    def _trajectory_asked_for(self, start: int, end: int, rate: int) -> Trajectory | None:
        """As the next, as often as their process can still know the answer: a machine at its limit may take long."""
        for _ in range(ASKED - 1):
            with contextlib.suppress(TimeoutError):
                return self._trajectory_between(start, end, rate)
        return self._trajectory_between(start, end, rate)

    def _trajectory_between(self, start: int, end: int, rate: int) -> Trajectory | None:
        """What the streams played between two frames of the tape. Waits for their process. Raises UndertoneError, TimeoutError."""
        rows = self._streams.rows()
        parts = parts_of(rows, start, end)
        found = self._streams.past(spans_of(parts)).result(ANSWER_SECONDS) if parts else []
        return trajectory_of(parts, found, rows, start, end, rate)

    # --- what a killed program left ---

    def _beside(self, curves: Curves, start: int, rate: int) -> Callable[[int], str | None]:
        """What gives the recorder the text that lies beside a recording, in case that nobody comes to end it."""
        told = start

        def about(end: int) -> str | None:
            """The recorder's thread. Raises as _trajectory_between."""
            nonlocal told
            curves.reach(end)
            long = end - start > IN_MEMORY * rate
            if long and end - told < LONG_ABOUT_SECONDS * rate:
                return None
            told = end
            whole = curves.edit(end) if long else self._trajectory_between(start, end, rate)
            recipe, title = self._recorded_recipe(whole, (end - start) / rate)
            return json.dumps({"title": title, "recipe": recipe.to_text()})

        return about

    def _keep_left(self) -> None:
        """Errands thread: keep the recordings that an earlier run could not end, and clear away its clips. Raises OSError."""
        folder = self._home.root / "streams"
        clips, recordings = list(folder.glob("clip-*.npy")), sorted(folder.glob("Recording *.wav"))
        with self._lock:  # after they were listed: what is begun from now on isn't among them
            ours = {*self._recordings, *self._deck_clips}
        for file in clips:
            if file not in ours:
                file.unlink(missing_ok=True)
        for file in recordings:
            if file in ours or not file.is_file():
                continue
            try:
                self._keep_cut_off(file)
            except OSError as error:  # a full disk, say: the next start tries again
                self._tell_error(f"A recording that was cut off can't be kept yet and waits as {file}", error)
            except (BadInput, soundfile.SoundFileError, MemoryError, ValueError) as error:
                log.warning("%s can't be read: %s", file, error)
                left = file.replace(file.with_suffix(DAMAGED))
                self._tell(f"A recording that was cut off can't be read; it is left as {left}.", "error", str(error), left)

    def _keep_cut_off(self, file: Path) -> None:
        with soundfile.SoundFile(str(file)) as opened:  # libsndfile takes a header without a length for a file that wasn't closed
            rate, seconds = opened.samplerate, opened.frames / opened.samplerate
            if not 4_000 <= rate <= 384_000:
                raise ValueError(f"a rate of {rate} Hz")
            made = opened.read(dtype="float32", always_2d=True) if seconds <= IN_MEMORY else None
        if made is None:
            recipe: Recipe | None = None
            if "ICMT" not in recipe_chunk.read_info(file):  # else it was ended, and only not put away
                with soundfile.SoundFile(str(file), "r+") as opened:  # others than libsndfile want the length
                    opened.seek(0, soundfile.SEEK_END)
                    opened.flush()
                recipe, _ = self._left_recipe(file)
                recipe = recipe if from_edits(recipe.edits) is not None else None
            self._keep_long(file, seconds, None, recipe)
            return
        if float(np.abs(made).max(initial=0.0)) < SILENT:
            discard(file)
            return
        recipe, title = self._left_recipe(file)
        clip = _clip_of(made, rate)
        title = self._takes.next_title(title)

        def safe() -> None:
            discard(file)
            self._tell(f"The program ended in the middle of a recording; what was heard until then is kept as '{title}'.", "info")

        self._add_take(clip, recipe, title, None, sound=False, shown=False, safe=safe)

    def _left_recipe(self, file: Path) -> tuple[Recipe, str]:
        """What lies beside a recording, if it can be read, else what says the least."""
        about = file.with_suffix(ABOUT)
        try:
            if not about.is_file() or about.stat().st_size > 2 * MAX_RECIPE_BYTES:  # opening a pipe would wait for whoever writes into it
                raise ValueError("no file, or too large to be one of ours")
            data = read_json(about.read_text("utf-8"))
            if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in ("title", "recipe")):
                raise ValueError("no recipe")
            title = clean_text(data["title"])[:MOST_TITLE].strip()
            if not title:
                raise ValueError("no title")
            return Recipe.from_text(data["recipe"]), title
        except (OSError, ValueError, BadInput) as error:
            log.info("nothing is known of %s: %s", file, error)
            return self._recorded_recipe(None, 0.0)

    def _recorded_recipe(self, whole: Trajectory | Kept | None, seconds: float) -> tuple[Recipe, str]:
        """The recipe of a recording, and the start of its title."""
        with self._lock:
            project, decks = self._project, self.deck_set
            automation = tuple(getattr(self, "automation_edit", tuple)())
        program = f"undertone {__version__}"
        edits: tuple[Any, ...] = ({"live": {"seconds": round(seconds, 6)}},)
        if project.stage.rack.sounds:  # what is heard came through it
            edits = (*edits, rack_edit(project.stage.rack, project.bpm))
        if whole is None:
            sha = self._weights.get(project.model, "")
            return Recipe(project.model, sha, project.settings, "", program, (*edits, *automation)), "Live"
        tracks = sorted(whole.tracks, key=lambda track: (track.deck != decks.focused, -len(track.frames)))
        first = tracks[0]
        deck = decks.decks[first.deck]
        settings = deck.settings if deck.model == first.model else Settings(first.seed)
        curves = whole.edit if isinstance(whole, Kept) else to_edit(whole)
        recipe = Recipe(first.model, first.sha256, settings, "", program, (curves, *edits, *automation))
        ordered = sorted(whole.tracks, key=lambda track: track.deck)
        titles = dict.fromkeys(self._title_of(track.model) for track in ordered)
        if len(recipe.to_text()) > MAX_RECIPE_BYTES:
            self._tell("The recording is kept, but its curves are too long for a take.", "info")
            recipe = replace(recipe, edits=(*edits, *automation))
        return recipe, f"Live {' and '.join(titles)}"

    def _add_take(self, clip: Clip, recipe: Recipe, title: str, parent: str | None, *, sound: bool, shown: bool = True,
                  safe: Callable[[], object] = lambda: None) -> None:  # fmt: skip
        """Keep a take and show it; sound: let it be heard, unless something else was asked for meanwhile; safe(): it is on disk."""
        number = self._number

        def kept(take: Take) -> None:
            if parent is not None:
                self._made_of(f"Render {take.title}", take)
            if shown and self._number in (number, self._rest_number) and not self._closed:
                self.audition(take.id, sound)

        self._keep_made(clip, recipe, title, parent, kept, safe)

    # --- trajectories ---

    def trajectory(self, take_id: str) -> Trajectory | None:
        """The latents that a recorded take was played with; None where it has none. Quick after the first time."""
        with self._lock:
            if take_id in self._trajectories:
                self._trajectories.move_to_end(take_id)
                return self._trajectories[take_id]
        try:
            edits = self._library.get(take_id).recipe.edits
        except (BadInput, KeyError):
            return None
        whole = from_edits(edits)
        with self._lock:
            self._trajectories[take_id] = whole
            while len(self._trajectories) > CACHED:
                self._trajectories.popitem(last=False)
        return whole

    def render_trajectory(self, take_id: str, trajectory: Trajectory) -> int:
        """Make a new take, of which the given one is the parent, from curves; returns the job's id. Raises BadInput for no curves."""
        parent = self._library.get(take_id)
        rendering = Rendering(trajectory, lambda model: self._renderer.generator(model))

        def work(progress: Progress, cancelled: Cancelled) -> str:
            done = 0
            while wait_for(self._renderer.batch(rendering.step), cancelled):
                done += 1
                progress(min(done, rendering.pieces), rendering.pieces)
            for title in dict.fromkeys(rendering.others):
                self._tell(f"'{parent.title}' was played with another version of '{title}', so it may sound different now.", "info")
            edits = tuple(edit for edit in parent.recipe.edits if not (isinstance(edit, dict) and EDIT in edit))
            recipe = replace(parent.recipe, edits=(to_edit(trajectory), *edits), program=f"undertone {__version__}")
            match = NUMBERED.fullmatch(parent.title)
            title = self._takes.next_title(match[1] if match else parent.title)
            clip, effects = rendering.clip(), rack_of(edits)
            if effects is not None:
                clip = Clip(through_rack(clip, *effects, cancelled).samples[:, : clip.frames], clip.rate)
            self._add_take(_softened(clip), recipe, title, take_id, sound=True)
            return ""

        return self._jobs.add(f"Render {parent.title}", rendering.pieces, work)

    def stream_models(self) -> tuple[tuple[str, str], ...]:
        """Id and title of every model that can go on a deck, as far as its card or its loading told."""
        return tuple((c.id, c.title) for c in self._cards if not c.error and self._can_stream(c))

    def _can_stream(self, card: Any) -> bool:
        spec = self._specs.get(card.id)
        return "stream" in spec.abilities if spec is not None else getattr(card, "family", "") in STREAMING_FAMILIES


STREAMING_FAMILIES = ("stream",)


def _clip_of(made: np.ndarray, rate: int) -> Clip:
    """made (frames, 2) of the tape, or of a file that a killed program left: infinite values are silence."""
    return Clip(np.ascontiguousarray(np.nan_to_num(made, nan=0.0, posinf=0.0, neginf=0.0).T), rate)


def _softened(clip: Clip) -> Clip:
    """The same with ends that don't click: it was cut out of a sound that goes on."""
    samples = clip.samples.copy()
    soft_ends(samples.T, clip.rate)
    return Clip(samples, clip.rate)
