"""Builds the program's pieces once, ties them together, and takes them down again. GUI thread.

`build` gives the real thing to tests and other programs; `main` runs it until the window is closed.
The window is painted before a model, onnxruntime or scipy is imported: `Session.start` waits for the first paint.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from studio.engine.library import Library, read_preferences
from studio.engine.session import Session
from studio.errors import AlreadyOpen, UndertoneError
from studio.paths import RESOURCES, Home

if TYPE_CHECKING:
    from studio.models.generator import Generator
    from studio.ui.main_window import MainWindow
    from studio.ui.second_start import Doorbell

log = logging.getLogger(__name__)

LOG_BYTES, LOG_FILES = 1 << 20, 3
BLOCK = 512  # frames
SWITCH_SECONDS = 0.0005  # how long a thread that computes may keep the interpreter from the window; Python's own 5 ms add up in a paint
LISTEN_AFTER = 400  # milliseconds after which a second start is listened for; not before the window is there
PAINT_LIMIT = 2000  # milliseconds after which the engine starts even if nothing was painted (a hidden window)


def show_choices(qt: QApplication, preferences: dict[str, Any]) -> None:
    """Language, theme, size and motion as the preferences say; what they don't say, or say wrongly, is as usual."""
    from studio.ui import i18n, theme

    scale = preferences.get("scale")
    i18n.install(qt, preferences.get("language"))
    theme.set_scale(float(scale) if isinstance(scale, (int, float)) else 1.0)
    theme.set_reduced_motion(preferences.get("reduced_motion") is True)
    theme.set_theme(str(preferences.get("theme")))


class Models:
    """studio.models.catalogue, imported when it is first asked: on the renderer thread, after the first paint."""

    def list_models(self, home: Home) -> list[Any]:
        from studio.models import catalogue

        return list(catalogue.list_models(home))

    def load(self, model: str, home: Home) -> Generator:
        from studio.models import catalogue

        return catalogue.load(model, home)

    def try_out(self, folder: Path, home: Home, begun: Callable[[], object], cancelled: Callable[[], bool]) -> None:
        from studio.models import catalogue

        catalogue.try_out(folder, home, begun, cancelled)


@dataclass
class Studio:
    """The running program. `close` may be called again and ends everything: window, threads, audio process."""

    qt: QApplication
    window: MainWindow
    session: Session
    _closed: bool = field(default=False, init=False)
    _doorbell: Doorbell | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.window.rebuild_asked.connect(self._rebuild_soon)

    def _rebuild_soon(self, page: str) -> None:
        QTimer.singleShot(0, self.window, lambda: self.rebuild(page))  # it is asked for from within the window that goes

    def rebuild(self, page: str = "") -> None:
        """Make the window anew, in the language and size that the preferences now say; the session and its sound go on.

        page: of the preferences, opened again; '' for none.
        """
        from studio.ui.main_window import MainWindow

        if self._closed:
            return
        old, ends = self.window, self.qt.quitOnLastWindowClosed()
        self.qt.setQuitOnLastWindowClosed(False)
        old.close()  # it notes where it was, and the new one begins there
        show_choices(self.qt, self.session.preferences)
        self.window = MainWindow(self.session)
        self.window.rebuild_asked.connect(self._rebuild_soon)
        self.window.show()
        if not (old.isMaximized() or old.isFullScreen()):
            self.window.setGeometry(old.geometry())  # to the pixel: what was kept includes a frame that is not there yet
        self.qt.setQuitOnLastWindowClosed(ends)
        old.deleteLater()
        if page:
            self.window.show_preferences(page)

    def listen(self, home: Home) -> None:
        """From now on a second start with this home brings the window to the front."""
        from studio.ui.second_start import Doorbell

        if not self._closed and self._doorbell is None:
            self._doorbell = Doorbell(home.root, lambda token: self.window.come_to_front(token))

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._doorbell is not None:
            self._doorbell.close()
        self.window.close()  # its timers and listeners end before the session does
        self.session.close()
        self.window.deleteLater()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def build(argv: Sequence[str] = (), home: Home | Path | str | None = None, *, models: Any = None, player: Any = None) -> Studio:
    """Make everything and show nothing yet: the caller shows `.window` and runs Qt's loop. Never execs or exits.

    argv: for Qt when no QApplication runs yet, else unused. home: instead of the user's folder.
    models, player: instead of the catalogue and the audio process. Raises BadInput where another instance uses the home.
    """
    from studio.ui.main_window import MainWindow

    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")  # painting with helpers waits for them while sound and models use the cores
    sys.setswitchinterval(SWITCH_SECONDS)
    qt = QApplication.instance() or QApplication(list(argv) or ["undertone"])
    assert isinstance(qt, QApplication)
    if home is None:
        home = Home.default()
    elif not isinstance(home, Home):
        home = Home(Path(home))
    library = Library(home)
    preferences = read_preferences(home)
    session = None
    try:
        player = player or _player(preferences)
        first = RESOURCES / "demo" / "first.flac"  # made by studio.commands.first_clip
        session = Session(
            models or Models(), player, library, home, preferences=preferences, first_clip=first if first.is_file() else None
        )
        show_choices(qt, preferences)
        window = MainWindow(session)
    except BaseException:
        if session is not None:
            session.close()
        else:
            if player is not None:
                player.close()
            library.close()
        raise
    _FirstPaint(window, session)
    return Studio(qt, window, session)


def main(argv: Sequence[str] = ()) -> int:
    """Open the window and stay until it is closed: 0, or 2 with a sentence on stderr where it can't.

    Where the program is open already, its window comes to the front, and this one says so and ends with 0.
    """
    home = Home.default()
    try:
        studio = build(argv, home)
    except AlreadyOpen as error:
        from studio.ui import second_start

        shown = second_start.ring(home.root)
        print("Undertone is already open; its window comes to the front." if shown else error, file=sys.stderr)
        return 0 if shown else 2
    except UndertoneError as error:
        print(error, file=sys.stderr)
        return 2
    _log_to(home, studio.session)
    try:
        with _Signals(studio):
            studio.window.show()
            QTimer.singleShot(LISTEN_AFTER, studio.qt, lambda: studio.listen(home))
            return int(studio.qt.exec())
    finally:
        studio.close()
        logging.shutdown()


def _player(preferences: dict[str, Any]) -> Any:
    """The audio process with the output that was chosen last; a damaged entry is the system's output."""
    from studio.engine.player.handle import MAX_BLOCK, MIN_BLOCK, Player

    saved = preferences.get("output")
    output: dict[str, Any] = saved if isinstance(saved, dict) else {}
    device, host_api, block = output.get("device"), output.get("host_api"), output.get("block")
    return Player(
        device if isinstance(device, str) else None,
        host_api if isinstance(host_api, str) else None,
        block if isinstance(block, int) and MIN_BLOCK <= block <= MAX_BLOCK else BLOCK,
    )


class _FirstPaint(QObject):
    """Starts the session's slow part once the window was painted for the first time."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._session = session
        self._seen = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            QTimer.singleShot(PAINT_LIMIT, self, self._session.start)
        if event.type() == QEvent.Type.Paint and not self._seen:
            self._seen = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._session.start)
        return False


class _Signals:
    """Turns SIGINT, SIGTERM and SIGHUP into the closing of the window, at once.

    Python only runs a handler when Qt gives it the lock back: the byte that Python writes on a signal wakes Qt, and
    the window is closed from Qt's loop, not from wherever the signal came (it may be painting).
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._old: dict[int, Any] = {}
        self._read, self._write = socket.socketpair()

    def __enter__(self) -> None:
        for one in (self._read, self._write):
            one.setblocking(False)
        self._old_fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._woken)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) is not None:
                self._old[number] = signal.signal(number, lambda *_: None)

    def _woken(self) -> None:
        if set(self._read.recv(64)) & set(self._old):  # the numbers of the signals
            self._studio.window.close()
            self._studio.qt.quit()  # a dialog may still be open

    def __exit__(self, *_: object) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()


def _log_handler(home: Home) -> logging.Handler:
    """Into home's log; nowhere on a full or read-only disk, or where a pipe lies there (opening it would wait for its reader)."""
    try:
        if home.log_file.exists() and not home.log_file.is_file():
            return logging.NullHandler()
        return RotatingFileHandler(home.log_file, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    except OSError:
        return logging.NullHandler()


def _log_to(home: Home, session: Session) -> None:
    """Log into home, in a few files of bounded size; what no one caught goes there and into the window's bar."""
    handler = _log_handler(home)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.raiseExceptions = False  # a full disk takes no lines: that is no reason to print each of them with a traceback
    if sys.stderr is not None:
        faulthandler.enable()

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("not caught", exc_info=(kind, error, trace))
        session.report(error)

    def uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
        log.error("not caught in %s", caught.thread, exc_info=caught.exc_value)
        if caught.exc_value is not None:
            session.report(caught.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
