"""The training loop of every family: seeded, resumable at any moment, watched over. Runs in a process of its own.

    python -m studio.training.loop drums --data CORPUS --out RUN [--minutes N] [--resume] [--device cuda]
    torchrun --nproc-per-node 2 -m studio.training.loop drums --data CORPUS --out RUN

A run that is killed goes on from its last checkpoint with --resume and ends in the same weights, bit for bit, as if it had never
stopped. Ctrl-C writes a checkpoint first. What lies in RUN: studio/training/checkpoint.py.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from studio.errors import UndertoneError
from studio.training import checkpoint, config, health
from studio.training.config import Preset, TrainConfig
from studio.training.optimise import learning_rate
from studio.training.processes import Crew, crew, find_device, joined
from studio.training.progress import Finding, Progress
from studio.training.task import Task

SAVE, STOP = 1, 2  # what the first process orders


class _Wish:
    """Ctrl-C and a polite kill ask the run to end after the step; the second Ctrl-C is Python's own. Main thread only."""

    def __init__(self) -> None:
        self.stop = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Wish:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def _ask(self, number: int, frame: object) -> None:
        if self.stop and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.stop = True

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


class _Run:
    """The state of one call of `run`, and its files. Only the first process of a crew writes, measures and decides."""

    def __init__(self, task: Task, config: TrainConfig, out: Path, minutes: float | None, probe_minutes: float, who: Crew) -> None:
        self.task, self.config, self.out, self.who = task, config, out, who
        self.until = math.inf if minutes is None else 60 * minutes
        self.probe_seconds = 60 * probe_minutes
        self.began = self.saved = self.probed = time.monotonic()
        self.before = 0.0  # seconds of training until this call
        self.best, self.since = math.inf, 0  # held-out error, and validations since it was reached
        self.kept = math.inf  # held-out error of best.pt
        self.skips = 0  # in a row
        self.kept_step = 0  # of state.pt
        self.broken: Finding | None = None
        self.recent: list[dict[str, float]] = []
        self.busy = 0.0  # seconds in the steps of `recent`
        self.pace = 0.0  # steps a second
        self.lines: list[dict[str, Any]] = []

    def resume(self) -> None:
        """Goes on from state.pt. Raises BadInput."""
        saved = checkpoint.load(self.out / checkpoint.STATE)
        state = saved["task"]
        others = saved["random"]  # a process that was not there keeps its own
        state["random"] = others[self.who.rank] if self.who.rank < len(others) else self.task.state()["random"]
        self.task.restore(state)
        self.before, self.best, self.since = saved["seconds"], saved["best"], saved["since"]
        self.kept_step = self.task.step
        if not self.who.first:
            return
        if (self.out / checkpoint.BEST).exists():
            self.kept = checkpoint.load(self.out / checkpoint.BEST)["valid"]
        self.lines = checkpoint.cut_log(self.out, self.task.step)

    def seconds(self) -> float:
        return self.before + time.monotonic() - self.began

    def why_over(self, wish: _Wish) -> str:
        """Why the run ends now, '' where it goes on."""
        if self.broken:
            return self.broken.text
        if self.task.step >= self.config.steps:
            return f"All {self.config.steps} steps are done."
        if wish.stop:
            return "Stopped as asked; --resume goes on from here."
        if time.monotonic() - self.began >= self.until:
            return "The minutes are over; --resume goes on from here."
        if self.since >= self.config.patience:
            return f"{self.since} validations in a row were no better on held-out sounds, so the run ended early."
        return ""

    def take_step(self) -> None:
        begun = time.monotonic()
        losses = self.task.train_step()
        self.busy += time.monotonic() - begun
        self.recent.append(losses)
        self.skips = self.skips + 1 if losses.get("skipped", 0.0) >= 1.0 else 0
        if self.skips >= self.config.worst_skips:
            self.broken = health.not_a_number(self.skips, self.kept_step)

    def validate(self) -> dict[str, float]:
        """Measures the slow weights; keeps them where they are the best."""
        values = self.task.validate()
        valid = values["valid"]
        if valid < self.best:
            self.best, self.since = valid, 0
        else:
            self.since += 1
        if valid < self.kept and self.skips == 0:
            self.keep(valid)
        return values

    def keep(self, valid: float) -> None:
        """Writes best.pt."""
        checkpoint.save(self.out / checkpoint.BEST, {"task": self.task.state(), "valid": valid, "seconds": self.seconds()})
        self.kept = valid

    def save(self) -> None:
        """Writes state.pt, unless the weights are no numbers any more. Every process calls it: each has random numbers of its own."""
        state = self.task.state()
        random = self.who.gather(state["random"])
        self.saved = time.monotonic()
        if not self.who.first or self.skips:
            return
        if not checkpoint.is_finite(state):
            self.broken = health.not_a_number(1, self.kept_step)
            return
        checkpoint.save(
            self.out / checkpoint.STATE,
            {"task": state, "random": random, "seconds": self.seconds(), "best": self.best, "since": self.since},
        )
        self.kept_step = self.task.step

    def probes(self) -> tuple[Path, ...]:
        self.probed = time.monotonic()
        return checkpoint.write_probes(self.out, self.task.step, self.task.probes())

    def line(self, values: dict[str, float], probes: tuple[Path, ...] = (), ended: str = "") -> Progress:
        """Writes what the recent steps came to, and the validation's values where there are any, into the log."""
        step = self.task.step
        losses = means(self.recent) | {name: value for name, value in values.items() if math.isfinite(value)}
        if self.busy > 0:
            self.pace = len(self.recent) / self.busy
        self.recent, self.busy = [], 0.0
        rate = learning_rate(step, self.config)
        if losses and self.who.first:
            line = losses | {"step": step, "seconds": self.seconds(), "rate": rate, "steps_per_second": self.pace}
            self.lines.append(line)
            checkpoint.add_line(self.out, line)
        left = (self.config.steps - step) / self.pace if self.pace else math.inf
        eta = 0.0 if ended else max(0.0, min(left, self.until - (time.monotonic() - self.began)))
        findings = health.look(self.lines)
        if self.broken:
            findings = (self.broken, *findings)
        return Progress(step, self.config.steps, losses, rate, self.pace, eta, self.seconds(), findings, probes, ended)


def means(recent: list[dict[str, float]]) -> dict[str, float]:
    """The mean of each name over the lines where it is a finite number."""
    found = {}
    for name in {name: None for line in recent for name in line}:
        values = [line[name] for line in recent if name in line and math.isfinite(line[name])]
        if values:
            found[name] = float(sum(values) / len(values))
    return found


def run(
    task: Task, config: TrainConfig, out: Path, *, minutes: float | None = None, resume: bool = False, probe_minutes: float = 5.0
) -> Iterator[Progress]:
    """Trains until the steps or the minutes are over, it is asked to stop, it gets no better or it breaks.

    out: an existing folder. Yields a Progress every `config.log_every` steps, after every validation and at the end (`ended` says why).
    Raises BadInput where there is nothing to resume, OSError where the disk refuses.
    """
    torch.set_num_threads(config.threads)
    now = _Run(task, config, out, minutes, probe_minutes, crew())
    if resume:
        now.resume()
    with _no_denormals(), _Wish() as wish:
        yield from _steps(now, wish)


@contextmanager
def _no_denormals() -> Iterator[None]:
    """Decaying tails are full of them, and they are slow. Whatever else this process computes has them again afterwards."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def _steps(now: _Run, wish: _Wish) -> Iterator[Progress]:
    task, config, who = now.task, now.config, now.who
    if who.first and task.step == 0:
        yield now.line({}, now.probes())
    while True:
        ended = now.why_over(wish)
        due = time.monotonic() - now.saved >= 60 * config.save_minutes
        order = who.agree((STOP if ended else 0) | (SAVE if due else 0))
        if order & STOP:
            break
        if order & SAVE:
            now.save()
        now.take_step()
        validated = task.step % config.validate_every == 0
        values = now.validate() if validated and who.first else {}
        probes = now.probes() if who.first and time.monotonic() - now.probed >= now.probe_seconds else ()
        if validated or probes or task.step % config.log_every == 0:
            yield now.line(values, probes)
    yield _finish(now, ended or "The first process ended the run.", wish)


def _finish(now: _Run, ended: str, wish: _Wish) -> Progress:
    """The last checkpoint first, then what only serves the listener."""
    now.save()
    values: dict[str, float] = {}
    probes: tuple[Path, ...] = ()
    if now.who.first and not now.broken and not wish.stop:
        if now.task.step % now.config.validate_every:
            values = now.task.validate()
            if values["valid"] < now.kept:
                now.keep(values["valid"])
        probes = now.probes()
    return replace(now.line(values, probes, now.broken.text if now.broken else ended), stopped=wish.stop and not now.broken)


def train(
    preset: Preset, data: Path, out: Path, *, device: str = "cpu", minutes: float | None = None, resume: bool = False,
    probe_minutes: float = 5.0,
) -> Iterator[Progress]:  # fmt: skip
    """A whole run from a preset and a prepared corpus, or what is left of one: as `run`, which see. Raises BadInput.

    A resumed run takes its preset from run.json, so that a preset that has changed since does not change it half-way.
    """
    from studio.training.families import FAMILIES  # the families know their tasks, and those know much

    place = find_device(device)
    with joined(place) as who:
        if resume:
            preset, _ = checkpoint.read_run(out)
        torch.set_num_threads(preset.training.threads)
        if not resume and who.first:
            checkpoint.begin(out, preset, data, str(place), who.size)
        task = FAMILIES[preset.family].make(preset, data, place)
        yield from run(task, preset.training, out, minutes=minutes, resume=resume, probe_minutes=probe_minutes)


def seconds_a_step(preset: Preset, data: Path, device: str = "cpu", seconds: float = 20.0) -> float:
    """How long a step takes here, by taking some (at least two, the first does not count). Nothing is written. Raises BadInput."""
    from studio.training.families import FAMILIES

    torch.set_num_threads(preset.training.threads)
    task = FAMILIES[preset.family].make(preset, data, find_device(device))
    with _no_denormals():
        task.train_step()
        begun, steps = time.monotonic(), 0
        while not steps or time.monotonic() - begun < seconds:
            task.train_step()
            steps += 1
        return (time.monotonic() - begun) / steps


def told(progress: Progress) -> str:
    """One line for a terminal."""
    minutes = f", {progress.eta_s / 60:.0f} min left" if math.isfinite(progress.eta_s) and not progress.ended else ""
    shown = "  ".join(f"{name} {progress.losses[name]:.3f}" for name in ("loss", "valid", "diversity") if name in progress.losses)
    return f"step {progress.step} of {progress.steps}, {progress.steps_per_second:.2f} a second{minutes}  {shown}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("preset", help=f"{', '.join(config.PRESETS)}, or a TOML or JSON file")
    parser.add_argument("--data", type=Path, required=True, help="folder of a prepared corpus")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1 or auto")
    parser.add_argument("--minutes", type=float, help="end with a checkpoint after so long")
    parser.add_argument("--resume", action="store_true", help="go on from the run's last checkpoint")
    a = parser.parse_args()
    said: set[str] = set()
    try:
        for progress in train(config.read(a.preset), a.data, a.out, device=a.device, minutes=a.minutes, resume=a.resume):
            if not crew().first:
                continue
            print(told(progress), flush=True)
            for finding in progress.health:
                if finding.kind not in said:
                    said.add(finding.kind)
                    print(f"  {finding.text} {finding.advice}", flush=True)
            if progress.ended:
                print(progress.ended, flush=True)
    except UndertoneError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
