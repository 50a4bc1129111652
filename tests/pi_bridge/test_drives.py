from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory
from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

from pi_bridge.agent.application import running_agent
from pi_bridge.agent.barriers.gpio import GpioBarrier, release_relays
from pi_bridge.agent.barriers.http_relay import HttpBarrier
from pi_bridge.agent.barriers.mqtt import MqttBarrier
from pi_bridge.agent.barriers.taken_pins import note_relays, noted_relays
from pi_bridge.agent.config import load_agent_settings
from pi_bridge.agent.relay import BarrierFailedError, BarrierRefusedError
from pi_bridge.agent.settings import (
    GpioBarrierSettings,
    HttpBarrierSettings,
    InputPin,
    MqttBarrierSettings,
    RelayRequest,
)
from pi_bridge.errors import BarrierSetupError
from pi_bridge.wire import BarrierPosition
from tests.support.mjpeg import camera
from tests.support.mqtt import TinyBroker
from tests.support.waiting import wait_until

OPEN, CLOSE, OPENED, CLOSED, PRESENCE, BLOCKED, EMERGENCY = 17, 27, 5, 6, 13, 19, 26
WIRED = GpioBarrierSettings(
    open_pin=OPEN,
    close_pin=CLOSE,
    pulse_s=0.1,
    opened=InputPin(OPENED),
    closed=InputPin(CLOSED),
    presence=InputPin(PRESENCE),
    blocked=InputPin(BLOCKED),
    emergency=InputPin(EMERGENCY),
)


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.close()


@pytest.fixture
def barrier(pins) -> Iterator[GpioBarrier]:
    drive = GpioBarrier(WIRED, pins)
    yield drive
    drive.shut_down()


def act(pins: MockFactory, number: int, *, active: bool = True) -> None:
    """Close or open the contact between an input and ground, and let it stop bouncing."""
    pin = pins.pin(number)
    (pin.drive_low if active else pin.drive_high)()
    time.sleep(0.03)


def is_closed(pins: MockFactory, number: int) -> bool:
    return bool(pins.pin(number).state)


def test_an_opening_is_one_pulse_that_ends_by_itself(barrier, pins):
    assert not is_closed(pins, OPEN)
    begun_s = time.monotonic()
    barrier.open()
    assert is_closed(pins, OPEN)
    wait_until(lambda: not is_closed(pins, OPEN))
    assert 0.08 < time.monotonic() - begun_s < 1.0
    assert not is_closed(pins, CLOSE)


def test_a_hold_keeps_the_relay_closed_until_a_close(barrier, pins):
    barrier.hold()
    barrier.open()
    time.sleep(0.15)
    assert is_closed(pins, OPEN)
    barrier.close()
    assert not is_closed(pins, OPEN)
    assert is_closed(pins, CLOSE)
    wait_until(lambda: not is_closed(pins, CLOSE))


def test_a_close_ends_a_pulse_at_once(barrier, pins):
    barrier.open()
    barrier.close()
    assert not is_closed(pins, OPEN)


def test_the_position_is_what_the_switches_say(barrier, pins):
    assert barrier.position() is BarrierPosition.MOVING
    act(pins, CLOSED)
    assert barrier.position() is BarrierPosition.CLOSED
    act(pins, OPENED)
    assert barrier.position() is BarrierPosition.UNKNOWN  # both at once: a broken switch
    act(pins, CLOSED, active=False)
    assert barrier.position() is BarrierPosition.OPEN
    barrier.hold()
    assert barrier.position() is BarrierPosition.HELD


def test_without_switches_the_position_is_unknown(pins):
    drive = GpioBarrier(GpioBarrierSettings(open_pin=OPEN), pins)
    assert drive.position() is BarrierPosition.UNKNOWN
    drive.shut_down()


def test_the_boom_is_not_closed_on_a_vehicle(barrier, pins):
    act(pins, PRESENCE)
    with pytest.raises(BarrierRefusedError, match="under the boom"):
        barrier.close()
    assert not is_closed(pins, CLOSE)
    barrier.open()
    assert is_closed(pins, OPEN)


def test_a_paired_lane_forbids_opening(barrier, pins):
    act(pins, BLOCKED)
    for command in (barrier.open, barrier.hold):
        with pytest.raises(BarrierRefusedError, match="paired lane"):
            command()
    assert not is_closed(pins, OPEN)


def test_a_drive_that_wants_a_vehicle_opens_for_none(pins):
    settings = GpioBarrierSettings(
        open_pin=OPEN, presence=InputPin(PRESENCE), open_needs_presence=True
    )
    drive = GpioBarrier(settings, pins)
    with pytest.raises(BarrierRefusedError, match="no vehicle"):
        drive.open()
    act(pins, PRESENCE)
    drive.open()
    assert is_closed(pins, OPEN)
    drive.shut_down()


def test_the_emergency_stop_releases_everything_and_refuses_everything(barrier, pins):
    barrier.hold()
    act(pins, EMERGENCY)
    wait_until(lambda: not is_closed(pins, OPEN))
    for command in (barrier.open, barrier.hold, barrier.close):
        with pytest.raises(BarrierRefusedError, match="emergency"):
            command()
    act(pins, EMERGENCY, active=False)
    barrier.open()
    assert is_closed(pins, OPEN)


def test_relays_that_act_when_low_are_high_at_rest(pins):
    drive = GpioBarrier(GpioBarrierSettings(open_pin=OPEN, relay_active_low=True), pins)
    assert is_closed(pins, OPEN)
    drive.open()
    assert not is_closed(pins, OPEN)
    drive.shut_down()


def test_an_input_whose_contact_opens_when_it_happens_acts_when_high(pins):
    settings = GpioBarrierSettings(
        open_pin=OPEN,
        presence=InputPin(PRESENCE, active_low=False),
        closed=InputPin(CLOSED, active_low=False),
    )
    drive = GpioBarrier(settings, pins)
    drive.close()  # both contacts are closed: nothing stands there, and the boom is not down
    assert drive.position() is BarrierPosition.UNKNOWN
    act(pins, CLOSED, active=False)
    assert drive.position() is BarrierPosition.CLOSED
    act(pins, PRESENCE, active=False)
    with pytest.raises(BarrierRefusedError, match="under the boom"):
        drive.close()
    drive.shut_down()


def test_what_a_dead_agent_left_closed_is_released(pins):
    pins.pin(OPEN).function = "output"
    pins.pin(OPEN).state = True
    release_relays(GpioBarrierSettings(open_pin=OPEN), pins)
    assert not is_closed(pins, OPEN)


def released_by_command(config: Path, state_folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the agent's `release` with pins 17 and 27 driven high, and print how these end."""
    script = f"""
import sys
from gpiozero import Device
from gpiozero.pins.mock import MockFactory
from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
Device.pin_factory = MockFactory()
for number in (17, 27):
    Device.pin_factory.pin(number).function = "output"
    Device.pin_factory.pin(number).state = True
sys.argv = ["agent", "--config", {str(config)!r}, "release"]
from pi_bridge.agent.command import main
code = main()
print(code, [bool(Device.pin_factory.pin(number).state) for number in (17, 27)])
"""
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "STATE_DIRECTORY": str(state_folder)},
    )


def agent_config(folder: Path, barrier: str) -> Path:
    config = folder / "agent.toml"
    config.write_text(
        f'[agent]\nlane = "north"\nstate_folder = "{folder}"\nport = 0\nadvertise = false\n'
        f'[camera]\nsource = "simulator"\n{barrier}'
    )
    return config


def on_pins(open_pin: int, close_pin: int) -> str:
    return f'[barrier]\nkind = "gpio"\nopen_pin = {open_pin}\nclose_pin = {close_pin}\n'


def test_the_service_manager_releases_relays_by_a_command(tmp_path):
    ended = released_by_command(agent_config(tmp_path, on_pins(17, 27)), tmp_path)
    assert ended.stdout.strip() == "0 [False, False]", ended.stderr


def test_the_relays_that_the_dead_agent_took_are_released_whatever_is_configured_since(tmp_path):
    note_relays(tmp_path, GpioBarrierSettings(open_pin=17, close_pin=27))
    ended = released_by_command(agent_config(tmp_path, on_pins(5, 6)), tmp_path)
    assert ended.stdout.strip() == "0 [False, False]", ended.stderr


def test_relays_are_released_where_the_configuration_is_no_toml_any_more(tmp_path):
    note_relays(tmp_path, GpioBarrierSettings(open_pin=17, close_pin=27))
    config = tmp_path / "agent.toml"
    config.write_text("[barrier\n")
    ended = released_by_command(config, tmp_path)
    assert ended.stdout.strip() == "1 [False, False]", ended.stderr
    assert "agent.toml" in ended.stderr


def test_a_damaged_note_on_relays_gives_way_to_the_configuration(tmp_path):
    note_relays(tmp_path, GpioBarrierSettings(open_pin=5))
    (tmp_path / "relays.json").write_text('{"open_pin": "none"')
    ended = released_by_command(agent_config(tmp_path, on_pins(17, 27)), tmp_path)
    assert ended.stdout.strip() == "0 [False, False]", ended.stderr


def test_an_agent_notes_the_relays_it_takes_and_forgets_those_of_another_drive(
    tmp_path, pins, monkeypatch
):
    monkeypatch.setattr(Device, "pin_factory", pins)
    with running_agent(load_agent_settings(agent_config(tmp_path, on_pins(17, 27)))):
        assert noted_relays(tmp_path) == GpioBarrierSettings(open_pin=17, close_pin=27)
    with running_agent(load_agent_settings(agent_config(tmp_path, ""))):
        assert noted_relays(tmp_path) is None


def test_a_pin_that_is_taken_is_said(barrier, pins):
    with pytest.raises(BarrierSetupError, match="GPIO"):
        GpioBarrier(GpioBarrierSettings(open_pin=OPEN), pins)


def http_barrier(url: str, **more) -> HttpBarrier:
    return HttpBarrier(HttpBarrierSettings(RelayRequest("POST", url, "on"), timeout_s=0.3, **more))


def test_an_http_relay_gets_the_configured_request():
    with camera(lambda: iter([b"HTTP/1.1 204 Done\r\nConnection: close\r\n\r\n"])) as relay:
        http_barrier(relay.url.replace("http://", "http://user:pw@")).open()
        assert relay.requests[0].startswith(b"POST /stream HTTP/1.1")
        assert b"Authorization: Basic dXNlcjpwdw==" in relay.requests[0]
        assert relay.connection_count == 1


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"HTTP/1.1 403 No\r\nConnection: close\r\n\r\n", BarrierRefusedError),
        (b"HTTP/1.1 307 On\r\nLocation: /\r\nConnection: close\r\n\r\n", BarrierRefusedError),
        (b"HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n", BarrierFailedError),
        (b"", BarrierFailedError),
    ],
)
def test_an_http_relay_that_does_not_obey_is_said(answer, fault):
    with camera(lambda: iter([answer])) as relay:
        with pytest.raises(fault):
            http_barrier(relay.url).open()
        assert relay.connection_count == 1  # once, wherever it may point us


def test_an_http_relay_that_is_away_or_cannot_hold_has_surely_not_moved():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    drive = http_barrier(f"http://127.0.0.1:{port}/")
    with pytest.raises(BarrierRefusedError, match="refuses the connection"):
        drive.open()
    with pytest.raises(BarrierRefusedError, match="not configured"):
        drive.hold()
    assert drive.position() is BarrierPosition.UNKNOWN


def test_an_mqtt_barrier_is_told_only_while_its_controller_is_online():
    with TinyBroker() as broker:
        drive = MqttBarrier("north", MqttBarrierSettings("127.0.0.1", "site/gate", broker.port))
        try:
            assert broker.subscribed.wait(5)
            assert b"site/gate/agent" in broker.will
            assert b"offline" in broker.will
            wait_until(lambda: ("site/gate/agent", "online") in broker.published)
            with pytest.raises(BarrierRefusedError, match="not online"):
                drive.open()
            broker.send("site/gate/position", "closed")
            assert drive.position() is BarrierPosition.UNKNOWN
            broker.send("site/gate/status", "online")
            wait_until(lambda: drive.position() is BarrierPosition.CLOSED)
            drive.open()
            wait_until(lambda: broker.published[-1][0] == "site/gate/command")
            assert json.loads(broker.published[-1][1]) == {"action": "open"}
            broker.drop()
            wait_until(lambda: drive.position() is BarrierPosition.UNKNOWN)
            with pytest.raises(BarrierRefusedError):
                drive.open()
        finally:
            drive.shut_down()


def test_an_mqtt_broker_that_is_away_refuses_and_queues_nothing():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    drive = MqttBarrier("north", MqttBarrierSettings("127.0.0.1", "site/gate", port))
    with pytest.raises(BarrierRefusedError, match="broker is away"):
        drive.open()
    drive.shut_down()


BROKER = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.fixture
def broker(tmp_path) -> Iterator[int]:
    """The port of a real broker."""
    assert BROKER is not None
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    process = subprocess.Popen([BROKER, "-c", config], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), timeout_s=10)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Controller:
    """What moves a barrier behind a broker, and hears what else is said about it."""

    def __init__(self, port: int) -> None:
        self.heard: list[tuple[str, str]] = []
        self.client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
        self.client.will_set("site/gate/status", "offline", qos=1, retain=True)
        self.client.on_message = self._came
        self.client.connect("127.0.0.1", port)
        self.client.subscribe("site/gate/#", 1)
        self.client.loop_start()
        self.say("position", "closed")
        self.say("status", "online")

    def _came(self, _client: object, _userdata: object, message: MQTTMessage) -> None:
        self.heard.append((message.topic.rpartition("/")[2], message.payload.decode()))

    def say(self, topic: str, words: str) -> None:
        self.client.publish(f"site/gate/{topic}", words, qos=1, retain=True)

    def die(self) -> None:
        """Go without a goodbye."""
        cut(self.client)
        self.stop()

    def stop(self) -> None:
        self.client.loop_stop()
        self.client.on_message = None  # else the two hold each other, and the line, for ever


def cut(client: Client) -> None:
    """Take the line away beneath a client."""
    line = client.socket()
    assert isinstance(line, socket.socket)
    line.shutdown(socket.SHUT_RDWR)


@pytest.mark.skipif(BROKER is None, reason="no broker here: apt install mosquitto")
def test_a_real_broker_tells_both_ends_when_the_other_one_has_died(broker):
    controller = Controller(broker)
    drive = MqttBarrier("north", MqttBarrierSettings("127.0.0.1", "site/gate", broker))
    try:
        wait_until(lambda: drive.position() is BarrierPosition.CLOSED, timeout_s=10)
        drive.open()
        wait_until(lambda: ("command", '{"action": "open"}') in controller.heard, timeout_s=10)
        assert ("agent", "online") in controller.heard
        cut(drive._client)
        wait_until(lambda: ("agent", "offline") in controller.heard, timeout_s=10)
        wait_until(lambda: controller.heard[-1] == ("agent", "online"), timeout_s=10)
        wait_until(lambda: drive.position() is BarrierPosition.CLOSED, timeout_s=10)
        controller.die()
        wait_until(lambda: drive.position() is BarrierPosition.UNKNOWN, timeout_s=10)
        with pytest.raises(BarrierRefusedError, match="not online"):
            drive.open()
        assert controller.heard.count(("command", '{"action": "open"}')) == 1
    finally:
        controller.stop()
        drive.shut_down()
