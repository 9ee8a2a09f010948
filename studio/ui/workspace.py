"""The middle of the window: the viewer with docks around it that fold to a rail, float, come back and remember their place. GUI thread.

A window inside the window, so that the top bar stays above every dock. Lengths in px come from the font.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDockWidget, QHBoxLayout, QLabel, QMainWindow, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named

Area = Qt.DockWidgetArea
LAYOUT_VERSION = 2  # of what `saved` gives; another one is not restored
RAIL = 40  # px at scale 1, as the next
FOLDED_STRIP = 28
SLACK = 16  # px by which Qt itself moves an edge when the window grows
ENOUGH = 48  # px of a floating dock that must lie on a screen, or it comes home
LOW = 660  # px of the workspace, under the menu and above the status line
NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


@dataclass(frozen=True)
class RailButton:
    """One picture on the rail of a folded dock; `act` runs after the dock was unfolded."""

    icon: str
    name: str
    title: str
    hint: str
    act: Callable[[], object] | None = None


class DockHead(QWidget):
    """Above a dock (or left of one that lies below): its title or tabs, and the buttons to float and to fold. Drag it to move the dock."""

    def __init__(self, dock: Dock, content: QWidget | None, upright: bool) -> None:
        super().__init__()
        hint = self.tr("Drag to move this part of the window; double-click floats it.")
        named(self, f"{dock.objectName()}Head", dock.windowTitle(), hint)
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("dockHead", True)
        title = content or named(QLabel(dock.windowTitle()), f"{dock.objectName()}Title", dock.windowTitle(), dock.windowTitle())
        if content is None:
            title.setProperty("heading", True)
            title.setToolTip("")
        name = dock.objectName()
        self.float = tiny_button("float", f"{name}Float", self.tr("Float"), self.tr("Take this part out of the window, or put it back."))
        hint = self.tr("Fold this part to make room; a click on its icon opens it.")
        self.fold = tiny_button("fold-left", f"{name}Fold", self.tr("Fold"), hint)
        layout: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (4, 8, 0, 4) if upright else (12, 4, 4, 0)))
        layout.setSpacing(0)
        if not upright:
            self.setFixedHeight(theme.grid(theme.row_height(theme.base_font()) + theme.px(8)))  # one base line for all of them
            layout.addWidget(title, 1)
        layout.addWidget(self.fold if upright else self.float)
        layout.addWidget(self.float if upright else self.fold)
        if upright:
            layout.addStretch(1)

    def show_floating(self, floating: bool) -> None:
        self.float.setIcon(theme.icon("dock" if floating else "float", theme.TEXT_SOFT))
        self.fold.setVisible(not floating)


class Rail(QWidget):
    """What is left of a folded dock: a row or column of pictures."""

    def __init__(self, dock: Dock, buttons: Sequence[RailButton], upright: bool) -> None:
        super().__init__()
        named(self, f"{dock.objectName()}Rail", dock.windowTitle(), self.tr("Click an icon to open this part again."))
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("rail", True)
        layout: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (4, 8, 4, 8) if upright else (8, 0, 8, 0)))
        layout.setSpacing(theme.px(4))
        self.buttons = [self._button(dock, one, upright) for one in buttons]
        for button in self.buttons:
            layout.addWidget(button)
        layout.addStretch(1)

    @staticmethod
    def _button(dock: Dock, one: RailButton, upright: bool) -> QToolButton:
        button = named(QToolButton(), one.name, one.title, one.hint)
        button.setProperty("tiny", True)
        button.setIcon(theme.icon(one.icon, theme.TEXT_SOFT))
        side = theme.px(20 if upright else 16)
        button.setIconSize(QSize(side, side))
        if upright:
            button.setFixedSize(theme.px(32), theme.px(32))
        else:
            button.setText(one.title)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: dock.open_at(one.act))
        return button


class DockBody(QWidget):
    """Panel or rail, one of them seen; asks for the dock's usual size."""

    def __init__(self, panel: QWidget, rail: Rail, usual: QSize, least: QSize) -> None:
        super().__init__()
        self._usual, self.least = usual, least
        self.panel, self.rail = panel, rail
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(panel)
        layout.addWidget(rail)
        rail.hide()

    def sizeHint(self) -> QSize:
        return self._usual.expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        return self.least.expandedTo(self.panel.minimumSizeHint()) if self.rail.isHidden() else QSize(0, 0)


class Dock(QDockWidget):
    """One part of the window. usual, least: sizes of the panel; head: what stands in the dock's head instead of the title.

    `fold_asked` when its button or rail was pressed: the workspace folds whole sides.
    """

    fold_asked = Signal(bool)

    def __init__(self, name: str, title: str, hint: str, panel: QWidget, area: Area, usual: QSize, least: QSize,
                 rail: Sequence[RailButton], head: QWidget | None = None) -> None:  # fmt: skip
        super().__init__()
        self.home = area
        self.below = area == Area.BottomDockWidgetArea
        self.setWindowTitle(title)
        named(self, name, title, hint)
        self.setToolTip("")
        self.setStatusTip("")
        features = QDockWidget.DockWidgetFeature
        self.setFeatures(features.DockWidgetClosable | features.DockWidgetMovable | features.DockWidgetFloatable
                         | (features.DockWidgetVerticalTitleBar if self.below else features(0)))  # fmt: skip
        self.head = DockHead(self, head, self.below)
        self.body = DockBody(panel, Rail(self, rail, not self.below), usual, least)
        self.setWidget(self.body)
        self.setTitleBarWidget(self.head)
        self._no_head = QWidget(self)
        self._no_head.hide()
        self.folded = False
        self.by_itself = False  # was it folded because the window is narrow?
        self.open_length = usual.height() if self.below else usual.width()  # px across, when open
        self.head.float.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self.head.fold.clicked.connect(lambda: self.fold_asked.emit(True))
        self.topLevelChanged.connect(self._floated)
        self.show_side(area)

    def show_side(self, area: Area) -> None:
        """Point the fold button to where the dock goes."""
        name = {Area.RightDockWidgetArea: "fold-right", Area.BottomDockWidgetArea: "fold-down"}.get(area, "fold-left")
        self.head.fold.setIcon(theme.icon(name, theme.TEXT_SOFT))

    def set_folded(self, folded: bool) -> None:
        """Rail or panel; the workspace gives the room back."""
        if folded == self.folded:
            return
        self.folded = folded
        if folded and self.isVisible():
            self.open_length = self.length
        self.body.panel.setVisible(not folded)
        self.body.rail.setVisible(folded)
        self.setTitleBarWidget(self._no_head if folded else self.head)
        self.head.setVisible(not folded)
        self.body.updateGeometry()  # before the limits: QDockWidget's own layout raises a limit to what its body asked for last
        length = theme.px(FOLDED_STRIP if self.below else RAIL)
        if self.below:
            self.setMinimumHeight(length if folded else 0)
            self.setMaximumHeight(length if folded else NO_LIMIT)
        else:
            self.setMinimumWidth(length if folded else 0)
            self.setMaximumWidth(length if folded else NO_LIMIT)

    @property
    def length(self) -> int:
        """px across, now."""
        return self.height() if self.below else self.width()

    def open_at(self, act: Callable[[], object] | None) -> None:
        self.fold_asked.emit(False)
        if act is not None:
            act()

    def _floated(self, floating: bool) -> None:
        if floating and self.folded:
            self.set_folded(False)
        self.head.show_floating(floating)


class Workspace(QMainWindow):
    """`add` docks, then `restore` what `saved` gave. `changed` when a dock was shown, hidden, folded or floated."""

    changed = Signal()

    def __init__(self, middle: QWidget) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        named(self, "workspace", self.tr("Workspace"), self.tr("The viewer and the parts around it."))
        self.setToolTip("")
        self.setStatusTip("")
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks)
        for corner, area in (
            (Qt.Corner.BottomLeftCorner, Area.BottomDockWidgetArea), (Qt.Corner.BottomRightCorner, Area.BottomDockWidgetArea),
        ):  # fmt: skip
            self.setCorner(corner, area)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCentralWidget(middle)
        self.docks: dict[str, Dock] = {}
        self._closed_at_first: set[str] = set()
        self._opened: set[str] = set()  # of those, which were shown since
        self._share = QTimer(self, interval=0, singleShot=True)  # lengths that are set while Qt lays out are lost
        self._share.timeout.connect(self.share_room)
        self._last_width = NO_LIMIT
        self._last_height = 0
        self._wanted = ""  # the dock below that was opened last: where not all of them fit, it stays
        self._given: dict[str, int] = {}  # px that we gave a dock; it keeps following the window until a person moves its edge

    def add(self, dock: Dock, *, shown: bool = True) -> None:
        """Docks on one side lie below each other, in the order in which they are added."""
        name = dock.objectName()
        self.docks[name] = dock
        if not shown:
            self._closed_at_first.add(name)
        self.addDockWidget(dock.home, dock, Qt.Orientation.Vertical)
        dock.setVisible(shown)
        dock.fold_asked.connect(lambda folded, dock=dock: self.fold_side(dock, folded))
        dock.dockLocationChanged.connect(lambda area, dock=dock: self._moved(dock, area))
        dock.visibilityChanged.connect(lambda *_: self.changed.emit())
        dock.topLevelChanged.connect(lambda *_: self.changed.emit())

    # ---- folding
    def fold_side(self, dock: Dock, folded: bool, *, by_itself: bool = False) -> None:
        """Fold or open a dock, and at the left and right what lies with it there: a rail is as wide as the widest of its column."""
        if dock.isFloating():
            dock.show()
            return
        area = self.dockWidgetArea(dock)
        side = [one for one in self.docks.values() if self.dockWidgetArea(one) == area and not one.isFloating()]
        if area == Area.BottomDockWidgetArea:
            for one in side:
                if self._follows(one):
                    self._given.pop(one.objectName(), None)  # what this dock takes or leaves, Qt takes from or gives to its neighbour
            self._share.start()
            side = [dock]
        for one in side:
            one.set_folded(folded)
            one.by_itself = by_itself and folded
        self._settle()
        if not folded:
            self._fit_below(side[0])
            self._set_length(side[0], side[0].open_length)
        self.changed.emit()

    def _settle(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def _set_length(self, dock: Dock, length: int) -> None:
        self.resizeDocks([dock], [length], Qt.Orientation.Vertical if dock.below else Qt.Orientation.Horizontal)

    def _moved(self, dock: Dock, area: Area) -> None:
        dock.show_side(area)
        below = area == Area.BottomDockWidgetArea
        neighbours = [] if below else [one for one in self.docks.values() if one is not dock and self._on(one, area)]
        if neighbours and neighbours[0].folded != dock.folded:
            dock.set_folded(neighbours[0].folded)
        self.changed.emit()

    # ---- showing
    def seen(self, name: str) -> bool:
        """Is the dock there and open?"""
        dock = self.docks[name]
        return not dock.isHidden() and not dock.folded

    def toggle(self, name: str) -> None:
        """Show and open a dock, or hide it."""
        dock = self.docks[name]
        if self.seen(name):
            dock.hide()
        else:
            self.open(name)

    def open(self, name: str) -> None:
        dock = self.docks[name]
        dock.show()
        if dock.folded:
            self.fold_side(dock, False)
        elif name in self._closed_at_first - self._opened and dock.below:  # shown for the first time, Qt gives it the least that it takes
            self._opened.add(name)
            QTimer.singleShot(0, dock, lambda: self._give_room(dock))
        else:
            self._fit_below(dock)
        dock.raise_()

    def _give_room(self, dock: Dock) -> None:
        """To a dock below that is shown for the first time: its usual height, in a low window at the cost of its neighbours."""
        self._fit_below(dock, roomy=True)
        self._set_length(dock, max(dock.body.height(), self.natural_length(dock)))

    # ---- room
    def _fit_below(self, dock: Dock, *, roomy: bool = False) -> None:
        """Fold what lies below beside a dock that was opened there, where the window is too low for both (roomy: or low at all)."""
        if not self._on(dock, Area.BottomDockWidgetArea):
            return
        self._wanted = dock.objectName()
        for other in self.docks.values():
            if other is not dock and self._on(other, Area.BottomDockWidgetArea) and not other.folded and not self._high_enough(roomy):
                self.fold_side(other, True, by_itself=True)

    def _high_enough(self, roomy: bool = False) -> bool:
        """Is there room for all that is open? Where there isn't, Qt draws docks over each other."""
        layout = self.layout()
        self._settle()
        return self.height() >= max(layout.minimumSize().height() if layout is not None else 0, theme.px(LOW) if roomy else 0)

    def _share_height(self, below: list[Dock]) -> None:
        """A lower window folds what doesn't fit below, a higher one opens it again."""
        if self.height() < self._last_height or not self._last_height:
            keep = self.docks.get(self._wanted)
            opened = [dock for dock in below if not dock.folded]
            if len(opened) > 1:
                self._fit_below(keep if keep in opened else opened[0])
        elif self.height() > self._last_height:
            for dock in below:
                missing = max(dock.body.least.height(), dock.body.panel.minimumSizeHint().height()) - theme.px(FOLDED_STRIP)
                layout = self.layout()
                rest = self.height() - (layout.minimumSize().height() if layout is not None else 0)
                if dock.folded and dock.by_itself and self._high_enough(roomy=True) and rest > missing:
                    wanted = self._wanted
                    self.fold_side(dock, False)
                    self._wanted = wanted
                    for one in below:
                        self._given.pop(one.objectName(), None)  # each as high as it likes to be again
        self._last_height = self.height()

    def natural_length(self, dock: Dock) -> int:
        """px across that a dock gets unasked: its usual size, more on a wide screen."""
        if dock.below:
            return dock.body.sizeHint().height()
        usual = dock.body.sizeHint().width()
        share = 0.26 if dock.home == Area.RightDockWidgetArea else 0.2
        most = usual * 2 if dock.home == Area.RightDockWidgetArea else usual * 4 // 3
        return theme.grid(max(usual, min(int(self.width() * share), most)))

    def share_room(self) -> None:
        """Docks that nobody resized follow the window; where it is too narrow for three columns, or too low for two strips, one folds."""
        left = [dock for dock in self.docks.values() if self._on(dock, Area.LeftDockWidgetArea)]
        right = [dock for dock in self.docks.values() if self._on(dock, Area.RightDockWidgetArea)]
        if left:
            needed = max(one.body.minimumSizeHint().width() if not one.folded else self._least_open(one) for one in left)
            rest = max((theme.px(RAIL) if one.folded else one.body.sizeHint().width() for one in right), default=0)
            narrow = self.width() < needed + rest + self._least_middle()
            first = left[0]
            if narrow and not first.folded and self.width() < self._last_width:
                self.fold_side(first, True, by_itself=True)
            elif not narrow and first.folded and first.by_itself:
                self.fold_side(first, False)
        below = [dock for dock in self.docks.values() if self._on(dock, Area.BottomDockWidgetArea)]
        self._share_height(below)
        following = [dock for dock in (*left, *right, *below) if not dock.folded and dock.isVisible() and self._follows(dock)]
        for dock in following:
            self._set_length(dock, self.natural_length(dock))
        self._settle()
        self._given.update({dock.objectName(): dock.length for dock in following})
        self._last_width = self.width()

    def _follows(self, dock: Dock) -> bool:
        """Is the dock as large as we made it? Then no person drew its edge."""
        given = self._given.get(dock.objectName())
        return given is None or abs(given - dock.length) <= SLACK

    def _least_open(self, dock: Dock) -> int:
        return dock.body.least.width()

    def _least_middle(self) -> int:
        return QFontMetrics(theme.base_font()).averageCharWidth() * 72

    def _on(self, dock: Dock, area: Area) -> bool:
        return not dock.isFloating() and not dock.isHidden() and self.dockWidgetArea(dock) == area

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share.start()

    def event(self, event: QEvent) -> bool:
        """Hints go on to the outer window, whose status bar shows them."""
        if event.type() == QEvent.Type.StatusTip:
            event.ignore()
            return False
        return bool(super().event(event))

    # ---- keeping
    def reset(self) -> None:
        """Everything where it was at the first start."""
        for dock in self.docks.values():
            dock.setFloating(False)
            dock.set_folded(False)
            dock.by_itself = False
            self.removeDockWidget(dock)
        for name, dock in self.docks.items():
            self.addDockWidget(dock.home, dock, Qt.Orientation.Vertical)
            dock.setVisible(name not in self._closed_at_first)
        self._given.clear()
        self._last_width, self._last_height = NO_LIMIT, 0
        self._settle()
        self.share_room()
        self.changed.emit()

    def saved(self) -> dict[str, Any]:
        """JSON for the preferences."""
        return {
            "version": LAYOUT_VERSION,
            "state": bytes(self.saveState(LAYOUT_VERSION).toBase64().data()).decode("ascii"),
            "folded": sorted(name for name, dock in self.docks.items() if dock.folded and not dock.by_itself),
            "lengths": {name: dock.open_length if dock.folded else dock.length for name, dock in self.docks.items()},
            "given": dict(self._given),
        }  # fmt: skip

    def restore(self, saved: Any) -> bool:
        """Back to what `saved` gave; False (and nothing changed) where it is none of ours. A float that no screen shows comes home."""
        if not isinstance(saved, dict) or saved.get("version") != LAYOUT_VERSION or not isinstance(saved.get("state"), str):
            return False
        if not self.restoreState(QByteArray.fromBase64(saved["state"].encode("ascii", "ignore")), LAYOUT_VERSION):
            return False
        lengths, folded, given = saved.get("lengths"), saved.get("folded"), saved.get("given")
        self._given = {name: px for name, px in given.items() if isinstance(px, int)} if isinstance(given, dict) else {}
        for name, dock in self.docks.items():
            if isinstance(lengths, dict) and isinstance(lengths.get(name), int):
                dock.open_length = max(RAIL, min(lengths[name], 4000))
            if dock.isFloating() and not on_a_screen(dock):
                dock.setFloating(False)
            if isinstance(folded, list) and name in folded:
                length = dock.open_length
                dock.set_folded(True)
                dock.open_length = length
        return True


def on_a_screen(window: QWidget) -> bool:
    """Does enough of a window lie on a screen that exists to take hold of it?"""
    frame = window.frameGeometry()
    for screen in QGuiApplication.screens():
        part = screen.availableGeometry().intersected(frame)
        if part.width() >= ENOUGH and part.height() >= ENOUGH and part.top() <= frame.top() + ENOUGH:
            return True
    return False


def middle_column(*widgets: QWidget, stretch: QWidget) -> QWidget:
    """The viewer with the bars above and below it."""
    middle = QWidget()
    middle.setObjectName("middle")
    middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    column = QVBoxLayout(middle)
    column.setContentsMargins(*map(theme.px, (12, 8, 12, 8)))
    column.setSpacing(theme.px(8))
    for widget in widgets:
        column.addWidget(widget, 1 if widget is stretch else 0)
    return middle
