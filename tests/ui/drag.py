"""A drag with a real mouse (xdotool) into another program, which says what it got."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time

from PySide6.QtCore import QPoint

from tests.ui.conftest import Hands

SECONDS = 20.0
TARGET = """
    import sys
    from PySide6.QtWidgets import QApplication, QLabel
    import soundfile
    class Target(QLabel):
        def dragEnterEvent(self, event):
            if event.mimeData().hasUrls():
                event.acceptProposedAction()
        def dropEvent(self, event):
            paths = [url.toLocalFile() for url in event.mimeData().urls()]
            event.acceptProposedAction()
            for path in paths:
                info = soundfile.info(path)
                print(path, info.samplerate, info.frames, event.dropAction().name, sep="|", flush=True)
            QApplication.quit()
    app = QApplication([])
    target = Target("drop here")
    target.setAcceptDrops(True)
    target.setGeometry(1300, 100, 280, 280)
    target.show()
    print("ready", flush=True)
    app.exec()
"""


def drag_into_another_program(hands: Hands, screen: str, at: QPoint) -> list[list[str]]:
    """Drag from a place on the screen; returns path, rate and frames of each file that arrived, and the drop's action."""
    environment = {**os.environ, "DISPLAY": screen}
    target = subprocess.Popen([sys.executable, "-c", textwrap.dedent(TARGET)], stdout=subprocess.PIPE, text=True, env=environment)
    assert target.stdout is not None
    try:
        assert target.stdout.readline().strip() == "ready"
        start = f"mousemove {at.x()} {at.y()} sleep 0.2 mousedown 1 sleep 0.1"
        moves = " ".join(f"mousemove {at.x() + step} {at.y()} sleep 0.02" for step in range(4, 40, 4))
        end_moves = "mousemove 1400 200 sleep 0.2 mousemove 1430 230 sleep 0.4 mousemove 1435 235 sleep 0.4 mouseup 1"
        mouse = subprocess.Popen(["xdotool", *f"{start} {moves} {end_moves}".split()], env=environment)
        end = time.monotonic() + SECONDS
        while target.poll() is None and time.monotonic() < end:
            hands.qtbot.wait(20)
        mouse.wait(SECONDS)
        target.kill()
        return [line.strip().split("|") for line in target.stdout]
    finally:
        target.kill()
        target.wait()
        target.stdout.close()
