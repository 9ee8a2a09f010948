"""Draws the result of a bench with rich: the aims with their verdicts, then every figure. No threads."""

from __future__ import annotations

from typing import Any

SHOWN = 8  # of a list of moments
VERDICTS = {True: "met", False: "MISSED", None: "not measured"}


def table(result: dict[str, Any]) -> Any:
    """Two tables and the machine's name, for rich to print."""
    from rich.console import Group
    from rich.text import Text

    machine = result["machine"]
    gpu = machine.get("gpu") or "no GPU"
    load = f", load {machine['load']:g} before it began" if machine.get("load") is not None else ""
    lines = [
        f"{result['program']} on {machine['cpu']}, {machine['cores']} cores, {gpu}, {machine['system']}, Python {machine['python']}{load}"
        + (" (quick)" if result["quick"] else "")
    ]
    tail = [f"Left out: {one['part']} ({one['why']})." for one in result["left_out"]]
    tail.append(f"It took {result['seconds']:.0f} s.")
    return Group(Text("\n".join(lines)), _aims(result["aims"]), _figures(result["parts"]), Text("\n".join(tail)))


def _aims(aims: list[dict[str, Any]]) -> Any:
    from rich.table import Table

    drawn = Table("aim", "wanted", "reached", "", box=None, pad_edge=False, header_style="bold", title_justify="left")
    for one in aims:
        reached = "" if one["reached"] is None else f"{one['reached']:g} {one['unit']}".strip()
        verdict = VERDICTS[one["met"]] if one["aim"] or one["reached"] is None else ""
        drawn.add_row(one["name"], f"{one['aim']} {one['unit']}".strip(), reached, verdict)
    return drawn


def _figures(parts: dict[str, Any]) -> Any:
    from rich.table import Table

    drawn = Table("part", "figure", "median or value", "p95", "max", "count", box=None, pad_edge=False, header_style="bold")
    for name, part in parts.items():
        for path, value in _flat(part, ()):
            cells = ("median", "p95", "max", "count") if isinstance(value, dict) else ()
            shown = [_cell(value.get(cell)) for cell in cells] if cells else [_cell(value), "", "", ""]
            drawn.add_row(name, ".".join(path), *shown)
    return drawn


def _flat(part: Any, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    """Every figure with its path; a spread (it has a median) stays whole, one of nothing is left out."""
    if not isinstance(part, dict):
        return [(path, part)]
    if "median" in part:
        return [(path, part)]
    if part == {"count": 0}:
        return []
    return [found for name, value in part.items() for found in _flat(value, (*path, name))]


def _cell(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, list):
        return _moments(value)
    return f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _moments(found: list[Any]) -> str:
    """The longest of some moments ({'ms', 'at_s', 'what'}), one a line; of anything else the first."""
    if all(isinstance(one, dict) for one in found):
        found = sorted(found, key=lambda one: -one["ms"])
        words = [f"{one['ms']:g} ms at {one['at_s']:g} s, {one['what']}" for one in found[:SHOWN]]
    else:
        words = [_cell(one) for one in found[:SHOWN]]
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join(words + more) or "none"
