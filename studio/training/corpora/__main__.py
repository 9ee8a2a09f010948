"""`python -m studio.training.corpora drums --out DIR`: builds a training corpus from permissive packages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from studio.errors import UndertoneError

app = typer.Typer(help="Build the corpora that the shipped models are trained on.", no_args_is_help=True, add_completion=False)


@app.callback()
def _corpora() -> None:
    """Build the corpora that the shipped models are trained on."""


@app.command()
def drums(
    out: Annotated[Path, typer.Option(help="Folder for the FLAC files and index.csv.")],
    cache: Annotated[Path, typer.Option(help="Folder for downloaded packages; what is there is reused.")] = Path("corpora-cache"),
    offline: Annotated[bool, typer.Option(help="Download nothing: refuse when a package is missing.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the synthesised drums.")] = 0,
) -> None:
    """One-shot drums: train, valid and test of permissive licence, plus a judge-only pool (GPL, CC-BY-SA) that must not be trained on."""
    from studio.training.corpora.drums import build
    from studio.training.corpora.sources import check, fetch

    try:
        if not offline:
            fetch(cache)
        check(cache)
        print(build(cache, out, seed=seed).table())
    except UndertoneError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


@app.command()
def notes(
    out: Annotated[Path, typer.Option(help="Folder for the FLAC files and index.csv.")],
    cache: Annotated[Path, typer.Option(help="Folder for downloaded packages; what is there is reused.")] = Path("corpora-cache"),
    offline: Annotated[bool, typer.Option(help="Download nothing: refuse when a package is missing.")] = False,
) -> None:
    """Pitched notes of twelve families, split by program (FluidR3, MIT), and recorded notes as a second test (CC-BY 3.0, tests only)."""
    from studio.training.corpora.notes import DEBS, NPMS, build
    from studio.training.corpora.sources import check, fetch

    try:
        if not offline:
            fetch(cache, debs=DEBS, npms=NPMS)
        check(cache, debs=DEBS, npms=NPMS)
        print(build(cache, out))
    except UndertoneError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


@app.command()
def effects(
    out: Annotated[Path, typer.Option(help="Folder for the FLAC files and index.csv.")],
    cache: Annotated[Path, typer.Option(help="Folder for downloaded packages; what is there is reused.")] = Path("corpora-cache"),
    offline: Annotated[bool, typer.Option(help="Download nothing: refuse when a package is missing.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the synthesised effects.")] = 0,
) -> None:
    """Game and interface sounds of permissive licence, synthesised ones, plus a judge-only pool (GPL, CC-BY-SA) never to be trained on."""
    from studio.training.corpora.effect_sources import DEBS, NPMS
    from studio.training.corpora.effects import build
    from studio.training.corpora.sfx import CLASSES
    from studio.training.corpora.sources import check, fetch

    try:
        if not offline:
            fetch(cache, DEBS, NPMS)
        check(cache, DEBS, NPMS)
        print(build(cache, out, seed=seed).table(CLASSES))
    except UndertoneError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


@app.command()
def guitar(
    out: Annotated[Path, typer.Option(help="Folder for the FLAC files and index.csv.")],
    cache: Annotated[Path, typer.Option(help="Folder for downloaded packages; what is there is reused.")] = Path("corpora-cache"),
    offline: Annotated[bool, typer.Option(help="Download nothing: refuse when a package is missing.")] = False,
) -> None:
    """Isolated electric guitar of four songs (MIT), one of them held out, in pieces of twenty seconds for a stream."""
    from studio.training.corpora.guitar import DEBS, build
    from studio.training.corpora.sources import check, fetch

    try:
        if not offline:
            fetch(cache, debs=DEBS, npms={})
        check(cache, debs=DEBS, npms={})
        print(build(cache, out))
    except UndertoneError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


@app.command()
def pads(
    out: Annotated[Path, typer.Option(help="Folder for the FLAC files and index.csv.")],
    cache: Annotated[Path, typer.Option(help="Folder for downloaded packages; what is there is reused.")] = Path("corpora-cache"),
    offline: Annotated[bool, typer.Option(help="Download nothing: refuse when a package is missing.")] = False,
) -> None:
    """Strings and voices that play slow melodies (FluidR3, MIT), for a stream; needs fluidsynth."""
    from studio.training.corpora.pads import DEBS, build
    from studio.training.corpora.sources import check, fetch

    try:
        if not offline:
            fetch(cache, debs=DEBS, npms={})
        check(cache, debs=DEBS, npms={})
        print(build(cache, out))
    except UndertoneError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    app()
