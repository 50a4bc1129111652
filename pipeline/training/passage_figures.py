"""Counts what a passage of frames gains over a single one; pure, and free of TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.matching import match_key
from pipeline.training.evaluation import Ratio


@dataclass(frozen=True, slots=True)
class PassageOutcome:
    """What was read of one passage; "" where nothing was.

    ``still`` is the text of the picture that the frames were made from, ``frames`` those of each
    frame, ``first`` that of the first one with a usable read, ``best`` that of the most confident
    one and ``fused`` that of all together. ``certain`` is what the console took for certain after
    ``certain_after`` frames; None when it would have asked a person. ``three_alike`` is what that
    would be by three frames alike and the policy alone. ``track_count`` is how many vehicles the
    tracker took the plate for.
    """

    truth: str
    still: str
    frames: tuple[str, ...]
    first: str
    best: str
    fused: str
    certain: str | None
    certain_after: int
    three_alike: str | None
    track_count: int


@dataclass(slots=True)
class PassageFigures:
    """Exact texts, O and 0 as one class, by how many frames were used."""

    still: Ratio = field(default_factory=Ratio)
    frames: Ratio = field(default_factory=Ratio)
    first: Ratio = field(default_factory=Ratio)
    best: Ratio = field(default_factory=Ratio)
    fused: Ratio = field(default_factory=Ratio)
    readable_best: Ratio = field(default_factory=Ratio)
    readable_fused: Ratio = field(default_factory=Ratio)
    certain: Ratio = field(default_factory=Ratio)
    wrong_certain: Ratio = field(default_factory=Ratio)
    three_alike: Ratio = field(default_factory=Ratio)
    wrong_three_alike: Ratio = field(default_factory=Ratio)
    one_track: Ratio = field(default_factory=Ratio)
    certain_after: list[int] = field(default_factory=list)

    def add(self, outcome: PassageOutcome) -> None:
        truth = match_key(outcome.truth)
        self.still.add(outcome.still == truth)
        for text in outcome.frames:
            self.frames.add(text == truth)
        self.first.add(outcome.first == truth)
        self.best.add(outcome.best == truth)
        self.fused.add(outcome.fused == truth)
        if outcome.still == truth:
            self.readable_best.add(outcome.best == truth)
            self.readable_fused.add(outcome.fused == truth)
        self.certain.add(outcome.certain is not None)
        if outcome.certain is not None:
            self.wrong_certain.add(outcome.certain != truth)
            self.certain_after.append(outcome.certain_after)
        self.three_alike.add(outcome.three_alike is not None)
        if outcome.three_alike is not None:
            self.wrong_three_alike.add(outcome.three_alike != truth)
        self.one_track.add(outcome.track_count == 1)

    def to_json(self) -> dict[str, object]:
        after = np.asarray(self.certain_after or [0])
        return {
            "picture_itself_exact": self.still.to_json(),
            "single_frames_exact": self.frames.to_json(),
            "first_frame_exact": self.first.to_json(),
            "best_frame_exact": self.best.to_json(),
            "fused_exact": self.fused.to_json(),
            "of_pictures_read_right": {
                "best_frame_exact": self.readable_best.to_json(),
                "fused_exact": self.readable_fused.to_json(),
            },
            "certain": self.certain.to_json(),
            "wrong_of_certain": self.wrong_certain.to_json(),
            "by_three_frames_alike_alone": {
                "certain": self.three_alike.to_json(),
                "wrong_of_certain": self.wrong_three_alike.to_json(),
            },
            "frames_until_certain": {
                "p50": round(float(np.percentile(after, 50)), 1),
                "p95": round(float(np.percentile(after, 95)), 1),
            },
            "one_track": self.one_track.to_json(),
        }
