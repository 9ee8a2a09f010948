"""The commands that tell: models, info, devices, doctor, judge and bench, as a table or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.commands.outcome import print_json
from studio.errors import BadInput, printable
from studio.paths import Home

MARKS = {"ok": "ok", "warning": "!!", "problem": "XX"}


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows on stdout under their heads; cells are printed as they are, no markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(printable(str(cell))) for cell in row))
    Console(soft_wrap=False).print(table)


def models(as_json: bool) -> None:
    """List the installed models, those that can't be used with the reason."""
    from studio.models import catalogue

    cards = catalogue.list_models(Home.default())
    if as_json:
        print_json([{"id": c.id, "title": c.title, "summary": c.summary, "folder": str(c.folder), "error": c.error} for c in cards])
    elif not cards:
        print("No model is installed.")
    else:
        print_table(("id", "title", ""), ((c.id, c.title, f"can't be used: {c.error}" if c.error else c.summary) for c in cards))


def info(path: Path, as_json: bool) -> None:
    """Format, length, levels and recipe of a sound file. Raises BadInput for what is none."""
    from studio.audio.files import describe

    found = describe(path)
    recipe = json.loads(found.recipe.to_text()) if found.recipe else None
    if as_json:
        print_json({**asdict(found), "path": str(found.path), "recipe": recipe})
        return
    print(printable(str(found.path)))
    print(f"  format    {found.format} {found.subtype}, {found.rate} Hz, {found.channels} channel{'s' if found.channels != 1 else ''}")
    print(f"  length    {found.seconds:.3f} s ({found.frames} frames)")
    print(f"  levels    peak {found.peak_db:.1f} dBFS, rms {found.rms_db:.1f} dBFS")
    if found.recipe is None:
        print(f"  recipe    {printable(found.recipe_error) or 'none'}")
        return
    made = found.recipe  # its texts may come from a stranger
    print(printable(f"  recipe    model {made.model}, seed {made.settings.seed}, {made.program}, {made.runtime}"))
    print(printable(f"            weights {made.sha256}"))
    for name, value in made.settings.values:
        print(printable(f"            {name} = {value:.6g}" if isinstance(value, float) else f"            {name} = {value}", 1_000))


def devices(as_json: bool) -> None:
    """List the sound outputs, as the audio process sees them."""
    from studio.doctor import sound_outputs

    found = sound_outputs()
    if as_json:
        print_json([asdict(device) for device in found])
    elif not found:
        print("No sound output was found; 'studio doctor' says what may be missing.")
    else:
        rows = ((d.name, d.host_api, d.channels, f"{d.default_rate:g} Hz", "default" if d.is_default else "") for d in found)
        print_table(("output", "host API", "channels", "rate", ""), rows)


def doctor(as_json: bool) -> None:
    """Print what this machine lacks and the command that mends it."""
    from studio.doctor import examine

    findings = examine(Home.default())
    problems = sum(finding.state == "problem" for finding in findings)
    if as_json:
        print_json({"ok": problems == 0, "findings": [asdict(finding) for finding in findings]})
        return
    for finding in findings:
        print(printable(f"{MARKS[finding.state]}  {finding.subject}: {finding.text}"))
        if finding.mend:
            print(printable(f"      mend it with: {finding.mend}"))
    print(f"\n{_verdict(problems, sum(finding.state == 'warning' for finding in findings))}")


def _verdict(problems: int, warnings: int) -> str:
    """The doctor's last line."""
    if problems:
        return f"{problems} thing{'s' if problems > 1 else ''} to mend."
    if warnings:
        return f"Nothing that Undertone needs is missing; with what is marked {MARKS['warning']} it does less."
    return "Nothing is missing."


def judge(model: str, as_json: bool, sheet: Path | None) -> None:
    """Measure a model against real sounds; `sheet` is a PNG to draw 64 sounds into. Raises BadInput."""
    from studio.commands.render import check_place, model_name

    if sheet is not None:
        if sheet.suffix.lower() != ".png":
            raise BadInput(f"'{sheet.name}' must end in .png.")
        check_place(sheet, folder=False)
    try:
        from studio.training.judge import format_table, run
    except ModuleNotFoundError as error:
        raise needs_training(error) from error
    _print_result(run(model_name(model), sheet=sheet, progress=_say), as_json, format_table)


def bench(as_json: bool, quick: bool) -> None:
    """Measure speed, latency, gaps and memory on this machine."""
    from studio.bench import format_table, run

    _print_result(run(progress=_say, quick=quick), as_json, format_table)


def _print_result(result: dict[str, Any], as_json: bool, format_table: Callable[[dict[str, Any]], Any]) -> None:
    """A result as JSON or as rich's tables, which are as wide as they need where no person watches."""
    if as_json:
        print_json(result)
        return
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 160).print(format_table(result))


def _say(text: str) -> None:
    """Progress, on stderr where it disturbs no pipe."""
    print(text, file=sys.stderr, flush=True)


def needs_training(error: ModuleNotFoundError) -> Exception:
    """The error to raise for a missing third-party module; a missing module of our own is our fault."""
    if (error.name or "").split(".")[0] == "studio":
        return error
    return BadInput(f"This needs the training packages ('{error.name}' is missing): python3 packaging/bootstrap.py setup --train")
