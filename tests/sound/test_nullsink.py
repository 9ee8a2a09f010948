"""The null sink behaves like a sound card, captured or not."""

from __future__ import annotations

import re
import subprocess

from studio.engine.player.nullsink import NullSink


def test_it_never_sleeps_for_seconds(sink: NullSink) -> None:
    """PulseAudio's own null sink works up to 2 s ahead, and a stream with small buffers then starves in between."""
    for after_replug in (False, True):
        if after_replug:
            sink.unload()
            sink.load()
        listed = subprocess.run(["pactl", "list", "sinks"], env={"LC_ALL": "C", **sink.environment, "PATH": "/usr/bin:/bin"},
                                capture_output=True, text=True, check=True).stdout  # fmt: skip
        configured = re.search(r"configured (\d+) usec", listed)
        assert configured is not None and int(configured[1]) <= 100_000
