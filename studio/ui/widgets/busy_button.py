"""A button that says how its work goes: a dot after a moment, a bar with a cross after a second. GUI thread.

What takes no longer than a tenth of a second shows nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from studio.engine.events import Job
from studio.ui import theme

DOT_MS, BAR_MS = 100, 1000


class BusyButton(QToolButton):
    """`begin` and `end` a piece of work, or `follow` a job; `cancelled` with the job's number when the cross was pressed."""

    cancelled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self._since = QElapsedTimer()
        self._works = False
        self._look = QTimer(self, singleShot=True)
        self._look.timeout.connect(self._grown)

    @property
    def shows(self) -> str:
        """'' for nothing, 'dot', or 'bar'."""
        if not self._works or self._since.elapsed() < DOT_MS:
            return ""
        return "bar" if self._job is not None and self._since.elapsed() >= BAR_MS else "dot"

    def begin(self, *_: object) -> None:
        """Work began that `end` will end."""
        if not self._works:
            self._works = True
            self._since.start()
            self._look.start(DOT_MS)

    def end(self, *_: object) -> None:
        """The work of `begin` ended; a job that is followed goes on."""
        if self._job is None:
            self._stop()

    def show_job(self, job: Job) -> None:
        """A job that this button started, as it is now."""
        if job.over:
            self._job = None
            self._stop()
            return
        if self._job is None:
            self.begin()
        self._job = job
        self.update()

    def _stop(self) -> None:
        shown = self.shows
        self._works = False
        self._look.stop()
        if shown:
            self.update()

    def _grown(self) -> None:
        if self._works and self._since.elapsed() < BAR_MS:
            self._look.start(max(1, BAR_MS - self._since.elapsed()))
        self.update()

    def cross(self) -> QRectF:
        """Where a press cancels the job."""
        side = self.height()
        return QRectF(self.width() - side * 0.75, 0, side * 0.75, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.shows == "bar" and self._job is not None and self.cross().contains(event.position()):
            self.cancelled.emit(self._job.id)
            event.accept()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        shows = self.shows
        if not shows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if shows == "dot":
            painter.setBrush(QColor(theme.ON_ACCENT))
            side = theme.px(6)
            painter.drawEllipse(QRectF(self.width() - side - theme.px(5), theme.px(5), side, side))
        elif self._job is not None:
            self._paint_bar(painter, self._job)
        painter.end()

    def _paint_bar(self, painter: QPainter, job: Job) -> None:
        thick, inset = theme.px(3), theme.px(6)
        room = QRectF(inset, self.height() - thick - theme.px(3), self.width() - 2 * inset, thick)
        painter.setBrush(theme.color(theme.ON_ACCENT, 0.25))
        painter.drawRoundedRect(room, thick / 2, thick / 2)
        share = job.done / job.total if job.total else 0.0
        painter.setBrush(QColor(theme.ON_ACCENT))
        painter.drawRoundedRect(QRectF(room.left(), room.top(), max(thick, room.width() * share), thick), thick / 2, thick / 2)
        painter.setPen(QPen(QColor(theme.ON_ACCENT), 1.6))
        middle, arm = self.cross().center(), theme.px(4)
        for x, y in ((1, 1), (1, -1)):
            painter.drawLine(QPointF(middle.x() - arm * x, middle.y() - arm * y), QPointF(middle.x() + arm * x, middle.y() + arm * y))
