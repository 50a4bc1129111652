"""The head of the chain is anchored once a day, whatever the clock does."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any, cast

import pytest

from db.anchors import kept_anchors
from db.audit import record_decision
from db.booth import Booth
from db.engine import open_engine
from db.errands import AnchorErrand
from tests.support.decisions import NOON, make_decision

NO_STORE = cast(Any, None)
"""Anchoring needs none: the anchor waits in the outbox."""


class Day:
    def __init__(self, folder):
        self.now = NOON
        self.booth = Booth(utc_now=lambda: self.now)
        self.engine = open_engine(folder, booth=self.booth)
        self.errand = AnchorErrand(self.engine, self.booth)
        self.number = 0

    def pass_(self, **time):
        """Let time go by, decide something, and let the errand look."""
        self.now += timedelta(**time)
        self.number += 1
        record_decision(self.engine, make_decision(self.number, evidence=None))
        self.errand.run(NO_STORE)
        return len(kept_anchors(self.engine))


@pytest.fixture
def day(tmp_path):
    day = Day(tmp_path)
    yield day
    day.engine.dispose()


def test_a_week_of_looking_every_hour_gives_an_anchor_a_day(day):
    counts = [day.pass_(hours=1) for _ in range(7 * 24)]
    assert counts[0] == 1
    assert counts[23] == 1
    assert counts[24] == 2
    assert counts[-1] == 7
    moments = [one.anchored_at for one in kept_anchors(day.engine)]
    assert {later - earlier for earlier, later in itertools.pairwise(moments)} == {
        timedelta(days=1)
    }


def test_a_day_without_an_event_has_no_anchor(day):
    assert day.pass_(hours=0) == 1
    day.now += timedelta(days=3)
    day.errand.run(NO_STORE)
    assert len(kept_anchors(day.engine)) == 1


def test_a_clock_set_back_a_year_anchors_at_once_and_goes_on_daily(day):
    assert day.pass_(hours=0) == 1
    assert day.pass_(hours=-24 * 365) == 2
    assert day.pass_(hours=23) == 2
    assert day.pass_(hours=1) == 3
