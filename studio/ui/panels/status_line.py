"""The status bar: the hint of what is under the pointer on the left; jobs, working dot and figures on the right. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QElapsedTimer, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QStatusBar, QWidget

from studio.engine.events import Job
from studio.ui import i18n, theme
from studio.ui.actions import tr
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.calm import Calm
from studio.ui.widgets.names import named

SHOWN_AFTER = 1.0  # seconds; a shorter task needs no chip
WITH_BUTTON = 10.0  # seconds, for a task that its button shows already
ETA_SHARE, ETA_SECONDS = 0.05, 5.0  # from when on a guess is worth saying
LOOK_MS = 250  # how often a chip's time is looked at
FIGURES_MS = 200  # between two readings of the time that a sound took


def seconds_left(done: int, total: int, elapsed: float) -> float | None:
    """A guess in s from how long the finished parts took; None while it would be a bad one (under 5 % and under 5 s)."""
    if not 0 < done < total or (done / total < ETA_SHARE and elapsed < ETA_SECONDS):
        return None
    return elapsed * (total - done) / done


def about(seconds: float) -> str:
    """A guess as a person says it: rounded."""
    if seconds < 10:
        return tr("a few seconds")
    if seconds < 55:
        return tr("about {n} s").format(n=round(seconds / 10) * 10)
    minutes = seconds / 60
    if minutes < 90:
        return tr("about {n} min").format(n=max(1, round(minutes)) if minutes < 10 else round(minutes / 5) * 5)
    return tr("about {n} h").format(n=round(minutes / 60))


class JobChip(QWidget):
    """One long task: title, share, time left, progress, cancel. Seen once it takes longer than `shown_after` seconds."""

    cancelled = Signal(int)

    def __init__(self, job: Job, shown_after: float) -> None:
        super().__init__()
        self.job = job
        self._shown_after = shown_after
        self._since = QElapsedTimer()
        self._since.start()
        named(self, f"job_{job.id}", i18n.said(job.title), self.tr("A long task; the cross cancels it and keeps what is done."))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # a take's title is in it
        self.bar = named(QProgressBar(), f"jobBar_{job.id}", self.tr("Progress"), self.tr("How far the task is."))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(96))
        self.stop = tiny_button("close", f"jobCancel_{job.id}", self.tr("Cancel"), self.tr("Stop this task; what is done is kept."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (8, 0, 8, 0)))
        layout.setSpacing(theme.px(8))
        for widget in (self.text, self.bar, self.stop):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.stop.clicked.connect(lambda: self.cancelled.emit(self.job.id))
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._tell)
        self._look.start()
        self.show_job(job)

    def show_job(self, job: Job) -> None:
        self.job = job
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self._tell()

    def _tell(self) -> None:
        job, elapsed = self.job, self._since.elapsed() / 1000
        parts = [i18n.said(job.title)]
        if job.state == "waiting":
            parts.append(self.tr("waits"))
        elif job.total:
            parts.append(f"{QLocale().toString(100 * job.done // job.total)} %")
            left = seconds_left(job.done, job.total, elapsed)
            if left is not None:
                parts.append(about(left))
        self.text.setText("  ·  ".join(parts))
        self.setAccessibleDescription(self.text.text())
        if elapsed >= self._shown_after and self.isHidden():
            self.show()


class HintLabel(QWidget):
    """One line, cut with dots where it doesn't fit."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "hintLabel", self.tr("Hint"), self.tr("What the thing under the pointer does."))
        self.setToolTip("")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text = ""

    def say(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.setAccessibleDescription(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.TEXT_SOFT))
        room = self.rect().adjusted(theme.px(12), 0, 0, 0)
        text = QFontMetrics(painter.font()).elidedText(self.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class StatusLine(QStatusBar):
    """Job chips come and go by themselves."""

    cancelled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        named(self, "statusLine", self.tr("Status"), self.tr("What is under the pointer, running tasks and figures."))
        self.setToolTip("")
        self.setSizeGripEnabled(False)
        self.setMinimumHeight(theme.grid(max(theme.px(28), QFontMetrics(self.font()).height() + theme.px(6))))
        self.chips: dict[int, JobChip] = {}
        self.hint = HintLabel()
        self.working = named(QLabel(), "workingLabel", self.tr("Working"), self.tr("A model loads or a sound is being read."))
        self.figures = named(QLabel(), "figuresLabel", self.tr("Figures"), self.tr("Time to make the last sound, output latency and gaps."))
        self.addWidget(self.hint, 1)
        self.addPermanentWidget(self.working)
        self.addPermanentWidget(self.figures)
        self._render_seconds = 0.0
        self._figures_calmly = Calm(self._show_figures, FIGURES_MS, self)
        self._status: Any = None

    def show_hint(self, text: str) -> None:
        """What is under the pointer; '' for nothing."""
        self.hint.say(text)

    def show_job(self, job: Job, shown_after: float = SHOWN_AFTER) -> None:
        """A chip for it once it takes longer than so many seconds."""
        chip = self.chips.get(job.id)
        if job.over:
            if chip is not None:
                del self.chips[job.id]
                self.removeWidget(chip)
                chip.deleteLater()
            return
        if chip is None:
            chip = self.chips[job.id] = JobChip(job, shown_after)
            chip.cancelled.connect(self.cancelled)
            self.insertPermanentWidget(1, chip)
            chip.hide()  # the bar shows what it is given
        chip.show_job(job)

    def show_busy(self, busy: bool) -> None:
        self.working.setText(self.tr("● working") if busy else "")

    def show_render_time(self, seconds: float) -> None:
        if seconds > 0:
            self._render_seconds = seconds
            self._figures_calmly.ask()

    def show_status(self, status: Any) -> None:
        before = self._status
        self._status = status
        if before is None or (before.latency_seconds, before.gaps, before.state) != (status.latency_seconds, status.gaps, status.state):
            self._show_figures()

    def _show_figures(self) -> None:
        locale, parts = QLocale(), []
        if self._render_seconds:
            parts.append(self.tr("made in {ms} ms").format(ms=locale.toString(self._render_seconds * 1000, "f", 1)))
        if self._status is not None and self._status.state == "ok":
            parts.append(self.tr("{ms} ms latency").format(ms=locale.toString(self._status.latency_seconds * 1000, "f", 0)))
            if count := self._status.gaps:
                parts.append(self.tr("1 gap") if count == 1 else self.tr("{count} gaps").format(count=count))
        self.figures.setText("   ·   ".join(parts) + "  ")
