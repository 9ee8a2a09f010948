"""The judge's shipped features: complete, small, of recorded and licensed sound only, and able to tell known sets apart."""

from __future__ import annotations

import pytest

from studio.training.judge import spoilers
from studio.training.judge.features import collect
from studio.training.judge.judging import judge_set
from studio.training.judge.reference import FOLDER, Reference, load


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load("drums")


def kits(reference: Reference, name: str) -> set[str]:
    return set(reference.sets[name].kits.tolist())


def test_sets_are_recorded_and_share_no_kit(reference: Reference) -> None:
    assert not any("synth" in kit for s in reference.sets.values() for kit in s.kits)
    names = ["train", "valid", "test", "judge_train", "judge_test"]
    for i, one in enumerate(names):
        assert all(not kits(reference, one) & kits(reference, other) for other in names[i + 1 :])
    assert len(reference.held_out) > 300 and len(reference.test) == len(reference.sets["test"]) == len(reference.anchors)


def test_only_test_sounds_that_may_ship_do(reference: Reference) -> None:
    tests = [row for row in reference.card["sources"] if row["split"] == "test"]
    assert tests and all(row["licence"].startswith("CC0") for row in tests)
    sounds = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".flac", ".wav", ".ogg"))
    # notes and pad: rendered from FluidR3, MIT; guitar: a song of Carlos Viola's, MIT
    assert sounds == ["drums_test.flac", "effects_test.flac", "guitar_test.flac", "notes_test.flac", "pad_test.flac"]
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 18e6


def test_the_scale_orders_known_sets(reference: Reference) -> None:
    names = ("judge's own kits", "train, pitch-shifted", "ten train clips", "noise")
    real, copies, ten, noise = (reference.card["scale"][name] for name in names)
    assert real["G, median"] < 0.5 < 0.7 < ten["G, median"] < 2 < noise["G, median"]
    assert real["memory (share of copies)"] < 0.05 and copies["memory (share of copies)"] > 0.9


def test_noise_is_far_from_every_real_hit(reference: Reference) -> None:
    labels = ["kick", "snare", "cymbal", "tom"] * 3
    drawn = reference.basis.place(collect(spoilers.white_noise(12), labels), reference.ear)
    found = judge_set(drawn, reference)
    assert found["g"]["median"] > 2 and found["coverage"]["draws"] < 0.05
