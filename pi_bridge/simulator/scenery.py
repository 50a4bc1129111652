"""The empty lane: sky, trees, road, kerbs, booth; painted once per light and weather."""

from __future__ import annotations

import functools

import cv2
import numpy as np

from pi_bridge.simulator.light import Light
from pi_bridge.simulator.view import Colour, Pixels, Spot, View, mix, paint, tint

LANE_LEFT_M = 0.0
LANE_RIGHT_M = 3.0
LANE_MIDDLE_M = 1.5
STOP_M = 5.0
"""Where the front of a vehicle stops: one metre before the boom."""
BOOM_AWAY_M = 4.0
BOOM_HEIGHT_M = 1.0
BOOM_PIVOT_M = -0.35

_FAR_M = 90.0
_NEAR_M = 0.6
_BOOM_LENGTH_M = 3.6
_RED: Colour = (44, 40, 196)
_WHITE: Colour = (232, 234, 236)
_LAMP_GLOW: Colour = (120, 190, 255)


@functools.lru_cache(maxsize=8)
def empty_lane(view: View, light: Light, *, wet: bool) -> Pixels:
    """Return the lane without vehicle and boom, BGR; shared by all lanes, so read-only."""
    chance = np.random.default_rng(7)
    canvas = _sky(view, light, chance)
    _paint_skyline(canvas, view, light, chance)
    _paint_ground(canvas, view, light, chance, wet=wet)
    _paint_markings(canvas, view, light)
    _paint_booth(canvas, view, light)
    _paint_lamp_post(canvas, view, light)
    if light.lamps:
        _add_lamp_light(canvas, view, light)
    canvas = cv2.GaussianBlur(canvas, (3, 3), 0.7).astype(np.uint8)
    canvas.setflags(write=False)
    return canvas


def paint_boom(canvas: Pixels, view: View, light: Light, raised: float) -> None:
    """Paint housing and boom, ``raised`` 0.0 (across the lane) to 1.0 (upright), in place."""
    angle = raised * np.pi / 2 * 0.97
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    pivot = np.array([BOOM_PIVOT_M, BOOM_HEIGHT_M])
    gain = mix(light.gain, (1.0, 1.0, 1.0), 0.25 * light.lamps)
    _box(
        canvas,
        view,
        (BOOM_PIVOT_M - 0.16, BOOM_PIVOT_M + 0.16),
        (0.0, 1.12),
        (BOOM_AWAY_M + 0.05, BOOM_AWAY_M + 0.4),
        tint((38, 150, 226), gain),
    )
    stripe_m = 0.4
    for index in range(int(_BOOM_LENGTH_M / stripe_m)):
        start, end = index * stripe_m, (index + 1) * stripe_m
        # The boom tapers to its tip; two strips, the lower in shade, make it look round.
        half_start, half_end = 0.058 - 0.006 * start, 0.058 - 0.006 * end
        colour = tint(_RED if index % 2 else _WHITE, gain)
        for low, high, shade in ((-1.0, 0.1, 0.72), (0.1, 1.0, 1.0)):
            corners = (
                pivot + along * start + across * half_start * low,
                pivot + along * end + across * half_end * low,
                pivot + along * end + across * half_end * high,
                pivot + along * start + across * half_start * high,
            )
            spots = [(float(spot[0]), float(spot[1]), BOOM_AWAY_M) for spot in corners]
            paint(canvas, view.project(spots), tint(colour, (shade, shade, shade)))


def paint_signal(canvas: Pixels, view: View, *, is_open: bool) -> None:
    """Light the red or the green lamp of the signal beside the booth, in place."""
    height_m, colour = (2.02, (96, 232, 70)) if is_open else (2.32, (60, 60, 250))
    centre = view.project([(3.75, height_m, 7.0)])[0]
    cv2.circle(
        canvas,
        (int(centre[0] * 8), int(centre[1] * 8)),
        int(view.scale(7.0) * 0.085 * 8),
        colour,
        -1,
        cv2.LINE_AA,
        3,
    )


def _sky(view: View, light: Light, chance: np.random.Generator) -> Pixels:
    """Return sky for the whole picture; drawn at a quarter of the size, clouds being soft."""
    height, width = view.height_px // 4, view.width_px // 4
    rows = np.clip(np.arange(height) * 4 / view.horizon_y_px, 0, 1)[:, None, None]
    top, low = np.array(light.sky_top), np.array(light.sky_low)
    sky = np.broadcast_to(top + (low - top) * rows**1.4, (height, width, 3))
    clouds = np.zeros((height, width), np.float32)
    for cells, weight in ((5, 0.5), (11, 0.3), (24, 0.2)):
        coarse = chance.random((cells, cells * 2), np.float32)
        clouds += weight * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    is_sunny = light.name == "day"
    cover = np.clip((clouds - 0.5) * 3.2, 0, 1)[..., None] * (0.75 if is_sunny else 0.35)
    bright = np.array(mix(light.sky_low, (255, 255, 255), 0.45 if is_sunny else 0.1))
    small = np.clip(sky * (1 - cover) + bright * cover, 0, 255).astype(np.float32)
    large = cv2.resize(small, (view.width_px, view.height_px), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(large, 0, 255), np.uint8)


def _paint_skyline(canvas: Pixels, view: View, light: Light, chance: np.random.Generator) -> None:
    haze = mix(light.sky_low, (0, 0, 0), 0.25)
    for left, width, height in ((-30, 16, 9), (-9, 11, 6), (14, 20, 11), (38, 14, 7)):
        away = 78.0
        corners: list[Spot] = [
            (left, 0, away),
            (left, height, away),
            (left + width, height, away),
            (left + width, 0, away),
        ]
        wall = mix(tint((150, 150, 156), light.gain), haze, 0.45)
        paint(canvas, view.project(corners), wall)
        for column in range(int(width / 1.6)):
            for row in range(int(height / 2.4)):
                x, y = left + 0.8 + column * 1.6, 1.0 + row * 2.4
                lit = light.lamps > 0 and chance.random() < 0.4
                pane = (120.0, 190.0, 230.0) if lit else mix(wall, (40, 36, 32), 0.5)
                _flat(canvas, view, (x, x + 0.8), (y, y + 1.2), away - 0.1, pane)
    leaf = mix(tint((58, 100, 72), light.gain), haze, 0.25)
    for away, count, size in ((60.0, 46, 3.2), (42.0, 26, 2.2)):
        for _ in range(count):
            x = float(chance.uniform(-22, 48))
            if LANE_LEFT_M - 2.2 < x < LANE_RIGHT_M + 2.2:
                continue
            _paint_tree(canvas, view, (x, 0.0, away), size * float(chance.uniform(0.8, 1.5)), leaf)


def _paint_tree(canvas: Pixels, view: View, foot: Spot, height_m: float, leaf: Colour) -> None:
    """Paint a crown of many small tufts, lighter where the light comes from: above, left."""
    chance = np.random.default_rng(abs(hash(foot)) % 2**32)
    x, _, away = foot
    for _ in range(60):
        angle, distance = chance.uniform(0, 2 * np.pi), float(np.sqrt(chance.random()))
        right = float(np.cos(angle)) * distance * 0.46
        up = 0.56 + float(np.sin(angle)) * distance * 0.44
        centre = view.project([(x + right * height_m, up * height_m, away)])[0]
        shade = 0.62 + 0.5 * up - 0.3 * right + float(chance.uniform(-0.12, 0.12))
        radius_px = max(1, round(view.scale(away) * height_m * float(chance.uniform(0.07, 0.14))))
        centre_px = (round(centre[0]), round(centre[1]))
        colour = tint(leaf, (shade, shade, shade))
        cv2.circle(canvas, centre_px, radius_px, colour, -1, cv2.LINE_AA)


def _paint_ground(
    canvas: Pixels, view: View, light: Light, chance: np.random.Generator, *, wet: bool
) -> None:
    _strip(canvas, view, -70.0, 90.0, 0.0, tint((70, 118, 96), light.gain))
    wet_gain = (0.74, 0.72, 0.70) if wet else (1.0, 1.0, 1.0)
    road = tint(tint((116, 114, 112), light.gain), wet_gain)
    _strip(canvas, view, LANE_LEFT_M - 0.25, LANE_RIGHT_M + 0.25, 0.0, road)
    _strip(canvas, view, LANE_RIGHT_M + 0.55, LANE_RIGHT_M + 4.4, 0.0, tint(road, (1.1, 1.1, 1.1)))
    _grain(canvas, view, chance)
    for inner, outer, top in (
        (LANE_LEFT_M - 0.25, LANE_LEFT_M - 0.55, 0.13),
        (LANE_RIGHT_M + 0.25, LANE_RIGHT_M + 0.55, 0.13),
    ):
        face = tint((150, 152, 154), light.gain)
        low: list[Spot] = [(inner, 0, _NEAR_M), (inner, 0, _FAR_M)]
        high: list[Spot] = [(inner, top, _FAR_M), (inner, top, _NEAR_M)]
        paint(canvas, view.project([*low, *high]), tint(face, (0.62, 0.62, 0.62)))
        _strip(canvas, view, inner, outer, top, face)
        for away in np.geomspace(1.0, 45.0, 34):
            _strip_part(
                canvas, view, inner, outer, top, (away, away * 1.008), tint(face, (0.7,) * 3)
            )


def _grain(canvas: Pixels, view: View, chance: np.random.Generator) -> None:
    """Roughen the ground: fine grain near the camera, patches further away."""
    top = int(view.horizon_y_px) + 2
    height = view.height_px - top
    fine = chance.normal(0, 1, (height, view.width_px)).astype(np.float32)
    coarse = cv2.resize(
        chance.normal(0, 1, (40, 16)).astype(np.float32),
        (view.width_px, height),
        interpolation=cv2.INTER_CUBIC,
    )
    nearness = np.linspace(0.25, 1.0, height, dtype=np.float32)[:, None]
    factor = 1 + nearness * (0.035 * cv2.GaussianBlur(fine, (3, 3), 0.8) + 0.03 * coarse)
    ground = canvas[top:].astype(np.float32) * factor[..., None]
    canvas[top:] = np.clip(ground, 0, 255).astype(np.uint8)


def _paint_markings(canvas: Pixels, view: View, light: Light) -> None:
    line = tint((214, 220, 222), light.gain)
    for x in (LANE_LEFT_M, LANE_RIGHT_M - 0.1):
        _strip(canvas, view, x, x + 0.1, 0.002, line)
    across = (LANE_LEFT_M + 0.1, LANE_RIGHT_M - 0.1)
    _strip_part(canvas, view, *across, 0.002, (STOP_M - 0.55, STOP_M - 0.25), line)
    arrow: list[Spot] = [(1.42, 0, 12), (1.42, 0, 14), (1.58, 0, 14), (1.58, 0, 12)]
    head: list[Spot] = [(1.1, 0, 12), (1.9, 0, 12), (1.5, 0, 10.6)]
    paint(canvas, view.project(arrow), line)
    paint(canvas, view.project(head), line)


def _paint_booth(canvas: Pixels, view: View, light: Light) -> None:
    wall = tint((168, 176, 182), light.gain)
    across, away = (4.0, 6.2), (9.5, 12.0)
    _box(canvas, view, across, (0.0, 2.5), away, wall)
    inside = mix(tint((120, 110, 96), light.gain), (110, 190, 240), 0.85 * light.lamps)
    _flat(canvas, view, (4.25, 5.95), (1.0, 2.1), away[0] - 0.02, inside)
    glare = mix(inside, light.glass, 0.45)
    left, right, near = 4.25, 5.95, away[0] - 0.03
    shine: list[Spot] = [(left, 1.0, near), (left, 1.7, near), (left + 1.0, 2.1, near)]
    paint(canvas, view.project([*shine, (left + 1.4, 2.1, near), (left + 0.4, 1.0, near)]), glare)
    frame = tint((70, 72, 76), light.gain)
    for x in (left, (left + right) / 2, right):
        _flat(canvas, view, (x - 0.03, x + 0.03), (0.97, 2.13), near, frame)
    side: list[Spot] = [(4.0, 1.0, 9.8), (4.0, 2.1, 9.8), (4.0, 2.1, 11.6), (4.0, 1.0, 11.6)]
    paint(canvas, view.project(side), tint(inside, (0.8, 0.8, 0.8)))
    roof = tint((96, 98, 104), light.gain)
    _box(canvas, view, (3.8, 6.4), (2.5, 2.68), (9.2, 12.3), roof)
    band = tint((52, 138, 220), light.gain)
    _flat(canvas, view, (3.8, 6.4), (2.5, 2.58), 9.19, band)


def _paint_lamp_post(canvas: Pixels, view: View, light: Light) -> None:
    post = tint((92, 92, 94), light.gain)
    _box(canvas, view, (3.70, 3.80), (0.0, 2.6), (7.0, 7.1), post)
    _box(canvas, view, (3.58, 3.92), (1.85, 2.5), (7.0, 7.15), tint((52, 50, 50), light.gain))
    for height_m in (2.02, 2.32):
        centre = view.project([(3.75, height_m, 7.0)])[0]
        radius_px = round(view.scale(7.0) * 0.085)
        centre_px = (round(centre[0]), round(centre[1]))
        cv2.circle(canvas, centre_px, radius_px, tint((70, 70, 74), light.gain), -1, cv2.LINE_AA)
    _box(canvas, view, (-2.0, -1.88), (0.0, 5.2), (16.0, 16.1), post)
    _box(canvas, view, (-2.0, -0.9), (5.1, 5.25), (16.0, 16.2), post)


def _add_lamp_light(canvas: Pixels, view: View, light: Light) -> None:
    """Add the pools of light on the road under the lamps, and the lamps themselves."""
    shrink = 8  # light is soft, and blurs this wide are slow at full size
    glow = np.zeros((view.height_px // shrink, view.width_px // shrink), np.float32)
    for spot, size_m, strength in (
        ((0.6, 0.0, 15.0), 5.5, 0.32),
        ((1.5, 0.0, 6.2), 3.0, 0.42),
        ((4.6, 1.2, 9.4), 2.0, 0.22),
        ((-1.0, 5.1, 16.0), 0.9, 0.9),
    ):
        x, y = view.project([spot])[0]
        reach = view.scale(spot[2]) * size_m / shrink
        flatness = 1.0 if spot[1] > 1 else 0.4
        pool = np.zeros_like(glow)
        centre_px = (round(x / shrink), round(y / shrink))
        axes_px = (max(1, round(reach * 0.3)), max(1, round(reach * 0.3 * flatness)))
        cv2.ellipse(pool, centre_px, axes_px, 0, 0, 360, strength, -1)
        glow += cv2.GaussianBlur(pool, (0, 0), reach * 0.14)
    large = cv2.resize(glow, (view.width_px, view.height_px), interpolation=cv2.INTER_CUBIC)
    lit = canvas.astype(np.float32)
    lit += large[..., None] * np.array(_LAMP_GLOW, np.float32) * np.float32(light.lamps)
    canvas[:] = np.clip(lit, 0, 255).astype(np.uint8)


def _strip(  # noqa: PLR0913, PLR0917 - a strip along the lane has three numbers
    canvas: Pixels, view: View, left: float, right: float, up: float, colour: Colour
) -> None:
    _strip_part(canvas, view, left, right, up, (_NEAR_M, _FAR_M), colour)


def _strip_part(  # noqa: PLR0913, PLR0917 - a rectangle on the ground has six numbers
    canvas: Pixels,
    view: View,
    left: float,
    right: float,
    up: float,
    away: tuple[float, float],
    colour: Colour,
) -> None:
    near, far = away
    corners: list[Spot] = [(left, up, near), (left, up, far), (right, up, far), (right, up, near)]
    paint(canvas, view.project(corners), colour)


def _flat(  # noqa: PLR0913, PLR0917 - a rectangle across the lane has six numbers
    canvas: Pixels,
    view: View,
    across: tuple[float, float],
    up: tuple[float, float],
    away: float,
    colour: Colour,
) -> None:
    (left, right), (low, high) = across, up
    corners: list[Spot] = [
        (left, low, away),
        (left, high, away),
        (right, high, away),
        (right, low, away),
    ]
    paint(canvas, view.project(corners), colour)


def _box(  # noqa: PLR0913, PLR0917 - a box has six numbers
    canvas: Pixels,
    view: View,
    across: tuple[float, float],
    up: tuple[float, float],
    away: tuple[float, float],
    colour: Colour,
) -> None:
    """Paint the faces of a box that the camera sees: the front, and the side towards it."""
    (left, right), (low, high), (near, far) = across, up, away
    facing = left if left > 0 else right
    if left > 0 or right < 0:
        side: list[Spot] = [
            (facing, low, near),
            (facing, high, near),
            (facing, high, far),
            (facing, low, far),
        ]
        paint(canvas, view.project(side), tint(colour, (0.66, 0.66, 0.66)))
    if high < view.height_m:
        top: list[Spot] = [
            (left, high, near),
            (left, high, far),
            (right, high, far),
            (right, high, near),
        ]
        paint(canvas, view.project(top), tint(colour, (1.1, 1.1, 1.1)))
    _flat(canvas, view, across, up, near, colour)
