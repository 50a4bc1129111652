from __future__ import annotations

import importlib.metadata
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from pi_bridge.agent.advertising import advertised
from pi_bridge.agent.server import AgentServer, ServerSettings
from pi_bridge.agent.settings import MotionSettings
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.discovery import FoundAgent, find_agents
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.pairing import pair_with_agent
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.transport import open_session
from pi_bridge.client.types import BarrierPosition, CameraFrame, Connection
from pi_bridge.install import agent_requirements
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from tests.support.mjpeg import ShadesSource
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """
[agent]
lane = "north"
host = "127.0.0.1"
port = {port}
state_folder = "state"
advertise = false
[camera]
source = "simulator"
[motion]
enabled = false
[barrier]
kind = "simulated"
"""


class Agent:
    """The agent as a process of its own."""

    def __init__(self, config: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pi_bridge.agent", "--config", str(config)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )

    def url(self) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"serves at (\S+)", line):
                return found[1]
        raise AssertionError("the agent ended")

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(20)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def config(tmp_path) -> Path:
    path: Path = tmp_path / "agent.toml"
    path.write_text(CONFIG.format(port=0))
    return path


@pytest.mark.slow
def test_an_agent_is_paired_watched_killed_and_back(config):
    agent = Agent(config)
    url = agent.url()
    told = run("main.py", "pi-agent", "--config", str(config), "pair")
    code = told.stdout.rpartition(": ")[2].strip()
    pairing = pair_with_agent(url, code, "North car park", timeout_s=20)
    client = BarrierClient(url, timeout_s=10, pairing=pairing)
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with CameraReader("north", url + "/stream.mjpg", [slot], pairing=pairing) as reader:
        frame = slot.take(timeout_s=20)
        assert frame is not None
        assert frame.pixels.shape == (720, 1280, 3)
        assert client.open(time.monotonic_ns() + 20 * 10**9).outcome is CommandOutcome.DONE
        agent.end(signal.SIGKILL)
        wait_until(lambda: reader.state.connection is not Connection.LIVE, timeout_s=10)
        config.write_text(CONFIG.format(port=url.rpartition(":")[2]))
        agent = Agent(config)
        assert agent.url() == url
        wait_until(lambda: reader.state.connection is Connection.LIVE, timeout_s=30)
        assert client.close(time.monotonic_ns() + 20 * 10**9).outcome is CommandOutcome.DONE
        assert client.position() is not BarrierPosition.UNKNOWN
    assert agent.end() == 0


def test_what_is_wrong_with_the_configuration_is_one_line(tmp_path):
    path = tmp_path / "agent.toml"
    path.write_text('[agent]\nlane = "north"\n[camera]\nsource = "film"\n')
    for program in (("main.py", "pi-agent"), ("-m", "pi_bridge.agent")):
        ended = run(*program, "--config", str(path))
        assert ended.returncode == 1
        assert "camera.source: wanted one of" in ended.stderr
        assert len(ended.stderr.splitlines()) == 1


def test_a_library_that_is_missing_is_one_line(config):
    script = f"""
import sys
sys.modules["gpiozero"] = None  # as if it were not installed
sys.argv = ["agent", "--config", {str(config)!r}]
from pi_bridge.agent.command import main
sys.exit(main())
"""
    ended = run("-c", script)
    assert ended.returncode == 1
    assert "library gpiozero is missing" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_agent_alone_loads_neither_the_console_nor_its_libraries():
    script = """
import sys, json
import pi_bridge.agent.application, pi_bridge.agent.command
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
    loaded = set(json.loads(run("-c", script).stdout))
    strangers = {"PySide6", "tensorflow", "keras", "sqlalchemy", "ai_edge_litert", "console"}
    assert not loaded & (strangers | {"db", "pipeline", "firebase_admin", "PIL"})


def requirements(name: str) -> set[str]:
    """The distribution called ``name`` and all that it wants on this machine, without extras."""
    found, waiting = set(), {name}
    while waiting:
        name = waiting.pop()
        found.add(name)
        try:
            wanted = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # a library of the Pi alone
        needed = {re.split(r"[^\w.-]", one)[0].lower() for one in wanted if "extra ==" not in one}
        waiting |= needed - found
    return found


def test_the_agent_works_with_what_its_extra_names_and_nothing_else(config):
    extra = {re.split(r"[^\w.-]", one)[0] for one in agent_requirements(ROOT / "pyproject.toml")}
    allowed = set().union(*(requirements(name.lower()) for name in extra))
    names = {one.replace("_", "-") for one in allowed}
    hidden = {
        module
        for module, owners in importlib.metadata.packages_distributions().items()
        if not {owner.lower().replace("_", "-") for owner in owners} & (names | {"gatehouse"})
    }
    assert {"PySide6", "sqlalchemy", "pytest", "PIL", "rapidfuzz"} <= hidden
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
for name in {sorted(hidden)!r}:
    sys.modules[name] = None  # as if it were not installed
import pi_bridge.agent.sources.picamera
from pi_bridge.agent.application import running_agent
from pi_bridge.agent.config import load_agent_settings
from pi_bridge.client.link import AgentLink
from pi_bridge.client.pairing import pair_with_agent
from pi_bridge.agent.application import give_pairing_code
from pathlib import Path
settings = load_agent_settings(Path({str(config)!r}))
with running_agent(settings) as server:
    pairing = pair_with_agent(server.url, give_pairing_code(settings), "Site", 20)
    print(AgentLink(server.url, pairing).ask_health(20).paired)
"""
    ended = run("-c", script)
    assert ended.stdout.strip() == "True", ended.stderr


def read_events(agent: AgentServer, count: int) -> Generator[tuple[str, dict[str, object]]]:
    with (
        open_session() as session,
        session.get(agent.url + "/events", stream=True, timeout=20) as response,
    ):
        assert response.headers["Content-Type"].startswith("text/event-stream")
        kind = ""
        for line in response.iter_lines(chunk_size=1, decode_unicode=True):
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                yield kind, json.loads(value)
                count -= 1
                if count == 0:
                    return


class Vehicle(ShadesSource):
    """A still picture with a little noise, through which a block begins to move."""

    moving = False

    def next_frame(self):
        frame = super().next_frame()
        frame.pixels[:] = 90 + self.count % 2
        frame.pixels[:, ::16] = 200
        if self.moving:
            left = self.count * 5 % 200
            frame.pixels[30:120, left : left + 60] = 10
        return frame


def test_events_tell_of_motion_and_of_the_barrier():
    barrier = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=30))
    source = Vehicle(frames_per_s=30, width=320, height=180)
    settings = ServerSettings(motion=MotionSettings(warm_up_s=0.3))
    with AgentServer("north", source, barrier, settings=settings) as agent:
        events = read_events(agent, 40)
        wait_until(lambda: agent.state().frames_per_s > 0 and agent.state().sequence > 15)
        assert agent.state().motion is False
        source.moving = True
        barrier.hold()
        seen = {"motion": False, "barrier": False}
        for kind, content in events:
            seen["motion"] |= kind == "motion" and content["moving"] is True
            seen["barrier"] |= kind == "barrier" and content["position"] == "held"
            if all(seen.values()):
                break
        events.close()
        state = agent.state()
        assert state.motion is True
        assert state.last_motion_age_ms is not None
        assert state.frames_per_s > 0


def test_events_tell_when_the_camera_is_gone_and_back():
    source = ShadesSource()
    with AgentServer("north", source, settings=ServerSettings(stall_s=0.3)) as agent:
        events = read_events(agent, 40)
        wait_until(lambda: agent.state().source_online)
        source.stalled.set()
        told = next(content for kind, content in events if kind == "health")
        while told["source_online"]:
            told = next(content for kind, content in events if kind == "health")
        assert told["problem"] == "source gives no new frames"
        source.stalled.clear()
        told = next(content for kind, content in events if kind == "health")
        assert (told["source_online"], told["problem"]) == (True, "")
        events.close()


def test_agents_are_found_on_the_network_by_lane():
    with advertised("north-test", "https://127.0.0.1:8443"):
        for _ in range(3):
            found = find_agents(wait_s=1.5)
            if found:
                break
    assert FoundAgent("north-test", "https://127.0.0.1:8443") in found
