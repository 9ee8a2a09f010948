"""The person's own sounds as a list: hear one by selecting it, open it as the start of a new sound, drag it out. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QListView, QMenu, QWidget

from studio.ui.bridge import Bridge
from studio.ui.panels.take_card import SoundRow
from studio.ui.panels.take_desk import file_mime, fill
from studio.ui.panels.take_view import TakeView
from studio.ui.panels.takes_model import TakeFilter, TakesModel
from studio.ui.widgets.names import named

MINUTE = 60.0  # seconds: a take holds no more


class SoundDesk(QObject):
    """What a list of sounds asks for, as TakeDesk for takes. `changed`: the sounds are others now."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._call = bridge.session, bridge.call
        self.model = TakesModel(self)
        self.view: Any = None
        self.model.renamed.connect(lambda id_, title: self._call(self._session.rename_sound, id_, title))
        bridge.sounds_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        self.model.update(self._session.sounds())
        self.changed.emit()

    def has_parent(self, sound: Any) -> bool:
        return False

    def hear(self, id: str) -> None:
        self._call(self._session.audition_sound, id)

    def restore(self, id: str) -> None:
        """Make it the start of a new sound."""
        sound = self.model.take(id)
        if sound is not None:
            self._call(self._session.open_sound, sound.file)

    def is_long(self, id: str) -> bool:
        """May it be a recording that is too long for a take?"""
        sound = self.model.take(id)
        return sound is not None and sound.seconds > MINUTE

    def minutes(self, id: str) -> None:
        """Make a take of each minute of a recording, with its curves."""
        self._call(self._session.takes_of_minutes, id)

    def delete(self, ids: Sequence[str]) -> None:
        self._call(self._session.delete_sounds, ids)

    def files(self, ids: Sequence[str]) -> QMimeData | None:
        return file_mime([sound.file for id in ids if (sound := self.model.take(id)) is not None])

    def copy_files(self, ids: Sequence[str]) -> None:
        mime = self.files(ids)
        if mime is not None:
            QGuiApplication.clipboard().setMimeData(mime)

    def edit_tags(self, ids: Sequence[str], parent: QWidget) -> None:
        """Sounds have no tags."""

    def menu(self, view: TakeView, place: QPoint) -> None:
        """What can be done with the selected sounds, at a place on the screen."""
        ids = view.chosen_ids
        if not ids:
            return
        menu = QMenu(view)
        menu.setObjectName("soundMenu")
        fill(menu, [
            ("play", self.tr("Play"), lambda: self.hear(ids[0])),
            ("folder", self.tr("Open as the start"), lambda: self.restore(ids[0])),
            *([("takes", self.tr("Take of each minute, with curves"), lambda: self.minutes(ids[0]))] if self.is_long(ids[0]) else []),
            None,
            ("rename", self.tr("Rename\tF2"), lambda: view.edit(view.currentIndex())),
            ("copy", self.tr("Copy file\tCtrl+C"), lambda: self.copy_files(ids)),
            ("folder", self.tr("Show in folder"), lambda: self._reveal(ids[0])),
            None,
            ("trash", self.tr("Delete\tDel"), lambda: self.delete(ids)),
        ])  # fmt: skip
        menu.popup(place)

    def _reveal(self, id: str) -> None:
        sound = self.model.take(id)
        if sound is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(sound.file.parent)))


class SoundList(TakeView):
    """`search` filters by title."""

    def __init__(self, bridge: Bridge) -> None:
        desk = SoundDesk(bridge, bridge)
        self.filter = TakeFilter(desk.model)
        super().__init__(desk, self.filter, SoundRow)
        named(self, "soundList", self.tr("My sounds"),
              self.tr("Click or arrow keys play a sound, Enter makes it the start of a new one, drag takes the file out."))  # fmt: skip
        self.setToolTip("")
        self.setFlow(QListView.Flow.TopToBottom)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def search(self, text: str) -> None:
        """Show sounds in whose title every word of the text is found."""
        self.filter.look_for(text=text)

    def first_focus(self) -> QWidget:
        return self
