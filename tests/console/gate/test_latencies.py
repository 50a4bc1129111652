from __future__ import annotations

import threading

import pytest

from console.gate.latencies import Latencies


def test_median_tail_and_longest_agree_with_hand_computed_ones() -> None:
    latencies = Latencies()
    for ms in range(1, 102):
        latencies.add("commit", float(ms))
    latencies.add("a", 5.0)
    first, second = latencies.summary()
    assert (first.name, first.count, first.p50_ms, first.max_ms) == ("a", 1, 5.0, 5.0)
    assert (second.p50_ms, second.p95_ms, second.max_ms) == (51.0, 96.0, 101.0)


def test_nothing_measured_gives_no_summary() -> None:
    assert Latencies().summary() == ()


def test_samples_of_many_threads_are_all_counted() -> None:
    latencies = Latencies()

    def add() -> None:
        for _ in range(500):
            latencies.add("commit", 1.0)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert latencies.summary()[0].count == 2000


def test_the_longest_is_kept_when_its_sample_no_longer_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.gate.latencies._KEPT_COUNT", 3)
    latencies = Latencies()
    for ms in (900.0, 1.0, 2.0, 3.0):
        latencies.add("commit", ms)
    (summary,) = latencies.summary()
    assert (summary.p50_ms, summary.max_ms, summary.count) == (2.0, 900.0, 4)
