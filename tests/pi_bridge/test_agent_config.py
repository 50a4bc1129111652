from __future__ import annotations

from pathlib import Path

import pytest

from pi_bridge.agent.config import load_agent_settings
from pi_bridge.agent.settings import (
    GpioBarrierSettings,
    HttpBarrierSettings,
    InputPin,
    MaskedArea,
    MqttBarrierSettings,
    PiCamera,
    PlayedFolder,
    RtspCamera,
    V4l2Camera,
)
from pi_bridge.errors import AgentConfigError

LEAST = """
[agent]
lane = "north"
[camera]
source = "v4l2"
"""


@pytest.fixture
def load(tmp_path):
    def load(text: str):
        path = tmp_path / "agent.toml"
        path.write_text(text, encoding="utf-8")
        return load_agent_settings(path)

    return load


def test_what_is_left_out_has_its_default(load):
    settings = load(LEAST)
    assert settings.lane_id == "north"
    assert settings.camera == V4l2Camera("/dev/video0")
    assert settings.barrier is None
    assert settings.motion is not None
    assert (settings.picture.width_px, settings.picture.frames_per_s) == (1280, 15.0)
    assert settings.state_folder == Path("/var/lib/gatehouse-agent")


def test_a_whole_configuration_is_read(load, tmp_path):
    settings = load(
        """
        [agent]
        lane = "south-exit"
        host = "127.0.0.1"
        port = 9000
        state_folder = "state"
        advertise = false
        [camera]
        source = "picamera2"
        shutter_us = 2000
        width_px = 1920
        height_px = 1080
        [stream]
        width_px = 1280
        ring_s = 5
        [motion]
        masks = [[0, 0, 1, 0.25]]
        [barrier]
        kind = "gpio"
        open_pin = 17
        pulse_s = 0.4
        [barrier.closed]
        pin = 5
        [barrier.presence]
        pin = 6
        active_low = false
        """
    )
    assert settings.camera == PiCamera(2000, None)
    assert settings.state_folder == tmp_path / "state"
    assert settings.motion is not None
    assert settings.motion.masks == (MaskedArea(0, 0, 1, 0.25),)
    assert isinstance(settings.barrier, GpioBarrierSettings)
    assert settings.barrier.closed == InputPin(5)
    assert settings.barrier.presence == InputPin(6, active_low=False)
    assert settings.barrier.opened is None
    assert (settings.stream.width_px, settings.stream.ring_s) == (1280, 5.0)


def test_cameras_and_drives_of_every_kind_are_read(load):
    least = '[agent]\nlane = "a"\n'
    assert load(least + '[camera]\nsource = "rtsp"\nurl = "rtsp://a:b@c/d"').camera == RtspCamera(
        "rtsp://a:b@c/d"
    )
    assert isinstance(load(least + '[camera]\nsource = "files"\nfolder = "x"').camera, PlayedFolder)
    http = load(
        LEAST + '[barrier]\nkind = "http"\n[barrier.open]\nurl = "http://relay/on"\nmethod = "GET"'
    ).barrier
    assert isinstance(http, HttpBarrierSettings)
    assert http.close is None
    mqtt = load(LEAST + '[barrier]\nkind = "mqtt"\nhost = "broker"\ntopic = "site/gate"').barrier
    assert mqtt == MqttBarrierSettings("broker", "site/gate")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[agent", "is not a TOML file"),
        ('[camera]\nsource = "v4l2"', "agent.lane: is missing"),
        ('[agent]\nlane = "a/b"', "agent.lane: wanted letters"),
        ('[agent]\nlane = "a"\n[camera]\nsource = "film"', "camera.source: wanted one of"),
        (LEAST + "fps = 3", "camera.fps: is not known; there are"),
        (LEAST + "width_px = 1.5", "camera.width_px: wanted a whole number"),
        (LEAST + "frames_per_s = inf", "camera.frames_per_s: wanted a number"),
        (LEAST + "[motion]\nmasks = [[0, 0, 2, 1]]", "motion.masks: wanted rows of 4"),
        (LEAST + "[motion]\nenabled = 1", "motion.enabled: wanted true or false"),
        (LEAST + '[barrier]\nkind = "gpio"', "barrier.open_pin: is missing"),
        (LEAST + '[barrier]\nkind = "gpio"\nopen_pin = 40', "barrier.open_pin: wanted"),
        (LEAST + '[barrier]\nkind = "gpio"\nopen_pin = 4\npulse_s = 9', "barrier.pulse_s: wanted"),
        (
            LEAST + '[barrier]\nkind = "gpio"\nopen_pin = 4\nclose_pin = 4',
            "GPIO 4 is used for two things",
        ),
        (
            LEAST + '[barrier]\nkind = "gpio"\nopen_pin = 4\nopen_needs_presence = true',
            "barrier.open_needs_presence: wants a",
        ),
        (
            LEAST + '[barrier]\nkind = "mqtt"\nhost = "b"\ntopic = "a/#"',
            "barrier.topic: wanted a topic",
        ),
        ("agent = 3", "agent: wanted a table"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(load, text, words):
    with pytest.raises(AgentConfigError) as refused:
        load(text)
    assert words in str(refused.value)
    assert "agent.toml" in str(refused.value)


def test_a_wrong_address_is_refused_without_repeating_it(load):
    with pytest.raises(AgentConfigError) as refused:
        load('[agent]\nlane = "a"\n[camera]\nsource = "http"\nurl = "ftp://u:secret@h/"')
    assert "camera.url" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(AgentConfigError, match="cannot be read"):
        load_agent_settings(tmp_path / "none.toml")
