"""Before a training run: what a folder holds, what of it is of use, what would be trained and how long it takes here.

Every file is read once and every sound in it is made as the corpus will hold it, so that the report tells what will be learnt from and
not what file names promise. One thread; `heard` says how far it is.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.audio import atomic
from studio.audio.files import shown
from studio.errors import BadInput
from studio.training.corpora.hits import BadHit, Samples
from studio.training.corpora.near import NearIndex, views
from studio.training.folder import Listing, Sound
from studio.training.naming import note_name
from studio.training.reading import read
from studio.training.segments import Cut, pieces
from studio.training.splits import NO_LABEL, Piece, plan

MIN_SOUNDS = 8
FEW_SOUNDS = 100
MOST_COMPARED = 6_000  # sounds; comparing more takes longer than training
CLIPPED = 1e-4  # share of samples flat at full scale
DC = 0.01  # of full scale
DULL = 32_000  # Hz: rates below lack the upper treble

Heard = Callable[[int, int], None]  # files done, files in all


@dataclass(frozen=True)
class Facts:
    """One file. problem: why nothing of it is used, '' where something is; dc, flat and cut as reading.Heard has them.

    pieces: how many sounds were cut from it; kept: the numbers of those that repeat no other; repeats: the file that the rest repeat.
    """

    name: str
    problem: str = ""
    seconds: float = 0.0
    rate: int = 0
    channels: int = 0
    peak: float = 0.0
    dc: float = 0.0
    flat: float = 0.0
    cut: bool = False
    pieces: int = 0
    kept: tuple[int, ...] = ()
    repeats: str = ""


@dataclass(frozen=True)
class Report:
    """What was found. plan: the corpus to be, empty where the folder is refused; refusals: reasons, each one sentence."""

    listing: Listing
    facts: tuple[Facts, ...]
    plan: tuple[Piece, ...]
    advice: tuple[str, ...]
    refusals: tuple[str, ...]

    @property
    def classes(self) -> dict[str, int]:
        """Sounds of each class, those without a label under ''."""
        return dict(sorted(Counter(piece.label for piece in self.plan).items()))

    @property
    def splits(self) -> dict[str, int]:
        counts = Counter(piece.split for piece in self.plan)
        return {split: counts[split] for split in ("train", "valid", "test")}

    @property
    def pitched(self) -> list[float]:
        """The pitches that names or an index say, of sounds that are used."""
        return [piece.sound.pitch for piece in self.plan if piece.sound.pitch is not None]

    @property
    def usable(self) -> list[Facts]:
        return [one for one in self.facts if not one.problem]

    @property
    def minutes(self) -> float:
        return sum(one.seconds for one in self.usable) / 60

    @property
    def unusable(self) -> dict[str, list[str]]:
        """Names of files by the reason why they can't be used."""
        reasons: dict[str, list[str]] = {}
        for one in self.facts:
            if one.problem:
                reasons.setdefault(one.problem, []).append(one.name)
        for name in self.listing.unread:
            reasons.setdefault("is of a format that needs the Python package 'av'; install it or convert to WAV", []).append(name)
        return reasons


def examine(listing: Listing, cut: Cut, seed: int = 0, *, cache: Path | None = None, heard: Heard = lambda done, total: None) -> Report:
    """Reads every sound of the folder. cache: a file in which what was found is kept for the next time (see prepare.key)."""
    facts = _remembered(cache, listing)
    if facts is None:
        facts = _hear_all(listing, cut, heard)
        if cache is not None:
            _remember(cache, facts)
    kept = [(sound, one.kept) for sound, one in zip(listing.sounds, facts, strict=True) if one.kept]
    planned = tuple(plan(kept, seed)) if kept else ()
    refusals = _refusals(facts, planned)
    return Report(listing, facts, () if refusals else planned, _advice(listing, facts, planned, cut), refusals)


# ---------------------------------------------------------------- hearing


def _hear_all(listing: Listing, cut: Cut, heard: Heard) -> tuple[Facts, ...]:
    known = Known(listing)
    facts = []
    for done, sound in enumerate(listing.sounds):
        heard(done, len(listing.sounds))
        facts.append(_hear(sound, cut, known))
    heard(len(listing.sounds), len(listing.sounds))
    return tuple(facts)


class Known:
    """The sounds heard so far. Notes of different pitch are never one another's copies, however alike they look when tuned."""

    def __init__(self, listing: Listing) -> None:
        self._by_pitch: dict[float | None, tuple[NearIndex, list[str]]] = {}
        self._compared = 0

    def repeats(self, sound: Sound, piece: Samples) -> str:
        """The name of the file that holds the same sound already, or '' and it is known from now on."""
        if self._compared >= MOST_COMPARED:
            return ""
        self._compared += 1
        index, names = self._by_pitch.setdefault(sound.pitch, (NearIndex(), []))
        names.append(sound.name)
        found = index.add(views(piece))
        return names[found] if found >= 0 else ""


def _hear(sound: Sound, cut: Cut, known: Known) -> Facts:
    try:
        found = read(sound.path)
        kept, repeats, count = [], "", 0
        for count, piece in enumerate(pieces(found.mono, found.rate, cut), 1):
            twin = known.repeats(sound, piece)
            repeats = repeats or twin
            if not twin:
                kept.append(count - 1)
    except BadInput as error:
        return Facts(sound.name, _without_name(str(error), sound.path))
    except BadHit as error:
        return Facts(sound.name, str(error))
    problem = "" if kept else "repeats another file"
    return Facts(sound.name, problem, found.seconds, found.rate, found.channels, round(found.peak, 6), round(found.dc, 6),
                 round(found.flat, 6), found.cut, count, tuple(kept), repeats)  # fmt: skip


def _without_name(sentence: str, path: Path) -> str:
    """A reason that can be counted: the sentence of BadInput without the file's name."""
    return sentence.replace(f"'{shown(path)}' ", "", 1).rstrip(".")


def _remembered(cache: Path | None, listing: Listing) -> tuple[Facts, ...] | None:
    if cache is None or not cache.is_file():
        return None
    try:
        facts = tuple(Facts(**{**one, "kept": tuple(one["kept"])}) for one in json.loads(cache.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return facts if [one.name for one in facts] == [sound.name for sound in listing.sounds] else None


def _remember(cache: Path, facts: tuple[Facts, ...]) -> None:
    """Where the disk refuses, the folder is simply read again the next time."""
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace(cache, json.dumps([asdict(one) for one in facts]).encode("utf-8"))


# ---------------------------------------------------------------- judging


def _refusals(facts: tuple[Facts, ...], planned: tuple[Piece, ...]) -> tuple[str, ...]:
    if len(planned) >= MIN_SOUNDS:
        return ()
    found = f"{len(planned)} sound{'s' if len(planned) != 1 else ''}" if planned else "no sound"
    sentences = [f"The folder holds {found} to learn from; at least {MIN_SOUNDS} different ones are needed, better some hundreds."]
    silent = sum(one.problem.startswith("is silent") for one in facts)
    repeated = sum(one.problem.startswith("repeats") for one in facts)
    if silent == len(facts):
        sentences.append("All files are silent; were they recorded with the right input?")
    elif repeated > len(facts) / 2:
        sentences.append("Most files repeat one another, at another level or tuned; copies teach nothing.")
    elif not planned:
        sentences.append("None of its files can be used; the reasons stand above.")
    return tuple(sentences)


def _advice(listing: Listing, facts: tuple[Facts, ...], planned: tuple[Piece, ...], cut: Cut) -> tuple[str, ...]:
    """What a person could mend or should expect, one sentence each."""
    usable = [one for one in facts if not one.problem]
    said = list(listing.notes)
    counts = Counter(piece.label for piece in planned)
    said += _of_numbers(len(planned), counts)
    clipped, dc = sum(one.flat > CLIPPED for one in usable), sum(abs(one.dc) > DC for one in usable)
    if clipped:
        said.append(f"{_files(clipped)} clipped (flat at full scale); the model learns that distortion too.")
    if dc:
        said.append(f"{_files(dc)} shifted by a constant (DC); it is taken away.")
    dull = [one.rate for one in usable if one.rate < DULL]
    if len(dull) > len(usable) / 4:
        said.append(f"{_files(len(dull))} of {min(dull)} to {max(dull)} Hz, so that treble above {min(dull) // 2} Hz is missing from them.")
    copies = sum(one.pieces - len(one.kept) for one in facts)
    if copies:
        said.append(f"{copies} near-duplicates are left out: the same sound at another level or tuned.")
    several = [one for one in usable if one.pieces > 1]
    if several:
        said.append(f"{_files(len(several))} cut into {sum(one.pieces for one in several)} sounds, at their onsets.")
    long = sum(one.pieces == 1 and one.seconds > 1.25 * cut.seconds for one in usable)
    if long:
        said.append(f"{_files(long)} longer than the model's sound; the first {cut.seconds:g} s of each are learnt.")
    if any(one.cut for one in usable):
        said.append("Of the longest files only the beginning is used, ten minutes at most.")
    return tuple(said)


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"


def _of_numbers(sounds: int, counts: Counter[str]) -> list[str]:
    said = []
    if MIN_SOUNDS <= sounds < FEW_SOUNDS:
        said.append(f"{sounds} sounds are few: expect a model that stays close to them; some hundreds from many sources give it room.")
    if counts[NO_LABEL] and len(counts) > 1:
        said.append(f"{counts[NO_LABEL]} sounds are of no class, or of one with fewer than 3; they are learnt as 'other'.")
    own = {label: count for label, count in counts.items() if label != NO_LABEL}
    small = [label for label, count in own.items() if count < 8]
    if small and len(own) > 1:
        said.append(f"Few sounds of {', '.join(small[:6])}{' and others' if len(small) > 6 else ''} (under 8): these will vary least.")
    if len(own) > 1 and max(own.values()) > 10 * min(own.values()):
        said.append(f"The classes are uneven ({min(own.values())} to {max(own.values())}); each is drawn by the square root of its size.")
    return said


# ---------------------------------------------------------------- saying


def to_json(report: Report) -> dict[str, Any]:
    """The whole report for other programs. No NaN, names as text."""
    usable, listing = report.usable, report.listing
    return {
        "folder": str(listing.root), "layout": listing.layout, "labels_from": listing.labels_from,
        "files": len(report.facts), "usable": len(usable), "minutes": round(report.minutes, 3),
        "unusable": {reason: [_text(name) for name in names] for reason, names in report.unusable.items()},
        "other_files": listing.others, "rates": _counts(one.rate for one in usable), "channels": _counts(one.channels for one in usable),
        "clipped": [_text(one.name) for one in usable if one.flat > CLIPPED], "dc": [_text(one.name) for one in usable if abs(one.dc) > DC],
        "near_duplicates": sum(one.pieces - len(one.kept) for one in report.facts),
        "repeats": {_text(one.name): _text(one.repeats) for one in report.facts if one.repeats}, "sounds": len(report.plan),
        "classes": report.classes, "splits": report.splits, "pitched": len(report.pitched),
        "advice": list(report.advice), "refused": list(report.refusals),
    }  # fmt: skip


def in_words(report: Report) -> list[str]:
    """The report for people: a line a thing, advice marked with '!!'. Names are a stranger's: print them with errors.printable."""
    usable, listing = report.usable, report.listing
    unread = len(listing.unread)
    lines = [f"{len(usable)} of {len(report.facts) + unread} sound files can be used, {report.minutes:.1f} minutes"]
    for reason, names in sorted(report.unusable.items(), key=lambda item: -len(item[1])):
        why = f"{len(names)}, as each {reason}" if len(names) > 1 else f"1, as it {reason}"
        lines.append(f"  unused  {why}: {', '.join(Path(name).name for name in names[:3])}{', ...' if len(names) > 3 else ''}")
    lines.append(f"  folder  {listing.layout}; labels from {listing.labels_from}")
    if usable:
        rates = ", ".join(f"{rate} Hz ({count})" for rate, count in _counts(one.rate for one in usable).items())
        channels = ", ".join(f"{_channels(int(number))} ({count})" for number, count in _counts(one.channels for one in usable).items())
        lines.append(f"  format  {rates}; {channels}")
    if report.plan:
        classes = ", ".join(f"{label or 'other'} {count}" for label, count in report.classes.items())
        split = report.splits
        lines.append(f"  sounds  {len(report.plan)}: {classes}")
        if report.pitched:
            low, high = (min(report.pitched), max(report.pitched))
            lines.append(f"  pitch   said of {len(report.pitched)} sounds, {note_name(low)} to {note_name(high)}")
        lines.append(f"  split   {split['train']} to learn from, {split['valid']} to watch it by, {split['test']} kept for a test")
    return lines + [f"  !!      {sentence}" for sentence in report.advice]


def _counts(values: Any) -> dict[str, int]:
    return {str(value): count for value, count in Counter(values).most_common(8)}


def _channels(number: int) -> str:
    return {1: "mono", 2: "stereo"}.get(number, f"{number} channels")


def _text(name: str) -> str:
    """A file's name as JSON can hold it: what is no text is escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")

