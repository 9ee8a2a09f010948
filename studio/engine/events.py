"""What the engine tells its listeners: frozen values, published by `Session.subscribe` on any thread.

A listener must return at once and must not wait for another thread; the window's bridge only queues them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.clip import Clip
from studio.engine.project import Project
from studio.recipe import Settings, Spec

if TYPE_CHECKING:  # only for types: nothing heavy is imported by listening
    from studio.audio.long_sound import LongSound
    from studio.audio.peaks import Peaks
    from studio.audio.spectrum import Spectrogram
    from studio.engine.library import Take
    from studio.engine.player import Device


@dataclass(frozen=True)
class ModelLoaded:
    """A model is ready and its sliders can be drawn; always before the ProjectChanged that uses it.

    histograms: where the training sounds lie on a latent, by control name: shares of the fullest of equal bins from low to high.
    """

    spec: Spec
    histograms: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelsListed:
    """The catalogue was read; `Session.models()` holds the cards."""

    cards: tuple[Any, ...]


@dataclass(frozen=True)
class ProjectChanged:
    project: Project
    previous: Project


@dataclass(frozen=True)
class HistoryChanged:
    """can_undo, can_redo or their texts may differ now."""


@dataclass(frozen=True)
class Rendered:
    """A clip exists and, unless it was asked for silently, the player has it. request 0 is the bundled first clip.

    seconds_to_render: 0.0 when it came from the cache or from a file.
    typical: the share of training sounds that lie nearer to their likes than these settings do, 0..1; None where it is not known.
    """

    request: int
    settings: Settings
    clip: Clip
    seconds_to_render: float
    typical: float | None = None


@dataclass(frozen=True)
class Pictured:
    """The pictures of a clip that was rendered or auditioned, or of a long sound. The spectrogram is dB re full scale.

    The same request comes again with another spectrogram (another look), or with more of the peaks (a long sound is being read).
    """

    request: int
    clip: Clip | LongSound
    peaks: Peaks
    spectrogram: Spectrogram


@dataclass(frozen=True)
class PicturePart:
    """A part of the spectrogram of the sound that `Pictured` with this request showed, with finer columns."""

    request: int
    spectrogram: Spectrogram


@dataclass(frozen=True)
class TakesChanged:
    """`Session.takes()` differs now (added, starred, renamed, deleted, restored)."""


@dataclass(frozen=True)
class TakeMade:
    take: Take


@dataclass(frozen=True)
class Job:
    """A long task. state: waiting, running, done, failed or cancelled; message: one sentence or ''."""

    id: int
    title: str
    done: int
    total: int
    state: str
    message: str = ""

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")


@dataclass(frozen=True)
class JobChanged:
    job: Job


@dataclass(frozen=True)
class Message:
    """One sentence for a person. level: 'info' or 'error'; detail: a traceback or ''; file: what can be shown in its folder.

    unsaved: there are takes in memory only, for `Session.retry_unsaved`.
    """

    level: str
    text: str
    detail: str = ""
    file: Path | None = None
    unsaved: bool = False


@dataclass(frozen=True)
class PluginsFound:
    """A plug-in file holds several; `Session.load_plugin(path, name)` takes one of them."""

    path: Path
    names: tuple[str, ...]


@dataclass(frozen=True)
class TrashListed:
    """What lies in the trash: the takes that were deleted last first, how many files of any kind, and their bytes."""

    takes: tuple[Take, ...]
    files: int
    bytes: int


@dataclass(frozen=True)
class SoundsChanged:
    """`Session.sounds()` differs now."""


@dataclass(frozen=True)
class PresetsChanged:
    """`Session.presets()` or `Session.favourites()` differ now."""


@dataclass(frozen=True)
class OwnSlidersChanged:
    """`Session.own_sliders()` differs now."""


@dataclass(frozen=True)
class TrainingLooked:
    """What a folder holds and what would be trained on it. report and estimate: as `studio train --json` tells them, None where it
    could not; problem: why it can't be trained, in a sentence or two, '' where it can.
    """

    folder: Path
    preset: str
    report: Mapping[str, Any] | None
    estimate: Mapping[str, Any] | None
    problem: str = ""


@dataclass(frozen=True)
class Finding:
    """Something about a training that a person should know: what was measured, what to try; grave: it is of no use as it is."""

    text: str
    advice: str
    grave: bool = False


@dataclass(frozen=True)
class TrainingState:
    """A training. curve: (step, loss, loss on sounds that it doesn't learn from), NaN for what wasn't measured.

    phase: 'listening', 'preparing', 'learning', 'publishing' or 'done'; share: how much is done, 0 to 1; eta_s: seconds that are left,
    None while that isn't known; probe: the newest sound that it made; stopped: it was stopped and can go on; problem: why it ended, ''
    where it didn't fail; model: id of what came of it.
    """

    job: int = 0
    title: str = ""
    folder: Path = Path()
    preset: str = ""
    minutes: float = 0.0
    running: bool = False
    stopping: bool = False
    stopped: bool = False
    phase: str = "listening"
    step: int = 0
    steps: int = 0
    share: float = 0.0
    eta_s: float | None = None
    curve: tuple[tuple[int, float, float], ...] = ()
    findings: tuple[Finding, ...] = ()
    probe: Path | None = None
    problem: str = ""
    model: str = ""


@dataclass(frozen=True)
class TrainingChanged:
    training: TrainingState


@dataclass(frozen=True)
class ExamplesRead:
    """The example sounds that a model's folder holds were looked at: names and outlines, nothing was loaded."""

    model: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Example:
    """One example sound of a model. outline: 0..1, the loudest sample of equal parts, for a small picture; seconds of length."""

    name: str
    outline: tuple[float, ...]
    seconds: float


@dataclass(frozen=True)
class DevicesChanged:
    devices: tuple[Device, ...]


@dataclass(frozen=True)
class Busy:
    """True while a model loads or a sound is being encoded."""

    busy: bool


@dataclass(frozen=True)
class MachineKnown:
    """What this machine computes with. gpu: its name, None where there is none that could be used; torch: is it installed?

    playing: title and runtime of what plays.
    """

    processor: str
    cores: int
    gpu: str | None
    torch: bool = True
    playing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Compared:
    """What is compared: A's clip (None: nothing), its settings where its model is the present one, and its title ('' for what was shown).

    hearing: 'A' or 'B' (what is made now); gain_db: by how much that one is turned down so that both are equally loud; ghost_db: by how
    much A must be louder to be as loud as B.
    """

    a: Clip | None
    settings: Settings | None
    hearing: str
    gain_db: float
    title: str = ""
    peaks: Peaks | None = None
    ghost_db: float = 0.0


@dataclass(frozen=True)
class Differed:
    """How the newest picture differs from A in dB (B minus A, equally loud); None: there is nothing to compare with."""

    spectrogram: Spectrogram | None


@dataclass(frozen=True)
class PartSaved:
    """The selection from start to end (seconds) of what is shown lies in this file."""

    start: float
    end: float
    file: Path


@dataclass(frozen=True)
class PadsChanged:
    """A pad has another sound now; `Session.pad_clip` tells which."""


@dataclass(frozen=True)
class NotesChanged:
    """Other keys are down now; `lit`: all of them, 0 to 127. Comes from the thread that a note comes from."""

    lit: frozenset[int]


@dataclass(frozen=True)
class MidiChanged:
    """`Session.midi` differs now: ports, mapping, what is being learnt."""


@dataclass(frozen=True)
class LaneChanged:
    """The latent curves of a take are others now; `Session.curves_of` tells them."""

    take: str


@dataclass(frozen=True)
class StreamChanged:
    """`Session.decks()`, `Session.inputs()`, the depth or whether something is recorded differ now."""


@dataclass(frozen=True)
class ReportReady:
    """What to send with a question: versions, machine, output and the log's end, as text."""

    text: str


Event = (
    ModelLoaded | ModelsListed | ProjectChanged | HistoryChanged | Rendered | Pictured | PicturePart | TakesChanged | TakeMade | JobChanged
    | NotesChanged | MidiChanged | SoundsChanged | PresetsChanged | ExamplesRead
    | Message | DevicesChanged | Busy | MachineKnown | ReportReady | Compared | Differed | PartSaved
    | LaneChanged | TrashListed | PluginsFound | OwnSlidersChanged | TrainingLooked | TrainingChanged | PadsChanged | StreamChanged
)
