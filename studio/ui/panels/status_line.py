"""The status bar: the hint of what is under the pointer on the left; jobs, working dot and figures on the right. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QStatusBar, QWidget

from studio.engine.events import Job
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named


class JobChip(QWidget):
    """One long task: title, progress, cancel."""

    cancelled = Signal(int)

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        named(self, f"job_{job.id}", job.title, self.tr("A long task; the cross cancels it and keeps what is done."))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # a take's title is in it
        self.bar = named(QProgressBar(), f"jobBar_{job.id}", self.tr("Progress"), self.tr("How far the task is."))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(96)
        self.stop = tiny_button("close", f"jobCancel_{job.id}", self.tr("Cancel"), self.tr("Stop this task; what is done is kept."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        for widget in (self.text, self.bar, self.stop):
            layout.addWidget(widget)
        self.stop.clicked.connect(lambda: self.cancelled.emit(self.job.id))
        self.show_job(job)

    def show_job(self, job: Job) -> None:
        self.job = job
        self.text.setText(f"{job.title}  {job.done}/{job.total}" if job.total else job.title)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.setAccessibleDescription(self.text.text())


class StatusLine(QStatusBar):
    """Job chips come and go by themselves."""

    cancelled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        named(self, "statusLine", self.tr("Status"), self.tr("What is under the pointer, running tasks and figures."))
        self.setSizeGripEnabled(False)
        self.chips: dict[int, JobChip] = {}
        self.working = named(QLabel(), "workingLabel", self.tr("Working"), self.tr("A model loads or a sound is being read."))
        self.figures = named(QLabel(), "figuresLabel", self.tr("Figures"), self.tr("Time to make the last sound, output latency and gaps."))
        self.addPermanentWidget(self.working)
        self.addPermanentWidget(self.figures)
        self._render_seconds = 0.0
        self._status: Any = None

    def show_hint(self, text: str) -> None:
        """What is under the pointer; '' for nothing."""
        self.showMessage(text)

    def show_job(self, job: Job) -> None:
        chip = self.chips.get(job.id)
        if job.over:
            if chip is not None:
                del self.chips[job.id]
                self.removeWidget(chip)
                chip.deleteLater()
            return
        if chip is None:
            chip = self.chips[job.id] = JobChip(job)
            chip.cancelled.connect(self.cancelled)
            self.insertPermanentWidget(0, chip)
        chip.show_job(job)

    def show_busy(self, busy: bool) -> None:
        self.working.setText(self.tr("● working") if busy else "")

    def show_render_time(self, seconds: float) -> None:
        if seconds > 0:
            self._render_seconds = seconds
            self._show_figures()

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
            if self._status.gaps:
                parts.append(self.tr("{count} gaps").format(count=self._status.gaps))
        self.figures.setText("   ·   ".join(parts) + "  ")
