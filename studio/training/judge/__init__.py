"""The judge: measures how real, varied, obedient and original a model's sounds are. Plays and judges without torch.

`run(model)` judges a model of the catalogue with the features that ship in resources/judge; `format_table` prints the
result. `python -m studio.training.judge build --data DIR` makes those features from a corpus (that needs torch).
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.training.judge import report
from studio.training.judge.judging import judge

if TYPE_CHECKING:
    from rich.console import Group

__all__ = ["format_table", "judge", "run"]

# who judges what: by the model's id or else its family; a module with run(generator, data=, sheet=, choosing=, progress=)
JUDGES = {"effects": "effects", "notes": "notes", "stream": "stream"}


def run(model: str | Path, **options: Any) -> dict[str, Any]:
    """Judges a model of the catalogue (id or folder) by the judge of its kind: a dict fit for JSON; `format_table` prints it.

    Options: data, a folder with the judge's features if not the shipped ones; sheet, a PNG of 64 draws to write; choosing, compare with
    validation sounds only; progress, told in words. Raises BadInput for an unknown model, one that can't draw, or missing features.
    """
    from studio.models import catalogue

    generator = catalogue.load(model)
    name = JUDGES.get(generator.spec.id) or JUDGES.get(generator.spec.family, "judging")
    result: dict[str, Any] = import_module(f"studio.training.judge.{name}").run(generator, **options)
    return result | {"judge": name}


def format_table(result: dict[str, Any]) -> Group:
    """The result as rich's tables, by the judge that made it."""
    module = import_module(f"studio.training.judge.{result.get('judge', 'judging')}")
    table: Group = getattr(module, "format_table", report.format_table)(result)
    return table
