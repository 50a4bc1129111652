"""Lanes found, paired, tried and kept on the real window by keys, with an agent on loopback."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine
from console.gate.lanes import LaneSetup
from console.gate.reasons import BARRIER_TEST
from console.gate.settings import GateSettings
from console.gate.store import SiteStore
from console.paths import weights_folder
from console.people import installer as installing
from console.people.gate import GuardedGate
from console.people.installer import FoundCamera, Installer, Surroundings
from console.people.permissions import NotAllowedError
from console.settings import LaneSettings, load_settings
from console.ui.actions import ActionId
from console.ui.pages.lane_drafts import LaneDraft, chosen, drafts_of, with_found
from console.ui.pages.setup_desk import SetupDesk
from db.people_records import EventKind
from db.queries import recent_decisions
from db.records import OrderedAction
from db.site_events import recent_events
from pi_bridge.agent.identity import load_identity
from pi_bridge.agent.pairing import KeyStore, PairingDesk
from pi_bridge.agent.server import AgentServer, Trust
from pi_bridge.client.barrier import BarrierClient
from pi_bridge.client.pairing import PairingBook
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pipeline.fusion import fuse_passage
from pipeline.recogniser import load_recogniser
from tests.console.ui.pages.conftest import ADMINISTRATOR, ATTENDANT, PASSWORD, SUPERVISOR
from tests.console.ui.pages.test_fitting import open_dialogs
from tests.support.gate import FakeCamera, HandClock, ScriptedReader
from tests.support.lane_pictures import StandingVehicle, scene

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class SiteToBe:
    """A booth that is being set up, with one agent on the network."""

    staffed: object
    desk: SetupDesk
    path: object
    codes: PairingDesk
    url: str
    restarts: list[str]

    @property
    def page(self):
        return self.desk.page


@pytest.fixture
def agent(tmp_path):
    identity = load_identity(tmp_path / "agent", "north")
    keys = KeyStore(tmp_path / "agent")
    desk = PairingDesk(tmp_path / "agent", "north", identity.fingerprint, keys)
    trust = Trust(keys, desk, identity)
    with AgentServer("north", StandingVehicle(scene()), SimulatedBarrier(), trust=trust) as server:
        yield server, desk


@dataclass
class RunningGate:
    """An engine whose lane has the barrier of a simulated agent; the camera shows nothing."""

    engine: GateEngine
    boom: SimulatedBarrier
    agent: AgentServer
    lane: LaneSettings


@pytest.fixture
def gate(new_site):
    boom = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=60.0))
    with AgentServer("yard", StandingVehicle(scene()), boom) as server:
        lane = LaneSettings("yard", "Yard", server.url + "/stream.mjpg", server.url)
        engine = GateEngine(
            [
                LaneSetup(
                    "yard", "Yard", FakeCamera("yard", HandClock()).open, BarrierClient(server.url)
                )
            ],
            load_recogniser=ScriptedReader,
            fuse=fuse_passage,
            store=SiteStore(new_site.engine, new_site.evidence),
            listener=new_site.booth.bridge,
            settings=GateSettings(DeskSettings("0.1.0")),
            attendant=lambda: new_site.session.name,
        )
        with engine:
            yield RunningGate(engine, boom, server, lane)


def ask_for_barrier(setup, qtbot):
    """Press the key of the barrier's test; the question that it asks."""
    setup.page.lanes.setFocus()
    qtbot.keyClick(setup.page.lanes, Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: open_dialogs(setup.staffed.booth.window) != [])
    return open_dialogs(setup.staffed.booth.window)[0]


@pytest.fixture
def make_setup(new_site, agent, tmp_path):
    """Open the window of a site whose installer is about to begin."""
    server, codes = agent

    def make(person="", lanes=(), commands=None):
        if person:
            new_site.employ()
        new_site.open(person=person)
        restarts: list[str] = []
        path = tmp_path / "site" / "settings.toml"
        installer = Installer(
            new_site.engine,
            new_site.session,
            Surroundings(
                "Lakeside",
                lanes,
                path,
                PairingBook(tmp_path / "pairings.json"),
                lambda: (("north", server.url),),
                lambda: load_recogniser(weights_folder(), 1),
            ),
            now=new_site.booth.clock.now,
        )
        bridge = new_site.booth.bridge
        desk = SetupDesk(
            new_site.booth.window,
            installer,
            lambda: restarts.append("restart"),
            GuardedGate(commands or new_site.commands, new_site.session, bridge.on_fault),
            bridge,
        )
        if person:
            new_site.reception._let_in(new_site.session.person)
        return SiteToBe(new_site, desk, path, codes, server.url, restarts)

    return make


def open_page(setup, qtbot):
    qtbot.keyClick(setup.staffed.booth.window, Key.Key_F11)
    qtbot.waitUntil(setup.page.isVisible)
    qtbot.waitUntil(lambda: setup.page.message.text().startswith("1 agent"))
    return setup.page


def fill(qtbot, box, text):
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def test_a_new_site_is_set_up_from_nothing_by_keys(make_setup, qtbot, monkeypatch):
    monkeypatch.setattr(installing, "TEST_S", 2.0)
    setup = make_setup()
    setup.staffed.booth.window.tiles.clear()  # a site without lanes
    first = setup.staffed.reception.first_run
    qtbot.waitUntil(first.isVisible)
    for box, text in ((first.name, "Asha Rao"), (first.secret, PASSWORD), (first.again, PASSWORD)):
        fill(qtbot, box, text)
        qtbot.keyClick(box, Key.Key_Return)
    page = setup.page
    qtbot.waitUntil(page.isVisible)
    qtbot.waitUntil(lambda: page.message.text().startswith("1 agent"))
    place = setup.url.partition("//")[2]
    assert page.lanes.item(0).text() == f"North   {place}   found, not a lane yet, not paired"

    fill(qtbot, page.code, "WRNG-WRNG-WRNG")
    qtbot.keyClick(page.code, Key.Key_Return)
    qtbot.waitUntil(lambda: "the agent refuses" in page.message.text())
    fill(qtbot, page.code, setup.codes.give_code())
    qtbot.keyClick(page.code, Key.Key_Return)
    qtbot.waitUntil(lambda: page.message.text() == "Paired with lane north")
    assert page.lanes.item(0).text().endswith("not a lane yet, paired")

    qtbot.keyClick(page.lanes, Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: page.trial.camera.frame is not None, timeout=30_000)
    qtbot.waitUntil(lambda: page.trial.strip.accessibleName() != "No read", timeout=30_000)
    assert "weakest character" in page.trial.said.text()
    qtbot.waitUntil(lambda: page.trial.findings.count() > 3, timeout=30_000)

    fill(qtbot, page.name, "North entry")
    page.direction.setFocus()
    qtbot.keyClick(page.direction, Key.Key_Down)
    qtbot.keyClick(page.lanes, Key.Key_N, CTRL)
    assert not setup.page._restart.isEnabled()
    qtbot.keyClick(page.lanes, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.message.text().startswith("1 lane"))
    lane = load_settings(setup.path).lanes[0]
    assert (lane.lane_id, lane.name, lane.direction.value) == ("north", "North entry", "entry")
    assert (lane.camera_url, lane.barrier_url) == (setup.url + "/stream.mjpg", setup.url)
    kinds = [(event.kind, event.done_by) for event in recent_events(setup.staffed.engine, 2)]
    assert kinds == [
        (EventKind.LANES_CHANGED, "Asha Rao"),
        (EventKind.CAMERA_PAIRED, "Asha Rao"),
    ]
    qtbot.keyClick(page.lanes, Key.Key_Return, CTRL)
    assert setup.restarts == ["restart"]


def test_a_typed_address_of_any_camera_is_added_and_a_dead_one_is_told(
    make_setup, qtbot, monkeypatch, caplog
):
    monkeypatch.setattr("console.lane_test._FIRST_PICTURE_S", 1.0)
    setup = make_setup(ADMINISTRATOR)
    page = open_page(setup, qtbot)
    fill(qtbot, page.address, "camera in the yard")
    qtbot.keyClick(page.address, Key.Key_Return)
    assert "address is not http://host:port/path" in page.message.text()
    fill(qtbot, page.address, "http://user:secret@127.0.0.1:9/mjpg/1")
    qtbot.keyClick(page.address, Key.Key_Return)
    assert page.message.text() == "127.0.0.1:9 was added"
    assert page.barrier.text() == ""
    assert "secret" not in page.lanes.item(1).text()
    qtbot.keyClick(page.lanes, Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: "refuses the connection" in page.trial.said.text(), timeout=30_000)
    caplog.clear()


def test_what_the_next_start_would_refuse_is_refused_here_in_words(make_setup, qtbot):
    setup = make_setup(ADMINISTRATOR)
    page = open_page(setup, qtbot)
    qtbot.keyClick(page.lanes, Key.Key_N, CTRL)
    fill(qtbot, page.lane_id, "no rth")
    qtbot.keyClick(page.lanes, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "wanted letters, digits, - and _ alone" in page.message.text())
    assert not setup.path.exists()
    assert not page._restart.isEnabled()


def test_an_attendant_neither_sees_the_page_nor_gets_anything_done(make_setup, qtbot):
    setup = make_setup(ATTENDANT)
    window = setup.staffed.booth.window
    assert not window.actions_table[ActionId.SETUP_PAGE].isEnabled()
    qtbot.keyClick(window, Key.Key_F11)
    assert not setup.page.isVisible()
    for ask in (
        setup.desk._installer.find,
        setup.desk._installer.lanes,
        lambda: setup.desk._installer.keep(()),
        lambda: setup.desk._installer.pair(setup.url, setup.codes.give_code()),
        lambda: setup.desk._installer.camera_at(setup.url),
    ):
        with pytest.raises(NotAllowedError):
            ask()


def test_the_lanes_of_a_running_site_can_be_changed_later(make_setup, qtbot):
    lane = LaneSettings("yard", "Yard", "http://192.0.2.7/mjpg")
    setup = make_setup(ADMINISTRATOR, (lane,))
    page = open_page(setup, qtbot)
    assert [draft.lane.lane_id for draft in page.drafts] == ["yard", "north"]
    assert chosen(page.drafts) == (lane,)
    page.lanes.setFocus()
    qtbot.keyClick(page.lanes, Key.Key_N, CTRL)
    qtbot.keyClick(page.lanes, Key.Key_Down)
    qtbot.keyClick(page.lanes, Key.Key_N, CTRL)
    qtbot.keyClick(page.lanes, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.message.text().startswith("1 lane"))
    assert [one.lane_id for one in load_settings(setup.path).lanes] == ["north"]


def test_what_a_lane_test_shows_stays_while_a_search_of_the_network_ends(make_setup, qtbot):
    page = open_page(
        make_setup(ADMINISTRATOR, (LaneSettings("yard", "Yard", "http://192.0.2.7"),)), qtbot
    )
    chosen_rows: list[int] = []
    page.lanes.currentRowChanged.connect(chosen_rows.append)
    page.trial.said.say("74 frames were looked at")
    page.lanes.setFocus()
    qtbot.keyClick(page.lanes, Key.Key_F, CTRL)
    qtbot.waitUntil(lambda: page.message.text().startswith("Looking"))
    qtbot.waitUntil(lambda: page.message.text().startswith("1 agent"))
    assert page.trial.said.text() == "74 frames were looked at"
    assert chosen_rows == []
    qtbot.keyClick(page.lanes, Key.Key_Down)
    assert page.trial.said.text() == ""
    assert chosen_rows == [1]


def test_a_camera_found_twice_is_listed_once_and_ids_do_not_repeat():
    lane = LaneSettings("north", "North", "https://192.0.2.1:8443/stream.mjpg")
    drafts = drafts_of((lane,), (False,))
    found = with_found(
        drafts,
        (
            FoundCamera("north", "https://192.0.2.1:8443/stream.mjpg", "", True),
            FoundCamera("north", "https://192.0.2.2:8443/stream.mjpg", "", False),
            FoundCamera("", "http://192.0.2.3/mjpg", "", False),
        ),
    )
    assert [one.lane.lane_id for one in found] == ["north", "north-1", "lane-1"]
    assert found[0] == LaneDraft(lane, is_lane=True, paired=True)
    assert chosen(found) == (lane,)


def test_the_barrier_of_a_running_lane_opens_once_and_is_on_record(make_setup, gate, qtbot):
    setup = make_setup(ADMINISTRATOR, (gate.lane,), gate.engine)
    page = open_page(setup, qtbot)
    dialog = ask_for_barrier(setup, qtbot)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "The barrier of Yard will open now; nothing may stand under it." in words
    qtbot.keyClick(dialog, Key.Key_Escape)
    qtbot.waitUntil(lambda: open_dialogs(setup.staffed.booth.window) == [])
    assert gate.boom.pulse_count == 0

    dialog = ask_for_barrier(setup, qtbot)
    qtbot.keyClick(dialog, Key.Key_Return)
    opened = "Yard: recorded and sent. Barrier open"
    qtbot.waitUntil(lambda: page.trial.barrier_said.text() == opened)
    assert gate.boom.pulse_count == 1
    (decision,) = recent_decisions(setup.staffed.engine, 5)
    assert (decision.lane_id, decision.barrier_action) == ("yard", OrderedAction.OPEN)
    assert (decision.decided_by, decision.override_reason) == (ADMINISTRATOR, BARRIER_TEST)

    qtbot.keyClick(page.lanes, Key.Key_Down)  # the camera that was found is no lane
    assert "once the lane is kept and runs" in page.trial.barrier_said.text()
    assert not page._open.isEnabled()
    assert "once the lane is kept and runs" in page._open.toolTip()
    qtbot.keyClick(page.lanes, Key.Key_Up)
    assert page.trial.barrier_said.text() == opened


def test_no_barrier_is_tested_while_all_gates_hold(make_setup, gate, qtbot, caplog):
    setup = make_setup(ADMINISTRATOR, (gate.lane,), gate.engine)
    page = open_page(setup, qtbot)
    gate.engine.stop_gates("emergency")
    qtbot.keyClick(ask_for_barrier(setup, qtbot), Key.Key_Return)
    refused = "Yard: refused: all gates hold, so nothing was sent"
    qtbot.waitUntil(lambda: page.trial.barrier_said.text() == refused)
    assert gate.boom.pulse_count == 0
    qtbot.waitUntil(lambda: len(recent_decisions(setup.staffed.engine, 5)) == 1)
    assert recent_decisions(setup.staffed.engine, 5)[0].barrier_action is OrderedAction.STOP
    caplog.clear()


def test_a_barrier_that_cannot_be_reached_is_told_and_not_tried_again(
    make_setup, gate, qtbot, caplog
):
    setup = make_setup(ADMINISTRATOR, (gate.lane,), gate.engine)
    page = open_page(setup, qtbot)
    gate.agent.stop()
    qtbot.keyClick(ask_for_barrier(setup, qtbot), Key.Key_Return)
    qtbot.waitUntil(
        lambda: "recorded, but failed" in page.trial.barrier_said.text(), timeout=10_000
    )
    assert page.trial.barrier_said.text().endswith("refuses the connection. Position unknown")
    assert gate.boom.pulse_count == 0
    assert len(recent_decisions(setup.staffed.engine, 5)) == 1
    caplog.clear()


@pytest.mark.parametrize("person", [ATTENDANT, SUPERVISOR])
def test_only_an_administrator_tests_a_barrier(make_setup, gate, qtbot, caplog, person):
    setup = make_setup(person, (gate.lane,), gate.engine)
    trial = setup.desk._barriers
    trial._open(gate.lane, 0, 0)  # as if the page could be reached
    qtbot.waitUntil(lambda: trial._problem != "")
    assert "not allowed: edit lanes" in trial._problem
    gate.engine.stop()  # with all that it was told
    assert gate.boom.pulse_count == 0
    assert recent_decisions(setup.staffed.engine, 5) == ()
    caplog.clear()


def test_a_lane_without_a_barrier_says_so_and_offers_no_test(make_setup, qtbot):
    lane = LaneSettings("yard", "Yard", "http://192.0.2.7/mjpg")
    setup = make_setup(ADMINISTRATOR, (lane,))
    page = open_page(setup, qtbot)
    page.lanes.setFocus()
    assert page.trial.barrier_said.text() == "No barrier is set up for this lane"
    qtbot.keyClick(page.lanes, Key.Key_B, CTRL)
    assert not page._open.isEnabled()
    assert open_dialogs(setup.staffed.booth.window) == []
    assert setup.staffed.booth.commands.calls == []


def test_a_barrier_whose_address_was_changed_waits_for_the_next_start(make_setup, gate, qtbot):
    setup = make_setup(ADMINISTRATOR, (gate.lane,), gate.engine)
    page = open_page(setup, qtbot)
    assert page._open.isEnabled()
    fill(qtbot, page.name, "The yard")
    assert page._open.isEnabled()
    fill(qtbot, page.barrier, "http://192.0.2.9:8000")
    assert not page._open.isEnabled()
    assert "start again" in page.trial.barrier_said.text()
