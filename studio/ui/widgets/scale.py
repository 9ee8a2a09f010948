"""How a control's value becomes a place on a slider and a text, and back. Pure arithmetic; Qt only for the locale."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale

from studio.recipe import Latent, Number
from studio.ui.i18n import said

SIGMA = "σ"
TYPED = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*([^\d\s.+-]*)")  # a number and what is written behind it
PREFIXES = {"k": 1_000.0, "m": 0.001}  # before the unit; 'k' alone too
SIGMAS = ("σ", "sigma", "sigmas", "sd")
EXACT = 6  # decimals of a value that has no steps
DRAG_STEPS = 20.0  # in a whole range, with Ctrl


@dataclass(frozen=True)
class Scale:
    """A range with a curve. fraction 0..1 is the place on the track.

    step 0 is continuous; `zero` says whether the bar grows from 0 (a latent, a gain) rather than from the left.
    """

    low: float
    high: float
    default: float
    unit: str = ""
    step: float = 0.0
    log: bool = False
    zero: bool = False

    @staticmethod
    def of(control: Latent | Number) -> Scale:
        if isinstance(control, Latent):
            return Scale(control.low, control.high, control.default, SIGMA, zero=True)
        log = control.curve == "log" and control.low > 0
        return Scale(control.low, control.high, control.default, control.unit, control.step, log, control.low < 0 < control.high)

    def widened(self) -> Scale:
        """Twice the range ('extend range')."""
        return replace(self, low=2 * self.low, high=2 * self.high)

    def fraction(self, value: float) -> float:
        value = min(max(value, self.low), self.high)
        if self.high <= self.low:
            return 0.0
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value(self, fraction: float) -> float:
        """The value at a place, snapped to the step, never outside the range."""
        fraction = min(max(fraction, 0.0), 1.0)
        raw = self.low * (self.high / self.low) ** fraction if self.log else self.low + fraction * (self.high - self.low)
        return self.snap(round(raw, EXACT) + 0.0)  # a drag there and back ends where it began; no negative zero

    def snap(self, value: float) -> float:
        if self.step > 0:
            value = self.low + round((value - self.low) / self.step) * self.step
        return min(max(value, self.low), self.high)

    def moved(self, value: float, steps: float) -> float:
        """The value some keyboard steps away: 1 is a coarse step (0.1 sigma, 2 % of the range, or the control's step)."""
        if self.step > 0 and not self.log:
            whole = math.copysign(max(1.0, abs(steps)), steps)
            return self.snap(value + whole * self.step)
        if self.unit == SIGMA:
            return self.snap(round(value + 0.1 * steps, 6))
        return self.value(self.fraction(value) + 0.02 * steps)

    def stepped(self, value: float) -> float:
        """The nearest round value for a drag in steps: half sigmas, a twentieth of the range rounded to 1, 2 or 5, semi-octaves."""
        if self.unit == SIGMA:
            return min(max(round(value * 2) / 2, self.low), self.high)
        if self.log:
            octaves = math.log2(value / self.low)
            return self.snap(self.low * 2 ** (round(2 * octaves) / 2))
        raw = max((self.high - self.low) / DRAG_STEPS, self.step)
        decade = 10.0 ** math.floor(math.log10(raw))
        size = next(decade * n for n in (1, 2, 5, 10) if decade * n >= raw * 0.999)
        return self.snap(round(value / size) * size)

    @property
    def decimals(self) -> int:
        if self.step > 0:
            return max(0, -math.floor(math.log10(self.step) + 1e-9))
        span = self.high - self.low
        return 2 if span <= 20 else 1 if span <= 200 else 0

    def number(self, value: float) -> str:
        """The bare number in the locale's writing, a true minus sign, a sign on latents."""
        decimals = self.decimals
        if self.log and value < 100 and self.step <= 0:
            decimals = 1 if value >= 10 else 2
        locale = QLocale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        text = locale.toString(float(abs(value)), "f", decimals)  # Qt writes an int otherwise, or refuses it
        if not any(digit in text for digit in "123456789"):
            return text
        sign = "−" if value < 0 else "+" if self.zero else ""
        return sign + text

    def text(self, value: float) -> str:
        """Number and unit, as shown."""
        return f"{self.number(value)} {said(self.unit)}".strip()

    def parse(self, text: str) -> float | None:
        """What was typed: '0.8', '0,8', '+0.8 σ', '0.8 sigma', '80 %' (of the range), '1.2k', '250 ms' for seconds.

        None where it is no number or has a unit that isn't this one's. A number outside the range comes back as the nearest end.
        """
        match = TYPED.fullmatch(text.strip().replace("−", "-").replace(",", ".").lower())
        if not match:
            return None
        number, behind, unit = float(match[1]), match[2], self.unit.lower()
        if behind == "%" and unit != "%":
            return self.value(number / 100.0)
        if behind not in ("", unit, said(self.unit).lower()) and not (self.unit == SIGMA and behind in SIGMAS):
            if behind[0] not in PREFIXES or behind[1:] not in (("", unit) if behind[0] == "k" else (unit,)):
                return None
            number *= PREFIXES[behind[0]]
        return self.snap(number) if math.isfinite(number) else None
