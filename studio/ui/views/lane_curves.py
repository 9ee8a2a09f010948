"""Arithmetic on latent curves: what a pixel column shows of them, and what a hand or a button does to a stretch. No Qt; microseconds.

A curve is float32 (n,) in sigma, one value a frame. Edits give new arrays and leave what they were given alone.
"""

from __future__ import annotations

import numpy as np

LIMIT = 6.0  # sigma that an edit goes to, either side
EASE_SECONDS = 0.03  # over which a change of a part comes and goes, so that its edges are no steps
SMOOTH_SECONDS = 0.12  # width of the window of one smoothing
BUMP_SECONDS = 0.06  # reach of a point that is moved by keys, either side


def columns(values: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """values (n, k) -> lowest and highest (width, k) of each pixel column, NaN outside; edges (width + 1,): frames at their borders.

    A column reaches the first frame of the next one, so that neighbours join; between two frames the line between them counts.
    """
    n, width = len(values), len(edges) - 1
    if not n or width <= 0:
        empty = np.full((max(0, width), values.shape[1]), np.nan, np.float32)
        return empty, empty
    outside = (edges[1:] < 0) | (edges[:-1] > n - 1)
    if edges[1] - edges[0] < 1.0:
        places = np.clip((edges[:-1] + edges[1:]) / 2, 0, n - 1)
        low = np.floor(places).astype(np.int64)
        share = (places - low)[:, None].astype(np.float32)
        line = values[low] * (1 - share) + values[np.minimum(low + 1, n - 1)] * share
        line[outside] = np.nan
        return line, line
    first = np.clip(np.floor(edges[:-1]).astype(np.int64), 0, n - 1)
    last = np.clip(np.floor(edges[1:]).astype(np.int64) + 1, first + 1, n)
    begin, end = int(first[0]), int(last[-1])
    part = np.concatenate([values[begin:end], values[end - 1 : end]])  # reduceat takes no index at the very end
    pairs = np.stack([first - begin, last - begin], axis=1).ravel()
    lowest, highest = np.minimum.reduceat(part, pairs, axis=0)[::2], np.maximum.reduceat(part, pairs, axis=0)[::2]
    lowest[outside] = highest[outside] = np.nan
    return lowest, highest


def raster(low: np.ndarray, high: np.ndarray, centre: float, scale: float, height: int, thick: int = 0) -> np.ndarray:
    """Extremes (width, k) in sigma, NaN where there is nothing -> bool (height, width): which pixels the curves cover.

    centre: row of zero; scale: rows a sigma; thick: rows added above and below. Each column reaches its left neighbour.
    """
    width = len(low)
    lowest, highest = low.copy(), high.copy()
    np.fmin(lowest[1:], high[:-1], out=lowest[1:], where=~np.isnan(low[1:]))
    np.fmax(highest[1:], low[:-1], out=highest[1:], where=~np.isnan(high[1:]))
    ends = np.zeros((height + 1, width), np.int16)
    for index in range(low.shape[1]):
        there = np.flatnonzero(~np.isnan(low[:, index]))
        first = np.rint(centre - highest[there, index] * scale).astype(np.int64) - thick
        last = np.rint(centre - lowest[there, index] * scale).astype(np.int64) + thick + 1
        ends[np.clip(first, 0, height), there] += 1
        ends[np.clip(last, 0, height), there] -= 1
    for row in range(1, height):  # row by row: twenty times as quick as cumsum down the columns
        ends[row] += ends[row - 1]
    return ends[:height] > 0


def stroke(values: np.ndarray, a: float, value_a: float, b: float, value_b: float) -> tuple[int, int]:
    """Draw a line from frame `a` to `b` (fractions, either order) into `values` itself; the frames first..last - 1 that it took."""
    if b < a:
        a, value_a, b, value_b = b, value_b, a, value_a
    first, last = max(0, round(a)), min(len(values), round(b) + 1)
    if first >= last:
        return first, first
    frames = np.arange(first, last)
    share = np.clip((frames - a) / max(b - a, 1e-9), 0.0, 1.0)
    values[first:last] = np.clip(value_a + share * (value_b - value_a), -LIMIT, LIMIT)
    return first, last


def eased(values: np.ndarray, changed: np.ndarray, first: int, last: int, rate: float) -> np.ndarray:
    """`changed` for frames first..last - 1 of `values`, coming and going gently at edges that lie within the curve."""
    count = last - first
    width = min(round(EASE_SECONDS * rate), count // 2)
    weight = np.ones(count)
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(width) + 1) / (width + 1))
    if first > 0:
        weight[:width] = rise
    if last < len(values):
        weight[count - width :] = np.minimum(weight[count - width :], rise[::-1])
    before = values[first:last]
    return np.clip(before + weight * (changed - before), -LIMIT, LIMIT).astype(np.float32)


def smoothed(values: np.ndarray, first: int, last: int, rate: float) -> np.ndarray:
    """Frames first..last - 1 through a window of SMOOTH_SECONDS."""
    half = max(1, round(SMOOTH_SECONDS * rate / 2))
    window = np.hanning(2 * half + 3)[1:-1]
    begin, end = max(0, first - half), min(len(values), last + half)
    around = np.pad(values[begin:end].astype(np.float64), (half - (first - begin), half - (end - last)), mode="edge")
    return eased(values, np.convolve(around, window / window.sum(), mode="valid"), first, last, rate)


def scaled(values: np.ndarray, first: int, last: int, rate: float, factor: float) -> np.ndarray:
    """Frames first..last - 1, `factor` times as far from their mean."""
    part = values[first:last].astype(np.float64)
    return eased(values, part.mean() + factor * (part - part.mean()), first, last, rate)


def shifted(values: np.ndarray, first: int, last: int, rate: float, amount: float) -> np.ndarray:
    """Frames first..last - 1, `amount` sigma higher."""
    return eased(values, values[first:last].astype(np.float64) + amount, first, last, rate)


def bumped(values: np.ndarray, frame: int, rate: float, amount: float) -> tuple[int, np.ndarray]:
    """(first frame, values): a point moved by `amount` sigma, its neighbours less and less."""
    reach = max(1, round(BUMP_SECONDS * rate))
    first, last = max(0, frame - reach), min(len(values), frame + reach + 1)
    weight = 0.5 + 0.5 * np.cos(np.pi * (np.arange(first, last) - frame) / (reach + 1))
    return first, np.clip(values[first:last] + amount * weight, -LIMIT, LIMIT).astype(np.float32)
