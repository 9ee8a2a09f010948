"""Which output to open: the machine's list, and the one that was asked for. Plain functions; in the audio process, control thread only.

`sound` is the sounddevice module, which server.py alone imports.
"""

from __future__ import annotations

from typing import Any

HOST_APIS = ("Windows WASAPI", "Windows DirectSound", "MME")  # best first; other systems: PortAudio's own default


class DeviceError(Exception):
    """No stream could be opened; the text says why."""


def list_devices(sound: Any) -> list[tuple[str, str, int, int, bool]]:
    """All outputs as (name, host API, channels, default rate, is default)."""
    default, _ = _default_index(sound, None)
    return [
        (d["name"], _api(sound, d), d["max_output_channels"], int(d["default_samplerate"]), d["index"] == default)
        for d in sound.query_devices()
        if d["max_output_channels"] > 0
    ]


def choose_device(sound: Any, name: str | None, host_api: str | None) -> tuple[dict[str, Any], str]:
    """The device to open and a note for the person ('' if it is what was asked for). Raises DeviceError if there is none."""
    outputs = [d for d in sound.query_devices() if d["max_output_channels"] > 0]
    order = {api: place for place, api in enumerate(HOST_APIS)}
    named = [d for d in outputs if d["name"] == name]
    named.sort(key=lambda d: (_api(sound, d) != host_api, order.get(_api(sound, d), len(order))))
    if named:
        return named[0], ""
    index, info = _default_index(sound, host_api if name is None else None)
    if index < 0 or info is None:
        raise DeviceError("This machine has no sound output; playing silently until there is one.")
    return info, f"The output {name} is not there; playing on {info['name']}. Rescan when it is back." if name else ""


def _api(sound: Any, info: dict[str, Any]) -> str:
    return str(sound.query_hostapis(info["hostapi"])["name"])


def _default_index(sound: Any, host_api: str | None) -> tuple[int, dict[str, Any] | None]:
    """Default output of the host API asked for, else of the best one that has any."""
    apis = {api["name"]: api["default_output_device"] for api in sound.query_hostapis()}
    for name in (host_api, *HOST_APIS):
        if apis.get(name, -1) >= 0:
            return apis[name], sound.query_devices(apis[name])
    index = sound.default.device[1]
    candidates = [index, *apis.values()]
    index = next((i for i in candidates if i is not None and i >= 0), -1)
    return index, sound.query_devices(index) if index >= 0 else None
