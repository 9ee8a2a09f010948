"""Where an axis has its marks and what they say. Arithmetic; Qt only for the locale's decimal point."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale

TICKS_HZ = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200)  # beyond a second


def frequency_text(hertz: float) -> str:
    return f"{_local(f'{hertz / 1000:g}')} kHz" if hertz >= 1000 else f"{_local(f'{hertz:g}')} Hz"


def linear_hertz(highest: float, most: int) -> list[float]:
    """Evenly spaced round frequencies from 0 to `highest`, at most about `most`."""
    step = _round_step(highest / max(1, most))
    return [step * i for i in range(int(highest / step) + 1)]


def time_step(span: float, most: int) -> float:
    """Seconds between two marks so that at most about `most` fit into `span` seconds."""
    least = span / max(1, most)
    if least > 0.5:
        return next((float(step) for step in STEPS_S if step >= least), 3600.0 * math.ceil(least / 3600.0))
    return _round_step(least)


def time_ticks(start: float, end: float, most: int) -> list[tuple[float, str]]:
    """(seconds, text) of the marks of a time axis; also used for a ruler."""
    step = time_step(end - start, most)
    first = math.ceil(start / step - 1e-9)
    return [(index * step, time_text(index * step, step)) for index in range(first, math.floor(end / step + 1e-9) + 1)]


def time_text(seconds: float, step: float) -> str:
    """A time as precisely as marks `step` seconds apart need it: '250 ms', '1.5 s', '2:05.25', '1:02:05'."""
    if abs(seconds) < step / 2:
        return "0"
    if step < 0.1 and seconds < 1:
        return _local(f"{seconds * 1000:.{_digits(step * 1000)}f} ms")
    digits = _digits(step)
    if seconds < 60:
        return _local(f"{seconds:.{digits}f} s")
    minutes, rest = divmod(round(seconds, digits), 60)
    hours, minutes = divmod(int(minutes), 60)
    clock = _local(f"{rest:0{digits + 3 if digits else 2}.{digits}f}")
    return f"{hours}:{minutes:02}:{clock}" if hours else f"{minutes}:{clock}"


def _local(number: str) -> str:
    """With the locale's decimal point."""
    return number.replace(".", QLocale().decimalPoint())


def _digits(step: float) -> int:
    """Places behind the point that tell multiples of `step` apart."""
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _round_step(least: float) -> float:
    """1, 2 or 5 times a power of ten, at least `least`."""
    power = 10.0 ** math.floor(math.log10(max(least, 1e-12)))
    return next((factor * power for factor in (1.0, 2.0, 5.0) if factor * power >= least * (1 - 1e-9)), 10.0 * power)
