"""Takes written as files for other programs. Runs on the thread of the batch jobs, reads through the library."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from studio.audio import files
from studio.audio.effects import Rack
from studio.clip import Clip
from studio.engine.edits import rack_edit, rack_in, through_rack
from studio.engine.take_files import Take
from studio.errors import BadInput

MAX_NAME = 120
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


class _Result(Protocol):
    def result(self) -> Clip: ...


class _Reads(Protocol):
    """What export needs of the library."""

    def read(self, id: str) -> _Result: ...


def export(
    takes: Sequence[Take], library: _Reads, folder: str | Path, format: str = "wav", bits: int = 24, rate: int | None = None, *,
    effects: tuple[Rack, float] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None, cancelled: Callable[[], bool] = lambda: False,
    say: Callable[[str], None] = lambda sentence: None,
) -> list[Path]:
    """Write each take as a file with its recipe inside and give the files' paths, in order; what exists is never overwritten.

    folder: made where it does not exist. format, bits, rate (None: the take's own) as `files.encode`.
    effects: a rack and the tempo, through which each goes, with its tail; the recipe inside says so. A take that was recorded through
    some of them goes through those behind them, as it is heard.
    progress(done, total) after each file; cancelled() is asked before each: the files written so far stay, whole.
    say(sentence): at the end, where sounds beyond full scale had to be turned down for an integer format or were wet already.
    Raises BadInput, one sentence, at the first take that can't be read or written; the files written so far stay.
    """
    folder = Path(folder).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder '{folder}' can't be made: {files.disk_problem(error)}.") from error
    written: list[Path] = []
    turned_down: list[tuple[str, float]] = []
    wet: list[str] = []  # titles of takes that have all of the effects already
    for take in takes:
        if cancelled():
            break
        clip, recipe = library.read(take.id).result(), take.recipe
        if effects is not None and effects[0].sounds:
            rack, bpm = effects
            behind = rack.behind(rack_in(recipe.edits))
            if behind.sounds:
                clip = through_rack(clip, behind, bpm, cancelled)
                recipe = replace(recipe, edits=(*recipe.edits, rack_edit(behind, bpm)))
                if cancelled():
                    break
            else:
                wet.append(take.title)
        encoded = files.encode(clip, format=format, bits=bits, rate=rate, recipe=recipe, title=take.title)
        path = files.save_new(folder / f"{safe_name(take.title)}.{format}", encoded.data)
        written.append(path)
        if encoded.gain_db:
            turned_down.append((path.name, encoded.gain_db))
        progress(len(written), len(takes))
    if wet:
        say(f"Recorded with effects and exported as recorded: {', '.join(wet)}.")
    if turned_down:
        say(_turned_down(turned_down))
    return written


def _turned_down(sounds: list[tuple[str, float]]) -> str:
    name, gain_db = min(sounds, key=lambda item: item[1])
    if len(sounds) == 1:
        return f"'{name}' was louder than full scale and was turned down by {-gain_db:.1f} dB; export 32 bit WAV to keep its level."
    return (f"{len(sounds)} sounds were louder than full scale and were turned down by up to {-gain_db:.1f} dB ('{name}'); "
            "export 32 bit WAV to keep their levels.")


def safe_name(title: str) -> str:
    """A file name without extension that every system takes: ASCII, at most 120 characters, nothing reserved; 'sound' for nothing."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode()
    name = re.sub(r"\s+", " ", re.sub(r"[^A-Za-z0-9 ._()+#=@&,-]", " ", plain)).strip(" .")[:MAX_NAME].strip(" .")
    if name.split(".")[0].strip().upper() in _RESERVED:
        name = f"_{name}"
    return name or "sound"
