"""The session's commands on training: look at a folder, train a model on it, stop, go on. The work is a child process.

As all of Session: each returns at once. `_training` and `_look` are frozen values that are replaced whole, under the lock, by the
thread of the child that they speak of.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from studio.audio.files import shown
from studio.engine import events as ev
from studio.engine.events import Finding, TrainingLooked, TrainingState
from studio.engine.jobs import Cancelled, Progress, Stopped
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.engine.training_run import STOPPED, TrainingRun
from studio.errors import BadInput
from studio.recipe import Settings, is_number

PATIENCE = 20.0  # seconds that a closing program gives a run to keep what it learnt
MOST_POINTS = 2_000  # of a curve that are kept; beyond it every second one goes
PHASES = ("listening", "preparing", "learning", "publishing")  # as `studio train` names them
LOOK = 0.1  # seconds between two looks at whether the job was cancelled


class Training(SessionCore):
    """See the module; `Session` is what is made."""

    _training = TrainingState()
    _look_run: TrainingRun | None = None
    _train_run: TrainingRun | None = None

    def close(self) -> None:
        with self._lock:
            runs = [run for run in (self._look_run, self._train_run) if run is not None]
        for run in runs:
            run.stop()
        for run in runs:
            run.end(PATIENCE)
        super().close()

    @property
    def training(self) -> TrainingState:
        """How the training stands that was begun last; TrainingChanged tells when it differs."""
        return self._training

    def training_presets(self) -> tuple[tuple[str, str], ...]:
        """Name and title of what can be trained, the usual one first."""
        from studio.training.config import PRESETS

        return tuple(sorted(((one.name, one.title) for one in PRESETS.values()), key=lambda one: one[0] != "oneshot"))

    def look_at_folder(self, folder: Path | str, preset: str, minutes: float) -> None:
        """What would be trained on a folder and how long it would take; TrainingLooked follows, a newer look ends an older one.

        It comes twice: once the folder is known, and with the estimate once some steps were tried.
        """
        with self._lock:
            old, self._look_run = self._look_run, None
        if old is not None:
            old.stop()
        found: dict[str, dict[str, Any]] = {}
        place = Path(folder)

        def heard(event: dict[str, Any]) -> None:
            found[event["event"]] = event
            if event["event"] == "folder":
                tell("")

        def tell(problem: str) -> None:
            with self._lock:
                if self._look_run is run_here[0]:
                    self._publish(TrainingLooked(place, preset, found.get("folder"), found.get("estimate"), problem))

        def ended(code: int, complaint: str) -> None:
            tell("" if code == 0 else complaint or f"'{shown(place)}' can't be looked at (code {code}).")

        run_here: list[TrainingRun | None] = [None]
        arguments = [preset, "--data", str(place), "--minutes", f"{minutes:g}", "--dry-run"]
        with self._lock:
            run_here[0] = self._look_run = self._start(arguments, heard, ended, lambda problem: self._publish(
                TrainingLooked(place, preset, None, None, problem)))  # fmt: skip

    def train(self, folder: Path | str, preset: str, name: str, minutes: float, resume: bool = False) -> int:
        """Train a model and put it into the list; returns the job's id, 0 and a Message while another training runs.

        resume: go on with the run of this name that was stopped. TrainingChanged follows, ModelsListed when the model is there.
        """
        with self._lock:
            if self._training.running:
                self._tell("A training is running already; stop it first.", "info")
                return 0
            self._training = TrainingState(title=name, folder=Path(folder), preset=preset, minutes=minutes, running=True)
        arguments = [preset, "--data", str(folder), "--name", name, "--minutes", f"{minutes:g}", *(["--resume"] if resume else [])]
        job = self._jobs.add(f"Train {name}", 100, lambda progress, cancelled: self._train(arguments, progress, cancelled), apart=True,
                             awaited=False)  # fmt: skip
        self._change_training(job=job)
        return job

    def stop_training(self) -> None:
        """What was learnt is kept, and `train` with `resume` goes on with it."""
        self._jobs.cancel(self._training.job)

    def audition_probe(self) -> None:
        """Play and show the newest sound that the training made; the project stays as it is, no take is made."""
        with self._lock:
            probe = self._training.probe
            if probe is None:
                self._tell("The training has made no sound yet.", "info")
                return
            self._rested()
            self._number += 1
            request = Request(self._number, "", Settings(), self._project.loop, self._period(), restart=True, changed=self._training.title)
        self._errand(partial(self._play_probe, probe, request), "The training's sound can't be played")

    def _play_probe(self, probe: Path, request: Request) -> None:
        """Errands thread. Raises BadInput."""
        from studio.audio.files import read_clip

        clip = read_clip(probe)
        with self._lock:
            if self._number == request.number:
                self._shown = replace(request, clip=clip)
                self._renderer.post(self._shown)

    # --- within ---

    def _train(self, arguments: list[str], progress: Progress, cancelled: Cancelled) -> str:
        """The job: follows the child to its end. On a thread of the job's own. Raises Stopped, BadInput."""
        over, outcome = threading.Event(), list[tuple[int, str]]()

        def ended(code: int, complaint: str) -> None:
            outcome.append((code, complaint))
            over.set()

        def failed(problem: str) -> None:
            ended(2, problem)

        run = self._start(arguments, lambda event: self._follow_training(event, progress), ended, failed)
        with self._lock:
            self._train_run = run
        stopping = False
        while not over.wait(LOOK):
            if cancelled() and not stopping and run is not None:
                stopping = True
                self._change_training(stopping=True)
                run.stop()
        code, complaint = outcome[0]
        if code == STOPPED or (stopping and code != 0):
            self._change_training(running=False, stopping=False, stopped=True)
            raise Stopped
        if code != 0:
            problem = complaint or f"the training ended with code {code}; the log has more"
            self._change_training(running=False, stopping=False, problem=problem)
            raise BadInput(problem)
        self._change_training(running=False, stopping=False)
        self._call(self._list_again, "The list of models can't be read")
        return f"The model '{self._training.title}' is ready."

    def _start(self, arguments: list[str], heard: Callable[[dict[str, Any]], None], ended: Callable[[int, str], None],
               failed: Callable[[str], object]) -> TrainingRun | None:
        """A child, or None and a call of `failed` where no process can be started."""
        try:
            return TrainingRun(arguments, self._home, heard, ended)
        except OSError as error:
            failed(f"No training can be started here ({error.strerror}).")
            return None

    def _follow_training(self, event: dict[str, Any], progress: Progress) -> None:
        """The child's thread. Whatever it says is looked at before it is believed."""
        now = self._training
        if event["event"] == "progress":
            step, steps = (int(_number(event, key, 0.0)) for key in ("step", "steps"))
            losses = event.get("losses")
            curve = now.curve
            if isinstance(losses, dict):
                curve = (*curve, (step, _number(losses, "loss"), _number(losses, "valid")))
                curve = curve[::2] if len(curve) > MOST_POINTS else curve
            eta = _number(event, "eta_s")
            probes = event.get("probes")
            probe = Path(probes[-1]) if isinstance(probes, list) and probes and isinstance(probes[-1], str) else now.probe
            self._change_training(step=step, steps=steps, curve=curve, probe=probe, eta_s=eta if math.isfinite(eta) else None)
            share = _share(step, steps, _number(event, "seconds"), eta)
            self._change_training(share=share)
            progress(min(98, int(100 * share)), 100)
        elif event["event"] == "phase":
            name = event.get("name")
            self._change_training(phase=name if name in PHASES else now.phase)
            if name == "publishing":
                progress(99, 100)
        elif event["event"] == "health":
            finding = Finding(str(event.get("text", ""))[:500], str(event.get("advice", ""))[:500], event.get("grave") is True)
            self._change_training(findings=(*now.findings, finding)[-20:])
        elif event["event"] == "model":
            self._change_training(model=str(event.get("id", "")), phase="done")

    def _change_training(self, **changes: Any) -> None:
        with self._lock:
            self._training = replace(self._training, **changes)
            self._publish(ev.TrainingChanged(self._training))

    def _list_again(self) -> None:
        """Renderer thread."""
        cards = tuple(self._models.list_models(self._home))
        with self._lock:  # a card may be marked at this moment, see trials.py
            self._cards = cards
            self._publish(ev.ModelsListed(cards))


def _share(step: int, steps: int, seconds: float, eta: float) -> float:
    """How much is done, 0 to 1: by the time, which may end a run before its last step, else by the steps."""
    if math.isfinite(seconds) and math.isfinite(eta) and seconds + eta > 0:
        return min(1.0, max(0.0, seconds / (seconds + eta)))
    return min(1.0, step / steps) if steps > 0 else 0.0


def _number(data: dict[str, Any], key: str, default: float = math.nan) -> float:
    value: Any = data.get(key)
    return float(value) if is_number(value) else default
