"""`python -m studio.training.corpora drums --out DIR`: builds a training corpus from permissive packages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from studio.errors import UndertoneError
from studio.training.corpora import sources

Out = Annotated[Path, typer.Option(help="Folder for the FLAC files and index.csv.")]
Cache = Annotated[Path, typer.Option(help="Folder for downloaded packages; what is there is reused.")]
Offline = Annotated[bool, typer.Option(help="Download nothing: refuse when a package is missing.")]
CACHE = Path("corpora-cache")

app = typer.Typer(help="Build the corpora that the shipped models are trained on.", no_args_is_help=True, add_completion=False)


@app.callback()
def _corpora() -> None:
    """Build the corpora that the shipped models are trained on."""


def _report(
    build: Callable[[], str], cache: Path, offline: bool, debs: tuple[str, ...] = sources.DEBS, npms: dict[str, str] = sources.NPMS
) -> None:
    """Fetches what is missing, builds and prints what came of it. Bad input: one sentence and exit code 2."""
    try:
        if not offline:
            sources.fetch(cache, debs, npms)
        sources.check(cache, debs, npms)
        print(build())
    except UndertoneError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


@app.command()
def drums(
    out: Out, cache: Cache = CACHE, offline: Offline = False,
    seed: Annotated[int, typer.Option(help="Seed of the synthesised drums.")] = 0,
) -> None:
    """One-shot drums: train, valid and test of permissive licence, plus a judge-only pool (GPL, CC-BY-SA) that must not be trained on."""
    from studio.training.corpora.drums import build

    _report(lambda: build(cache, out, seed=seed).table(), cache, offline)


@app.command()
def notes(out: Out, cache: Cache = CACHE, offline: Offline = False) -> None:
    """Pitched notes of twelve families, split by program (FluidR3, MIT), and recorded notes as a second test (CC-BY 3.0, tests only)."""
    from studio.training.corpora.notes import DEBS, NPMS, build

    _report(lambda: build(cache, out), cache, offline, DEBS, NPMS)


@app.command()
def effects(
    out: Out, cache: Cache = CACHE, offline: Offline = False,
    seed: Annotated[int, typer.Option(help="Seed of the synthesised effects.")] = 0,
) -> None:
    """Game and interface sounds of permissive licence, synthesised ones, plus a judge-only pool (GPL, CC-BY-SA) never to be trained on."""
    from studio.training.corpora.effect_sources import DEBS, NPMS
    from studio.training.corpora.effects import build
    from studio.training.corpora.sfx import CLASSES

    _report(lambda: build(cache, out, seed=seed).table(CLASSES), cache, offline, DEBS, NPMS)


@app.command()
def guitar(out: Out, cache: Cache = CACHE, offline: Offline = False) -> None:
    """Isolated electric guitar of four songs (MIT), one of them held out, in pieces of twenty seconds for a stream."""
    from studio.training.corpora.guitar import DEBS, build

    _report(lambda: build(cache, out), cache, offline, DEBS, {})


@app.command()
def pads(out: Out, cache: Cache = CACHE, offline: Offline = False) -> None:
    """Strings and voices that play slow melodies (FluidR3, MIT), for a stream; needs fluidsynth."""
    from studio.training.corpora.pads import DEBS, build

    _report(lambda: build(cache, out), cache, offline, DEBS, {})


if __name__ == "__main__":
    app()
