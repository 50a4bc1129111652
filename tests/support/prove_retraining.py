"""Proves that corrections become a better model: ``python -m tests.support.prove_retraining``.

A site is made up whose plates are in a lettering that the shipped models read badly. Its decisions
and corrections go into a real store, are exported and learned from by the commands that people
use; the learning is killed three times and goes on. Takes minutes of processor time, prints
Markdown. With ``--data`` it also counts what was forgotten of the labelled pictures there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

import main
from console.paths import application_folder
from console.people.models import ModelRoom, PromotionRefusedError
from console.people.session import Session
from console.site_models import site_shelf
from db.audit import record_decision
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.people_records import PersonRecord, Role
from db.records import CharacterRecord, Outcome
from db.site_events import recent_events
from pipeline.comparison import ALL, SliceResult, Verdict, compare
from pipeline.decode import BLANK
from pipeline.errors import ModelSetError
from pipeline.matching import match_key
from pipeline.model_shelf import SHIPPED
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.training.evaluation import read_at
from pipeline.training.known_reads import whole_plate
from pipeline.training.reading_figures import load_colour_crops
from pipeline.training.scenes import BUMPER_BGR, render_scene
from pipeline.types import ALPHABET, Box, Frame, Pixels
from tests.support.decisions import make_decision
from tests.support.site_plates import SitePlate, draw_site_plates, odd_fonts

NOW = datetime.now(UTC)
_SIZE = 800, 450
_PLATE_HEIGHT_PX = 56
_PATIENCE_S = 7200.0
_KILLED_AT = (("reader", 0.3), ("reader", 0.7), ("classifier", 0.5))
"""Model, and share of its steps, at which the learning is killed."""


def show(plate: SitePlate, seed: int) -> tuple[Pixels, Box]:
    """A vehicle with this plate, as a camera saw it, and where the plate is."""
    scene = render_scene(seed, *_SIZE, plate_height_px=_PLATE_HEIGHT_PX)
    pixels = scene.pixels.copy()
    old = scene.plate_box
    top, left = int(old.y), int(old.x)
    cv2.rectangle(
        pixels, (left - 3, top - 3), (int(old.right) + 3, int(old.bottom) + 3), BUMPER_BGR, -1
    )
    width = round(plate.pixels.shape[1] * _PLATE_HEIGHT_PX / plate.pixels.shape[0])
    fitted = cv2.resize(plate.pixels, (width, _PLATE_HEIGHT_PX), interpolation=cv2.INTER_AREA)
    left = _SIZE[0] // 2 - width // 2
    pixels[top : top + _PLATE_HEIGHT_PX, left : left + width] = fitted
    noise = np.random.default_rng(seed).normal(0.0, 4.0, pixels.shape)
    seen = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    return seen, Box(left, top, width, _PLATE_HEIGHT_PX)


def record_site(folder: Path, plates: Sequence[SitePlate], recogniser: Recogniser) -> int:
    """Put a decision for each plate into the store of ``folder``; how many were corrections.

    What is read right is confirmed, everything else the attendant corrects.
    """
    engine = open_engine(folder)
    evidence = EvidenceFolder(folder / "evidence")
    corrected = 0
    for number, plate in enumerate(plates):
        at = NOW - timedelta(minutes=3 * number)
        pixels, box = show(plate, number)
        encoded, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 92])
        assert encoded
        picture = evidence.save(jpeg.tobytes(), "north", number, at)
        read = read_at(recogniser.look(Frame("north", number, at, 0, pixels)), box)
        observed = "" if read is None else match_key(read.text)
        right = observed == plate.text
        corrected += not right
        decision = make_decision(
            number,
            outcome=Outcome.CONFIRMED if right else Outcome.CORRECTED,
            verdict="review",
            observed_plate=observed or "UNREAD",
            resolved_plate=plate.text,
            decided_by="Meera Iyer",
            decided_at=at,
            passage_started_at=at,
            evidence=picture,
            plate_box_px=(box.x, box.y, box.width, box.height),
            characters=()
            if read is None
            else tuple(
                CharacterRecord(
                    one.text, one.confidence, one.box.x, one.box.y, one.box.width, one.box.height
                )
                for one in read.characters
            ),
        )
        record_decision(engine, replace(decision, decision_id=f"{number:032x}"))
    engine.dispose()
    return corrected


def learn(
    data: Path, export: Path, options: Sequence[str], kills: Sequence[tuple[str, float]]
) -> Path:
    """Run ``retrain`` until it is over, killing it on the way; the folder of the candidate."""
    command = [sys.executable, str(application_folder() / "main.py"), "--data", str(data)]
    command += ["retrain", str(export), *options]
    left = list(kills)
    while True:
        with (data / "retrain.log").open("ab") as log:
            run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
            if left and _kill_at(run, data, *left[0]):
                left.pop(0)
                continue
            out, _ = run.communicate(timeout=_PATIENCE_S)
        assert run.returncode == 0, (data / "retrain.log").read_text()
        return Path(out.strip().splitlines()[-1])


def _kill_at(run: subprocess.Popen[str], data: Path, model: str, share: float) -> bool:
    """Kill the learning and its child once it is so far; False where it ended before."""
    import psutil  # noqa: PLC0415 - for this alone

    deadline_s = time.monotonic() + _PATIENCE_S
    while run.poll() is None and time.monotonic() < deadline_s:
        if _share_done(data, model) >= share:
            children = psutil.Process(run.pid).children(recursive=True)
            for process in children:
                process.send_signal(signal.SIGKILL)
            run.send_signal(signal.SIGKILL)
            run.communicate()
            psutil.wait_procs(children, timeout=30)
            return True
        time.sleep(0.2)
    return False


def _share_done(data: Path, model: str) -> float:
    """How far the newest state of a model is that was kept."""
    for plan in data.glob(f"models/runs/*/{model}.plan.json"):
        state = plan.parent / model / "state.npz"
        if state.exists():
            try:
                with np.load(state) as kept:
                    return int(kept["step"]) / int(json.loads(plan.read_text())["steps"])
            except (OSError, ValueError):
                return 0.0
    return 0.0


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the models of a set."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.tflite"))
    }


def count(
    name: str, crops: Sequence[tuple[Pixels, str]], current: Recogniser, candidate: Recogniser
) -> SliceResult:
    """Whole texts read exactly by both, plate by plate."""

    def verdicts() -> Iterator[Verdict]:
        for pixels, text in crops:
            plate = whole_plate(pixels)
            reads = (one.read_plate(pixels, plate).text == text for one in (current, candidate))
            yield Verdict(frozenset({ALL}), next(reads), next(reads))

    return replace(compare("", verdicts()).held_back, name=name)


def row(one: SliceResult) -> str:
    difference = one.difference()
    return (
        f"| {one.name} | {one.current_right} of {one.count} | {one.candidate_right} of {one.count} "
        f"| {one.won_count} | {one.lost_count} | {100 * difference.value:+.1f} "
        f"({100 * difference.low:+.1f} to {100 * difference.high:+.1f}) "
        f"| {one.chance_of_loss:.3f} |"
    )


def refused(room: ModelRoom, version: str) -> str:
    """Why a set does not take over; it must not."""
    try:
        room.promote(version, "proof")
    except (PromotionRefusedError, ModelSetError) as error:
        return str(error)
    raise AssertionError(f"{version} took over")


def spoilt(site: Path, export: Path) -> str:
    """The version of a candidate whose reader is sure of wrong characters, compared like any other.

    Noise on its weights would not do: a reader that is unsure is never heard.
    """
    # TensorFlow, for this alone
    from pipeline.training import reader  # noqa: PLC0415
    from pipeline.training.litert import convert  # noqa: PLC0415
    from pipeline.training.retraining.candidate import (  # noqa: PLC0415
        Origin,
        build_candidate,
        judged_plates,
    )
    from pipeline.training.retraining.card import Facts  # noqa: PLC0415
    from pipeline.training.retraining.exported import read_export  # noqa: PLC0415
    from pipeline.training.retraining.lessons import Material  # noqa: PLC0415

    shelf = site_shelf(site)
    network = reader.build_model()
    network.load_weights(shelf.shipped / "keras" / "reader.weights.h5")
    *others, kernel, bias = network.get_weights()
    characters = [*range(1, len(ALPHABET)), 0, BLANK]
    network.set_weights([*others, kernel[..., characters], bias[characters]])
    weights = site / "misled.weights.h5"
    network.save_weights(weights)
    found = read_export(export)
    material = Material(found.of_split("train"), (), None, 0, site, 7)
    folder = build_candidate(
        Origin(shelf.shipped, SHIPPED, found),
        {"reader": (convert(network, (1, *reader.INPUT_SIZE, 1), "float16"), weights)},
        judged_plates(found, material, 240),
        shelf.folder,
        facts=Facts(NOW, found.digest, 7, {"reader": 0}, {}),
        threads=1,
    )
    return folder.name


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="labelled pictures to count on, if there are any")
    parser.add_argument("--test", action="store_true", help="on their test split too: once")
    parser.add_argument("--replay", action="store_true", help="learn from their train split too")
    parser.add_argument("--odd", type=int, default=300, help="plates in the odd lettering")
    parser.add_argument("--own", type=int, default=120, help="plates in the usual ones")
    parser.add_argument("--no-cuts", action="store_true", help="do not repeat it with three kills")
    parser.add_argument("--folder", type=Path, help="keep everything here")
    return parser.parse_args(arguments)


def prove(args: argparse.Namespace, folder: Path) -> None:
    """Do it all in ``folder`` and print what came out."""
    site, again = folder / "site", folder / "again"
    fonts = odd_fonts(folder / "fonts")
    plates = draw_site_plates(fonts, args.odd, 1) + draw_site_plates(fonts, args.own, 2, None)
    shelf = site_shelf(site)
    current = load_recogniser(shelf.shipped, 1)
    corrected = record_site(site, plates, current)
    export = folder / "export"
    formats = [part for name in ("ocr-csv", "characters", "yolo") for part in ("--format", name)]
    command = ["--data", str(site), "export", *formats, "--keep-near-duplicates", str(export)]
    assert main.main([*command, "--why", "proof of retraining"]) == 0
    options = ["--labelled", str(args.data)] if args.replay else []
    began_s = time.monotonic()
    learned = learn(site, export, options, ())
    took_s = time.monotonic() - began_s
    print(f"{len(plates)} decisions, {corrected} of them corrections; learned in {took_s:.0f} s")  # noqa: T201
    candidate = load_recogniser(learned, 1)
    fresh = draw_site_plates(fonts, 300, 77)
    own = draw_site_plates(fonts, 300, 78, None)
    rows = [
        count("odd lettering, new plates", [(p.pixels, p.text) for p in fresh], current, candidate),
        count("usual lettering, new plates", [(p.pixels, p.text) for p in own], current, candidate),
    ]
    if args.data is not None:
        for split in ("val", "test") if args.test else ("val",):
            crops = load_colour_crops(args.data, split)
            for origin, name in (("people", "people's labels"), ("ocr", "machine labels")):
                part = [(crop.pixels, crop.text) for crop in crops if crop.origin == origin]
                rows.append(count(f"{split}, {name}", part, current, candidate))
    print("| plates | shipped | candidate | won | lost | points (95 %) | chance |")  # noqa: T201
    print("| --- | --- | --- | --- | --- | --- | --- |")  # noqa: T201
    for one in rows:
        print(row(one), flush=True)  # noqa: T201
    if not args.no_cuts:
        cut = learn(again, export, options, _KILLED_AT)
        same = digests(cut) == digests(learned) and cut.name == learned.name
        print(f"killed at {_KILLED_AT}: the same models, {same}")  # noqa: T201
        assert same
    judge(site, learned, export)


def judge(site: Path, learned: Path, export: Path) -> None:
    """Promote the candidate; have a worse one and a damaged one refused."""
    shelf, engine = site_shelf(site), open_engine(site)
    person = PersonRecord("Ravi Kumar", Role.SUPERVISOR, is_active=True, created_at=NOW)
    room = ModelRoom(shelf, engine, Session(person), lambda: None)
    print(f"worse: {refused(room, spoilt(site, export))}")  # noqa: T201
    path = learned / "site_reader.tflite"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    print(f"damaged: {refused(room, learned.name)}")  # noqa: T201
    path.write_bytes(whole)
    room.promote(learned.name, "reads our lettering")
    (act,) = recent_events(engine, 1)
    print(f"promoted, on record: {act.kind.value} {act.subject} by {act.done_by}")  # noqa: T201
    print(f"gone back to: {room.go_back('end of the proof')}")  # noqa: T201
    engine.dispose()


def run(arguments: Sequence[str] | None = None) -> int:
    """Prove it in a folder of its own."""
    args = parse(arguments)
    if args.folder is not None:
        prove(args, args.folder.resolve())
        return 0
    with tempfile.TemporaryDirectory() as name:
        prove(args, Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(run())
