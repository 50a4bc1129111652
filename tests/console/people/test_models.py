"""Who may switch the models, what is refused, and what is left on record."""

import pytest

from console.people.models import ModelRoom, PromotionRefusedError, SetState, tally_path
from console.people.permissions import NotAllowedError
from console.shadow.tally import ShadowRead, append_read
from db import audit
from db.errors import StoreUnavailableError
from db.people_records import EventKind, Role
from db.site_events import recent_events
from pipeline.comparison import ALL, Comparison, ObjectionKind, SliceResult
from pipeline.errors import ModelSetError
from pipeline.model_shelf import SHIPPED
from tests.console.people.conftest import ATTENDANT, PIN
from tests.support.model_sets import WORSE, add_set, shelf_in

SUPERVISOR, LONG_PIN = "Ravi Kumar", "802457"
FIRST, SECOND = "20261125-aaaaaaaa", "20261126-bbbbbbbb"


@pytest.fixture
def shelf(tmp_path):
    return shelf_in(tmp_path)


@pytest.fixture
def switches():
    return []


@pytest.fixture
def room(desk, shelf, switches):
    """The models of a site with a supervisor at the desk."""
    desk.employ(SUPERVISOR, Role.SUPERVISOR, LONG_PIN)
    desk.office.sign_in(SUPERVISOR, LONG_PIN)
    return ModelRoom(
        shelf, desk.engine, desk.session, lambda: switches.append(1), now=lambda: desk.at
    )


def states(room):
    return {one.version: one.state for one in room.look().sets}


def test_a_candidate_that_is_nowhere_worse_takes_over_and_goes_back(room, shelf, switches, desk):
    add_set(shelf, FIRST)
    assert states(room) == {FIRST: SetState.CANDIDATE, SHIPPED: SetState.IN_USE}
    room.promote(FIRST, "reads our serif plates")
    assert states(room) == {FIRST: SetState.IN_USE, SHIPPED: SetState.BEFORE}
    assert room.go_back("night lane complains") == SHIPPED
    assert states(room)[SHIPPED] is SetState.IN_USE
    assert len(switches) == 2
    back, promoted = recent_events(desk.engine, 2)
    assert (promoted.kind, promoted.subject, promoted.done_by) == (
        EventKind.MODELS_PROMOTED,
        FIRST,
        SUPERVISOR,
    )
    assert "reads our serif plates" in promoted.detail
    assert (back.kind, back.subject) == (EventKind.MODELS_ROLLED_BACK, SHIPPED)


def test_a_candidate_that_is_worse_somewhere_is_refused(room, shelf, switches):
    add_set(shelf, FIRST, WORSE)
    with pytest.raises(PromotionRefusedError, match="worse on night") as refused:
        room.promote(FIRST, "please")
    assert states(room)[FIRST] is SetState.REFUSED
    assert [one.kind for one in refused.value.objections] == [ObjectionKind.WORSE]
    assert shelf.choice().version == SHIPPED
    assert not switches


def test_a_damaged_candidate_is_refused_and_shown_as_such(room, shelf):
    path = add_set(shelf, FIRST) / "reader.tflite"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelSetError, match=r"reader\.tflite"):
        room.promote(FIRST, "")
    (view, _) = room.look().sets
    assert view.state is SetState.DAMAGED
    assert "reader.tflite" in view.problem


def test_a_candidate_of_other_models_than_those_in_use_must_be_made_again(room, shelf):
    add_set(shelf, FIRST)
    add_set(shelf, SECOND)
    room.promote(FIRST, "")
    assert states(room)[SECOND] is SetState.OUTDATED
    with pytest.raises(PromotionRefusedError, match="compared with shipped"):
        room.promote(SECOND, "")
    with pytest.raises(PromotionRefusedError, match="is in use"):
        room.promote(FIRST, "")


def test_losses_beside_the_lanes_stop_a_candidate(room, shelf, desk):
    add_set(shelf, FIRST)
    for number in range(6):
        read = ShadowRead(f"d{number}", desk.at, "north", False, True, False)
        append_read(tally_path(shelf), FIRST, read)
    with pytest.raises(PromotionRefusedError, match="attendants' decisions: 0 instead of 6"):
        room.promote(FIRST, "")
    (view, _) = room.look().sets
    assert (view.shadow.read_count, view.shadow.agreed_count) == (6, 0)


def test_too_small_a_comparison_is_no_comparison(room, shelf):
    add_set(shelf, FIRST, Comparison(SHIPPED, (SliceResult(ALL, 12, 4, 8, 0),)))
    with pytest.raises(PromotionRefusedError, match="12 plates were held back"):
        room.promote(FIRST, "")


def test_attendants_see_the_models_and_do_not_switch_them(room, shelf, desk):
    add_set(shelf, FIRST)
    desk.office.lock()
    with pytest.raises(NotAllowedError):
        room.look()
    desk.office.sign_in(ATTENDANT, PIN)
    assert states(room)[FIRST] is SetState.CANDIDATE
    for act in (lambda: room.promote(FIRST, ""), lambda: room.go_back("")):
        with pytest.raises(NotAllowedError):
            act()
    assert shelf.choice().version == SHIPPED


def test_what_cannot_be_recorded_is_not_switched(room, shelf, switches, monkeypatch):
    add_set(shelf, FIRST)

    def full(*_):
        raise StoreUnavailableError("disk full")

    monkeypatch.setattr("console.people.models.record_act", full)
    with pytest.raises(StoreUnavailableError):
        room.promote(FIRST, "")
    assert shelf.choice().version == SHIPPED
    assert not switches
    monkeypatch.setattr("console.people.models.record_act", audit.record_act)
    room.promote(FIRST, "")
    monkeypatch.setattr("console.people.models.record_act", full)
    with pytest.raises(StoreUnavailableError):
        room.go_back("")
    assert shelf.choice().version == FIRST


def test_a_damaged_set_in_use_is_shown_and_one_can_go_back(room, shelf):
    folder = add_set(shelf, FIRST)
    room.promote(FIRST, "")
    (folder / "reader.tflite").write_bytes(b"torn")
    assert states(room)[FIRST] is SetState.DAMAGED
    assert room.go_back("damaged") == SHIPPED
    assert states(room)[SHIPPED] is SetState.IN_USE


def test_a_choice_that_cannot_be_read_is_told_and_can_be_left(room, shelf):
    shelf.folder.mkdir()
    (shelf.folder / "current.json").write_text("torn")
    assert "current.json" in room.look().problem
    assert room.go_back("") == SHIPPED
    assert room.look().problem == ""
