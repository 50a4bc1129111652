"""From a camera's settings to its source."""

from __future__ import annotations

import random

import cv2
import numpy as np

from pi_bridge.agent.settings import (
    AgentSettings,
    HttpCamera,
    PiCamera,
    PlayedFolder,
    RtspCamera,
    SimulatedCamera,
    V4l2Camera,
)
from pi_bridge.agent.source import FrameSource
from pi_bridge.agent.sources.http_camera import HttpCameraSource
from pi_bridge.agent.sources.opencv import rtsp_source, v4l2_source
from pi_bridge.agent.sources.picamera import PiCameraSource
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.simulator.files import PlayedFiles, PlayerSettings, find_files
from pi_bridge.simulator.traffic import RenderedTraffic, TrafficSettings
from pi_bridge.simulator.view import Pixels

_SIMULATED_PLATES = ("KA01AB1234", "MH12DE1433", "DL8CAF5031", "TN09BC7788")


def open_source(settings: AgentSettings, boom: SimulatedBarrier) -> FrameSource:
    """Return the source that ``settings`` name; ``boom`` is the barrier of a rendered lane.

    Raises:
        SourceError: the folder to play has no picture or video.
        AddressError: the address of an HTTP camera is none.
    """
    picture = settings.picture
    match settings.camera:
        case V4l2Camera(device):
            return v4l2_source(device, picture)
        case RtspCamera(url):
            return rtsp_source(url, picture)
        case HttpCamera(url):
            return HttpCameraSource(settings.lane_id, url, picture.frames_per_s)
        case PiCamera() as camera:
            return PiCameraSource(camera, picture)
        case PlayedFolder(folder):
            player = PlayerSettings(
                frames_per_s=picture.frames_per_s,
                width_px=picture.width_px,
                height_px=picture.height_px,
            )
            return PlayedFiles(settings.lane_id, find_files(folder), settings=player)
        case SimulatedCamera(seed):
            return RenderedTraffic(
                settings.lane_id,
                _SIMULATED_PLATES,
                paint_plain_plate,
                boom,
                seed=seed,
                settings=TrafficSettings(frames_per_s=picture.frames_per_s),
            )


def paint_plain_plate(text: str, _chance: random.Random) -> Pixels:
    """Return black characters on white, 110x520 pixels, without any of the training's fonts."""
    plate = np.full((110, 520, 3), 235, np.uint8)
    cv2.rectangle(plate, (4, 4), (515, 105), (20, 20, 20), 3)
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 2.4, 8)
    at = ((520 - width) // 2, 80)
    cv2.putText(plate, text, at, cv2.FONT_HERSHEY_SIMPLEX, 2.4, (15, 15, 15), 8, cv2.LINE_AA)
    return plate
