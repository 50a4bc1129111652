from dataclasses import replace

import pytest

from console.gate.desk import DeskSettings
from console.gate.lanes import STALE_NS
from console.gate.settings import GateSettings
from console.gate.types import Connection, LaneView, ModelState, Reason, Verdict, VerdictKind
from console.ui.lane_status import STALE_AFTER_S, LaneFacts, describe
from console.ui.main_window import TICK_MS
from console.ui.theme import Tone
from pipeline.tracker import Motion
from pipeline.types import FrameResult
from tests.support.screens import LANES, START_NS, make_frame, make_read, make_state, make_view

FRAME = make_frame("north", START_NS)
LIVE = LaneFacts(make_state(LANES[0]), ModelState.READY, "", make_view(FRAME, None, None), 0.1, 0.2)


def test_an_empty_road_is_calm():
    status = describe(LIVE)
    assert (status.tone, status.word, status.detail) == (
        Tone.NEUTRAL,
        "No vehicle",
        "No plate seen",
    )


def test_could_not_look_is_not_no_plate_seen():
    view = LaneView("north", FrameResult(FRAME.frame, (), error="out of memory"))
    status = describe(replace(LIVE, view=view))
    assert (status.tone, status.word, status.detail) == (
        Tone.REFUSE,
        "Could not look",
        "out of memory",
    )
    assert status != describe(LIVE)


def test_recognition_that_has_not_looked_for_long_is_a_fault():
    assert describe(replace(LIVE, look_age_s=4.9)).word == "No vehicle"
    assert describe(replace(LIVE, look_age_s=5.1)).word == "Could not look"


@pytest.mark.parametrize(
    ("kind", "tone"),
    [
        (VerdictKind.OPEN, Tone.OPEN),
        (VerdictKind.REVIEW, Tone.REVIEW),
        (VerdictKind.REFUSE, Tone.REFUSE),
    ],
)
def test_a_verdict_shows_with_its_tone(kind, tone):
    view = make_view(FRAME, make_read("KA01"), Verdict(kind, Reason.REGISTERED))
    status = describe(replace(LIVE, view=view))
    assert status.tone is tone
    assert status.overlay
    assert status.read


def test_it_is_said_how_a_vehicle_moves_and_that_one_is_parked():
    verdict = Verdict(VerdictKind.REVIEW, Reason.NOT_REGISTERED)
    view = replace(
        make_view(FRAME, make_read("KA01"), verdict), direction=Motion.LEAVING, passage_id="p"
    )
    assert describe(replace(LIVE, view=view)).detail == "Not registered · leaving"
    coming = replace(view, verdict=None, direction=Motion.APPROACHING)
    assert describe(replace(LIVE, view=coming)).detail == "approaching"
    opened = make_view(FRAME, make_read("KA01"), Verdict(VerdictKind.OPEN, Reason.REGISTERED))
    status = describe(replace(LIVE, view=replace(opened, parked=True)))
    assert (status.word, status.icon, status.tone) == ("Parked", "parking", Tone.NEUTRAL)
    unsaved = replace(opened, parked=True, recorded=False)
    assert describe(replace(LIVE, view=unsaved)).word == "Recording"


def test_a_stale_picture_beats_every_verdict():
    view = make_view(FRAME, make_read("KA01"), Verdict(VerdictKind.OPEN, Reason.REGISTERED))
    fresh = describe(replace(LIVE, view=view, frame_age_s=1.7))
    stale = describe(replace(LIVE, view=view, frame_age_s=1.8))
    assert fresh.tone is Tone.OPEN
    assert (stale.tone, stale.stale, stale.overlay, stale.read) == (
        Tone.STALE,
        True,
        False,
        False,
    )
    assert "suspended" in stale.detail


def test_no_picture_is_shown_as_live_for_longer_than_two_seconds_between_two_looks():
    assert STALE_AFTER_S + TICK_MS / 1000 < 2.0
    assert (STALE_NS + GateSettings(DeskSettings("0.1.0")).tick_ns) / 1e9 < 2.0


def test_a_stalled_stream_is_stale_even_with_a_young_picture():
    state = make_state(LANES[0], connection=Connection.STALLED)
    assert describe(replace(LIVE, state=state)).stale


def test_an_offline_lane_says_what_is_wrong():
    state = make_state(LANES[0], connection=Connection.OFFLINE, problem="connection refused")
    status = describe(replace(LIVE, state=state))
    assert (status.word, status.detail) == ("Offline", "connection refused")


def test_a_lane_without_a_picture_is_connecting():
    assert describe(LaneFacts()).word == "Connecting"


def test_models_that_load_or_fail_are_told_apart():
    assert describe(replace(LIVE, model=ModelState.LOADING)).word == "Loading"
    failed = describe(replace(LIVE, model=ModelState.FAILED, model_problem="wrong hash"))
    assert (failed.word, failed.detail) == ("Could not look", "wrong hash")


def test_a_read_that_was_set_aside_shows_its_reason():
    view = make_view(FRAME, make_read("SHOP", rejection="too small"), None)
    status = describe(replace(LIVE, view=view))
    assert (status.word, status.detail) == ("Set aside", "too small")


def test_a_passage_without_a_verdict_is_being_read():
    view = make_view(FRAME, make_read("KA01"), None)
    assert describe(replace(LIVE, view=view)).word == "Reading"
