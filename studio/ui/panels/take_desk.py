"""What can be done with takes, the same from the strip, the browser's list and the menus. It holds the one model of takes. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.panels.take_tags import TagsDialog
from studio.ui.panels.takes_model import TakesModel

MOST_TAGS = 3  # of a take, offered in its menu
Entry = tuple[str, str, Callable[[], object]] | None  # icon, text, act; None is a line between


class TakeDesk(QObject):
    """`view` is the list that was used last; `changed`: the takes are others now."""

    changed = Signal()
    export_asked = Signal(object)
    tag_wanted = Signal(str)  # show takes with this tag
    marked = Signal(object, bool)  # these takes are more (or less) of what a slider is being made of

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._session, self._call = bridge, bridge.session, bridge.call
        self.model = TakesModel(self)
        self.view: Any = None
        self.marking = False  # is a slider being made of takes?
        self.model.renamed.connect(lambda id_, title: self._call(self._session.rename, id_, title))
        bridge.takes_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """The takes as the session has them now."""
        takes = self._session.takes()
        if takes is not self.model.takes:
            self.model.update(takes)
            self.changed.emit()

    def has_parent(self, take: Any) -> bool:
        """Is the take that this one came from still there?"""
        return self.model.row_of(getattr(take, "parent", None)) >= 0

    def tags(self) -> tuple[str, ...]:
        """Every tag that a take has, in alphabetical order."""
        return tuple(sorted({tag for take in self.model.takes for tag in take.tags}, key=str.casefold))

    # ---- acts
    def hear(self, id: str) -> None:
        self._call(self._session.audition, id)

    def restore(self, id: str) -> None:
        self._call(self._session.restore, id)

    def star(self, ids: Sequence[str], on: bool) -> None:
        self._call(self._session.star_takes, ids, on)

    def delete(self, ids: Sequence[str]) -> None:
        self._call(self._session.delete_takes, ids)

    def files(self, ids: Sequence[str]) -> QMimeData | None:
        """The sound files of takes for a drag or the clipboard: from now on they are kept whatever happens."""
        paths: list[Path] | None = self._call(self._session.hand_out, ids)
        return file_mime(paths or [])

    def copy_files(self, ids: Sequence[str]) -> None:
        mime = self.files(ids)
        if mime is not None:
            QGuiApplication.clipboard().setMimeData(mime)

    def copy_recipes(self, ids: Sequence[str]) -> None:
        """The recipes as text, one a line."""
        takes = [take for id in ids if (take := self.model.take(id)) is not None]
        QGuiApplication.clipboard().setText("\n".join(take.recipe.to_text() for take in takes))

    def reveal(self, id: str) -> None:
        for path in self._call(self._session.hand_out, [id]) or []:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).absolute().parent)))

    def set_a(self, id: str) -> None:
        self._call(self._session.set_a, id)

    def compare(self, first: str, second: str) -> None:
        """A is the first, what is heard now is the second; X changes between them."""
        self._call(self._session.set_a, first)
        self.hear(second)

    def show_parent(self, id: str, view: Any) -> None:
        """Go to the take that this one came from, and play it."""
        take = self.model.take(id)
        row = self.model.row_of(getattr(take, "parent", None))
        if row < 0:
            return
        parent = self.model.takes[row]
        place = view.model().mapFromSource(self.model.index(row, 0))
        if not place.isValid():  # it is not among those that are looked for
            view.model().look_for(text="", tags=(), starred_only=False)
            place = view.model().mapFromSource(self.model.index(row, 0))
        view.choose(place.row())
        self.hear(parent.id)

    def edit_tags(self, ids: Sequence[str], parent: QWidget) -> None:
        """Ask for the tags of these takes."""
        takes = [take for id in ids if (take := self.model.take(id)) is not None]
        if takes:
            dialog = TagsDialog([take.tags for take in takes], self.tags(), parent.window())
            dialog.chosen.connect(lambda add, remove: self._call(self._session.change_tags, [t.id for t in takes], add, remove))
            dialog.open()

    def stretch(self, id: str, title: str, parent: QWidget) -> None:
        """Ask for another pitch or length; a new take is made."""
        from studio.ui.dialogs.stretch import StretchDialog

        StretchDialog(self._bridge, id, title, parent.window()).show()

    # ---- menu
    def menu(self, view: Any, place: QPoint) -> None:
        """What can be done with the selected takes, at a place on the screen."""
        chosen = view.chosen
        if not chosen:
            return
        menu = QMenu(view)
        menu.setObjectName("takeMenu")
        fill(menu, self._entries(view, chosen))
        menu.popup(place)

    def _entries(self, view: Any, chosen: list[Any]) -> list[Entry]:
        first, ids = chosen[0], [take.id for take in chosen]
        star = self.tr("Unstar") if first.starred else self.tr("Star")
        entries: list[Entry] = [
            ("play", self.tr("Play"), lambda: self.hear(first.id)),
            ("restore", self.tr("Restore settings"), lambda: self.restore(first.id)),
        ]
        if self.has_parent(first):
            entries.append(("parent", self.tr("Go to the take that it came from"), lambda: self.show_parent(first.id, view)))
        entries.append(("compare", self.tr("Set as A"), lambda: self.set_a(first.id)))
        if len(chosen) == 2:
            entries.append(("compare", self.tr("Compare these two"), lambda: self.compare(ids[0], ids[1])))
        if self.marking:
            for more, text in ((True, self.tr("More like this, for the slider")), (False, self.tr("Less like this, for the slider"))):
                entries.append(("plus" if more else "minus", text, lambda more=more: self.marked.emit(chosen, more)))  # type: ignore[misc]
        for tag in first.tags[:MOST_TAGS]:
            text = self.tr("Show takes tagged “{tag}”").format(tag=tag.replace("&", "&&"))
            entries.append(("tag", text, lambda tag=tag: self.tag_wanted.emit(tag)))  # type: ignore[misc]
        entries += [
            None,
            ("star", star, lambda: self.star(ids, not first.starred)),
            ("rename", self.tr("Rename\tF2"), lambda: view.edit(view.currentIndex())),
            ("tag", self.tr("Tags…\tT"), lambda: self.edit_tags(ids, view)),
            None,
            ("stretch", self.tr("Pitch and length…"), lambda: self.stretch(first.id, first.title, view)),
            ("export", self.tr("Export…"), lambda: self.export_asked.emit(ids)),
            ("copy", self.tr("Copy file\tCtrl+C"), lambda: self.copy_files(ids)),
            ("copy", self.tr("Copy recipe"), lambda: self.copy_recipes(ids)),
            ("folder", self.tr("Show in folder"), lambda: self.reveal(first.id)),
            None,
            ("trash", self.tr("Delete\tDel"), lambda: self.delete(ids)),
        ]
        return entries


def fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    """Put the entries into a menu that goes away when it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            name, text, act = entry
            menu.addAction(theme.icon(name), text).triggered.connect(lambda _on=False, act=act: act())


def file_mime(paths: Sequence[Path]) -> QMimeData | None:
    """Files as a drag or the clipboard carries them; None for no file."""
    if not paths:
        return None
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(Path(path).absolute())) for path in paths])
    return mime
