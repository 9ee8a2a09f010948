"""The bench's parts that look at the window: what its watchdog sees, and that each part runs in the real program. No timing is asserted."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from studio.bench import eyes, hour, musician, paint, rest, takes
from studio.bench.stage import SceneFailed, Stage
from studio.bench.stillness import Stall, Stillness

SLOW = """
import time
def refresh():
    time.sleep(0.2)
"""


@pytest.fixture
def slow() -> Any:
    """A function of the program that takes 0.2 s."""
    names: dict[str, Any] = {}
    exec(compile(SLOW, str(Path(eyes.PACKAGE) / "ui" / "panels" / "slow.py"), "exec"), names)
    return names["refresh"]


def test_the_watchdog_says_how_long_the_gui_thread_was_away_and_in_which_line(qtbot: QtBot, slow: Any) -> None:
    dog = eyes.Watchdog("the takes scroll")
    qtbot.wait(100)
    dog.doing = "something slow"
    QTimer.singleShot(0, slow)
    qtbot.wait(400)
    found = dog.close()
    longest = found["longest"][0]
    assert found["blocks"] >= 1 and found["away_ms"]["max"] == pytest.approx(longest["ms"], abs=0.1)
    assert longest["ms"] > 150 and longest["what"].startswith("something slow (panels/slow.py:4 refresh")
    assert 0.05 < longest["at_s"] < 60


def test_a_block_tells_how_much_of_it_the_machine_stood_still() -> None:
    ms = 1_000_000
    blocks = [{"ms": 60.0, "began_ns": 100 * ms, "what": "one"}, {"ms": 60.0, "began_ns": 500 * ms, "what": "other"}]
    still = Stillness(True, (Stall(0, 90 * ms, 130 * ms),))
    first, second = eyes.explain({"longest": blocks}, still)["longest"]
    assert first["what"] == "one; the machine stood still for 30 ms of it" and second["what"] == "other"
    assert "began_ns" not in first


def test_processor_time_of_a_process_is_read() -> None:
    began, own = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < 0.2:
        pass
    found = rest.processor_seconds(os.getpid())
    assert found is None or (found == pytest.approx(time.process_time(), abs=0.5) and found >= own - 0.5)


def test_rest_and_painting_in_the_real_window() -> None:
    with Stage() as stage:
        assert not stage.missing
        still = rest.measure(stage, 1.0, settle=0.5)
        painted = paint.measure(stage, 1.5, 20, settle=0.5)
    assert still["percent"]["program"] >= 0 and still["percent"]["audio"] >= 0 and still["seconds"] >= 1
    assert still["total_percent"] == pytest.approx(sum(still["percent"].values()), abs=0.02)
    assert painted["slider_ms"]["count"] == painted["modulated_slider_ms"]["count"] == 20
    for part in ("looping", "moving", "modulated", "generating"):
        assert painted[part]["interval_ms"]["count"] >= 2 and painted[part]["frame_ms"]["count"] >= 2, part
    assert painted["worst_p95_ms"] == max(painted[part]["interval_ms"]["p95"] for part in ("looping", "moving", "modulated", "generating"))


def test_many_takes_and_a_long_sound_in_the_real_window() -> None:
    with Stage() as stage:
        many = takes.measure(stage, 60)
        long = hour.measure(stage, 150.0)
        assert not (stage.folder / "an hour.wav").exists()
    assert many["takes"] == 63 and all(part["away_ms"]["count"] > 5 for part in many["parts"].values())
    assert many["longest_block_ms"] == max(part["away_ms"]["max"] for part in many["parts"].values())
    assert 0 < long["drawn_ms"] <= long["read_ms"]
    assert long["playing"]["interval_ms"]["count"] >= 5
    assert long["opening"]["frame_ms"]["count"] >= 1 and long["zooming"]["frame_ms"]["count"] >= 1


def test_a_full_disk_is_said_before_an_hour_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hour, "ROOM_BYTES", 1 << 62)
    with pytest.raises(SceneFailed, match="disk"):
        hour.write_long(tmp_path / "x.wav", 1.0)
    assert not list(tmp_path.iterdir())


@pytest.mark.timeout(300)
def test_everything_a_person_does_can_be_done_in_the_real_window() -> None:
    with Stage() as stage:
        found = musician.measure(stage, 1.0)
    assert found["failed"] == [] and found["complaints"] == []
    assert found["acts"] == len(found["window"]["worst_ms"]) > 20
    assert found["takes"] > 20 and found["frame_ms"]["count"] > 50
