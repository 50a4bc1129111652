"""What an agent is told: its lane, camera, stream, motion and barrier, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_PORT = 8443


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """Size (pixels) and rate of what is captured."""

    width_px: int = 1280
    height_px: int = 720
    frames_per_s: float = 15.0


@dataclass(frozen=True, slots=True)
class V4l2Camera:
    """A USB or other Video4Linux camera, such as ``/dev/video0``."""

    device: str


@dataclass(frozen=True, slots=True)
class RtspCamera:
    """A network camera that speaks RTSP; the address may hold a password."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HttpCamera:
    """A network camera that streams MJPEG over HTTP; the address may hold a password."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PiCamera:
    """The Pi's own camera; None leaves shutter (microseconds) or gain to the camera."""

    shutter_us: int | None = None
    gain: float | None = None


@dataclass(frozen=True, slots=True)
class PlayedFolder:
    """Pictures and videos of a folder, played over and over."""

    folder: Path


@dataclass(frozen=True, slots=True)
class SimulatedCamera:
    """Rendered traffic."""

    seed: int = 1


CameraSettings = V4l2Camera | RtspCamera | HttpCamera | PiCamera | PlayedFolder | SimulatedCamera


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """How frames are encoded and how many are kept.

    ``width_px`` 0 streams the size that is captured; a smaller width makes the stream lighter
    while the ring keeps full size. The ring holds ``ring_s`` seconds and ``ring_mb`` at most.
    """

    quality: int = 80
    width_px: int = 0
    ring_s: float = 10.0
    ring_mb: int = 48


@dataclass(frozen=True, slots=True)
class MaskedArea:
    """A part of the picture where nothing counts as motion, in shares (0 to 1) of its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """When a change in the picture counts as motion.

    ``min_difference`` is in local contrasts (about -3 to 3 where there is texture),
    ``min_share`` the share of the picture that one connected change covers at least,
    ``min_frames`` how many frames in a row have it, and ``light_share`` the share above which a
    change is taken for switched light or a moved camera. Motion is over ``hold_s`` after the last
    moving frame. The first ``warm_up_s`` only teach the background, which forgets in about
    ``memory_s``.

    Source: the defaults are the ones that ``python -m pi_bridge.simulator.motion_trial`` was
    tuned with (docs/pi.md, "Motion").
    """

    min_difference: float = 0.35
    min_share: float = 0.003
    min_frames: int = 3
    light_share: float = 0.5
    hold_s: float = 1.0
    warm_up_s: float = 2.0
    memory_s: float = 1.0
    masks: tuple[MaskedArea, ...] = ()


@dataclass(frozen=True, slots=True)
class InputPin:
    """A dry contact between a GPIO (BCM number) and ground; ``active_low`` where closing acts."""

    pin: int
    active_low: bool = True


@dataclass(frozen=True, slots=True)
class GpioBarrierSettings:
    """A barrier drive on relay pins (BCM numbers), with the inputs that are wired.

    ``pulse_s`` is how long the relay closes for one opening. A hold keeps the opening relay
    closed. ``blocked`` is active while opening is forbidden, for example by the open barrier of
    a paired lane; ``emergency`` stops everything.
    """

    open_pin: int
    close_pin: int | None = None
    relay_active_low: bool = False
    pulse_s: float = 0.5
    opened: InputPin | None = None
    closed: InputPin | None = None
    presence: InputPin | None = None
    blocked: InputPin | None = None
    emergency: InputPin | None = None
    open_needs_presence: bool = False


@dataclass(frozen=True, slots=True)
class RelayRequest:
    """One HTTP request that makes a network relay act."""

    method: str
    url: str = field(repr=False)
    body: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HttpBarrierSettings:
    """A relay with an HTTP interface; None for what it cannot do."""

    open: RelayRequest
    hold: RelayRequest | None = None
    close: RelayRequest | None = None
    timeout_s: float = 1.0


@dataclass(frozen=True, slots=True)
class MqttBarrierSettings:
    """A barrier behind an MQTT broker; topics are ``<topic>/command``, ``/position``, ``/status``.

    ``password_file`` holds the password alone, so that it is in no configuration.
    """

    host: str
    topic: str
    port: int = 1883
    tls: bool = False
    user: str = ""
    password_file: Path | None = None


@dataclass(frozen=True, slots=True)
class SimulatedBarrierSettings:
    """A boom that exists only in the rendered lane."""


BarrierSettings = (
    GpioBarrierSettings | HttpBarrierSettings | MqttBarrierSettings | SimulatedBarrierSettings
)


@dataclass(frozen=True, slots=True)
class AgentSettings:
    """Everything one agent is told; None for ``motion`` or ``barrier`` where there is none.

    ``state_folder`` keeps the certificate and the keys of paired booths.
    """

    lane_id: str
    state_folder: Path
    camera: CameraSettings
    host: str = "0.0.0.0"  # an agent is there to be reached; all but health is signed
    port: int = DEFAULT_PORT
    advertised: bool = True
    picture: PictureSettings = field(default_factory=PictureSettings)
    stream: StreamSettings = field(default_factory=StreamSettings)
    motion: MotionSettings | None = field(default_factory=MotionSettings)
    barrier: BarrierSettings | None = None
