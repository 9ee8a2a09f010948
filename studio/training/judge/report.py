"""The judge's aims and its table. No state."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Group

ARTEFACT_NAMES = {"lines": "lines at k x 172 Hz", "above_16k": "energy above 16 kHz", "dc": "DC", "end": "level in the last 10 ms"}


def row(name: str, aim: str, values: list[float | None], passes: list[bool | None]) -> dict[str, Any]:
    """A line of the table: what was reached, against its aim."""
    return {"name": name, "aim": aim, "values": values, "passed": passes}


def _between(value: float, low: float, high: float) -> bool:
    return bool(math.isfinite(value) and low <= value <= high)


def aims(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows {name, aim, values, passed}, one value and verdict for every column of draws (one for reconstruction and macros)."""
    columns = list(result["draws"].values())
    rows = []

    def add(name: str, aim: str, path: tuple[str, ...], low: float, high: float) -> None:
        values = []
        for column in columns:
            value = column
            for key in path:
                value = value[key]
            values.append(value)
        rows.append(row(name, aim, values, [_between(v, low, high) for v in values]))

    infinite = float("inf")
    add("G, median", "<= 0.5", ("g", "median"), -infinite, 0.5)
    add("G, 90 % bound", "< 1", ("g", "bound"), -infinite, 0.9999)
    add("class accuracy over real", "0.85 to 1.1", ("accuracy", "ratio"), 0.85, 1.1)
    add("Vendi ratio", "0.8 to 1.25", ("diversity", "ratio"), 0.8, 1.25)
    add("memory (share of copies)", "<= 0.05", ("memory", "share"), 0.0, 0.05)
    for name, title in ARTEFACT_NAMES.items():
        add(f"{title}, share over", "<= 0.1", ("artefacts", name, "over"), 0.0, 0.1)
    single: list[dict[str, Any]] = []
    if result["reconstruction"]:
        ratio = result["reconstruction"]["ratio"]
        single.append(row("reconstruction E over nearest clip", "<= 0.7", [ratio], [_between(ratio, 0, 0.7)]))
    if result["macros"]:
        middle = min(m["spearman"] for m in result["macros"].values())
        leak = max(m["leak"] for m in result["macros"].values())
        single.append(row("macros, worst Spearman median", ">= 0.9", [middle], [_between(middle, 0.9, 1)]))
        single.append(row("macros, worst leak", "<= 0.4", [leak], [_between(leak, 0, 0.4)]))
    return rows + single


def _text(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def format_table(result: dict[str, Any]) -> Group:
    """Three tables for rich: aims (beside known sets), details of the draws, macros."""
    from rich.console import Group

    return Group(*(table for table in (_aims_table(result), _details_table(result), _macro_table(result)) if table is not None))


def one_column_table(result: dict[str, Any]) -> Any:
    """What was reached against the aims, of a judge whose rows have one value each; a row without an aim has no verdict."""
    from rich.table import Table

    table = Table("measure", "aim", "reached", title=f"{result['model']}: reached against aims", title_justify="left")
    for row in result["aims"]:
        verdict = {True: " [green]yes[/]", False: " [red]no[/]", None: ""}[row["passed"][0]]
        table.add_row(row["name"], row["aim"], f"{row['values'][0]:.3g}{verdict}")
    return table


def _aims_table(result: dict[str, Any]) -> Any:
    from rich.table import Table

    known = result.get("scale") or {}
    table = Table(title=f"{result['model']}: reached against aims", title_justify="left")
    table.add_column("measure", no_wrap=True)
    table.add_column("aim")
    for name in result["draws"]:
        table.add_column(name, justify="right")
    for name in known:
        table.add_column(name, justify="right", style="dim")
    for row in result["aims"]:
        cells = [f"{_text(v)} {'[green]yes[/]' if p else '[red]no[/]'}" for v, p in zip(row["values"], row["passed"], strict=True)]
        cells += [""] * (len(result["draws"]) - len(cells))
        cells += [_text(column[row["name"]]) if row["name"] in column else "" for column in known.values()]
        table.add_row(row["name"], row["aim"], *cells)
    return table


def _details_table(result: dict[str, Any]) -> Any:
    from rich.table import Table

    table = Table(title="details", title_justify="left")
    table.add_column("measure", no_wrap=True)
    for name in result["draws"]:
        table.add_column(name, justify="right")
    columns = list(result["draws"].values())
    for space in columns[0]["g"]["spaces"]:
        for key in ("median", "bound"):
            table.add_row(f"G {key}, {space} space", *(_text(c["g"]["spaces"][space][key]) for c in columns))
        values = [min(c["g"]["spaces"][space]["spoilers"].items(), key=lambda item: item[1]) for c in columns]
        table.add_row(f"mildest spoiler, {space} space", *(name for name, _ in values))
    for title, key in (("draws", "draws"), ("held-out hits", "real"), ("recorded training hits", "train")):
        table.add_row(f"named rightly: {title}", *(_text(c["accuracy"][key]) for c in columns))
    table.add_row("coverage: draws, training set", *(f"{_text(c['coverage']['draws'])}, {_text(c['coverage']['train'])}" for c in columns))
    table.add_row("nearest training clip, median dB", *(_text(c["memory"]["median"]) for c in columns))
    for name, title in ARTEFACT_NAMES.items():
        gates = [c["artefacts"][name] for c in columns]
        cells = [f"{g['median']:.1f} ({g['real_median']:.1f}, limit {g['limit']:.1f})" for g in gates]
        table.add_row(f"{title}, median (real), dB", *cells)
    for name in columns[0]["accuracy"]["by_class"]:
        pairs = [c["accuracy"]["by_class"].get(name, [None, None]) for c in columns]
        table.add_row(f"{name}: named rightly (real)", *(f"{_text(mine)} ({_text(real)})" for mine, real in pairs))
    for name in columns[0]["diversity"]["by_class"]:
        table.add_row(f"{name}: Vendi ratio", *(_text(c["diversity"]["by_class"].get(name)) for c in columns))
    found = result["reconstruction"]
    if found:
        titles = {"error": "E", "error_both": "E, cells of either", "attack": "attack error", "crest_size": "size of crest difference"}
        for key, title in titles.items():
            theirs = found[f"anchor_{key}".replace("_error", "")]
            table.add_row(f"reconstruction: {title} (nearest clip), dB", f"{_text(found[key])} ({_text(theirs)})")
        table.add_row("reconstruction: crest difference, median dB", _text(found["crest"]))
    return table


def _macro_table(result: dict[str, Any]) -> Any:
    from rich.table import Table

    if not result["macros"]:
        return None
    table = Table(title="macros (span and leak in within-class deviations)", title_justify="left")
    for title in ("macro", "Spearman median", "10th percentile", "span", "leak", "into", "leak, common part"):
        table.add_column(title, justify="left" if title in ("macro", "into") else "right")
    for name, m in result["macros"].items():
        numbers = [_text(m[key]) for key in ("spearman", "spearman_p10", "span", "leak")]
        table.add_row(name, *numbers, m["leaks_into"], _text(m["leak_common"]))
    return table
