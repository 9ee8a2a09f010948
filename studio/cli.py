"""The commands of `studio`: their options, help and examples (typer). What they do is in studio/commands; main process, one thread.

Exit codes: 0 done, 1 our fault (one sentence and where the log is), 2 bad input (one sentence), 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from studio import __version__
from studio.commands.outcome import DONE, STOPPED
from studio.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Undertone, a studio for neural sound generators. Without a command the window opens.",
    epilog="Example: studio render drums --seed 7 --set class=snare --out snare.wav",
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Model = Annotated[str, typer.Argument(metavar="MODEL", help="A model's id (see: studio models) or its folder.")]


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code. Raises BadInput for bad usage; errors of the command itself pass through."""
    try:
        code = typer.main.get_command(app)(list(arguments), prog_name="studio", standalone_mode=False)
    except TyperException as error:  # an unknown option, a missing argument, a value of the wrong type
        sentence = " ".join(error.format_message().split()).rstrip(".")
        raise BadInput(f"{sentence}; see: studio --help") from error
    if code == STOPPED:  # typer swallows Ctrl-C into this code
        raise KeyboardInterrupt
    return code if isinstance(code, int) else DONE


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"undertone {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")]


@app.callback()
def _common(version: Version = False) -> None:
    pass


@contextmanager
def _progress(title: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr where a person watches; nothing for other programs."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command(epilog="Example: studio models --json")
def models(json: Json = False) -> None:
    """List the installed models."""
    from studio.commands import about

    about.models(json)


@app.command(epilog="Example: studio render drums --seed 7 --set class=snare --set brightness=1.5 --out snare.wav")
def render(
    model: Model,
    out: Annotated[Path, typer.Option(metavar="PATH", help="The .wav or .flac file; with --count a folder. Nothing is overwritten.")],
    seed: Annotated[int | None, typer.Option(metavar="N", help="Which sound is drawn, and its noise (default 0).")] = None,
    set: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Hold a control; may be given many times.")] = None,
    count: Annotated[int, typer.Option(metavar="N", help="How many, with the seeds N, N+1, ...")] = 1,
    like: Annotated[Path | None, typer.Option(metavar="FILE", help="Take the settings from the recipe in a file of ours.")] = None,
    format: Annotated[str, typer.Option(metavar="wav|flac", help="The format, where the name does not say it.")] = "",
    bits: Annotated[int | None, typer.Option(metavar="16|24|32", help="16 is dithered; else wav 32 (float), flac 24.")] = None,
    rate: Annotated[int | None, typer.Option(metavar="HZ", help="Resample to this rate (default: the model's own).")] = None,
    json: Json = False,
) -> None:
    """Render sounds from a model into files, each with its recipe inside.

    The same seed and settings give the same samples, here and in the window.
    """
    from studio.commands import outcome
    from studio.commands.render import Order
    from studio.commands.render import render as render_order

    order = Order(model, out, seed, count, tuple(set or ()), like, format, bits, rate)
    with _progress("Rendering", quiet=json or count == 1) as progress:
        written = render_order(order, progress)
    if json:
        outcome.print_json([item.to_json() for item in written])
    elif len(written) == 1:
        print(f"{written[0].path}")
    else:
        print(f"{len(written)} sounds in {out}")


@app.command(epilog="Example: studio info snare.wav --json")
def info(file: Annotated[Path, typer.Argument(metavar="FILE", help="Any sound file.")], json: Json = False) -> None:
    """Print a sound file's format, levels and recipe."""
    from studio.commands import about

    about.info(file, json)


@app.command(epilog="Example: studio judge drums --sheet drums.png")
def judge(
    model: Model,
    json: Json = False,
    sheet: Annotated[Path | None, typer.Option(metavar="PNG", help="Also draw 64 sounds as spectrograms into this picture.")] = None,
) -> None:
    """Measure a model against real sounds (takes minutes; needs the training packages)."""
    from studio.commands import about

    about.judge(model, json, sheet)


@app.command(epilog="Example: studio train oneshot --data my-sounds --minutes 20")
def train(
    preset: Annotated[str, typer.Argument(metavar="PRESET", help="A preset (oneshot is the usual one), or your own TOML or JSON file.")],
    data: Annotated[Path, typer.Option(metavar="DIR", help="The folder with your sounds; folders inside it are searched too.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What the model is called (default: as the folder).")] = "",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the model goes (default: where the window looks).")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run of that name.")] = False,
    device: Annotated[str, typer.Option(metavar="NAME", help="auto, cpu or cuda.")] = "auto",
    minutes: Annotated[float | None, typer.Option(metavar="N", help="How long it may train; the schedule is fitted to it.")] = None,
    steps: Annotated[int | None, typer.Option(metavar="N", help="How many steps (default: the preset's).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look at the folder and say what would be done.")] = False,
    denoise: Annotated[bool, typer.Option("--denoise", help="Turn steady noise in the recordings down first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before it begins.")] = False,
    json: Json = False,
) -> None:
    """Train a model on a folder of your own sounds (needs the training packages).

    Classes come from an index, from the folders inside or from the files' names. Ctrl-C keeps what was learnt.
    """
    from studio.commands.train import Order
    from studio.commands.train import train as train_order

    order = Order(preset, data, name, out, resume, device, minutes, steps, dry_run, denoise, yes)
    train_order(order, json, lambda title: _progress(title, quiet=json))


@app.command(epilog="Example: studio quantise drums --out drums-small")
def quantise(
    model: Model,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the small model goes (default: where the window looks).")] = None,
    json: Json = False,
) -> None:
    """Make a smaller, faster copy of a model that computes in 8 bits, and say how far it is off (needs the training packages)."""
    from studio.commands.quantise import quantise as quantise_model

    quantise_model(model, out, json)


@app.command(epilog="Example: studio bench --json > bench.json")
def bench(
    json: Json = False,
    quick: Annotated[bool, typer.Option("--quick", help="A short look in about four minutes; the figures are rougher.")] = False,
) -> None:
    """Measure speed, latency, gaps, memory and the window on this machine (about fifteen minutes; leave it alone meanwhile)."""
    from studio.commands import about

    about.bench(json, quick)


@app.command(epilog="Example: studio devices --json")
def devices(json: Json = False) -> None:
    """List the sound outputs."""
    from studio.commands import about

    about.devices(json)


@app.command(epilog="Example: studio doctor")
def doctor(json: Json = False) -> None:
    """Say what this machine lacks and the command that mends it."""
    from studio.commands import about

    about.doctor(json)


@app.command(epilog="Example: studio demo --out undertone-demo")
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into; made if it is missing.")],
    json: Json = False,
) -> None:
    """Write a few sounds of each class of each model, with a listing of their recipes."""
    from studio.commands import outcome
    from studio.commands.render import demo as render_demo

    with _progress("Rendering", quiet=json) as progress:
        listing = render_demo(out, progress)
    if json:
        outcome.print_json(listing)
    else:
        print(f"{len(listing)} sounds and their listing are in {out}")
