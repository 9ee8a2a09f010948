"""What names of files and folders say of a sound: its pitch, its class, the source it is one take of. Plain functions, no files are opened.

Names alone prove little ('kick_36' may be a number or a key), so that a rule is believed only where it fits most names of a group.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from studio.training.corpora.labels import by_name

ONLY = "sound"  # the class where nothing tells sounds apart
OTHER = "other"  # sounds whose class is unknown or has too few
MOST_CLASSES = 48
MOST = 0.6  # share of names that a rule must fit before it is believed
MAX_LABEL = 40  # characters

_NOTE = re.compile(r"(?:^|[^A-Za-z0-9])([A-Ga-g])(#|♯|s|b|♭)?(-1|[0-9])(?![A-Za-z0-9#])")
_STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_SIGNS = {"#": 1, "♯": 1, "s": 1, "b": -1, "♭": -1}
_SCALE = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_KEY = re.compile(r"(?:midi|note|key|pitch)[ _-]?(\d{1,3})(?!\d)", re.IGNORECASE)
_NSYNTH = re.compile(r"-(\d{3})-(\d{3})$")  # ...-pitch-velocity
_NUMBER = re.compile(r"(?<![0-9.])(\d{2,3})(?!\d)")
LOWEST, HIGHEST = 12, 127  # MIDI numbers that a name may mean

_TAKE = re.compile(
    r"[\s_.-]+(?:\(\d+\)|(?:take|tk|rr|round ?robin|vel|velocity|ver|layer|alt|copy|mic|v)[\s_.-]*\d*|mono|stereo|left|right|l|r)$",
    re.IGNORECASE,
)


def label_of(text: str) -> str:
    """A text as a class may be called: one printable line of at most 40 characters; '' where nothing is left."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c.isprintable() and c != "\ufffd" else " " for c in text)
    return " ".join(text.split())[:MAX_LABEL].strip()


def source_of(stem: str) -> str:
    """The name without what counts takes of one source: 'F2 v2' -> 'F2', 'snare_take03_L' -> 'snare'."""
    while (shorter := _TAKE.sub("", stem)) != stem and shorter:
        stem = shorter
    return stem


def pitch_of(stem: str) -> float | None:
    """The MIDI number that a name speaks of: A4, C#3, Fs2, Bb-1, midi60, note_64, NSynth's -060-100; None where it speaks of none.

    C4 is 60 and A4 is 69 (440 Hz), as most programs count.
    """
    nsynth = _NSYNTH.search(stem)
    if nsynth:
        return _possible(int(nsynth[1]))
    key = _KEY.search(stem)
    if key:
        return _possible(int(key[1]))
    note = _NOTE.search(stem)
    if note:
        return _possible(12 * (int(note[3]) + 1) + _STEPS[note[1].lower()] + _SIGNS.get(note[2] or "", 0))
    return None


def note_name(midi: float) -> str:
    """60 -> 'C4'."""
    number = round(midi)
    return f"{_SCALE[number % 12]}{number // 12 - 1}"


def _possible(midi: int) -> float | None:
    return float(midi) if LOWEST <= midi <= HIGHEST else None


def pitches(stems: Sequence[str]) -> list[float | None]:
    """The pitch of each of a class's names, where most of them speak of one and not always of the same; else None for all.

    Bare numbers count as MIDI where each of at least four names holds exactly one, all different and none under 21: takes are
    counted from 0 or 1.
    """
    found = [pitch_of(stem) for stem in stems]
    said = [pitch for pitch in found if pitch is not None]
    if said and len(said) >= MOST * len(stems) and (len(set(said)) > 1 or len(stems) < 4):
        return found
    numbers = [[int(number) for number in _NUMBER.findall(stem)] for stem in stems]
    if len(stems) >= 4 and all(len(each) == 1 and 21 <= each[0] <= 108 for each in numbers) and len({n[0] for n in numbers}) == len(stems):
        return [float(each[0]) for each in numbers]
    return [None] * len(stems)


def known_words(names: Sequence[str]) -> list[str] | None:
    """The drum class of each name, where most names hold a word for one and there are two classes at least; else None."""
    found = [by_name(name) for name in names]
    known = sum(label != "perc" for label in found)
    return found if known >= MOST * len(names) and len(set(found)) > 1 else None


def first_words(stems: Sequence[str]) -> list[str] | None:
    """The words that names begin with ('dog bark 03' -> 'dog bark'), where they make a few classes of several sounds each; else None."""
    for most in (3, 2, 1):
        found = [label_of(_words(stem, most)).lower() for stem in stems]
        counts = Counter(found)
        large = {word for word, count in counts.items() if word and count >= 3}
        if 2 <= len(large) <= MOST_CLASSES and sum(counts[word] for word in large) >= 0.8 * len(stems):
            return [word if word in large else OTHER for word in found]
    return None


def _words(stem: str, most: int) -> str:
    """Up to `most` words before the first number or note name."""
    parts = re.split(r"[\s_.()-]+", re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", stem))
    words: list[str] = []
    for part in parts:
        if not part or re.fullmatch(r"\d+|[A-Ga-g][#sb]?-?\d", part):
            if words:
                break
            continue
        words.append(part)
    return " ".join(words[:most])


def folder_labels(folders: Sequence[tuple[str, ...]]) -> list[str] | None:
    """The class of each file by the folders that it lies in (outermost first, below what all have in common); None where they tell nothing.

    The level whose names come again under several parents is the class ('808/kick', '909/kick'), else a level of known drum words,
    else the outermost one.
    """
    depth = min(6, max((len(path) for path in folders), default=0))
    levels = [[label_of(path[level]) or OTHER if level < len(path) else OTHER for path in folders] for level in range(depth)]
    reached = [sum(level < len(path) for path in folders) >= 0.8 * len(folders) for level in range(depth)]
    few = min(MOST_CLASSES, len(folders) // 2)
    useful = [level for level in range(depth) if reached[level] and 2 <= len(set(levels[level])) <= few]
    if not useful:
        return None
    for level in useful:
        if known_words(sorted(set(levels[level]))) and len(set(levels[level])) > 1:
            return levels[level]
    for level in useful[1:]:
        parents: dict[str, set[tuple[str, ...]]] = {}
        for path, name in zip(folders, levels[level], strict=True):
            parents.setdefault(name, set()).add(path[:level])
        if sum(len(each) > 1 for each in parents.values()) >= MOST * len(parents):
            return levels[level]
    return levels[useful[0]]
