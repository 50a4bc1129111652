"""Which decisions are wanted and into which split they go."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.exporting.choosing import SHARES, is_wanted, split_of
from console.exporting.types import LABELS, ExportFilters, Split
from db.records import Outcome
from tests.support.decisions import make_decision

plates = st.text(LABELS, min_size=1, max_size=12)


def by_person(**changes):
    fields = {"decided_by": "Meera Iyer", "outcome": Outcome.CONFIRMED} | changes
    return replace(make_decision(1), **fields)


@given(plates)
def test_the_split_follows_from_the_text_whatever_o_and_0_look_like(text):
    assert split_of(text) is split_of(text.replace("O", "0")) is split_of(text)


def test_the_splits_have_nearly_their_shares():
    splits = [split_of(f"KA{number:02d}AB{number:04d}") for number in range(5000)]
    for split in Split:
        assert splits.count(split) / len(splits) == pytest.approx(SHARES[split], abs=0.02)


def test_a_person_who_says_what_was_read_corrects_nothing():
    only = ExportFilters(only_corrected=True)
    assert not is_wanted(by_person(observed_plate="K0", resolved_plate="KO"), only)
    assert is_wanted(by_person(observed_plate="KA", resolved_plate="KB"), only)
    assert not is_wanted(by_person(observed_plate="KA", resolved_plate=None), only)


def test_what_the_policy_took_for_a_near_plate_is_no_correction():
    near = replace(make_decision(1), observed_plate="KA01AB1284")
    assert not is_wanted(near, ExportFilters(only_corrected=True))


def test_low_confidence_and_corrected_must_both_hold():
    both = ExportFilters(only_corrected=True, confidence_below=0.5)
    wrong = by_person(observed_plate="KA", resolved_plate="KB")
    assert not is_wanted(replace(wrong, confidence=0.5), both)
    assert is_wanted(replace(wrong, confidence=0.49), both)


def test_sure_ones_come_along_by_their_share_and_always_the_same():
    sure = [make_decision(number) for number in range(2000)]

    def chosen(**filters):
        return {one.decision_id for one in sure if is_wanted(one, ExportFilters(**filters))}

    assert len(chosen()) == 2000
    assert chosen(only_corrected=True) == set()
    some, more = chosen(sure_share=0.1), chosen(sure_share=0.3)
    assert some < more
    assert len(some) == pytest.approx(200, abs=50)
    assert chosen(only_corrected=True, sure_share=0.1) == some


def test_what_people_decided_is_wanted_whatever_the_share_of_sure_ones():
    assert is_wanted(by_person(), ExportFilters(sure_share=0.0))
