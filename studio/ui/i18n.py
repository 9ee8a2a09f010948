"""The window's language: translators for our own words and Qt's, and translation of what the engine says. GUI thread.

Panels write `self.tr("...")`. The engine knows no language: its sentences are English with values in them. `said` finds the
sentence that a text was made from (engine_texts.py lists them all) and gives it in the window's language, its values put in.
resources/translations/*.ts are the words, `python -m studio.commands.texts` renews them and compiles the .qm that are read here.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from studio.paths import RESOURCES
from studio.ui.engine_texts import TEMPLATES

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}  # each in its own words; also what a preference may say
SYSTEM, PSEUDO = "system", "pseudo"  # pseudo: English, accented and 40 % longer, to find what doesn't fit
DEEPEST = 3  # sentences within sentences
LONGEST = 2000  # letters of a text that is looked at
_ACCENTED = str.maketrans("aeiouyAEIOUcnszACNSZ", "äëïöüÿÄËÏÖÜçñšžÄÇÑŠŽ")
_PIECES = re.compile(r"(\{[^}]*\}|<[^>]*>|&.|\n|%n|%L?\d+)")


class PseudoTranslator(QTranslator):
    """Every text accented and 40 % longer; placeholders, tags, mnemonics and line ends stay as they are."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Qt asks for each text."""
        return lengthened(source) if context != "QShortcut" else source  # names of keys

    def isEmpty(self) -> bool:
        return False


def lengthened(text: str) -> str:
    """'Loop' -> 'Löop~~'."""
    if not text.strip():
        return text
    pieces = [piece if _PIECES.fullmatch(piece) else piece.translate(_ACCENTED) for piece in _PIECES.split(text)]
    return "".join(pieces) + "~" * math.ceil(len(text) * 0.4)


def install(app: QCoreApplication, choice: object) -> str:
    """Use a language from now on, in windows that are made after this; returns its name, 'en' where the choice is unknown.

    choice: a key of LANGUAGES, 'pseudo', or anything else for the desktop's own language.
    """
    language = _resolved(choice)
    for old in app.findChildren(QTranslator, "languageTranslator"):
        app.removeTranslator(old)
        old.setParent(None)
    for translator in _translators(language, app):
        translator.setObjectName("languageTranslator")
        app.installTranslator(translator)
    app.setProperty("language", language)
    said.cache_clear()
    return language


def current() -> str:
    """The language that was installed last: a key of LANGUAGES, or 'pseudo'."""
    app = QCoreApplication.instance()
    return str((app.property("language") if app is not None else None) or "en")


def _resolved(choice: object) -> str:
    if isinstance(choice, str) and choice in (*LANGUAGES, PSEUDO):
        return choice
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def _translators(language: str, parent: QObject) -> list[QTranslator]:
    """Qt's own words first: the translator that is installed last is asked first."""
    if language == "en":
        return []
    if language == PSEUDO:
        return [PseudoTranslator(parent)]
    qt, ours = QTranslator(parent), QTranslator(parent)
    found = [qt] if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) else []
    return [*found, ours] if ours.load(f"undertone_{language}", str(RESOURCES / "translations")) else found


# ---------------------------------------------------------------- what the engine says


@cache
def _templates() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(template, its fixed pieces), those with the most fixed letters first: they are the most particular."""
    made = [(template, tuple(re.split(r"\{\d+\}", template))) for template in map(str, TEMPLATES)]
    return tuple(sorted((one for one in made if len(one[1]) > 1), key=lambda one: -sum(map(len, one[1]))))


def _values(pieces: tuple[str, ...], text: str, plain: bool) -> list[str] | None:
    """What stands between the pieces, each the shortest that fits and none empty; None where the text isn't made of them.

    plain: no value has a colon in it (no sentence, most likely). A text from outside is read once, whatever it repeats.
    """
    if not text.startswith(pieces[0]) or not text.endswith(pieces[-1]):
        return None
    begin, end, values = len(pieces[0]), len(text) - len(pieces[-1]), []
    for piece in (*pieces[1:-1], None):
        found = end if piece is None else text.find(piece, begin + 1, end)
        if found <= begin or (plain and text.find(": ", begin, found + 1) >= 0):
            return None
        values.append(text[begin:found])
        begin = found + len(piece or "")
    return values


@lru_cache(maxsize=2048)
def said(text: str, depth: int = DEEPEST) -> str:
    """A text of the engine, of a model's card or of a take, in the window's language; unchanged where it isn't one that we know."""
    if not text or current() == "en":
        return text
    known = QCoreApplication.translate("Engine", text)
    if known != text or not depth or len(text) > LONGEST:
        return known
    if (whole := _by_template(text, True, depth)) != text:
        return whole
    what, colon, rest = text.partition(": ")
    if colon and (translated := said(what, depth - 1)) != what:  # what failed, and why
        return translated + QCoreApplication.translate("Engine", ": ") + said(rest, depth - 1)
    return _by_template(text, False, depth)


def named_in(room: str, label: str) -> str:
    """A thing and where it is, 'Effects: Wet'; room: as the engine says it, '' for none; label: in the window's language."""
    return said(room) + QCoreApplication.translate("Engine", ": ") + label if room else label


def _by_template(text: str, plain: bool, depth: int) -> str:
    """The text by the first template that fits it, itself where none does."""
    for template, pieces in _templates():
        if depth == DEEPEST and _is_part(pieces):
            continue
        values = _values(pieces, text, plain)
        translated = QCoreApplication.translate("Engine", template) if values is not None else template
        if values is not None and translated != template:
            return _filled(translated, [said(part, depth - 1) for part in values])
    return text


def _is_part(pieces: tuple[str, ...]) -> bool:
    """'{0} sounds' stands within a sentence, never alone: alone it would fit many a name that a person gave."""
    return not pieces[0] and len("".join(pieces).split()) < 3


def _filled(template: str, values: list[str]) -> str:
    """'{1} of {0}' with its values; a value may hold braces itself."""
    return re.sub(r"\{(\d+)\}", lambda found: values[int(found[1])] if int(found[1]) < len(values) else found[0], template)
