"""``lane-test``: whether a lane's camera stands well, and what to move if it does not."""

from __future__ import annotations

import argparse
import json
import sys
from types import ModuleType
from urllib.parse import urlsplit

from console.commands.common import CommandError, positive_whole, quiet_native_stderr
from console.gate.lane_test import LaneTestReport
from console.lane_test import LaneTestError, run_lane_test
from console.paths import pairing_book_path, weights_folder
from console.settings import Settings
from pi_bridge.client.pairing import PairingBook
from pi_bridge.errors import BridgeError
from pipeline.recogniser import load_recogniser


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``lane-test``."""
    parser.add_argument(
        "lane", metavar="LANE", help="a lane of the settings, or a camera's address"
    )
    parser.add_argument(
        "--seconds", type=positive_whole, default=10, help="how long to look (default 10)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Look at the lane for some seconds; 1 when something has to be moved."""
    url = _camera_url(arguments.lane, settings)
    try:
        pairing = PairingBook(pairing_book_path(settings.data_folder)).find(url)
        with quiet_native_stderr():
            recogniser = load_recogniser(weights_folder(), settings.threads)
        report = run_lane_test(url, pairing, recogniser, arguments.seconds)
    except (BridgeError, LaneTestError) as error:
        raise CommandError(f"{_shown(arguments.lane)}: {error}") from error
    write = _as_json if arguments.json else _as_words
    sys.stdout.write(write(_shown(arguments.lane), report))
    return 0 if report.is_good else 1


def _camera_url(lane: str, settings: Settings) -> str:
    if "://" in lane:
        return lane
    for one in settings.lanes:
        if one.lane_id == lane:
            return one.camera_url
    known = ", ".join(one.lane_id for one in settings.lanes) or "none"
    raise CommandError(f"lane {lane}: not in the settings; there are {known}")


def _shown(lane: str) -> str:
    """Return the lane's id, or the host of an address, which may hold a password."""
    return urlsplit(lane).hostname or "camera" if "://" in lane else lane


def _as_json(lane: str, report: LaneTestReport) -> str:
    words = _words()
    content = {
        "lane": lane,
        "frames": report.frame_count,
        "failed": report.failed_count,
        "plates": report.plate_count,
        "text": report.text,
        "good": report.is_good,
        "findings": [
            {
                "aspect": finding.aspect.value,
                "value": round(finding.value, 3),
                "limit": finding.limit,
                "good": finding.is_good,
                "advice": finding.advice.value,
                "words": words.advice_words(finding),
            }
            for finding in report.findings
        ],
    }
    return json.dumps(content) + "\n"


def _as_words(lane: str, report: LaneTestReport) -> str:
    words = _words()
    seen = f", {report.text}" if report.text else ""
    lines = [f"{lane}: {report.frame_count} frames, {report.plate_count} with a plate{seen}"]
    if report.failed_count:
        lines.append(f"  {report.failed_count} frames could not be looked at")
    for finding in report.findings:
        mark = "good" if finding.is_good else "MOVE"
        what, measured = words.aspect_words(finding.aspect), words.measure_words(finding)
        lines.append(f"  {mark}  {what}: {measured}")
        if not finding.is_good:
            lines.append(f"        {words.advice_words(finding)}")
    return "\n".join(lines) + "\n"


def _words() -> ModuleType:
    # Qt, which translates them, takes a while to import, and every other command would wait for it
    from console.ui import lane_test_words  # noqa: PLC0415

    return lane_test_words
