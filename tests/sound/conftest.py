"""A null sink for the sound tests: a PulseAudio of their own. Where it is missing on Linux, the tests fail."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.engine.player.nullsink import Capture, NullSink

RATE = 44_100  # what PortAudio's ALSA part opens by default: nothing is resampled on the way


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[NullSink]:
    """A fresh sound server; whatever plays from here on plays into it."""
    if not sys.platform.startswith("linux"):
        pytest.xfail("a null sink exists on Linux only")
    for name in ("PULSE_SINK", "PULSE_SOURCE", "PULSE_RUNTIME_PATH", "PIPEWIRE_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="ut") as folder, NullSink(Path(folder), RATE) as made:  # short: sockets dislike long paths
        for name, value in {**made.environment, "XDG_RUNTIME_DIR": folder, "XDG_CONFIG_HOME": folder, "HOME": folder}.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def capture(sink: NullSink) -> Iterator[Capture]:
    """What the sink plays, recorded from here on."""
    with sink.capture() as made:
        yield made
