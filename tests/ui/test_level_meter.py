"""The level meter: what it shows, and that it is painted only where it looks different."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest

from studio.ui.widgets.level_meter import HOLD_SECONDS, LevelMeter


class Clock:
    """Stands in for the meter's own: so many seconds go by between two looks."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def restart(self) -> float:
        return 1000.0 * self.seconds


class Painted(LevelMeter):
    def __init__(self) -> None:
        super().__init__()
        self.areas: list[tuple[int, int]] = []  # left and right end of what was painted

    def paintEvent(self, event: QPaintEvent) -> None:
        self.areas.append((event.rect().left(), event.rect().right()))
        super().paintEvent(event)


@pytest.fixture
def meter(qtbot: Any) -> Painted:
    made = Painted()
    made.resize(made.sizeHint())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made._clock = Clock(0.02)
    return made


def look(meter: Painted, level: float, times: int = 1, clipped: bool = False) -> list[tuple[int, int]]:
    """What is painted in so many looks."""
    meter.areas.clear()
    for _ in range(times):
        meter.show_levels(level, level, clipped)
        QTest.qWait(0)
    return list(meter.areas)


def test_a_steady_level_is_painted_once(meter: Painted) -> None:
    assert look(meter, 0.5) and meter.level_text == "−6.0 dB"
    assert look(meter, 0.5, times=20) == []


def test_less_than_the_eye_sees_is_not_painted(meter: Painted) -> None:
    look(meter, 0.5, times=3)
    assert look(meter, 0.5001) == []
    assert look(meter, 0.9)


def test_number_and_bars_are_painted_apart(meter: Painted) -> None:
    look(meter, 0.9, times=3)
    falls = look(meter, 0.2, times=3)  # the peak is still held: the number stays
    number = meter.width() - meter._text_width
    assert falls and all(right < number for _, right in falls)
    text = meter.level_text
    look(meter, 0.2, times=round(HOLD_SECONDS / 0.02))
    released = look(meter, 0.2, times=2)
    assert meter.level_text != text and any(right >= number for _, right in released)


def test_no_more_often_than_a_screen_shows_it(meter: Painted) -> None:
    look(meter, 0.9)
    meter._clock = Clock(0.004)
    painted = [bool(look(meter, level)) for level in (0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)]
    assert 1 <= sum(painted) <= 2  # 32 ms are two frames


def test_a_peak_between_two_frames_is_seen(meter: Painted) -> None:
    look(meter, 0.1)
    meter._clock = Clock(0.004)
    look(meter, 1.0)
    meter._clock = Clock(0.013)
    assert look(meter, 0.1) and meter.level_text == "0.0 dB"


def test_the_light_stays_until_it_is_clicked(meter: Painted) -> None:
    look(meter, 1.0, clipped=True)
    look(meter, 0.1, times=5)
    assert meter.clipped and "clipped" in meter.accessibleDescription()
    QTest.mouseClick(meter, Qt.MouseButton.LeftButton)
    assert not meter.clipped
