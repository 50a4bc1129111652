"""TensorFlow brings an SQLite along that must not take the place of the system's."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import pipeline.training.litert
import sqlite3
sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE words USING fts5(word)")
print("searchable")
"""


def test_a_process_that_trains_can_open_a_store_that_is_searched_by_words():
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.stdout.strip() == "searchable", ended.stderr
