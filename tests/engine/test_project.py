"""The project that the settings file keeps: what is damaged in it is refused in one sentence."""

from __future__ import annotations

import pytest

from studio.engine.project import Project
from studio.errors import BadInput


@pytest.mark.parametrize("changes", [{"model": "m" * 10**6}, {"locks": ["l" * 10**6]}, {"settings": {"seed": 0, "values": {"a": [1]}}}])
def test_a_project_of_the_wrong_size_or_kind_is_none(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="damaged"):
        Project.from_json({**Project("drums").to_json(), **changes})
