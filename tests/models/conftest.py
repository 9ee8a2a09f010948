"""Fixtures for the tests of models."""

from __future__ import annotations

import pytest

from studio.models import graphs


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs are stopped early."""
    monkeypatch.setattr(graphs, "RUN_SECONDS", 0.5)
    monkeypatch.setattr(graphs, "WATCH_SECONDS", 0.2)
