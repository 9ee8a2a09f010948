"""The takes as Qt sees them: one model for strip and list, and the filter that each of them looks through. GUI thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal

from studio.ui.i18n import said
from studio.ui.widgets.names import plain

TAKE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
NUMBERED = re.compile(r"(.{1,60}) (\d{3,6})")
MOST_RUNS = 50  # runs of rows that are told one by one; more of them are told as a new list


class TakesModel(QAbstractListModel):
    """Takes (or anything with id, title, seconds and outline) as rows; `renamed` when a title was edited."""

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.takes: tuple[Any, ...] = ()
        self._rows: dict[str, int] | None = None  # made when asked for
        self._texts: dict[str, tuple[Any, str]] = {}  # what is searched of each take, made when asked for

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.takes):
            return None
        take = self.takes[index.row()]
        if role == TAKE:
            return take
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return shown_title(take.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain("\n".join((shown_title(take.title), *self.facts(take))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((shown_title(take.title), *self.facts(take)))
        return None

    def facts(self, take: Any) -> list[str]:
        """What there is to say of a take beside its title, each a phrase."""
        facts = [self.tr("{seconds:.2f} s").format(seconds=take.seconds)]
        recipe = getattr(take, "recipe", None)
        if recipe is not None:
            facts.append(self.tr("model {model}").format(model=recipe.model))
            facts.append(self.tr("seed {seed}").format(seed=recipe.settings.seed))
        if getattr(take, "tags", ()):
            facts.append(self.tr("tags: {tags}").format(tags=", ".join(take.tags)))
        marks = (
            ("starred", self.tr("starred")), ("silent", self.tr("silent")), ("clipped", self.tr("louder than full scale")),
            ("pinned", self.tr("in use by another program")), ("dropped", self.tr("settings only: play it to make its sound again")),
        )  # fmt: skip
        return facts + [words for name, words in marks if getattr(take, name, False)]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not title or not index.isValid():
            return False
        if title == shown_title(self.takes[index.row()].title):
            return False  # nothing was typed
        self.renamed.emit(self.takes[index.row()].id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable

    def row_of(self, id: str | None) -> int:
        """The row of a take, -1 where it is not there."""
        if self._rows is None:
            self._rows = {take.id: row for row, take in enumerate(self.takes)}
        return self._rows.get(id, -1) if id is not None else -1

    def take(self, id: str | None) -> Any | None:
        row = self.row_of(id)
        return self.takes[row] if row >= 0 else None

    def search_text(self, take: Any) -> str:
        """What the words of a search are looked for in: title, tags, model, seed and class in lower case."""
        known = self._texts.get(take.id)
        if known is not None and known[0] is take:
            return known[1]
        parts = [take.title, shown_title(take.title), *getattr(take, "tags", ())]
        recipe = getattr(take, "recipe", None)
        if recipe is not None:
            parts += [recipe.model, str(recipe.settings.seed)]
            words = [value.replace("_", " ") for _, value in recipe.settings.values if isinstance(value, str)]
            parts += [*words, *map(said, words)]
        text = "\n".join(parts).casefold()
        self._texts[take.id] = (take, text)
        return text

    def update(self, takes: Sequence[Any]) -> None:
        """Replace the list, telling the views no more than what differs."""
        new, old = tuple(takes), self.takes
        if new is old:
            return
        new_ids, old_ids = [t.id for t in new], [t.id for t in old]
        if new_ids != old_ids:
            runs = _runs(old_ids, new_ids)
            if len(runs) > MOST_RUNS:
                self.beginResetModel()
                self._replace(new)
                self.endResetModel()
                return
            for first, last, first_new, last_new in reversed(runs):  # from the end, so that earlier places stay true
                if first < last:
                    self.beginRemoveRows(QModelIndex(), first, last - 1)
                    self._replace((*self.takes[:first], *self.takes[last:]))
                    self.endRemoveRows()
                if first_new < last_new:
                    self.beginInsertRows(QModelIndex(), first, first + last_new - first_new - 1)
                    self._replace((*self.takes[:first], *new[first_new:last_new], *self.takes[first:]))
                    self.endInsertRows()
        changed = [row for row, (one, other) in enumerate(zip(new, self.takes, strict=True)) if one is not other and one != other]
        self._replace(new)
        for first, last in _together(changed):
            self.dataChanged.emit(self.index(first), self.index(last))

    def _replace(self, takes: tuple[Any, ...]) -> None:
        self.takes, self._rows = takes, None


def shown_title(title: str) -> str:
    """A title as the window says it: 'Kick 014', which nobody typed, in the window's language."""
    numbered = NUMBERED.fullmatch(title)
    return f"{said(numbered[1])} {numbered[2]}" if numbered else title


def _together(rows: list[int]) -> list[tuple[int, int]]:
    """Rows in order as (first, last) of those that lie together; one for all of them where there are very many."""
    if not rows:
        return []
    breaks = [place for place in range(1, len(rows)) if rows[place] != rows[place - 1] + 1]
    if len(breaks) > MOST_RUNS:
        return [(rows[0], rows[-1])]
    return [(rows[first], rows[last - 1]) for first, last in pairwise([0, *breaks, len(rows)])]


def _runs(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """What makes `new` of `old`: (first, last, first_new, last_new), rows first..last of `old` become first_new..last_new of `new`."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if not a or not b:
        return [(start, start + len(a), start, start + len(b))]
    stay = set(a) & set(b)
    if [id for id in a if id in stay] != [id for id in b if id in stay]:
        return [(start, start + len(a), start, start + len(b))]  # another order
    runs, at, at_new = [], 0, 0
    while at < len(a) or at_new < len(b):
        last, last_new = at, at_new
        while last < len(a) and a[last] not in stay:
            last += 1
        while last_new < len(b) and b[last_new] not in stay:
            last_new += 1
        if last > at or last_new > at_new:
            runs.append((start + at, start + last, start + at_new, start + last_new))
        at, at_new = last + 1, last_new + 1  # the one that stays
    return runs


class TakeFilter(QSortFilterProxyModel):
    """The takes that are looked for: every word is in the title, a tag, the class, the model's name or the seed; every tag is there."""

    def __init__(self, source: TakesModel) -> None:
        super().__init__()  # no child of what it looks at: Python's collector trips over that circle
        self.starred_only = False
        self.words: tuple[str, ...] = ()
        self.tags: frozenset[str] = frozenset()
        self.setSourceModel(source)

    def look_for(self, *, text: str | None = None, tags: Sequence[str] | None = None, starred_only: bool | None = None) -> None:
        """Change what is looked for; what is None stays."""
        before = (self.words, self.tags, self.starred_only)
        if text is not None:
            self.words = tuple(text.casefold().split())
        if tags is not None:
            self.tags = frozenset(tags)
        if starred_only is not None:
            self.starred_only = starred_only
        if before != (self.words, self.tags, self.starred_only):
            self.invalidate()

    @property
    def active(self) -> bool:
        """Is anything looked for?"""
        return bool(self.words or self.tags or self.starred_only)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not self.active:
            return True
        source: Any = self.sourceModel()
        take = source.takes[row]
        if (self.starred_only and not take.starred) or not self.tags.issubset(getattr(take, "tags", ())):
            return False
        if not self.words:
            return True
        text = source.search_text(take)
        return all(word in text for word in self.words)
