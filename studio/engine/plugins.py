"""The user's VST3 plug-ins: each is opened in a process of its own first, so that one that crashes or hangs is one sentence.

`look` is for a thread that may wait; `_look` runs in the child.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from studio.apart import Ended, Late, Stopped, run_apart
from studio.audio.effects import MAX_PLUGIN_CONTROLS, Plugin
from studio.audio.files import shown
from studio.errors import BadInput, brief
from studio.recipe import MAX_TEXT, Number

LIMIT_SECONDS = 20.0  # for a plug-in to load, process and say what it is
SLOWEST_SECONDS = 3.0  # one that takes longer would hold up the audio process's control thread for too long
MANY = 400  # plug-ins in one file
ENDING = ".vst3"
# parameters that a host sets, shown as such by some frameworks
NOT_TURNED = ("buffer_size_frames", "sample_rate_frames", "latency_frames", "current_program", "midi_cc", "bypass")

PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)  # where a parameter is asked what it would say
_NUMBER = re.compile(r"\s*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(\D*)$", re.IGNORECASE)


class Several(BadInput):
    """A file with more than one plug-in; `names` says which."""

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        super().__init__(text)
        self.names = names


def look(path: Path, name: str = "", cancelled: Any = lambda: False, limit: float = LIMIT_SECONDS) -> Plugin:
    """What a plug-in is and can, from a process of its own. name: which of those in the file, '' for the only one.

    Raises BadInput, one sentence, for whatever isn't an effect that works here; Several where the name must be chosen.
    """
    if path.suffix.lower() != ENDING or not path.exists():
        raise BadInput(f"'{shown(path)}' is no VST3 plug-in; choose a file or folder that ends in {ENDING}.")
    try:
        found = run_apart(_look, str(path), name, seconds=limit, cancelled=cancelled)
    except Ended as error:
        raise BadInput(f"The plug-in '{shown(path)}' crashed while it was opened, so it stays out; nothing else was harmed.") from error
    except Late as error:
        raise BadInput(f"The plug-in '{shown(path)}' did not open within {limit:.0f} s, so it stays out.") from error
    except Stopped:
        raise
    except BadInput as error:
        raise BadInput(f"The plug-in '{shown(path)}' can't be used: {brief(str(error).rstrip('.'), 200)[1:-1]}.") from error
    if len(found["names"]) > 1 and not name:
        names = tuple(map(str, found["names"]))
        raise Several(f"'{shown(path)}' holds {len(names)} plug-ins; choose one.", names)
    if found["seconds"] > SLOWEST_SECONDS:
        raise BadInput(f"The plug-in '{shown(path)}' took {found['seconds']:.0f} s to open, too long for playing live, so it stays out.")
    controls = tuple(Number(name, label, low, high, default, unit=unit, step=step, curve=curve)
                     for name, label, low, high, default, step, unit, curve in found["controls"])  # fmt: skip
    return Plugin(str(path), found["name"], found["maker"], controls)


def _look(path: str, name: str) -> dict[str, Any]:
    """The child: load it, let it process a little, and say what it is."""
    import time

    import numpy as np
    import pedalboard

    from studio.audio.effect_units import load_foreign

    try:
        names = list(pedalboard.VST3Plugin.get_plugin_names_for_file(path))[:MANY]
    except ImportError as error:
        raise BadInput("it is no VST3 for this system, or a library that it needs is missing") from error
    if len(names) > 1 and not name:
        return {"names": names, "seconds": 0.0}
    start = time.perf_counter()
    try:
        parts = load_foreign(path, name, 48_000)
    except ValueError as error:
        raise BadInput("it works neither in stereo nor in mono") from error
    except Exception as error:  # pedalboard's own words, without its error's name
        raise BadInput(str(error).rstrip(".")) from error
    plugin = parts[0]
    if not plugin.is_effect:
        raise BadInput("it is an instrument, and only effects have a place here")
    block = np.zeros((3 - len(parts), 512), np.float32)
    block[:, 0] = 0.5
    for _ in range(4):
        plugin.process(block, 48_000, 32, False)
    seconds = time.perf_counter() - start
    controls: list[tuple[Any, ...]] = []
    parameters: Any = plugin.parameters
    for key, parameter in parameters.items():
        if len(controls) == MAX_PLUGIN_CONTROLS or str(key).startswith(NOT_TURNED):
            continue
        controls.append((str(key)[:MAX_TEXT], str(parameter.name)[:MAX_TEXT] or str(key), *_range(parameter)))
    found = str(plugin.name or Path(path).stem)
    return {"names": names, "name": found, "maker": str(plugin.manufacturer_name or ""), "controls": controls, "seconds": seconds}


def _range(parameter: Any) -> tuple[float, float, float, float, str, str]:
    """Low, high, value, step, unit and curve of a parameter: of its own words where five of them lie evenly, else 0 to 1."""
    raw = min(1.0, max(0.0, float(parameter.raw_value)))
    steps = parameter.num_steps
    steps = steps if isinstance(steps, int) and 2 <= steps <= 128 else 0
    found = [_NUMBER.match(str(parameter.get_text_for_raw_value(place))) for place in PLACES]
    plain = (0.0, 1.0, raw, 1.0 / (steps - 1) if steps else 0.0, "", "linear")
    if not all(found) or (0 < steps < len(PLACES)):
        return plain
    values = [float(one[1]) for one in found if one is not None]
    low, high = values[0], values[-1]
    unit = str(parameter.units or "").strip()[:12] or (found[-1][2].strip()[:12] if found[-1] is not None else "")
    even = [low + place * (high - low) for place in PLACES]
    if low < high and all(abs(a - b) < 0.01 * (high - low) for a, b in zip(values, even, strict=True)):
        return low, high, min(high, max(low, low + raw * (high - low))), (high - low) / (steps - 1) if steps else 0.0, unit, "linear"
    if 0 < low < high and all(abs(a / (low * (high / low) ** place) - 1) < 0.05 for a, place in zip(values, PLACES, strict=True)):
        return low, high, min(high, max(low, low * (high / low) ** raw)), 0.0, unit, "log"
    return plain
