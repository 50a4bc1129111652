from __future__ import annotations

import pytest
from hypothesis import settings

from db.engine import open_engine

# A deadline would time the disk of a busy machine, not the store.
settings.register_profile("store", deadline=None, max_examples=60)
settings.load_profile("store")


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path, busy_timeout_s=0.1)
    yield engine
    engine.dispose()
