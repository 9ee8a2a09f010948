"""The one visible table of model families, and the list of models on this machine. No threads."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput, brief
from studio.models import trial
from studio.models.folder import Card, check_files, read_card
from studio.models.generator import Generator
from studio.paths import RESOURCES, Home


def _one_shot(card: Card) -> Generator:
    from studio.models.one_shot import OneShotModel

    return OneShotModel(card)


def _notes(card: Card) -> Generator:
    from studio.models.notes_player import NotesModel

    return NotesModel(card)


def _effects(card: Card) -> Generator:
    from studio.models.effects_player import EffectsModel

    return EffectsModel(card)


def _wave(card: Card) -> Generator:
    from studio.models.wave_player import WaveModel

    return WaveModel(card)


def _stream(card: Card) -> Generator:
    from studio.models.stream_player import StreamModel

    return StreamModel(card)


FAMILIES: dict[str, Callable[[Card], Generator]] = {
    "vae": _one_shot,
    "gan": _one_shot,
    "notes": _notes,
    "effects": _effects,
    "wavegan": _wave,
    "stream": _stream,
}

MAX_ABOUT = 2_000  # characters of a card's text that are shown


@dataclass(frozen=True)
class ModelCard:
    """A model in the list; `error` says in one sentence why it can't be used, None where it can.

    about: a longer text for people; credits: whom the data came from; shipped: it came with the program.
    trying: it is being tried in a process of its own.
    """

    id: str
    folder: Path
    title: str
    summary: str
    error: str | None = None
    family: str = ""
    licence: str = ""
    about: str = ""
    credits: tuple[str, ...] = ()
    shipped: bool = False
    trying: bool = False


def folders(home: Home | None) -> list[Path]:
    """Where models lie: shipped ones first, then the user's."""
    found = []
    for root in (RESOURCES / "models", home.models if home else None):
        with contextlib.suppress(OSError):  # no folder, or one that may not be read: the other models still play
            found += sorted(p for p in root.iterdir() if p.is_dir() and not p.name.startswith(".")) if root else []
    return found


def list_models(home: Home | None = None) -> list[ModelCard]:
    """Every model by its card alone (nothing is loaded). A damaged one is listed with its error."""
    cards: list[ModelCard] = []
    for folder in folders(home):
        try:
            card = read_card(folder)
            error = None if card.spec.family in FAMILIES else f"The family '{card.spec.family}' is not known to this version of Undertone."
            if any(card.spec.id == other.id for other in cards):
                error = f"Another model already has the id '{card.spec.id}'."
            about = card.notes.get("about")
            spec = card.spec
            cards.append(ModelCard(spec.id, folder, spec.title, spec.summary, error, spec.family, spec.licence,
                                   about[:MAX_ABOUT] if isinstance(about, str) else "", spec.credits,
                                   trial.shipped(folder)))  # fmt: skip
        except BadInput as problem:
            cards.append(ModelCard(folder.name, folder, folder.name, "", str(problem)))
    return cards


def load(model: str | Path, home: Home | None = None) -> Generator:
    """A model by id or by folder, its files checked against their hashes; tried apart first where it isn't one of those shipped.

    Raises BadInput with one sentence.
    """
    if isinstance(model, str):
        cards = list_models(home)
        match = next((c for c in cards if c.id == model and not c.error), None) or next((c for c in cards if c.id == model), None)
        if match is None:
            known = ", ".join(c.id for c in cards if not c.error) or "none are installed"
            raise BadInput(f"There is no model {brief(model)}; there are: {known}.")
        if match.error:
            raise BadInput(match.error)
        model = match.folder
    try_out(model, home)
    return open_folder(model)


def try_out(folder: Path, home: Home | None, begun: Callable[[], object] = lambda: None,
            cancelled: Callable[[], bool] = lambda: False) -> None:
    """See trial.try_out; at once for those that are shipped. Raises BadInput where the folder can't be used."""
    if not trial.shipped(folder):
        trial.try_out(_checked(folder), home, begun, cancelled)


def open_folder(folder: Path) -> Generator:
    """A model that needs no trial, or is being tried: its graphs are opened in this process. Raises BadInput."""
    card = _checked(folder)
    return FAMILIES[card.spec.family](card)


def _checked(folder: Path) -> Card:
    card = read_card(folder)
    if card.spec.family not in FAMILIES:
        raise BadInput(f"The family '{card.spec.family}' of {folder} is not known to this version of Undertone.")
    check_files(card)
    return card
