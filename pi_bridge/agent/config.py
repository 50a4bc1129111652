"""The agent's TOML file into `AgentSettings`, refused with the file and key that is wrong."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pi_bridge.agent.settings import (
    DEFAULT_PORT,
    AgentSettings,
    BarrierSettings,
    CameraSettings,
    GpioBarrierSettings,
    HttpBarrierSettings,
    HttpCamera,
    InputPin,
    MaskedArea,
    MotionSettings,
    MqttBarrierSettings,
    PiCamera,
    PictureSettings,
    PlayedFolder,
    RelayRequest,
    RtspCamera,
    SimulatedBarrierSettings,
    SimulatedCamera,
    StreamSettings,
    V4l2Camera,
)
from pi_bridge.agent.toml_table import TomlTable

DEFAULT_STATE_FOLDER = "/var/lib/gatehouse-agent"

_HIGHEST_PIN = 27
"""The last GPIO of the 40-pin header, BCM numbering."""

_LONGEST_PULSE_S = 3.0
"""A drive takes any pulse above some 0.1 s; a longer one than this is a hold by mistake."""


def load_agent_settings(path: Path) -> AgentSettings:
    """Return the settings in the TOML file ``path``; what it leaves out has its default.

    Raises:
        AgentConfigError: the file cannot be read, is not TOML, or a key is unknown, missing or
            has a value that makes no sense.
    """
    root = TomlTable.read(path)
    agent, usual = root.table("agent"), PictureSettings()
    lane_id = agent.text("lane")
    if not all(glyph.isascii() and (glyph.isalnum() or glyph in "-_") for glyph in lane_id):
        raise agent.refusal("lane", f"wanted letters, digits, - and _ alone, found {lane_id!r}")
    camera = root.table("camera")
    settings = AgentSettings(
        lane_id=lane_id,
        state_folder=agent.folder("state_folder", DEFAULT_STATE_FOLDER),
        host=agent.text("host", "0.0.0.0"),
        port=agent.whole("port", 0, 65535, DEFAULT_PORT),
        advertised=agent.flag("advertise", default=True),
        camera=_camera(camera),
        picture=PictureSettings(
            camera.whole("width_px", 160, 8192, usual.width_px),
            camera.whole("height_px", 120, 8192, usual.height_px),
            camera.number("frames_per_s", 1, 120, usual.frames_per_s),
        ),
        stream=_stream(root.table("stream")),
        motion=_motion(root.table("motion")),
        barrier=_barrier(root.table("barrier")) if root.has("barrier") else None,
    )
    for table in (agent, camera, root):
        table.end()
    return settings


def _camera(table: TomlTable) -> CameraSettings:
    kind = table.choice("source", ("v4l2", "rtsp", "http", "picamera2", "files", "simulator"))
    match kind:
        case "v4l2":
            return V4l2Camera(table.text("device", "/dev/video0"))
        case "rtsp":
            return RtspCamera(_address(table, "url", ("rtsp", "rtsps")))
        case "http":
            return HttpCamera(_address(table, "url", ("http", "https")))
        case "files":
            return PlayedFolder(table.folder("folder"))
        case "picamera2":
            shutter_us = table.optional_whole("shutter_us", 50, 1_000_000)
            gain = table.number("gain", 0, 64, 0.0)
            return PiCamera(shutter_us, gain or None)
        case _:
            return SimulatedCamera(table.whole("seed", 0, 2**31, 1))


def _stream(table: TomlTable) -> StreamSettings:
    usual = StreamSettings()
    settings = StreamSettings(
        quality=table.whole("quality", 30, 95, usual.quality),
        width_px=table.whole("width_px", 0, 8192, usual.width_px),
        ring_s=table.number("ring_s", 0, 120, usual.ring_s),
        ring_mb=table.whole("ring_mb", 1, 1024, usual.ring_mb),
    )
    table.end()
    return settings


def _motion(table: TomlTable) -> MotionSettings | None:
    usual = MotionSettings()
    enabled = table.flag("enabled", default=True)
    settings = MotionSettings(
        min_difference=table.number("min_difference", 0.05, 3, usual.min_difference),
        min_share=table.number("min_share", 0.0005, 0.5, usual.min_share),
        min_frames=table.whole("min_frames", 1, 60, usual.min_frames),
        light_share=table.number("light_share", 0.1, 1.0, usual.light_share),
        hold_s=table.number("hold_s", 0.1, 60, usual.hold_s),
        warm_up_s=table.number("warm_up_s", 0, 60, usual.warm_up_s),
        memory_s=table.number("memory_s", 0.2, 60, usual.memory_s),
        masks=tuple(MaskedArea(*row) for row in table.number_rows("masks", 4, 0.0, 1.0)),
    )
    table.end()
    return settings if enabled else None


def _barrier(table: TomlTable) -> BarrierSettings:
    kind = table.choice("kind", ("gpio", "http", "mqtt", "simulated"))
    settings: BarrierSettings
    match kind:
        case "gpio":
            settings = _gpio(table)
        case "http":
            settings = HttpBarrierSettings(
                open=_request(table.table("open")),
                hold=_request(table.table("hold")) if table.has("hold") else None,
                close=_request(table.table("close")) if table.has("close") else None,
                timeout_s=table.number("timeout_s", 0.1, 5, 1.0),
            )
        case "mqtt":
            settings = MqttBarrierSettings(
                host=table.text("host"),
                topic=_topic(table),
                port=table.whole("port", 1, 65535, 1883),
                tls=table.flag("tls", default=False),
                user=table.text("user") if table.has("user") else "",
                password_file=(
                    table.folder("password_file") if table.has("password_file") else None
                ),
            )
        case _:
            settings = SimulatedBarrierSettings()
    table.end()
    return settings


def _gpio(table: TomlTable) -> GpioBarrierSettings:
    usual = GpioBarrierSettings(open_pin=0)
    settings = GpioBarrierSettings(
        open_pin=table.whole("open_pin", 0, _HIGHEST_PIN),
        close_pin=table.optional_whole("close_pin", 0, _HIGHEST_PIN),
        relay_active_low=table.flag("relay_active_low", usual.relay_active_low),
        pulse_s=table.number("pulse_s", 0.05, _LONGEST_PULSE_S, usual.pulse_s),
        opened=_input(table, "opened"),
        closed=_input(table, "closed"),
        presence=_input(table, "presence"),
        blocked=_input(table, "blocked"),
        emergency=_input(table, "emergency"),
        open_needs_presence=table.flag("open_needs_presence", usual.open_needs_presence),
    )
    inputs = (
        settings.opened,
        settings.closed,
        settings.presence,
        settings.blocked,
        settings.emergency,
    )
    pins = [settings.open_pin, settings.close_pin, *(one.pin for one in inputs if one is not None)]
    wired = [pin for pin in pins if pin is not None]
    for pin in wired:
        if wired.count(pin) > 1:
            raise table.refusal("open_pin", f"GPIO {pin} is used for two things")
    if settings.open_needs_presence and settings.presence is None:
        raise table.refusal("open_needs_presence", "wants a [barrier.presence] input")
    return settings


def _input(parent: TomlTable, key: str) -> InputPin | None:
    table = parent.table(key)
    if not parent.has(key):
        return None
    pin = InputPin(table.whole("pin", 0, _HIGHEST_PIN), table.flag("active_low", default=True))
    table.end()
    return pin


def _request(table: TomlTable) -> RelayRequest:
    request = RelayRequest(
        method=table.choice("method", ("GET", "POST", "PUT"), "POST"),
        url=_address(table, "url", ("http", "https")),
        body=table.text("body") if table.has("body") else "",
    )
    table.end()
    return request


def _topic(table: TomlTable) -> str:
    topic = table.text("topic")
    if any(glyph in topic for glyph in "+#") or topic.startswith("/") or topic.endswith("/"):
        raise table.refusal("topic", f"wanted a topic without + and #, found {topic!r}")
    return topic


def _address(table: TomlTable, key: str, schemes: tuple[str, ...]) -> str:
    """Return an address with a host; the refusal never repeats it, for it may hold a password."""
    value = table.text(key)
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and value.isprintable()
    except ValueError:
        usable = False
    if not usable:
        raise table.refusal(key, f"wanted an address such as {schemes[0]}://192.0.2.11/stream")
    return value
