from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.gate.registry import VehicleIndex
from console.paths import weights_folder
from console.site_models import site_costs, site_shelf
from db.records import VehicleKind, VehicleRecord
from pipeline.confusions import ConfusionCosts
from pipeline.model_shelf import ModelShelf
from tests.support.reads import make_read

PLATES = st.text("01AB8", min_size=4, max_size=6)
VEHICLES = st.dictionaries(
    PLATES, st.sampled_from([VehicleKind.ALLOW, VehicleKind.BLOCK]), max_size=10
)


def records(kinds: dict[str, VehicleKind]) -> list[VehicleRecord]:
    return [VehicleRecord(plate, kind) for plate, kind in kinds.items()]


@settings(max_examples=60)
@given(first=VEHICLES, second=VEHICLES)
def test_a_renewed_index_answers_like_a_new_one(
    first: dict[str, VehicleKind], second: dict[str, VehicleKind]
) -> None:
    renewed, new = VehicleIndex(records(first)).renewed(records(second)), records(second)
    fresh = VehicleIndex(new)
    assert len(renewed) == len(fresh)
    for plate in (*first, *second):
        assert renewed.is_blocked(plate) == fresh.is_blocked(plate)
        read = make_read(plate)
        assert set(renewed.matches(read)) == set(fresh.matches(read))


def test_a_vehicle_that_was_blocked_meanwhile_is_blocked_in_the_renewed_index() -> None:
    index = VehicleIndex([VehicleRecord("KA01AB1234")])
    renewed = index.renewed([VehicleRecord("KA01AB1234", VehicleKind.BLOCK)])
    assert renewed.is_blocked("KA01AB1234")
    assert not index.is_blocked("KA01AB1234")
    (match,) = renewed.matches(make_read("KA01AB1234"))
    assert match.vehicle.kind is VehicleKind.BLOCK


def test_a_renewed_index_keeps_its_costs() -> None:
    index = VehicleIndex((), ConfusionCosts({"8B": 0.9})).renewed([VehicleRecord("KAB")])
    (match,) = index.nearest("KA8")
    assert match.cost < 0.9


def test_the_readers_own_candidates_make_a_longer_plate_near() -> None:
    read = make_read("BJL3833", 0.9)
    candidates = (*read.candidates, type(read.candidates[0])("BJL833", 0.85))
    read = type(read)(read.plate, read.characters, candidates, read.plate_pixels)
    (match,) = VehicleIndex([VehicleRecord("BJL833")]).matches(read)
    assert match.cost < 0.1


def test_the_shipped_costs_know_what_looks_alike(tmp_path) -> None:
    costs = site_costs(site_shelf(tmp_path))
    assert costs.between("8", "B") < costs.between("8", "W")


def test_vehicles_can_be_looked_up_without_weights(
    tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(weights_folder() / "manifest.toml", tmp_path)
    shelf = ModelShelf(tmp_path / "models", tmp_path)
    assert site_costs(shelf).between("8", "B") == pytest.approx(1.0)
    assert "certainty.toml" in caplog.text
