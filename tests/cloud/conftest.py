from __future__ import annotations

import os
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from db.engine import open_engine
from db.remote_settings import RemoteSettings
from tests.support.emulator import START_COMMAND, Emulator, emulator_command, with_shared_classes

RULES = Path(__file__).resolve().parents[2] / "resources" / "firebase" / "firestore.rules"


@pytest.fixture(scope="session")
def _emulator(tmp_path_factory, request):
    command = emulator_command()
    if command is None:
        reason = f"needs Google's Firestore emulator and Java: {START_COMMAND}"
        if os.environ.get("REQUIRE_EMULATOR") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    command = with_shared_classes(command, request.config.cache.mkdir("emulator"))
    emulator = Emulator(command, RULES, tmp_path_factory.mktemp("emulator"))
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def emulator(_emulator, monkeypatch, request):
    """The running emulator, as the environment names it to Google's libraries."""
    if not _emulator.is_google and request.node.get_closest_marker("any_emulator") is None:
        pytest.skip("needs Google's emulator: that of npm knows no rules, REST or listening")
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", _emulator.host)
    return _emulator


@pytest.fixture
def settings(emulator):
    """A project of this test's own, so that nothing of another test is there."""
    usual = RemoteSettings("north-car-park", project=f"demo-{uuid.uuid4().hex[:12]}")
    return replace(usual, ask_history=False, writes_per_second=100_000.0)


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path)
    yield engine
    engine.dispose()
