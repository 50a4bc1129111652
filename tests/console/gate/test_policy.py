from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.gate.policy import PolicySettings, decide, is_valid
from console.gate.registry import VehicleIndex
from console.gate.types import Match, Reason, Verdict, VerdictKind
from db.records import VehicleKind, VehicleRecord
from pipeline.confusions import ConfusionCosts
from tests.support.reads import make_read

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LIKE = ConfusionCosts({"8B": 0.6})
PRICE = pytest.approx(LIKE.between("8", "B"))
PLATE = "KA01AB1234"
OTHER = "KA05MN7777"
SETTINGS = PolicySettings(min_confidence=0.80, max_cost=0.35, min_margin=0.65)
OPEN, REVIEW, REFUSE = VerdictKind.OPEN, VerdictKind.REVIEW, VerdictKind.REFUSE
ALLOW, BLOCK, VISITOR = VehicleKind.ALLOW, VehicleKind.BLOCK, VehicleKind.VISITOR


def match(
    plate: str,
    cost: float,
    kind: VehicleKind = ALLOW,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> Match:
    vehicle = VehicleRecord(plate, kind, valid_from=valid_from, valid_until=valid_until)
    return Match(vehicle, cost)


def verdict(
    *matches: Match, confidence: float = 0.98, fresh: bool = True, text: str = PLATE
) -> Verdict:
    return decide(make_read(text, confidence), matches, NOW, fresh, SETTINGS)


@pytest.mark.parametrize(
    ("matches", "confidence", "kind", "reason"),
    [
        ([match(PLATE, 0.0)], 0.98, OPEN, Reason.REGISTERED),
        ([match(PLATE, 0.0)], 0.80, OPEN, Reason.REGISTERED),
        ([match(PLATE, 0.0)], 0.79, REVIEW, Reason.WEAK_CHARACTER),
        ([match(PLATE, 0.0, VISITOR)], 0.98, OPEN, Reason.REGISTERED),
        ([match(PLATE, 0.3)], 0.98, OPEN, Reason.REGISTERED_NEAR),
        ([match(PLATE, 0.4)], 0.98, REVIEW, Reason.DOUBTFUL_MATCH),
        ([match(PLATE, 2.0)], 0.98, REVIEW, Reason.DOUBTFUL_MATCH),
        ([match(PLATE, 2.1)], 0.98, REVIEW, Reason.NOT_REGISTERED),
        ([], 0.98, REVIEW, Reason.NOT_REGISTERED),
        ([], 0.5, REVIEW, Reason.WEAK_CHARACTER),
        ([match(PLATE, 0.0), match(OTHER, 1.0)], 0.98, OPEN, Reason.REGISTERED),
        ([match(PLATE, 0.0), match(OTHER, 0.65)], 0.98, OPEN, Reason.REGISTERED),
        ([match(PLATE, 0.0), match(OTHER, 0.6)], 0.98, REVIEW, Reason.AMBIGUOUS_MATCH),
        ([match(PLATE, 0.0), match(OTHER, 0.0)], 0.98, REVIEW, Reason.AMBIGUOUS_MATCH),
        ([match(PLATE, 0.3), match(OTHER, 0.9)], 0.98, REVIEW, Reason.AMBIGUOUS_MATCH),
        ([match(PLATE, 0.0, BLOCK)], 0.98, REFUSE, Reason.BLOCKED),
        ([match(PLATE, 0.0, BLOCK)], 0.5, REVIEW, Reason.BLOCKED),
        ([match(PLATE, 0.3, BLOCK)], 0.98, REVIEW, Reason.BLOCKED),
        ([match(PLATE, 1.0, BLOCK)], 0.98, REVIEW, Reason.BLOCKED),
        ([match(PLATE, 1.2, BLOCK)], 0.98, REVIEW, Reason.DOUBTFUL_MATCH),
        ([match(PLATE, 0.0), match(OTHER, 1.0, BLOCK)], 0.98, REVIEW, Reason.BLOCKED),
        ([match(PLATE, 0.0), match(OTHER, 1.1, BLOCK)], 0.98, OPEN, Reason.REGISTERED),
        ([match(PLATE, 0.0), match(OTHER, 0.0, BLOCK)], 0.98, REFUSE, Reason.BLOCKED),
    ],
)
def test_verdicts_of_the_policy_table(
    matches: list[Match], confidence: float, kind: VerdictKind, reason: Reason
) -> None:
    said = verdict(*matches, confidence=confidence)
    assert (said.kind, said.reason) == (kind, reason)
    assert said.matches == tuple(matches)


@pytest.mark.parametrize(
    ("facts", "kind", "reason"),
    [
        ({"valid_from": NOW, "valid_until": NOW + DAY}, OPEN, Reason.REGISTERED),
        ({"valid_from": NOW + DAY}, REVIEW, Reason.NOT_VALID_NOW),
        ({"valid_until": NOW}, REVIEW, Reason.NOT_VALID_NOW),
        ({"valid_until": NOW - DAY}, REVIEW, Reason.NOT_VALID_NOW),
    ],
)
def test_a_registration_opens_only_while_it_is_valid(
    facts: dict[str, datetime], kind: VerdictKind, reason: Reason
) -> None:
    for vehicle_kind in (ALLOW, VISITOR):
        said = verdict(match(PLATE, 0.0, vehicle_kind, **facts))
        assert (said.kind, said.reason) == (kind, reason)


def test_a_block_entry_that_has_run_out_still_blocks() -> None:
    assert verdict(match(PLATE, 0.0, BLOCK, valid_until=NOW - DAY)).kind is REFUSE


def test_a_stale_picture_never_opens() -> None:
    said = verdict(match(PLATE, 0.0), fresh=False)
    assert (said.kind, said.reason) == (REVIEW, Reason.STALE_PICTURE)


def test_a_registry_that_could_not_be_asked_never_opens() -> None:
    said = decide(make_read(PLATE), None, NOW, True, SETTINGS)
    assert (said.kind, said.reason) == (REVIEW, Reason.REGISTRY_UNAVAILABLE)


def test_a_read_that_was_set_aside_is_unreadable_whatever_is_near() -> None:
    for read in (make_read(PLATE, rejection="too small"), make_read("")):
        said = decide(read, (match(PLATE, 0.0),), NOW, True, SETTINGS)
        assert (said.kind, said.reason) == (REVIEW, Reason.UNREADABLE)


def test_the_weakest_character_decides_and_not_the_average() -> None:
    read = make_read(PLATE, [1.0] * 9 + [0.4])
    said = decide(read, (match(PLATE, 0.0),), NOW, True, SETTINGS)
    assert said.reason is Reason.WEAK_CHARACTER


@given(
    costs=st.lists(st.floats(0, 4), max_size=5).map(sorted),
    kinds=st.lists(st.sampled_from(list(VehicleKind)), min_size=5, max_size=5),
    confidence=st.floats(0, 1),
    fresh=st.booleans(),
    invalid=st.booleans(),
)
def test_no_facts_open_against_a_rule(
    costs: list[float],
    kinds: list[VehicleKind],
    confidence: float,
    fresh: bool,
    invalid: bool,
) -> None:
    until = {"valid_until": NOW} if invalid else {}
    matches = [match(f"P{i}", cost, kinds[i], **until) for i, cost in enumerate(costs)]
    said = verdict(*matches, confidence=confidence, fresh=fresh)
    if said.kind is OPEN:
        assert fresh
        assert not invalid
        assert confidence >= SETTINGS.min_confidence
        assert costs[0] <= SETTINGS.max_cost
        assert len(costs) == 1 or costs[1] - costs[0] >= SETTINGS.min_margin
        blocked = [m for m in matches if m.vehicle.kind is BLOCK]
        assert all(m.cost > SETTINGS.block_cost for m in blocked)


def test_validity_holds_from_its_start_to_just_before_its_end() -> None:
    vehicle = VehicleRecord(PLATE, valid_from=NOW, valid_until=NOW + DAY)
    assert not is_valid(vehicle, NOW - timedelta(microseconds=1))
    assert is_valid(vehicle, NOW)
    assert not is_valid(vehicle, NOW + DAY)
    assert is_valid(VehicleRecord(PLATE), NOW)


def test_a_blocked_plate_is_found_behind_many_nearer_ones() -> None:
    fleet = [VehicleRecord(f"KA01AB123{digit}") for digit in "012345679"]
    index = VehicleIndex([*fleet, VehicleRecord("KA01AB12X4", BLOCK)])
    matches = index.matches(make_read(PLATE))
    assert matches[0].vehicle.plate == PLATE
    assert matches[-1].vehicle.kind is BLOCK
    assert decide(make_read(PLATE), matches, NOW, True, SETTINGS).reason is Reason.BLOCKED


def test_nearest_vehicles_come_with_their_differences() -> None:
    index = VehicleIndex([VehicleRecord(PLATE, owner="Asha"), VehicleRecord(OTHER)], LIKE)
    (found,) = index.nearest("KA01A81234", 1)
    assert (found.vehicle.owner, found.differing) == ("Asha", (5,))
    assert found.cost == PRICE
    assert len(index) == 2
