"""The demo's lanes in a process of their own: they serve, tell the truth, and end with us."""

from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from console.commands.common import CommandError
from console.demo_lanes import DemoOrder
from console.demo_process import run_lanes_elsewhere
from tests.support.waiting import wait_until


def children():
    return [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]


def test_lanes_run_elsewhere_and_end_with_the_block():
    with run_lanes_elsewhere(DemoOrder(None, 2, ("in", "eu"))) as running:
        assert running.lanes.lane_ids == ("north-entry", "north-exit")
        assert len(running.lanes.vehicles) > 40
        with pytest.raises(HTTPError, match="401"):  # it serves, to those it is paired with
            urlopen(running.lanes.addresses[0].stream_url, timeout=10)
        wait_until(lambda: len(running.passages()) >= 1, timeout_s=30)
        assert running.passages()[0].lane_id in running.lanes.lane_ids
        (process,) = children()
    assert not process.is_running()


def test_lanes_that_cannot_start_say_why(tmp_path):
    with (
        pytest.raises(CommandError, match=str(tmp_path)),
        run_lanes_elsewhere(DemoOrder(tmp_path, 1, ())),
    ):
        pass
    assert children() == []


def test_lanes_that_have_ended_are_a_fault_and_not_an_empty_answer():
    with run_lanes_elsewhere(DemoOrder(None, 1, ("in",))) as running:
        (process,) = children()
        process.kill()
        process.wait(10)
        with pytest.raises(CommandError, match="has ended"):
            running.passages()
