"""A corpus on disk: the rows of its index, and what was computed of its sounds and is kept beside it. Runs in the training process."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np

from studio.errors import BadInput

Job = TypeVar("Job")
Found = TypeVar("Found")


def read_index(folder: Path, name: str) -> list[dict[str, str]]:
    """All rows of index.csv, each with 'file' and 'split'. name: of the corpus, for the sentence. Raises BadInput."""
    index = folder / "index.csv"
    if not index.is_file():
        raise BadInput(f"{index} is missing; build the corpus first: python -m studio.training.corpora {name} --out {folder}")
    try:
        with index.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise BadInput(f"{index} can't be read as the index of a corpus; prepare the folder again.") from error
    if any(row.get("file") is None or row.get("split") is None for row in rows):
        raise BadInput(f"{index} is no index of a corpus: it needs the columns file and split; prepare the folder again.")
    return rows


def rows_of(folder: Path, name: str, splits: tuple[str, ...]) -> list[dict[str, str]]:
    """Those in these splits, at least one. Raises BadInput."""
    rows = [row for row in read_index(folder, name) if row["split"] in splits]
    if not rows:
        raise BadInput(f"{folder / 'index.csv'} has no sound in split {' or '.join(splits)}.")
    return rows


def kept(path: Path, make: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The arrays in this npz; made, and kept there, where it is not there yet."""
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(part, allow_pickle=False, **make())
        part.replace(path)
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def each(work: Callable[[Job], Found], jobs: Iterable[Job], workers: int) -> list[Found]:
    """work(job) of every job, in order, in as many processes; in this one where it is one."""
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            return list(pool.map(work, jobs, chunksize=4))
    return [work(job) for job in jobs]
