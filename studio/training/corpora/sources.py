"""Where the drum recordings come from: packages fetched by name, and what is known of each recording in them.

Runs while a corpus is built. Nothing here leaves the disk but `fetch`, which asks apt and npm for packages.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput
from studio.training.corpora.labels import by_name

DEBS = ("fluid-soundfont-gm", "musescore-general-soundfont-small", "hydrogen-drumkits")
NPMS = {"supersonic-scsynth-samples": "supersonic-scsynth-samples", "@teropa/drumkit": "teropa-drumkit"}


@dataclass(frozen=True)
class Raw:
    """A recording as its package holds it. `split` is train, valid, test, judge_train or judge_test."""

    path: Path
    label: str
    source: str
    kit: str
    licence: str
    split: str

    @property
    def title(self) -> str:
        return f"{self.kit}/{self.path.name}"


@dataclass(frozen=True)
class Font:
    """A SoundFont whose drum presets are rendered for the train split: all, or those with one of `only` in their names."""

    path: Path
    source: str
    licence: str
    only: tuple[str, ...] = ("",)


def fetch(cache: Path, debs: tuple[str, ...] = DEBS, npms: dict[str, str] = NPMS) -> None:
    """Downloads what is missing into `cache` (deb/ and npm/) and unpacks it into x/<package>. Raises BadInput when it can't."""
    cache = cache.absolute()  # the commands run in other folders
    (cache / "x").mkdir(parents=True, exist_ok=True)
    for package in debs:
        folder = cache / "x" / package
        if not folder.is_dir():
            archive = _archive(cache / "deb", f"{package}_*.deb", ["apt-get", "download", package], package)
            part = _fresh(folder)
            _run(["dpkg", "-x", str(archive), str(part)], cache, package)
            part.rename(folder)
    for package, name in npms.items():
        folder = cache / "x" / name
        if not folder.is_dir():
            archive = _archive(cache / "npm", f"{name}-*.tgz", ["npm", "pack", package], package)
            part = _fresh(folder)
            _unpack(archive, part)
            part.rename(folder)


def _unpack(archive: Path, folder: Path) -> None:
    """The files of a tar that lie inside it. `extractall` has its filter only from Python 3.11.4 on, and Debian has 3.11.2."""
    with tarfile.open(archive) as tar:
        for member in tar:
            path, packed = (folder / member.name).resolve(), tar.extractfile(member) if member.isfile() else None
            if packed is not None and path.is_relative_to(folder.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                with packed, path.open("wb") as file:
                    shutil.copyfileobj(packed, file)


def _fresh(folder: Path) -> Path:
    """An empty place beside the folder to unpack into: what is cut short never looks whole."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    return part


def check(cache: Path, debs: tuple[str, ...] = DEBS, npms: dict[str, str] = NPMS) -> None:
    """Raises BadInput with one sentence that names the packages which `cache` lacks."""
    missing = [name for name in (*debs, *npms.values()) if not (cache / "x" / name).is_dir()]
    if missing:
        remedy = "run again without --offline to download, or choose another --cache"
        raise BadInput(f"The package cache {cache} lacks {', '.join(missing)}: {remedy}.")


def _archive(folder: Path, pattern: str, command: list[str], package: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.glob(pattern)):
        _run(command, folder, package)
    found = sorted(folder.glob(pattern))
    if not found:
        raise BadInput(f"Downloading {package} left no file in {folder}.")
    return found[-1]


def _run(command: list[str], folder: Path, package: str) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise BadInput(f"The package {package} can't be fetched: {command[0]} did not start ({error}).") from None
    if done.returncode:
        raise BadInput(f"The package {package} can't be fetched: {' '.join(command[:2])} said {done.stderr.strip()[-200:]}")


def fonts(cache: Path) -> list[Font]:
    """The two General MIDI banks of permissive licence. Most of MuseScore's kits are Fluid's recordings again, mixed to mono."""
    fluid = cache / "x/fluid-soundfont-gm/usr/share/sounds/sf2/FluidR3_GM.sf2"
    mscore = cache / "x/musescore-general-soundfont-small/usr/share/sounds/sf3/MuseScore_General_Lite.sf3"
    own = ("March", "Metronome", "Orchestra")
    return [Font(fluid, "fluid", "MIT"), Font(mscore, "mscore", "MIT (drumline and marching cymbals CC0)", own)]


def recordings(cache: Path) -> Iterator[Raw]:
    """Every recording that is not rendered from a SoundFont: test first, then valid, train and the judge's."""
    yield from _sonic_pi(cache)
    yield from _teropa(cache)
    yield from _hydrogen(cache)


# --- Sonic Pi (CC0): the headline test, never trained on --------------------------------------------------------

_SONIC_PI_GROUPS = ("bd", "sn", "hat", "drum", "tabla", "elec", "perc", "ride", "tbd_perc", "glitch_perc")
_SONIC_PI_SKIPPED = ("drum_roll", "perc_swoosh", "perc_swash", "perc_till")  # a roll and three sound effects: no single hits
_SONIC_PI_LABELS = {
    "drum_bass_hard": "kick", "drum_bass_soft": "kick", "drum_heavy_kick": "kick", "elec_hollow_kick": "kick",
    "elec_soft_kick": "kick", "drum_snare_hard": "snare", "drum_snare_soft": "snare", "elec_snare": "snare",
    "elec_lo_snare": "snare", "elec_mid_snare": "snare", "elec_hi_snare": "snare", "elec_filt_snare": "snare",
    "elec_fuzz_tom": "tom", "drum_cymbal_closed": "closed_hat", "drum_cymbal_pedal": "closed_hat",
    "drum_cymbal_open": "open_hat", "drum_cymbal_hard": "cymbal", "drum_cymbal_soft": "cymbal",
    "drum_splash_hard": "cymbal", "drum_splash_soft": "cymbal", "elec_cymbal": "cymbal", "drum_cowbell": "perc",
    "tbd_perc_hat": "closed_hat",
}  # fmt: skip
_SONIC_PI_PREFIXES = {"bd": "kick", "sn": "snare", "drum_tom": "tom", "ride": "cymbal", "hat": "hat"}


def _sonic_pi(cache: Path) -> Iterator[Raw]:
    for path in sorted((cache / "x/supersonic-scsynth-samples/package/samples").glob("*.flac")):
        name = path.stem
        if name in _SONIC_PI_SKIPPED or not name.startswith(tuple(group + "_" for group in _SONIC_PI_GROUPS)):
            continue
        prefix = next((label for start, label in _SONIC_PI_PREFIXES.items() if name.startswith(start + "_")), "perc")
        yield Raw(path, _SONIC_PI_LABELS.get(name, prefix), "sonicpi", "Sonic Pi " + name.split("_")[0], "CC0", "test")


# --- @teropa/drumkit (validation) -------------------------------------------------------------------------------


def _teropa(cache: Path) -> Iterator[Raw]:
    for path in sorted((cache / "x/teropa-drumkit/package/src/assets").glob("*.mp3")):
        label = {"hatOpen": "open_hat", "hatClosed": "closed_hat"}.get(path.stem.rstrip("0123456789")) or by_name(path.stem)
        yield Raw(path, label, "teropa", "teropa", "CC-BY/CC0 (freesound)", "valid")


# --- hydrogen-drumkits ------------------------------------------------------------------------------------------

_LICENCES = {"rumpf_kit_z01_h2": "CC-BY-3.0", "Audiophob": "CC0", "BJA_Pacific": "CC-BY-SA-3.0", "circAfrique v4": "CC-BY-SA-3.0"}
_SPLITS = {
    "rumpf_kit_z01_h2": "train",
    "Audiophob": "valid",
    # For judging only: GPL or CC-BY-SA, never in a training set and never shipped. Kits of one author stay together.
    "ForzeeStereo": "judge_train",
    "Gimme A Hand 1.0": "judge_train",
    "The Black Pearl 1.0": "judge_test",
    "Millo-Drums_v.1": "judge_train",
    "Millo_MultiLayered2": "judge_train",
    "Millo_MultiLayered3": "judge_train",
    "ElectricEmpireKit": "judge_test",
    "HardElectro1": "judge_test",
    "VariBreaks": "judge_test",
    "BJA_Pacific": "judge_test",
    "ColomboAcousticDrumkit": "judge_test",
    "circAfrique v4": "judge_test",
}
# Rumpf's list assigns his analogue sounds to keys rather freely; these were read off their spectrograms, the rest is 'perc'.
_RUMPF = {
    "kick": "01-15 06-31 06-32 06-38 06-46 07-18 07-20 07-21 08-18 08-19 08-20 08-22",
    "snare": "01-21 01-23 01-30 01-34",
    "rim": "06-15 09-12",
    "clap": "01-26",
    "tom": "08-12 08-14 08-15 08-17",
    "closed_hat": "06-28 09-10",
    "open_hat": "09-11",
    "shaker": "03-10 03-11 03-12 05-10 05-11 05-12 05-13 05-14 06-27",
}
_BJA = {"BL": "cymbal", "CB": "cymbal", "CB2": "cymbal", "HH": "closed_hat", "HH2": "open_hat", "HH3": "open_hat"}


def _hydrogen(cache: Path) -> Iterator[Raw]:
    root = cache / "x/hydrogen-drumkits/usr/share/hydrogen/data/drumkits"
    for kit, split in sorted(_SPLITS.items(), key=lambda item: ("valid", "train", "judge_test", "judge_train").index(item[1])):
        instruments = _instruments(root / kit / "drumkit.xml")
        for path in sorted((root / kit).iterdir()):
            if path.suffix not in (".wav", ".flac", ".aiff") or path.stem == "emptySample":
                continue
            if "roll" not in instruments.get(path.name, "").lower():
                label = _hydrogen_label(kit, path.stem, instruments.get(path.name, ""))
                yield Raw(path, label, "hydrogen", kit, _LICENCES.get(kit, "GPL-2"), split)


def _hydrogen_label(kit: str, stem: str, instrument: str) -> str:
    """The class by the file's name, or by what says more in that kit."""
    if kit == "rumpf_kit_z01_h2":
        return next((label for label, stems in _RUMPF.items() if stem.removeprefix("beats_") in stems.split()), "perc")
    if kit == "BJA_Pacific":
        return _BJA.get(stem.split("_")[0]) or by_name(stem)
    return by_name(instrument if kit == "Audiophob" else stem)


def _instruments(listing: Path) -> dict[str, str]:
    """File name -> instrument name, from a Hydrogen kit's drumkit.xml (with or without a namespace)."""
    names: dict[str, str] = {}
    for element in ElementTree.parse(listing).getroot().iter():
        if element.tag.endswith("instrument"):
            parts = {part.tag.rsplit("}", 1)[-1]: part.text or "" for part in element.iter()}
            if parts.get("filename"):
                names.setdefault(parts["filename"], parts.get("name", ""))
    return names
