from __future__ import annotations

import pytest

from db.engine import open_engine


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path, busy_timeout_s=0.1)
    yield engine
    engine.dispose()
