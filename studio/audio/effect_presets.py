"""Ready settings for each effect, by its kind: a name and some of its numbers; the others are as at first. Plain data."""

from __future__ import annotations

Preset = tuple[str, dict[str, float]]

PRESETS: dict[str, tuple[Preset, ...]] = {
    "ladder": (
        ("Soft", {"cutoff": 2_500.0, "resonance": 10.0}),
        ("Singing", {"cutoff": 700.0, "resonance": 75.0, "drive": 1.5}),
        ("Growl", {"cutoff": 350.0, "resonance": 45.0, "drive": 5.0}),
    ),
    "eq": (
        ("Warm", {"low": 3.0, "low_hz": 180.0, "mid": -1.5, "mid_hz": 2_500.0, "high": -2.0, "high_hz": 7_000.0}),
        ("Bright", {"low": -1.5, "mid": 1.5, "mid_hz": 3_500.0, "high": 4.0, "high_hz": 8_000.0}),
        ("Fuller", {"low": 5.0, "low_hz": 90.0, "mid": -4.0, "mid_hz": 400.0, "high": 2.0, "high_hz": 9_000.0}),
        ("Telephone", {"low": -18.0, "low_hz": 500.0, "mid": 6.0, "mid_hz": 1_500.0, "high": -18.0, "high_hz": 3_000.0}),
    ),
    "compressor": (
        ("Gentle", {"threshold": -20.0, "ratio": 2.0, "attack": 15.0, "release": 150.0, "makeup": 3.0}),
        ("Punch", {"threshold": -24.0, "ratio": 4.0, "attack": 25.0, "release": 90.0, "makeup": 6.0}),
        ("Flat", {"threshold": -36.0, "ratio": 12.0, "attack": 0.5, "release": 80.0, "makeup": 14.0}),
    ),
    "saturation": (
        ("Warm", {"drive": 6.0, "wet": 60.0}),
        ("Tape", {"drive": 12.0, "level": -1.0, "wet": 80.0}),
        ("Fuzz", {"drive": 34.0, "level": -4.0, "wet": 100.0}),
    ),
    "chorus": (
        ("Hint", {"rate": 0.4, "depth": 15.0, "delay": 7.0, "wet": 30.0}),
        ("Wide", {"rate": 0.8, "depth": 35.0, "delay": 12.0, "wet": 50.0}),
        ("Flanger", {"rate": 0.25, "depth": 40.0, "delay": 2.0, "feedback": 65.0, "wet": 50.0}),
        ("Vibrato", {"rate": 5.0, "depth": 12.0, "delay": 4.0, "wet": 100.0}),
    ),
    "delay": (
        ("Eighth", {"beats": 0.5, "feedback": 35.0, "wet": 30.0}),
        ("Dotted eighth", {"beats": 0.75, "feedback": 45.0, "wet": 35.0}),
        ("Triplet", {"beats": 1 / 3, "feedback": 50.0, "wet": 35.0}),
        ("Ping-pong", {"beats": 0.5, "feedback": 55.0, "spread": 100.0, "wet": 40.0}),
        ("Dub", {"beats": 0.75, "feedback": 80.0, "tone": 1_800.0, "spread": 40.0, "wet": 45.0}),
        ("Doubling", {"beats": 1 / 12, "feedback": 0.0, "tone": 12_000.0, "spread": 60.0, "wet": 40.0}),
    ),
    "reverb": (
        ("Room", {"size": 25.0, "damping": 60.0, "width": 70.0, "wet": 20.0}),
        ("Plate", {"size": 55.0, "damping": 15.0, "predelay": 10.0, "wet": 30.0}),
        ("Hall", {"size": 80.0, "damping": 40.0, "predelay": 25.0, "wet": 35.0}),
        ("Endless", {"size": 98.0, "damping": 25.0, "predelay": 40.0, "wet": 60.0}),
    ),
    "limiter": (
        ("Only safe", {"gain": 0.0, "ceiling": -1.0}),
        ("Loud", {"gain": 8.0, "ceiling": -1.0, "release": 120.0}),
        ("Crushed", {"gain": 18.0, "ceiling": -1.0, "release": 30.0}),
    ),
}
