"""A second start of the program with the same home: the window that is open comes to the front. GUI thread of either process.

The open program listens at a local socket (a named pipe on Windows) that only this user may use; the second one rings and ends.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds that a second start waits for an answer; the first one may still be starting
STEP_MS = 200
RING, ANSWER = b"show ", b"shown"
MOST = 512  # bytes of a ring; a desktop's token for the focus is shorter
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")  # by which a desktop allows a program that was just started to take the focus


def name_of(root: Path) -> str:
    """The socket's name for a home folder."""
    return f"undertone-{hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:24]}"


class Doorbell(QObject):
    """Calls `rung(token)` for every second start; token: the desktop's for the focus, '' for none. Quiet where nothing can listen."""

    def __init__(self, root: Path, rung: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rung = rung
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer_all)
        QLocalServer.removeServer(name_of(root))  # what a killed program left: whoever makes a Doorbell holds the home's lock
        if not self._server.listen(name_of(root)):
            log.info("a second start can't be heard: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no more; idempotent."""
        self._server.close()

    def _answer_all(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.setReadBufferSize(MOST)
            caller.readyRead.connect(lambda caller=caller: self._answer(caller))
            caller.disconnected.connect(caller.deleteLater)
            if caller.bytesAvailable():
                self._answer(caller)

    def _answer(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() >= MOST:
                caller.abort()  # nothing of ours
            return
        line = bytes(caller.readLine(MOST).data())
        if not line.startswith(RING):
            caller.abort()
            return
        try:
            self._rung(line.removeprefix(RING).decode("ascii", "ignore").strip())
        except Exception:
            log.exception("the window could not be brought to the front")
        caller.write(ANSWER + b"\n")
        caller.disconnectFromServer()


def ring(root: Path, patience: float = PATIENCE) -> bool:
    """Ask the program that is open with this home to show its window; did it answer? Waits."""
    token = next((value for name in TOKENS if (value := os.environ.get(name))), "")
    request = RING + token.encode("ascii", "ignore")[: MOST // 2].replace(b"\n", b"") + b"\n"
    end = time.monotonic() + patience
    while time.monotonic() < end:
        socket = QLocalSocket()
        socket.connectToServer(name_of(root))
        if socket.waitForConnected(STEP_MS):
            socket.write(request)
            while not socket.canReadLine() and time.monotonic() < end and socket.waitForReadyRead(STEP_MS):
                pass
            if bytes(socket.readLine(MOST).data()).startswith(ANSWER):
                return True
        socket.abort()
        time.sleep(STEP_MS / 1000)
    return False
