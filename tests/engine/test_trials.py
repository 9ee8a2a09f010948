"""Models of strangers in the session: while one is tried the rest goes on, its card says so, and harm stays on the card."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studio import app
from studio.apart import Stopped
from studio.engine import events as ev
from studio.engine.session import Session
from studio.models import catalogue, trial
from studio.models.trial import Harmful
from studio.paths import Home
from tests.models.hostile import EVER, copy_of, edit, endless, other_graph
from tests.toy import FakeLibrary, FakePlayer, Recorder, ToyCard, ToyCatalogue
from tests.toy_stream import StreamCatalogue
from tests.waiting import wait_until

HARM = "The model 'other' crashed while it was tried, so it stays out; nothing else was harmed."


@dataclass(frozen=True)
class StrangersCard(ToyCard):
    shipped: bool = False
    trying: bool = False


class Strangers(ToyCatalogue):
    """The toys, of which one came from a stranger. A trial ends when `gate` says so, or when it is stopped."""

    strange = "other"

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.harmful, self.tried = threading.Event(), False, list[str]()
        self.stopped = threading.Event()

    def list_models(self, home: Any = None) -> list[Any]:
        return [StrangersCard(*vars(card).values(), shipped=card.id != self.strange) for card in super().list_models(home)]

    def try_out(self, folder: Path, home: Home, begun: Callable[[], object], cancelled: Callable[[], bool]) -> None:
        self.tried.append(folder.name)
        begun()
        while not self.gate.wait(0.02):
            if cancelled():
                self.stopped.set()
                raise Stopped("It was stopped.")
        if self.harmful:
            raise Harmful(HARM)

    def load(self, model: str, home: Any = None) -> Any:
        if model == self.strange and self.harmful:
            self.loads.append(model)
            raise Harmful(HARM)  # as catalogue.load says it again
        return super().load(model, home)


@pytest.fixture
def models() -> Strangers:
    return Strangers()


@pytest.fixture
def session(home: Home, models: Strangers) -> Iterator[Session]:
    made = Session(models, FakePlayer(), FakeLibrary(), home)
    assert made.wait_idle(10)
    yield made
    models.gate.set()
    made.close()


def card_of(session: Session, model: str) -> Any:
    return next(card for card in session.models() if card.id == model)


def test_while_a_model_is_tried_the_sliders_sound_and_its_card_says_so(session: Session, models: Strangers) -> None:
    heard = Recorder(session)
    session.choose_model("other")
    wait_until(lambda: card_of(session, "other").trying, what="the card to say that it is tried")
    session.set("brightness", 1.5)
    wait_until(lambda: any(one.settings.get("brightness") == 1.5 for one in heard.of(ev.Rendered)), what="the sound of the present model")
    assert session.project.model == "toy" and models.loads == ["toy"]
    models.gate.set()
    assert session.wait_idle(10)
    assert session.project.model == "other" and models.loads == ["toy", "other"] and models.tried == ["other"]
    assert not card_of(session, "other").trying and card_of(session, "other").error is None
    session.choose_model("toy")
    session.choose_model("other")
    assert session.wait_idle(10)
    assert models.tried == ["other"]  # it is loaded


def test_harm_stands_on_the_card_and_is_told_once(session: Session, models: Strangers) -> None:
    heard = Recorder(session)
    models.harmful = True
    models.gate.set()
    session.choose_model("other")
    assert session.wait_idle(10)
    assert session.project.model == "toy" and card_of(session, "other").error == HARM and not card_of(session, "other").trying
    assert [message.text for message in heard.of(ev.Message)] == [f"The model 'other' can't be loaded: {HARM}"]
    session.step_model(1)
    assert session.wait_idle(10)
    assert session.project.model == "toy"  # the other is passed over
    session.set("brightness", 0.5)
    assert session.wait_idle(10)
    assert heard.of(ev.Rendered)[-1].settings.get("brightness") == 0.5


def test_another_choice_meanwhile_wins(session: Session, models: Strangers) -> None:
    session.choose_model("other")
    wait_until(lambda: card_of(session, "other").trying)
    session.choose_model("toy")
    models.gate.set()
    assert session.wait_idle(10)
    assert session.project.model == "toy"


def test_closing_stops_a_trial(home: Home, models: Strangers) -> None:
    session = Session(models, FakePlayer(), FakeLibrary(), home)
    assert session.wait_idle(10)
    session.choose_model("other")
    wait_until(lambda: card_of(session, "other").trying)
    session.close()
    assert models.stopped.is_set()


def test_a_project_with_a_strangers_model_is_tried_at_the_start(home: Home, models: Strangers) -> None:
    models.harmful = True
    models.gate.set()
    toy = ToyCatalogue()
    saved = Session(toy, FakePlayer(), FakeLibrary(), home)
    assert saved.wait_idle(10)
    saved.choose_model("other")
    assert saved.wait_idle(10)
    project = saved.project.to_json()
    saved.close()
    session = Session(models, FakePlayer(), FakeLibrary(), home, preferences={"project": project})
    heard = Recorder(session)
    try:
        assert session.wait_idle(10)
        assert session.project.model == "toy" and card_of(session, "other").error == HARM
        assert HARM in heard.of(ev.Message)[0].text
    finally:
        session.close()


class StrangeStreams(Strangers, StreamCatalogue):
    strange = "hum"


@pytest.mark.parametrize("harmful", [False, True])
def test_a_strangers_model_on_a_deck_of_the_project_is_tried_before_the_streams_process_hears_of_it(home: Home, harmful: bool) -> None:
    first = Session(StreamCatalogue(), FakePlayer(), FakeLibrary(), home)
    assert first.wait_idle(10)
    first.put_on_deck(0, "hum")
    assert first.wait_idle(10)
    project, settings = first.project.to_json(), first.decks()[0].settings
    first.close()
    models = StrangeStreams()
    models.harmful = harmful
    session = Session(models, FakePlayer(), FakeLibrary(), home, preferences={"project": project})
    try:
        assert session.wait_idle(10) and not models.tried
        session.start_deck(0)
        wait_until(lambda: card_of(session, "hum").trying)
        assert not session.decks()[0].running and session._streams.wishes[0].model == ""
        models.gate.set()
        assert session.wait_idle(10)
        assert session.decks()[0].running is not harmful and session.decks()[0].settings == settings
        assert session._streams.wishes[0].model == ("" if harmful else "hum")
    finally:
        models.gate.set()
        session.close()


def test_a_real_stranger_that_never_ends(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way: the catalogue, a child that is ended, the card; the shipped drums play before and after."""
    monkeypatch.setattr(trial, "PROCESSOR_SECONDS", 2)
    monkeypatch.setattr(trial, "_bad", {})
    folder = copy_of("drums", home.models)
    edit(folder, lambda card: card["spec"].update(id="stranger"))
    other_graph(folder, [endless("z", "s")], **EVER)
    session = Session(app.Models(), FakePlayer(), FakeLibrary(), home)
    heard = Recorder(session)
    try:
        assert session.wait_idle(60)
        session.choose_model("stranger")
        assert session.wait_idle(120)
        assert session.project.model == "drums"
        assert card_of(session, "stranger").error == "The model 'stranger' came to no end while it was tried, so it stays out."
        assert any(card.trying for event in heard.of(ev.ModelsListed) for card in event.cards)
        session.generate()
        assert session.wait_idle(60)
        assert heard.of(ev.Rendered)[-1].seconds_to_render > 0
        assert [card.id for card in catalogue.list_models(home) if not card.shipped] == ["stranger"]
    finally:
        session.close()
