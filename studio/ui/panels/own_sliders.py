"""The group 'Mine' of the controls: sliders that the person made, and the form in which one is made of takes. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.engine.own_sliders import MAX_NAME, REACH, OwnSlider
from studio.engine.session.own_sliders import LEAST
from studio.recipe import Latent, Settings, Spec
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.midi_marks import mark_midi
from studio.ui.mod_marks import mark_moves
from studio.ui.panels.takes_model import shown_title
from studio.ui.tab_order import bring_into_view
from studio.ui.widgets.control_row import ControlRow
from studio.ui.widgets.escape import EscapeCloses
from studio.ui.widgets.names import named
from studio.ui.widgets.slider_row import SliderRow, room

ID = Qt.ItemDataRole.UserRole
LINES = 5  # of a list: five takes of each kind make a good slider


class OwnRow(SliderRow):
    """The row of a slider that the person made: it is not locked or drawn, it can be deleted."""

    delete_asked = Signal(str)

    def __init__(self, slider: OwnSlider, label_width: int, value_width: int) -> None:
        super().__init__(Latent(slider.id, slider.name, -REACH, REACH), label_width, value_width)
        for button in (self.lock, self.dice):
            button.hide()
        self._keep_room(self.lock, True)
        self.show_slider(slider)

    @staticmethod
    def _keep_room(button: QWidget, on: bool) -> None:
        """The tracks of all rows end at the same place, whichever buttons they have."""
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(on)
        button.setSizePolicy(policy)

    @property
    def hint(self) -> str:
        return self.tr("Goes from the takes that you marked as less to those that you marked as more.")

    def show_slider(self, slider: OwnSlider) -> None:
        """Its name, which is nobody's to translate."""
        self.own_title = self.title = slider.name
        self._name_parts()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"menu_{self.control.name}")
        menu.setAccessibleName(self.title)
        self._offer_value(menu)
        menu.addSeparator()
        menu.addAction(theme.icon("rename"), self.tr("Rename…")).triggered.connect(self.start_rename)
        menu.addAction(theme.icon("trash"), self.tr("Delete")).triggered.connect(lambda: self.delete_asked.emit(self.control.name))
        self.menu_opened.emit(menu, self.control.name)
        return menu

    def resizeEvent(self, event: Any) -> None:
        """The dice stay away at every width, but where other rows show theirs their place stays empty."""
        ControlRow.resizeEvent(self, event)
        self._keep_room(self.dice, self.width() >= room(self.label.width(), self.field.width()))


class Pile(QWidget):
    """The takes of one kind. `add_asked` for those that are selected elsewhere; Delete takes one out."""

    add_asked = Signal()
    changed = Signal()

    def __init__(self, name: str, title: str, hint: str) -> None:
        super().__init__()
        self._title = title
        self.heading = named(QLabel(title), f"{name}Title", title, hint)
        self.heading.setToolTip("")
        self.list = named(QListWidget(), f"{name}List", title, hint)
        self.list.setFixedHeight(theme.grid(self.fontMetrics().height() * LINES + theme.px(4 * LINES)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self.add = named(QPushButton(self.tr("Add")), f"{name}Add", self.tr("Add to: {title}").format(title=title),
                         self.tr("Put the takes that are selected in the strip or the list here."))  # fmt: skip
        self.add.setIcon(theme.icon("plus", theme.TEXT_SOFT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for widget in (self.heading, self.list, self.add):
            column.addWidget(widget)
        self.add.clicked.connect(self.add_asked)
        self.list.itemDoubleClicked.connect(lambda item: self.drop([item.data(ID)]))

    @property
    def ids(self) -> list[str]:
        return [self.list.item(row).data(ID) for row in range(self.list.count())]

    def put(self, takes: Sequence[Any]) -> None:
        """Add takes that aren't there yet."""
        known = set(self.ids)
        for take in takes:
            if take.id not in known:
                item = QListWidgetItem(shown_title(take.title))
                item.setData(ID, take.id)
                self.list.addItem(item)
        self._tell()

    def drop(self, ids: Sequence[str]) -> None:
        for row in reversed(range(self.list.count())):
            if self.list.item(row).data(ID) in ids:
                self.list.takeItem(row)
        self._tell()

    def clear(self) -> None:
        self.list.clear()
        self._tell()

    def _tell(self) -> None:
        self.heading.setText(f"{self._title} ({self.list.count()})" if self.list.count() else self._title)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        item = self.list.currentItem()
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if item is not None and pressed and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):  # type: ignore[attr-defined]
            self.drop([item.data(ID)])
            return True
        return super().eventFilter(watched, event)


class SliderForm(QFrame):
    """A name and two piles of takes. `made` carries name, ids of more and of less; `closed` without making."""

    made = Signal(str, object, object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sliderForm")
        self.setProperty("card", True)
        hint = self.tr("What right means more of: warm, wooden, far away.")
        self.name = named(QLineEdit(), "sliderName", self.tr("Name of the slider"), hint)
        self.name.setPlaceholderText(self.tr("Name: what right means more of"))
        self.name.setMaxLength(MAX_NAME)
        self.more = Pile("more", self.tr("More like this"), self.tr("Takes that lie to the right of the slider; about five."))
        self.less = Pile("less", self.tr("Less like this"), self.tr("Takes that lie to the left of the slider; about five."))
        self.note = named(QLabel(), "sliderNote", self.tr("What is missing"), self.tr("What the slider still needs."))
        self.note.setToolTip("")
        self.note.setProperty("small", True)
        self.note.setWordWrap(True)
        hint = self.tr("Make a slider between the two.")
        self.make = named(QPushButton(self.tr("Make it")), "sliderMake", self.tr("Make the slider"), hint)
        self.make.setProperty("primary", True)
        self.cancel = named(QPushButton(self.tr("Cancel")), "sliderCancel", self.tr("Cancel"), self.tr("Close without making a slider."))
        piles, buttons = QHBoxLayout(), QHBoxLayout()
        for line in (piles, buttons):
            line.setSpacing(theme.px(8))
        piles.addWidget(self.less, 1)
        piles.addWidget(self.more, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(8)] * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(self.name)
        column.addLayout(piles)
        column.addWidget(self.note)
        column.addLayout(buttons)
        self.name.textChanged.connect(self._show_able)
        self.name.returnPressed.connect(self._make)
        self.name.installEventFilter(EscapeCloses(self.closed.emit, self))
        self.more.changed.connect(self._show_able)
        self.less.changed.connect(self._show_able)
        self.make.clicked.connect(self._make)
        self.cancel.clicked.connect(self.closed)
        self.hide()

    def begin(self) -> None:
        """Empty, and ready for a name."""
        self.name.clear()
        self.more.clear()
        self.less.clear()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, takes: Sequence[Any], more: bool) -> None:
        """Put takes onto one pile; none lies on both."""
        here, there = (self.more, self.less) if more else (self.less, self.more)
        there.drop([take.id for take in takes])
        here.put(takes)

    @property
    def ready(self) -> bool:
        return bool(self.name.text().strip()) and min(self.more.list.count(), self.less.list.count()) >= LEAST

    def _show_able(self, *_: object) -> None:
        lacking = min(self.more.list.count(), self.less.list.count())
        if lacking < LEAST:
            text = self.tr("Select takes below and add them: at least {least} to each side, five are better.").format(least=LEAST)
        else:
            text = self.tr("Give it a name.") if not self.name.text().strip() else ""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.make.setEnabled(self.ready)

    def _make(self) -> None:
        if self.ready:
            self.made.emit(self.name.text(), self.more.ids, self.less.ids)


class OwnSlidersGroup(QWidget):
    """Rows of the person's own sliders, and the button that makes one. `chosen` gives the takes that are selected in the window."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # until there is a model
        self._bridge, self._session = bridge, bridge.session
        self.chosen: Callable[[], list[Any]] = list
        self.opened: Callable[[bool], object] = lambda on: None  # is told whether takes are being marked
        self.rows: dict[str, OwnRow] = {}
        self._widths = (0, 0)
        self._spec: Spec | None = None
        self._awaited = False  # was a slider just made here?
        named(self, "ownSliders", self.tr("Mine"), self.tr("Sliders that you made from takes."))
        self.setToolTip("")
        self.heading = named(QLabel(self.tr("Mine")), "ownSlidersTitle", self.tr("Mine"), self.tr("Sliders that you made from takes."))
        self.heading.setProperty("soft", True)
        self.heading.setToolTip("")
        self.form = SliderForm()
        self.make = named(
            QPushButton(self.tr("Make a slider…")), "makeSlider", self.tr("Make a slider"),
            self.tr("Mark takes as more and as less of something; a slider goes from the one kind to the other."),
        )  # fmt: skip
        self.make.setIcon(theme.icon("plus", theme.TEXT_SOFT))
        self.make.setProperty("compact", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(8), 0, 0)
        self._column.setSpacing(theme.px(2))
        for widget in (self.heading, self.form):
            self._column.addWidget(widget)
        self._column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.make.clicked.connect(self._begin)
        self.form.closed.connect(self._close)
        self.form.made.connect(self._made)
        for pile, more in ((self.form.more, True), (self.form.less, False)):
            pile.add_asked.connect(lambda more=more: self.mark(self.chosen(), more))
        bridge.own_sliders_changed.connect(self.refresh)

    def show_spec(self, spec: Spec, label_width: int, value_width: int) -> None:
        """Another model: other sliders, in rows of these widths."""
        self._spec, self._widths = spec, (label_width, value_width)
        for row in self.rows.values():
            row.deleteLater()
        self.rows = {}
        self.form.hide()
        self.make.show()
        self.setVisible(any(isinstance(c, Latent) and c.group != "macro" for c in spec.controls))
        self.refresh()

    def refresh(self, *_: object) -> None:
        """The sliders as the session has them now; those that stay keep their rows."""
        if self._spec is None:
            return
        sliders = {one.id: one for one in self._session.own_sliders()}
        for id in self.rows.keys() - sliders.keys():
            self.rows.pop(id).deleteLater()
        for place, slider in enumerate(sliders.values()):
            if slider.id not in self.rows:
                self.rows[slider.id] = row = self._row(slider)
                if self._awaited:
                    QTimer.singleShot(0, row, lambda row=row: bring_into_view(row))  # once it has its place
                    self._awaited = False
            self._column.insertWidget(1 + place, self.rows[slider.id])
            self.rows[slider.id].show_slider(slider)
        self.rows = {id: self.rows[id] for id in sliders}
        self.heading.setVisible(bool(sliders))
        self.show_settings(self._session.settings)

    def show_settings(self, settings: Settings) -> None:
        """Where the present sound lies along each of them."""
        for slider in self._session.own_sliders() if self.rows else ():
            if (row := self.rows.get(slider.id)) is not None:
                row.show_value(round(slider.value(settings), 4))
                row.show_wide(False)

    def search(self, words: list[str]) -> bool:
        """Show the rows in whose name all words (lower case) are, and nothing else of the group while there are words; is any shown?"""
        found = False
        for row in self.rows.values():
            seen = all(word in row.title.lower() for word in words)
            row.setVisible(seen)
            found = found or seen
        self.heading.setVisible(found)
        self.make.setVisible(not words and self.form.isHidden())
        return found and bool(words)

    def mark(self, takes: Sequence[Any], more: bool) -> None:
        """Put takes onto a pile of the form, and say which can't lie there."""
        model = self._spec.id if self._spec is not None else ""
        fit = [take for take in takes if take.recipe.model == model]
        self.form.mark(fit, more)
        if not takes:
            self.form.note.setText(self.tr("Select takes in the strip below first."))
            self.form.note.show()
        elif len(fit) < len(takes):
            self.form.note.setText(self.tr("Takes of another model can't lie on this slider."))
            self.form.note.show()

    def _row(self, slider: OwnSlider) -> OwnRow:
        row, call, session = OwnRow(slider, *self._widths), self._bridge.call, self._session
        row.changed.connect(lambda name, value: call(session.move_slider, name, value))
        row.finished.connect(lambda: call(session.end_gesture))
        row.cancelled.connect(lambda: call(session.cancel_gesture))
        row.reset_asked.connect(self._reset)
        row.renamed.connect(lambda name, title: call(session.rename_slider, name, title))
        row.delete_asked.connect(lambda name: call(session.delete_slider, name))
        mark_moves(self._bridge, f"mine/{slider.id}", row.slider)
        mark_midi(self._bridge, f"mine/{slider.id}", row.slider)
        row.menu_opened.connect(self._fill_menu)
        return row

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        """Imported when it is first asked for."""
        from studio.ui.panels.live.midi_menu import offer_midi
        from studio.ui.panels.live.modulate_menu import offer_modulation

        offer_modulation(menu, self._bridge, f"mine/{name}")
        offer_midi(menu, self._bridge, f"mine/{name}")

    def _reset(self, name: str) -> None:
        self._bridge.call(self._session.move_slider, name, 0.0)
        self._bridge.call(self._session.end_gesture)

    def _begin(self) -> None:
        self.make.hide()
        self.form.begin()
        self.opened(True)

    def _close(self) -> None:
        self.form.hide()
        self.make.show()
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened(False)

    def _made(self, name: str, more: list[str], less: list[str]) -> None:
        self._awaited = True
        self._bridge.call(self._session.make_slider, name, more, less)
        self._close()
