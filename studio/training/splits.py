"""Which sounds are learnt from, which are watched while training and which are kept for a test. Plain data, deterministic by seed.

Takes of one source never stand on both sides: a model that has heard a note's first take would seem to know the second.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.training.folder import Sound

VALID, TEST = 0.1, 0.1  # share of each class's sources
FEWEST = 3  # sounds that make a class of their own
FEWEST_SOURCES = 5  # to share out
MOST = 8_000  # sounds of a corpus: what fits into the memory of an ordinary machine
NO_LABEL = ""  # how the corpus writes that a sound's class is not known


@dataclass(frozen=True)
class Piece:
    """One sound of the corpus: the `number`-th of those cut from a file."""

    sound: Sound
    number: int
    label: str
    split: str = "train"


def plan(kept: Sequence[tuple[Sound, Sequence[int]]], seed: int = 0) -> list[Piece]:
    """Labels and splits for all pieces that are worth keeping: (file, the numbers of its pieces). Sorted by name and number.

    Classes of fewer than three sounds lose their label. A folder that says train, valid or test itself is believed where it has both
    train and valid or test; what is over MOST sounds is left out, evenly over the classes.
    """
    pieces = [Piece(sound, number, sound.label) for sound, numbers in kept for number in numbers]
    pieces = _few(_without_small_classes(pieces), seed)
    said = {piece.sound.split for piece in pieces}
    if "train" in said and said & {"valid", "test"} and "" not in said:
        pieces = [replace(piece, split=piece.sound.split) for piece in pieces]
        if "valid" not in said:
            pieces = _halve_test(pieces, seed)
    else:
        pieces = _split(pieces, seed)
    return sorted(pieces, key=lambda piece: (piece.sound.name, piece.number))


def _without_small_classes(pieces: list[Piece]) -> list[Piece]:
    counts = Counter(piece.label for piece in pieces)
    small = {label for label, count in counts.items() if count < FEWEST}
    if len(counts) - len(small) < 1:
        return [replace(piece, label=NO_LABEL) for piece in pieces]
    return [replace(piece, label=NO_LABEL) if piece.label in small else piece for piece in pieces]


def _few(pieces: list[Piece], seed: int) -> list[Piece]:
    """At most MOST pieces, every class keeping its share, at least 50 of each while there is room."""
    if len(pieces) <= MOST:
        return pieces
    by_label = defaultdict(list)
    for piece in pieces:
        by_label[piece.label].append(piece)
    chosen = []
    for own in by_label.values():
        own.sort(key=lambda piece: _chance(seed, f"{piece.sound.name}/{piece.number}"))
        chosen += own[: max(50, MOST * len(own) // len(pieces))]
    return chosen[:MOST] if len(by_label) == 1 else chosen


def _chance(seed: int, text: str) -> str:
    """A number that looks drawn but stays with the name, whatever else is in the folder."""
    return hashlib.sha256(f"{seed}/{text}".encode("utf-8", "surrogateescape")).hexdigest()


def _split(pieces: list[Piece], seed: int) -> list[Piece]:
    """Each class's sources by chance: a tenth to valid and a tenth to test; one to valid where there are four, one to test from six on."""
    keys = _sources(pieces)
    labels: dict[str, str] = {}
    for key, piece in zip(keys, pieces, strict=True):
        labels.setdefault(key, piece.label)
    sources: dict[str, list[str]] = defaultdict(list)
    for key, label in labels.items():
        sources[label].append(key)
    split: dict[str, str] = {}
    for own in sources.values():
        own.sort(key=lambda source: _chance(seed, source))
        valid, test = max(round(VALID * len(own)), int(len(own) >= 4)), max(round(TEST * len(own)), int(len(own) >= 6))
        split |= dict.fromkeys(own[:valid], "valid") | dict.fromkeys(own[valid : valid + test], "test")
    if "valid" not in split.values():  # many tiny classes: one source of the largest must do
        split[max(sources.values(), key=len)[0]] = "valid"
    return [replace(piece, split=split.get(key, "train")) for key, piece in zip(keys, pieces, strict=True)]


def _sources(pieces: list[Piece]) -> list[str]:
    """What must stay on one side: sources, or files where there are too few of these, or else the pieces of one long recording."""
    names = [piece.sound.name for piece in pieces]
    for keys in ([piece.sound.source for piece in pieces], names):
        if len(set(keys)) >= FEWEST_SOURCES:
            return keys
    return [f"{name}/{piece.number}" for name, piece in zip(names, pieces, strict=True)]


def _halve_test(pieces: list[Piece], seed: int) -> list[Piece]:
    """Every other source of the folder's own test set watches the training."""
    own = sorted({piece.sound.source for piece in pieces if piece.split == "test"}, key=lambda source: _chance(seed, source))
    watched = set(own[::2])
    return [replace(piece, split="valid") if piece.split == "test" and piece.sound.source in watched else piece for piece in pieces]
