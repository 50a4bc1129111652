from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from pi_bridge.errors import SourceError
from pi_bridge.simulator.files import (
    PlayedFiles,
    PlayerSettings,
    find_files,
    letterbox,
    split_files,
)

QUICK = PlayerSettings(frames_per_s=500, shown_s=0.02, gap_s=0.01, width_px=160, height_px=90)


def save(path, shade: int, width: int = 40, height: int = 30) -> None:
    assert cv2.imwrite(str(path), np.full((height, width, 3), shade, np.uint8))


def middle(player: PlayedFiles) -> int:
    pixels = player.next_frame().pixels
    assert pixels.shape == (90, 160, 3)
    return int(pixels[40:50, 70:90].mean())


@pytest.fixture
def folder(tmp_path):
    save(tmp_path / "b.jpg", 200)
    save(tmp_path / "a.png", 120)
    (tmp_path / "broken.jpg").write_text("no picture")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "labels.csv").write_text("file\n")
    return tmp_path


def test_pictures_come_in_order_with_an_empty_lane_between_them(folder):
    player = PlayedFiles("north", find_files(folder), settings=QUICK)
    shades = [middle(player) for _ in range(2 * (5 + 10))]
    assert shades[4] == pytest.approx(41, abs=2)
    assert shades[14] == pytest.approx(123, abs=2)
    assert shades[19] == pytest.approx(41, abs=2)
    assert shades[29] == pytest.approx(203, abs=2)


def test_damaged_files_are_skipped_and_counted_once(folder):
    player = PlayedFiles("north", find_files(folder), settings=QUICK)
    for _ in range(70):
        player.next_frame()
    assert [path.name for path in player.damaged_files] == ["broken.jpg", "empty.png"]


def test_a_folder_of_damaged_files_is_a_failure_and_not_an_empty_lane(tmp_path):
    (tmp_path / "broken.jpg").write_text("no picture")
    player = PlayedFiles("north", find_files(tmp_path), settings=QUICK)
    for _ in range(2):
        with pytest.raises(SourceError, match="none of 1 files"):
            player.next_frame()


def test_an_empty_folder_and_a_missing_one_are_said(tmp_path):
    with pytest.raises(SourceError, match="no picture or video"):
        find_files(tmp_path)
    with pytest.raises(SourceError, match="not a folder"):
        find_files(tmp_path / "missing")


def test_no_frame_repeats_the_one_before_byte_for_byte(folder):
    player = PlayedFiles("north", find_files(folder), settings=QUICK)
    frames = [player.next_frame().pixels for _ in range(30)]
    encoded = [cv2.imencode(".jpg", frame)[1].tobytes() for frame in frames]
    assert all(a != b for a, b in pairwise(encoded))


def test_the_truth_of_labelled_pictures_is_kept(folder):
    player = PlayedFiles(
        "north",
        find_files(folder),
        truth={"a.png": "KA01AB1234"},
        registered_plates=["KA01AB1234"],
        settings=QUICK,
    )
    for _ in range(31):
        player.next_frame()
    (passage,) = player.passages()
    assert (passage.lane_id, passage.plate, passage.registered) == ("north", "KA01AB1234", True)
    assert passage.left_ns is not None
    assert passage.appeared_ns < passage.left_ns


def test_a_video_is_played_at_its_own_speed(tmp_path):
    path = tmp_path / "lane.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 250, (64, 36))
    assert writer.isOpened()
    for shade in range(10):
        writer.write(np.full((36, 64, 3), shade * 20, np.uint8))
    writer.release()
    player = PlayedFiles("north", find_files(tmp_path), settings=QUICK)
    shades = [middle(player) for _ in range(18)]
    steps = [later - earlier for earlier, later in pairwise(shades)]
    # 250 frames a second shown at 500: each comes twice.
    assert sum(step > 10 for step in steps) == pytest.approx(9, abs=1)
    assert shades[-1] > 150


def test_files_are_dealt_out_to_the_lanes(folder):
    files = find_files(folder)
    first, second = split_files(files, 2)
    assert sorted(first + second) == list(files)
    assert split_files(files[:1], 3) == ((files[0],),) * 3


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3000, 10), (10, 3000), (400, 300)])
def test_letterboxing_keeps_the_whole_picture_and_its_shape(width, height):
    fitted = letterbox(np.full((height, width, 3), 255, np.uint8), 160, 90)
    assert fitted.shape == (90, 160, 3)
    rows, columns = np.nonzero(fitted[..., 0] == 255)
    shown_width, shown_height = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert shown_width == 160 or shown_height == 90
    assert shown_width / shown_height == pytest.approx(
        min(160 / 1, max(1 / 90, width / height)), rel=0.2
    )
