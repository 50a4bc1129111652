from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import pytest

from console.paths import application_folder
from db.engine import DATABASE_NAME, open_read_only
from db.errors import StoreError
from db.evidence import EvidenceFolder
from db.people_records import EventKind
from db.queries import count_decisions, recent_decisions
from db.records import OrderedAction
from db.site_events import recent_events
from db.verify import verify
from pipeline.training.scenes import render_scene
from tests.support.pictures import save_picture
from tests.support.waiting import wait_until

REPORT_KEYS = {
    "seconds",
    "lanes",
    "passages",
    "decisions",
    "latency_ms",
    "gui",
    "rss_mb",
    "errors",
}


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "main.py", *map(str, arguments)],
        cwd=application_folder(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def run(*arguments: object) -> tuple[int, str, str]:
    process = start(*arguments)
    try:
        out, errors = process.communicate(timeout=110)
    finally:
        process.kill()
    return process.returncode, out, errors


def decision_count(data: Path) -> int:
    """Decisions on disk so far; none while the console is still making the database."""
    try:
        engine = open_read_only(data)
    except StoreError:
        return 0
    try:
        return count_decisions(engine)
    finally:
        engine.dispose()


@pytest.fixture
def web_page() -> Iterator[str]:
    """A server that answers every request with a web page, as a router's log-in does."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<html><body>Please sign in</body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/stream.mjpg"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_self_test_opens_the_window_reads_and_records():
    code, out, errors = run("--self-test", "--headless")
    assert code == 0, errors
    assert out.startswith("self-test: ")
    assert "recorded" in out


def test_a_demo_writes_its_report_its_picture_and_its_decisions(tmp_path):
    report, picture, data = tmp_path / "r.json", tmp_path / "s.png", tmp_path / "site"
    code, _, errors = run(
        "--demo", "--headless", "--lanes", 2, "--seconds", 25, "--data", data,
        "--screenshot", picture, "--report", report,
    )  # fmt: skip
    assert code == 0, errors
    summary = json.loads(report.read_text())
    assert summary.keys() == REPORT_KEYS
    assert summary["errors"] == []
    assert [lane["frames"] > 20 for lane in summary["lanes"]] == [True, True]
    assert summary["latency_ms"].keys() >= {
        "glass_to_tile",
        "frame_to_read",
        "stop_to_open",
        "stop_to_ask",
        "commit",
    }
    assert summary["passages"]["expected"] >= 1
    assert summary["passages"]["correct"] >= 1
    decisions = summary["decisions"]
    assert decisions["total"] == decisions["automatic"] + decisions["review"]
    assert 1 <= decisions["recorded"] == decisions["total"] == decision_count(data)
    screenshot = cv2.imread(str(picture))
    assert screenshot is not None
    assert screenshot.shape == (900, 1600, 3)


def test_every_recorded_decision_has_the_very_picture_that_was_read(tmp_path):
    data = tmp_path / "site"
    code, _, errors = run("--self-test", "--headless", "--data", data)
    assert code == 0, errors
    engine = open_read_only(data)
    (decision, *_) = recent_decisions(engine, 10)
    engine.dispose()
    assert decision.evidence is not None
    jpeg = EvidenceFolder(data / "evidence").load(decision.evidence.sha256)
    assert jpeg.startswith(b"\xff\xd8")
    assert len(jpeg) == decision.evidence.size_bytes
    assert decision.weights_version
    assert decision.characters


def test_a_folder_of_pictures_is_played_and_its_labels_are_the_truth(tmp_path):
    rows = ["file,plate_text"]
    for seed in (0, 2):
        scene = render_scene(seed, plate_height_px=64)
        save_picture(tmp_path / f"{seed}.png", scene.pixels)
        rows.append(f"{seed}.png,{scene.text}")
    (tmp_path / "torn.jpg").write_bytes(b"no picture")
    (tmp_path / "labels.csv").write_text("\n".join(rows) + "\n")
    report = tmp_path / "r.json"
    code, _, errors = run(
        "--demo", "--headless", "--lanes", 1, "--seconds", 20, "--source", tmp_path,
        "--report", report,
    )  # fmt: skip
    assert code == 0, errors
    passages = json.loads(report.read_text())["passages"]
    assert passages["expected"] >= 2
    assert passages["correct"] >= 1


def test_a_console_without_any_lane_opens_and_says_so(tmp_path):
    picture = tmp_path / "s.png"
    code, _, errors = run(
        "--headless", "--seconds", 3, "--data", tmp_path / "site", "--screenshot", picture
    )
    assert code == 0, errors
    assert picture.stat().st_size > 5_000


def test_cameras_that_are_dead_or_answer_with_a_page_leave_the_console_running(tmp_path, web_page):
    settings, report = tmp_path / "site.toml", tmp_path / "r.json"
    settings.write_text(
        f"""
        [[lanes]]
        id = "page"
        camera = "{web_page}"
        [[lanes]]
        id = "dead"
        camera = "http://127.0.0.1:9/stream.mjpg"
        barrier = "http://127.0.0.1:9"
        """
    )
    code, _, errors = run(
        "--headless", "--seconds", 6, "--settings", settings, "--data", tmp_path / "site",
        "--report", report,
    )  # fmt: skip
    assert code == 0, errors
    summary = json.loads(report.read_text())
    assert [lane["frames"] for lane in summary["lanes"]] == [0, 0]
    log = (tmp_path / "site" / "logs" / "gatehouse.log").read_text()
    assert "page" in log
    assert "Traceback" not in log


def test_a_polite_kill_drains_and_ends_with_code_0(tmp_path):
    data = tmp_path / "site"
    process = start("--demo", "--headless", "--lanes", 1, "--data", data)
    try:
        wait_until(lambda: decision_count(data) >= 1, timeout_s=80)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert decision_count(data) >= 1


def test_a_hard_kill_loses_no_recorded_decision(tmp_path):
    data = tmp_path / "site"
    process = start("--demo", "--headless", "--lanes", 2, "--data", data)
    try:
        wait_until(lambda: decision_count(data) >= 1, timeout_s=80)
        recorded = decision_count(data)
    finally:
        process.kill()
        process.communicate(timeout=30)
    assert decision_count(data) >= recorded
    code, _, errors = run("--headless", "--seconds", 2, "--data", data)
    assert code == 0, errors


def test_a_database_that_another_program_holds_is_one_clear_line(tmp_path):
    data = tmp_path / "site"
    assert run("--headless", "--seconds", 1, "--data", data)[0] == 0
    holder = sqlite3.connect(data / DATABASE_NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        code, _, errors = run("--headless", "--seconds", 5, "--data", data)
    finally:
        holder.close()
    assert code == 1
    lines = [line for line in errors.splitlines() if line.startswith("gatehouse:")]
    assert len(lines) == 1
    assert "gatehouse.sqlite3" in lines[0]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[[lanes]]\nid = 'north'\n", "lanes[1].camera"),
        ("colour = 'pink'\n", "colour"),
        ("[policy\n", "TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_one_line_with_file_and_key(tmp_path, content, named):
    settings = tmp_path / "site.toml"
    settings.write_text(content)
    code, _, errors = run("--settings", settings, "--headless", "--seconds", 1)
    assert code == 1
    (line,) = errors.splitlines()
    assert "site.toml" in line
    assert named in line


def test_a_demo_without_pictures_to_play_is_one_line(tmp_path):
    code, _, errors = run("--demo", "--headless", "--seconds", 1, "--source", tmp_path)
    assert code == 1
    (line,) = errors.splitlines()
    assert str(tmp_path) in line


def test_a_damaged_database_is_kept_aside_and_the_gate_opens_by_key_with_a_fresh_log(tmp_path):
    data, script = tmp_path / "site", tmp_path / "script"
    damaged = b"SQLite format 3\x00" + b"\xa5" * 20_000
    data.mkdir()
    (data / DATABASE_NAME).write_bytes(damaged)
    script.write_text("wait recorded 60\nkey Ctrl+F1\nwait recorded 60\nquit\n")
    code, _, errors = run("--demo", "--headless", "--lanes", 1, "--data", data, "--script", script)
    assert code == 0, errors
    (kept,) = data.glob("damaged-*")
    assert (kept / DATABASE_NAME).read_bytes() == damaged
    assert "is not a database" in errors
    assert f"{kept} keeps the damaged one" in errors
    engine = open_read_only(data)
    by_key = [one for one in recent_decisions(engine, 50) if one.decided_by == "Demo attendant"]
    first = recent_events(engine, 50)[-1]
    outcome = verify(engine, EvidenceFolder(data / "evidence"))
    engine.dispose()
    assert [one.barrier_action for one in by_key] == [OrderedAction.OPEN]
    assert (first.kind, first.subject) == (EventKind.LOG_RESTARTED, kept.name)
    assert outcome.faults == ()
