"""How often an offline site tries again, and how fast it copies once it can."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.backoff import Backoff
from db.pace import Pace

NO_STORE = cast(Any, None)
"""The pace within a day needs none."""
CHANCES = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=40)


@given(CHANCES)
def test_each_wait_is_between_half_and_all_of_a_step_that_doubles_up_to_the_cap(chances):
    drawn = iter(chances)
    backoff = Backoff(1.0, 300.0, lambda: next(drawn))
    for number, chance in enumerate(chances):
        whole_s = min(300.0, 2.0**number)
        wait_s = backoff.next_s()
        assert whole_s / 2 <= wait_s <= whole_s  # as near to all of it as floats come
        assert wait_s == pytest.approx(whole_s * (0.5 + chance / 2))


@given(CHANCES)
def test_no_luck_makes_an_offline_day_more_than_590_attempts(chances):
    backoff = Backoff(chance=lambda: chances[0])
    now_s, attempts = 0.0, 0
    while now_s < 86_400.0:
        now_s += backoff.next_s()
        attempts += 1
    assert attempts <= 590  # 576 at half of the cap, and those before the cap is reached


def test_booths_that_lost_the_same_line_do_not_come_back_at_once():
    waits = [Backoff().next_s() for _ in range(200)]
    assert len(set(waits)) > 190
    assert min(waits) < 0.6
    assert max(waits) > 0.9


def test_a_connection_that_comes_and_goes_is_not_stormed():
    backoff = Backoff(1.0, 300.0, lambda: 0.0)
    for _ in range(20):
        backoff.next_s()
    waits = []
    for _ in range(20):
        backoff.succeed()
        waits.append(backoff.next_s())
    assert min(waits) >= 64.0


def test_a_long_way_back_begins_anew():
    backoff = Backoff(1.0, 300.0, lambda: 0.0)
    for _ in range(50):
        backoff.next_s()
    for _ in range(50):
        backoff.succeed()
    assert backoff.next_s() == 0.5


@given(st.lists(st.tuples(st.integers(1, 100), st.floats(0, 2)), min_size=1, max_size=50))
def test_no_burst_is_faster_than_the_writes_a_second_that_are_allowed(batches):
    now_s = [100.0]
    pace = Pace(NO_STORE, 50.0, 0, lambda: now_s[0])
    granted = []
    for count, idle_s in batches:
        now_s[0] += idle_s
        now_s[0] += pace.wait_s(count)
        granted.append((now_s[0], count))
    for (at_s, count), (next_s, _) in pairwise(granted):
        assert next_s - at_s >= count / 50.0 - 1e-6


def test_a_day_ends_at_midnight_in_utc_whatever_was_left_of_it(engine):
    pace = Pace(engine, 50.0, 100)
    late = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    pace.spend(90, late)
    assert pace.left_today(late) == 10
    pace.spend(40, late)
    assert pace.left_today(late) == 0
    assert Pace(engine, 50.0, 100).left_today(late) == 0  # another run of the program
    assert pace.left_today(datetime(2026, 3, 2, tzinfo=UTC)) == 100
