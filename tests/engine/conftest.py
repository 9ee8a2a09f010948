"""A session of toys with an empty home, over a player that only keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studio.engine.session import Session
from studio.paths import Home
from tests.toy import FakePlayer, toy_session


@pytest.fixture
def player() -> FakePlayer:
    return FakePlayer()


@pytest.fixture
def session(home: Home, player: FakePlayer) -> Iterator[Session]:
    made = toy_session(home, player=player)
    yield made
    made.close()
