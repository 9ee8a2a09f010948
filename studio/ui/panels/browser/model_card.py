"""One model in the browser: what it is, whose data it learnt from, and its examples as pads that sound before it is loaded. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.engine.events import Example
from studio.ui import i18n, theme
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named, plain

PAD_WIDTH = 76  # px; the least that a pad takes
PAD_GAP = 4  # px
LOUDEST_GAIN = 4.0  # quiet examples are drawn larger, at most so many times


class ExamplePad(QAbstractButton):
    """An example as its outline; a press plays it."""

    def __init__(self, model: str, example: Example) -> None:
        super().__init__()
        title = i18n.said(example.name.replace("_", " ").capitalize())
        named(self, f"example_{model}_{example.name}", title, self.tr("Hear this example; nothing is loaded."))
        self.setText(title)
        self.example = example
        self.sounding = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(PAD_WIDTH), theme.grid(QFontMetrics(self.font()).height() + theme.px(28)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), self.sizeHint().height())

    def show_sounding(self, on: bool) -> None:
        if on != self.sounding:
            self.sounding = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.sounding or self.isDown()
        edge = theme.ACCENT if self.hasFocus() or lit else theme.EDGE if self.underMouse() else theme.LINE
        painter.setPen(QPen(QColor(edge), 1.0))
        painter.setBrush(QColor(theme.HOVER if self.underMouse() or lit else theme.RAISED))
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        font = theme.small(self.font(), 0.84)
        metrics = QFontMetrics(font)
        self._paint_outline(painter, QRectF(box.left() + theme.px(7), box.top() + theme.px(5), box.width() - theme.px(14),
                                            box.height() - metrics.height() - theme.px(11)), lit)  # fmt: skip
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT if lit or self.underMouse() else theme.TEXT_SOFT))
        room = box.adjusted(theme.px(4), 0, -theme.px(4), -theme.px(4))
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
        painter.end()

    def _paint_outline(self, painter: QPainter, room: QRectF, lit: bool) -> None:
        parts = bars_of(self.example.outline, max(8, int(room.width() // theme.px(3))))
        if not parts:
            return
        width = room.width() / len(parts)
        pen = QPen(QColor(theme.ACCENT if lit else theme.TEXT_SOFT), max(1.0, width * 0.6))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle, half = room.center().y(), room.height() / 2
        lines = []
        for place, value in enumerate(parts):
            x, reach = room.left() + (place + 0.5) * width, max(0.4, half * value)
            lines.append(QLineF(x, middle - reach, x, middle + reach))
        painter.drawLines(lines)


@lru_cache(maxsize=256)
def bars_of(outline: tuple[float, ...], count: int) -> tuple[float, ...]:
    """An outline as `count` bars, 0 to 1; a quiet one is drawn larger."""
    if not outline:
        return ()
    step = len(outline) / count
    parts = [max(outline[int(place * step) : max(int(place * step) + 1, int((place + 1) * step))]) for place in range(count)]
    gain = min(LOUDEST_GAIN, 1.0 / max(max(parts), 1e-6))
    return tuple(min(1.0, value * gain) for value in parts)


class PadGrid(QWidget):
    """As many pads in a row as fit, all of one width."""

    pressed = Signal(str)

    def __init__(self, model: str) -> None:
        super().__init__()
        self.setObjectName(f"examples_{model}")
        self._model = model
        self._columns = 0
        self.pads: dict[str, ExamplePad] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(PAD_GAP))

    def show_examples(self, examples: Sequence[Example]) -> None:
        for pad in self.pads.values():
            pad.deleteLater()
        self.pads = {}
        for example in examples:
            pad = self.pads[example.name] = ExamplePad(self._model, example)
            pad.clicked.connect(lambda _on=False, name=example.name: self.pressed.emit(name))
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap = theme.px(PAD_GAP)
        columns = max(1, min(5, (self.width() + gap) // (theme.px(PAD_WIDTH) + gap)))
        if columns == self._columns:
            return
        self._columns = columns
        for pad in self.pads.values():
            self._grid.removeWidget(pad)
        for place, pad in enumerate(self.pads.values()):
            self._grid.addWidget(pad, place // columns, place % columns)
        for column in range(5):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class ModelCard(QFrame):
    """card: of the catalogue. Emits what was asked for; shows what the browser tells it."""

    load_asked = Signal(str)
    example_asked = Signal(str, str)
    favourite_asked = Signal(str, bool)

    def __init__(self, card: Any) -> None:
        super().__init__()
        self.card = card
        title, summary = i18n.said(card.title), i18n.said(card.summary)
        named(self, f"model_{card.id}", title, card.error or summary or title)
        self.setToolTip("")
        self.setProperty("card", True)
        self.title = named(QLabel(title), f"modelTitle_{card.id}", self.tr("Model"), summary or title)
        self.title.setProperty("strong", True)
        self.title.setWordWrap(True)
        self.title.setToolTip("")
        self.heart = tiny_button("heart", f"modelHeart_{card.id}", self.tr("Favourite"), self.tr("Mark this model as a favourite."),
                                 checkable=True, on="heart-on")  # fmt: skip
        self.load = named(QPushButton(), f"modelLoad_{card.id}", self.tr("Play this model"), self.tr("Load this model and play it."))
        self.load.setProperty("compact", True)
        self.load.setProperty("inUse", True)  # where it can't be pressed it says what is so
        self.pads = PadGrid(card.id)
        self.pads.hide()
        self._build(summary)
        self.load.clicked.connect(lambda: self.load_asked.emit(card.id))
        self.heart.clicked.connect(lambda on: self.favourite_asked.emit(card.id, on))
        self.pads.pressed.connect(lambda name: self.example_asked.emit(card.id, name))
        self.show_state(in_use=False, loading=False)

    def _build(self, summary: str) -> None:
        card = self.card
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(self.title, 1)
        head.addWidget(self.heart)
        head.addWidget(self.load)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (12, 8, 8, 12)))
        layout.setSpacing(theme.px(8))
        layout.addLayout(head)
        self.text = named(QLabel(), f"modelText_{card.id}", self.tr("What it is"), summary)
        self.text.setWordWrap(True)
        layout.addWidget(self.text)
        self.show_card(card)
        layout.addWidget(self.pads)
        licence, family = getattr(card, "licence", ""), getattr(card, "family", "")
        facts = "   ·   ".join(part for part in (family.upper(), licence) if part)
        credits = "\n".join((i18n.said(getattr(card, "about", "")), *getattr(card, "credits", ()))).strip()
        self.facts = named(QLabel(facts), f"modelFacts_{card.id}", self.tr("Family and licence"), credits or facts)
        self.facts.setToolTip(plain(credits))
        self.facts.setStatusTip(credits.split("\n")[0])
        self.facts.setProperty("small", True)
        self.facts.setVisible(bool(facts))
        layout.addWidget(self.facts)

    def show_card(self, card: Any) -> None:
        """The same model's card, which may say now that it is tried or why it can't be used."""
        self.card = card
        text = i18n.said(card.error or card.summary)
        if getattr(card, "trying", False):
            text = self.tr("It is new here, so it is tried in a process of its own first.")
        self.text.setText(text)
        self.text.setToolTip("")
        self.text.setAccessibleDescription(text)
        self.text.setProperty("warn", bool(card.error))
        self.text.setProperty("soft", not card.error)
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        self.text.setVisible(bool(text))

    def show_examples(self, examples: Sequence[Example]) -> None:
        self.pads.show_examples(examples)
        self.pads.setVisible(bool(examples))

    def show_sounding(self, name: str) -> None:
        """Light the pad that was pressed last; '' for none."""
        for one, pad in self.pads.pads.items():
            pad.show_sounding(one == name)

    def show_favourite(self, on: bool) -> None:
        self.heart.setChecked(on)

    def show_state(self, *, in_use: bool, loading: bool) -> None:
        """Is it the one that plays, or on its way?"""
        self.setProperty("chosen", in_use)
        self.style().unpolish(self)
        self.style().polish(self)
        trying = getattr(self.card, "trying", False)
        now = self.tr("Trying…") if trying else self.tr("Loading…") if loading else self.tr("Play it")
        self.load.setText(self.tr("In use") if in_use else now)
        self.load.setEnabled(not (in_use or loading or trying or self.card.error))
        self.load.setVisible(not self.card.error)
        self.setAccessibleDescription(self.tr("In use.") if in_use else self.card.error or i18n.said(self.card.summary))
