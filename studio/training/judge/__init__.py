"""The judge: measures how real, varied, obedient and original a model's sounds are. Plays and judges without torch.

`run(model)` judges a model of the catalogue with the features that ship in resources/judge; `format_table` prints the
result. `python -m studio.training.judge build --data DIR` makes those features from a corpus (that needs torch).
"""

from __future__ import annotations

from studio.training.judge.judging import judge, run
from studio.training.judge.report import format_table

__all__ = ["format_table", "judge", "run"]
