"""Counts by slice, and when a candidate counts as worse; values computed by hand."""

import pytest

from pipeline.comparison import (
    ALL,
    Comparison,
    Objection,
    ObjectionKind,
    SliceResult,
    Verdict,
    compare,
    from_json,
    sign_test,
    to_json,
    wilson,
)


def test_sign_test_is_the_tail_of_a_fair_coin():
    assert sign_test(5, 0) == 1 / 32
    assert sign_test(3, 1) == 5 / 16
    assert sign_test(0, 0) == 1.0


def test_wilson_interval_of_eight_of_ten():
    # Brown, Cai and DasGupta, Statistical Science 16 (2001): 0.490 to 0.943.
    rate = wilson(8, 10)
    assert (rate.value, rate.low, rate.high) == pytest.approx((0.8, 0.490, 0.943), abs=5e-4)
    assert wilson(0, 0).high == 1.0


def test_five_lost_in_a_row_are_worse_and_four_are_noise():
    assert SliceResult("night", 40, 30, 0, 5).is_worse
    assert not SliceResult("night", 40, 30, 0, 4).is_worse
    assert not SliceResult("night", 40, 20, 5, 0).is_worse


def test_the_interval_of_a_difference_is_that_of_pairs():
    # Agresti and Min with 0.5 in each cell: (8.5 - 2.5) / 102, spread 1.96 * sqrt(10.6471) / 102
    difference = SliceResult("day", 100, 80, 8, 2).difference()
    assert difference.value == pytest.approx(0.06)
    assert difference.low == pytest.approx(0.0588 - 0.0627, abs=2e-4)
    assert difference.high == pytest.approx(0.0588 + 0.0627, abs=2e-4)


def test_verdicts_are_counted_in_each_of_their_slices():
    verdicts = [
        Verdict(frozenset({ALL, "lane north"}), current_right=True, candidate_right=True),
        Verdict(frozenset({ALL, "lane south"}), current_right=False, candidate_right=True),
        Verdict(frozenset({ALL, "lane south"}), current_right=True, candidate_right=False),
        Verdict(frozenset({"rendered"}), current_right=False, candidate_right=False),
    ]
    comparison = compare("shipped", verdicts)
    assert [one.name for one in comparison.slices] == [ALL, "lane north", "lane south", "rendered"]
    assert comparison.held_back == SliceResult(ALL, 3, 1, 1, 1)
    assert (comparison.held_back.current_right, comparison.held_back.candidate_right) == (2, 2)
    assert from_json(to_json(comparison)) == comparison


def test_objections_name_every_slice_that_is_worse():
    good, bad = SliceResult(ALL, 60, 40, 10, 2), SliceResult("night", 20, 8, 0, 6)
    assert Comparison("shipped", (good,)).objections() == ()
    (objection,) = Comparison("shipped", (good, bad)).objections()
    assert objection == Objection(ObjectionKind.WORSE, bad)
    assert "night: 8 instead of 14 of 20" in str(objection)


def test_too_few_held_back_plates_are_an_objection():
    (objection,) = Comparison("shipped", (SliceResult(ALL, 29, 10, 19, 0),)).objections()
    assert "29 plates were held back" in str(objection)
    assert Comparison("shipped", ()).objections()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"current": "shipped", "slices": [{"name": "all"}]},
        {
            "current": "shipped",
            "slices": [{"name": "all", "count": 3, "both": 2, "won": 1, "lost": 1}],
        },
        {
            "current": "shipped",
            "slices": [{"name": "all", "count": 3, "both": 1, "won": -1, "lost": 1}],
        },
    ],
)
def test_counts_that_do_not_add_up_are_refused(content):
    with pytest.raises(ValueError, match="is not"):
        from_json(content)
